-- One row per event of the chosen lines.
select event.*
from event
where event.line_id = any($line_ids::varchar[])
order by event.line_id, event.event_number
