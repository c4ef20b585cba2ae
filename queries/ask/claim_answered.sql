-- One row per service line that was answered under one of these claim numbers.
select distinct
    line_id,
    claim_id
from event
where claim_id = any($numbers::varchar[])
