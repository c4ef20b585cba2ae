-- One row per service payment of a touched family.
select line.*
from given_remit_line as line
semi join remit_claim on line.remit_claim_id = remit_claim.remit_claim_id
