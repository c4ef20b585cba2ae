-- One row per claim number touched, or whose lines rest on something learned anew.
select claim_no
from touched
union
select claim_no
from spread
