-- One row per event that a reversal cancels: the latest uncancelled one before it of the same amounts (meanings 13).
with reversed_line as (
    select distinct line_no
    from event_order
    where is_reversal
),

touched as (
    select
        event.line_no,
        event.payer_id,
        event.place,
        event.event_date,
        event.is_reversal,
        abs(event.charge) as size,
        case when event.is_reversal then -event.paid else event.paid end as paid,
        row_number() over (
            partition by
                event.line_no, event.payer_id, abs(event.charge),
                case when event.is_reversal then -event.paid else event.paid end,
                event.event_date, event.is_reversal
            order by event.place
        ) as nth
    from event_order as event
    semi join reversed_line on event.line_no = reversed_line.line_no
),

-- How many are still open after each day: reversals take older ones first, then those of their own day.
daily as (
    select
        line_no,
        payer_id,
        size,
        paid,
        event_date,
        sum(sum(case when is_reversal then -1 else 1 end)) over (
            partition by line_no, payer_id, size, paid
            order by event_date
            rows between unbounded preceding and current row
        ) as net
    from touched
    group by line_no, payer_id, size, paid, event_date
),

floored as (
    select
        *,
        net - least(0, min(net) over (
            partition by line_no, payer_id, size, paid
            order by event_date
            rows between unbounded preceding and current row
        )) as still_open
    from daily
),

carried as (
    select
        *,
        coalesce(lag(still_open) over (
            partition by line_no, payer_id, size, paid
            order by event_date
        ), 0) as from_before
    from floored
),

-- A reversal that finds none before it stands behind the event of its own day that it takes.
walked as (
    select
        touched.line_no,
        touched.payer_id,
        touched.size,
        touched.paid,
        touched.place,
        touched.is_reversal,
        row_number() over (
            partition by touched.line_no, touched.payer_id, touched.size, touched.paid
            order by
                touched.event_date,
                case when touched.is_reversal and touched.nth <= carried.from_before then 0 else 1 end,
                case when touched.is_reversal then greatest(touched.nth - carried.from_before, 0) else touched.nth end,
                touched.is_reversal,
                touched.place
        ) as step
    from touched
    inner join carried
        on
            touched.line_no = carried.line_no
            and touched.payer_id is not distinct from carried.payer_id
            and touched.size = carried.size
            and touched.paid = carried.paid
            and touched.event_date is not distinct from carried.event_date
),

-- Reversals and originals of one amount nest like brackets: a reversal closes the latest one still open.
raised as (
    select
        *,
        sum(case when is_reversal then -1 else 1 end) over (
            partition by line_no, payer_id, size, paid
            order by step
            rows between unbounded preceding and current row
        ) as height
    from walked
),

grounded as (
    select
        *,
        least(0, min(height) over (
            partition by line_no, payer_id, size, paid
            order by step
            rows between unbounded preceding and current row
        )) as floor
    from raised
),

levelled as (
    select
        *,
        height - floor + is_reversal::integer as level,
        is_reversal and height < coalesce(
            lag(floor) over (partition by line_no, payer_id, size, paid order by step), 0
        ) as is_unmatched
    from grounded
),

neighbour as (
    select
        *,
        lag(place) over same_level as opener,
        lag(is_reversal) over same_level as opener_is_reversal
    from levelled
    where not is_unmatched
    window same_level as (partition by line_no, payer_id, size, paid, level order by step)
)

select
    line_no,
    opener as place,
    place as cancelled_by
from neighbour
where is_reversal and not opener_is_reversal
