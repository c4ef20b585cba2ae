-- One row per claim number, as it is written, of the other families.
select kept.*
from kept_claim_number as kept
anti join touched on claim_of(kept.claim_id) = touched.claim_no
