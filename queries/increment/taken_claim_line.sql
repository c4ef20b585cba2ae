-- One row per billed line of a touched family.
select line.*
from now_claim_line as line
semi join touched_number on line.claim_id = touched_number.claim_id
