-- One row per billed line of a touched family.
select line.*
from now_claim_line as line
semi join touched on claim_of(line.claim_id) = touched.claim_no
