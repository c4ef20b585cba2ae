-- One row per line that the touched families had before.
select line.*
from near_line as line
semi join reached_number on visit_of(line.patient_key, line.service_date) = reached_number.number
