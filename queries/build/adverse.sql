-- One row per line with money missing: the days of the determinations that still stand against it (meanings 34).
with told as (
    select
        event.line_id,
        event.event_number,
        event.event_date,
        event.kind,
        event.is_secondary,
        event.denial,
        event.cancelled_by,
        coalesce(
            max(event.event_number) filter (
                where event.kind = 'answer' and event.denial = 0 and event.allowed > 0
            ) over (partition by event.line_id),
            0
        ) as last_good
    from event
    semi join leak_part on event.line_id = leak_part.line_id
)

select
    line_id,
    min(event_date) filter (where kind = 'answer' and denial > 0 and event_number > last_good) as denied_on,
    min(event_date) filter (where kind = 'reversal' and not is_secondary and event_number > last_good)
        as reversed_on,
    min(event_date) filter (where kind = 'routed' and event_number > last_good) as routed_on,
    min(event_date) filter (where kind = 'answer' and cancelled_by is null) as settled_on
from told
group by line_id
