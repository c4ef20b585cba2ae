-- One row per adjustment of a touched family.
select adjustment.*
from now_adjustment as adjustment
semi join taken_remit_claim on adjustment.remit_claim_id = taken_remit_claim.remit_claim_id
