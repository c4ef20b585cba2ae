-- One row per encounter of the chosen lines.
select encounter.*
from encounter
where encounter.encounter_id = any($encounter_ids::varchar[])
order by encounter.service_date, encounter.encounter_id
