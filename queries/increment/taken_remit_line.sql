-- One row per service payment of a touched family.
select line.*
from now_remit_line as line
semi join taken_remit_claim on line.remit_claim_id = taken_remit_claim.remit_claim_id
