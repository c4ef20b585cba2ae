-- One row per claim payment of a touched family.
select claim.*
from now_remit_claim as claim
semi join touched on claim_of(claim.claim_id) = touched.claim_no
