-- One row per patient touched, or tied by a number to one who is.
select patient_key
from touched
union
select tie.patient_key
from tie
semi join reached_number on tie.kind = reached_number.kind and tie.number = reached_number.number
