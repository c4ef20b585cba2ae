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
        max(case when event.kind = 'answer' and event.denial = 0 and event.allowed > 0 then event.event_number end)
            over (partition by event.line_id) as last_good
    from event
    semi join leak_part on event.line_id = leak_part.line_id
)

select
    line_id,
    min(event_date) filter (where kind = 'answer' and denial > 0 and event_number > coalesce(last_good, 0)) as denied_on,
    min(event_date) filter (where kind = 'reversal' and not is_secondary and event_number > coalesce(last_good, 0))
        as reversed_on,
    min(event_date) filter (where kind = 'routed' and event_number > coalesce(last_good, 0)) as routed_on,
    min(event_date) filter (where kind = 'answer' and cancelled_by is null) as settled_on
from told
group by line_id
