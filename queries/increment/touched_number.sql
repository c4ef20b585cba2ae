-- One row per claim number of a touched family, in each way in which it is written.
with known as (
    select claim_id
    from kept_claim_number
    union
    select claim_id
    from came_claim_line
    union
    select claim_id
    from came_remit_claim
)

select known.claim_id
from known
semi join touched on claim_of(known.claim_id) = touched.claim_no
