-- One row per adjustment of a touched family.
select adjustment.*
from given_adjustment as adjustment
semi join remit_claim on adjustment.remit_claim_id = remit_claim.remit_claim_id
