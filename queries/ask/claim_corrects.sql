-- One row per payer's number that a correction with this claim number names: what it replaces.
select distinct original_reference as payer_claim_id
from claim_line
where
    upper(claim_id) = upper($claim)
    and frequency_code in ('7', '8')
    and original_reference is not null
