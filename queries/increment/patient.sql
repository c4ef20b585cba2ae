-- One row per patient in the store.
select distinct patient_key
from tie
