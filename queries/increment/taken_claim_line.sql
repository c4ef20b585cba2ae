-- One row per billed line of a touched family.
select line.*
from now_claim_line as line
semi join touched on line.patient_key = touched.patient_key
