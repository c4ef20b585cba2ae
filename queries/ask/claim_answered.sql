-- One row per service line that was answered under one of these claim numbers.
select distinct line_id
from event
where
    ($first::date is null or service_date between $first::date and $last::date)
    and claim_id = any($numbers::varchar[])
