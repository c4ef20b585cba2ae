-- One row per payer as files write it, over all files in the store.
select
    source_id,
    source_name,
    filing_indicator,
    sum(row_count)::bigint as row_count,
    sum(charge)::decimal(18, 2) as charge
from payer_row
group by source_id, source_name, filing_indicator
having sum(row_count) > 0
