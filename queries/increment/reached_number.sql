-- One row per number that a touched patient has.
select distinct
    tie.kind,
    tie.number
from tie
semi join touched on tie.patient_key = touched.patient_key
