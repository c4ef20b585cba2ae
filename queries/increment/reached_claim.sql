-- One row per claim number touched, or tied to one that is.
select claim_no
from touched
union
select tie.claim_no
from tie
semi join reached_number on tie.number = reached_number.number
