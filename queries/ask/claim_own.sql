-- One row per service line with one of these claim numbers, or answered under one: its encounter, day and number.
select
    line_id,
    encounter_id,
    service_date,
    upper(claim_id) as claim_id
from line
where upper(claim_id) = any($numbers::varchar[]) or line_id = any($answered::varchar[])
order by line_id
