-- One row per payer as files write it: what the build before counted, without what the touched families said then.
select
    source_id,
    source_name,
    filing_indicator,
    row_count,
    charge
from kept_payer_seen
union all
select
    source_id,
    source_name,
    filing_indicator,
    -row_count as row_count,
    -charge as charge
from before_payer_row
