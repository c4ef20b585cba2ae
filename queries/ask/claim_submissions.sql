-- One row per submission under one of these claim numbers, and the payer's number of the claim that it replaces.
select distinct
    claim_key,
    claim_id,
    source_sha,
    case when frequency_code in ('7', '8') then original_reference end as replaces
from claim_line
where claim_id = any($numbers::varchar[])
