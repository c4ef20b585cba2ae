-- One row per payer as files write it that the build before gave another id, name or class.
select payer.source_id
from payer
inner join kept_payer as known
    on
        payer.source_id = known.source_id
        and payer.source_name = known.source_name
        and payer.filing_indicator = known.filing_indicator
where
    payer.payer_id is distinct from known.payer_id
    or payer.payer_name is distinct from known.payer_name
    or payer.payer_class is distinct from known.payer_class
