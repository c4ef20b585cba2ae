-- One row per number that a payer gave to a claim with one of these numbers.
select distinct payer_claim_id
from remit_claim
where payer_claim_id is not null and claim_id = any($numbers::varchar[])
