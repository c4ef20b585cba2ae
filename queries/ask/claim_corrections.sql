-- One row per submission that names one of these payer's numbers as that of the claim that it replaces.
select distinct
    claim_key,
    claim_id,
    source_sha,
    original_reference as replaces
from claim_line
where frequency_code in ('7', '8') and original_reference = any($payer_numbers::varchar[])
