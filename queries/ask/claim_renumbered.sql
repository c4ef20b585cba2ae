-- One row per claim number, as written, under which a payer answered with one of its own numbers.
select distinct claim_id
from remit_claim
where payer_claim_id = any($payer_numbers::varchar[])
