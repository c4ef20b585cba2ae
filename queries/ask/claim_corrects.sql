-- One row per payer's number that a correction under one of these claim numbers names: what it replaces.
select distinct original_reference as payer_claim_id
from claim_line
where
    claim_id = any($numbers::varchar[])
    and frequency_code in ('7', '8')
    and original_reference is not null
