-- One row per submission under one of these claim numbers, and the payer's number of the claim that it replaces. What
-- was only asked about was not sent as a bill.
select distinct
    claim_key,
    claim_id,
    source_sha,
    case when frequency_code in ('7', '8') then original_reference end as replaces
from claim_line
where claim_id = any($numbers::varchar[]) and claim_purpose is distinct from 'predetermination'
