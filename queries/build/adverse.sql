-- One row per line with money missing: the days of the determinations that still stand against it (meanings 34, 41).
with known as (
    select
        event.line_id,
        event.event_number,
        event.event_date,
        event.kind,
        event.is_secondary,
        event.denial,
        event.allowed,
        event.disposition,
        event.cancelled_by,
        coalesce(
            max(event.event_number) filter (
                where event.kind = 'answer' and event.denial = 0 and event.allowed > 0
            ) over (partition by event.line_id),
            0
        ) as last_good,
        coalesce(
            max(event.event_number) filter (
                where event.kind = 'answer' and event.denial > 0 and event.allowed = 0
            ) over (partition by event.line_id),
            0
        ) as last_denied
    from event
    semi join leak_part on event.line_id = leak_part.line_id
),

told as (
    select
        *,
        kind = 'answer' and denial > 0 and event_number > last_good as is_denial,
        coalesce(disposition = 'unprocessable', false) as is_unprocessed
    from known
)

select
    line_id,
    -- An unprocessable claim was not determined: its answer starts no clock, the next determination does.
    min(event_date) filter (where is_denial and not is_unprocessed) as denied_on,
    min(event_date) filter (where is_denial) as refused_on,
    -- A decision may leave a short payment as it was: then it is itself the last answer that paid.
    min(event_date) filter (where event_number >= last_good and disposition = 'first_appeal_lost') as lost_on,
    min(event_date) filter (where kind = 'reversal' and not is_secondary and event_number > last_good)
        as reversed_on,
    min(event_date) filter (where kind = 'routed' and event_number > last_good) as routed_on,
    -- Of a short payment it is the answer that paid short, not a denial before it.
    coalesce(
        min(event_date) filter (where kind = 'answer' and cancelled_by is null and event_number > last_denied),
        min(event_date) filter (where kind = 'answer' and cancelled_by is null)
    ) as settled_on
from told
group by line_id
