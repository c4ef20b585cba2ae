-- One row per service line by its claim number, or by its id: its encounter, day, number and how many events it has.
select
    line_id,
    encounter_id,
    service_date,
    claim_id,
    event_count::bigint as event_count
from line
where
    -- Lines and answers lie by day of service.
    ($first::date is null or service_date between $first::date and $last::date)
    and ($numbers::varchar[] is null or claim_id = any($numbers::varchar[]))
    and ($lines::varchar[] is null or line_id = any($lines::varchar[]))
order by line_id
