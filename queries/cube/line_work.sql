-- One row per line with a mark: the last one, and what came in after the marks (meanings 36).
with numbered as (
    select
        *,
        row_number() over (partition by line_id order by nth) as from_first,
        row_number() over (partition by line_id order by nth desc) as from_last
    from mark_made
),

-- The first mark counts what came in since the work began, the last one says how the line stands.
since as (
    select
        'first' as which,
        *
    from numbered
    where from_first = 1
    union all
    select
        'last' as which,
        *
    from numbered
    where from_last = 1
),

-- New is an answer dated after the data's last day at the mark, or not in the store then.
seen as (
    select
        since.which,
        since.line_id,
        since.as_of,
        event.event_number,
        event.event_date,
        event.kind,
        event.paid,
        event.patient_share,
        event.after_allowed,
        event.allowed,
        event.denial,
        event.cancelled_by,
        event.event_date > since.as_of or coalesce(load_seen.snap > since.snap, false) as is_new
    from event
    inner join since on event.line_id = since.line_id
    left join load_seen on event.source_sha = load_seen.source_sha
),

stood as (
    select
        seen.*,
        not seen.is_new and coalesce(undone.is_new, true) as stood_then
    from seen
    left join seen as undone
        on
            seen.which = undone.which and seen.line_id = undone.line_id
            and seen.cancelled_by = undone.event_number
),

had as (
    select
        which,
        line_id,
        coalesce(sum(paid) filter (where not is_new and kind != 'predetermination'), 0)
        + coalesce(
            arg_max(patient_share, event_number) filter (where stood_then and kind in ('answer', 'secondary')), 0
        )
        + coalesce(arg_max(after_allowed, event_number) filter (where stood_then and kind = 'answer'), 0) as received,
        min(date_diff('day', as_of, event_date)) filter (
            where is_new and kind in ('answer', 'secondary') and (paid > 0 or allowed > 0)
        ) as days,
        coalesce(arg_max(denial, event_number) filter (where is_new and kind = 'answer'), 0) > 0 as is_denied_again
    from stood
    group by which, line_id
),

risen as (
    select
        had.*,
        coalesce(had.days is not null and line.received > had.received, false) as has_risen,
        greatest(0, line.received - had.received) as rise
    from had
    inner join line on had.line_id = line.line_id
)

select
    final.line_id,
    final.kind,
    final.nth,
    case
        when coalesce(now_one.has_risen, false) then 'recovered'
        when coalesce(now_one.is_denied_again, false) then 'upheld'
        else final.kind
    end as state,
    (last_value(named.owner ignore nulls) over (
        partition by named.line_id
        order by named.nth
        rows between unbounded preceding and unbounded following
    )) as owner,
    final.follow_up,
    final.marked_at,
    date_trunc('month', opened.marked_at)::date as marked_month,
    case when whole.has_risen then (whole.rise * 100)::bigint end as recovered_cents,
    case when whole.has_risen then greatest(0, whole.days)::integer end as recovered_days
from numbered as named
inner join since as final on named.line_id = final.line_id and final.which = 'last'
inner join since as opened on named.line_id = opened.line_id and opened.which = 'first'
left join risen as now_one on named.line_id = now_one.line_id and now_one.which = 'last'
left join risen as whole on named.line_id = whole.line_id and whole.which = 'first'
qualify row_number() over (partition by named.line_id order by named.nth desc) = 1
