-- One row per claim number, as it is written, of the other families.
select kept.*
from kept_claim_number as kept
anti join touched_number on kept.claim_id = touched_number.claim_id
