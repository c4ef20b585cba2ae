-- One row per claim payment of a touched family.
select claim.*
from now_remit_claim as claim
semi join touched_number on claim.claim_id = touched_number.claim_id
