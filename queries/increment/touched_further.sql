-- One row per patient touched, or whose lines rest on something learned anew.
select patient_key
from touched
union
select patient_key
from spread
