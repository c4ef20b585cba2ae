-- One row per submission of a claim: under one of its numbers, or as a correction that names the payer's number.
select
    claim_key,
    claim_id,
    source_sha
from claim_line
where claim_id = any($numbers::varchar[])
union
select
    claim_key,
    claim_id,
    source_sha
from claim_line
where frequency_code in ('7', '8') and original_reference = any($payer_numbers::varchar[])
