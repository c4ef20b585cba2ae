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
        case when event.is_reversal then -event.paid else event.paid end as paid
    from event_order as event
    semi join reversed_line on event.line_no = reversed_line.line_no
),

-- Reversals and originals of one amount nest like brackets: a reversal closes the latest one still open.
walked as (
    select
        *,
        sum(case when is_reversal then -1 else 1 end) over (
            partition by line_no, payer_id, size, paid
            order by place
            rows between unbounded preceding and current row
        ) as height
    from touched
),

floored as (
    select
        *,
        least(0, min(height) over (
            partition by line_no, payer_id, size, paid
            order by place
            rows between unbounded preceding and current row
        )) as floor
    from walked
),

levelled as (
    select
        *,
        is_reversal and height < coalesce(
            lag(floor) over (partition by line_no, payer_id, size, paid order by place), 0
        ) as is_unmatched,
        height - floor + is_reversal::integer as level
    from floored
),

neighbours as (
    select
        *,
        lag(place) over same_level as opener,
        lag(is_reversal) over same_level as opener_is_reversal
    from levelled
    where not is_unmatched
    window same_level as (partition by line_no, payer_id, size, paid, level order by place)
),

before as (
    select
        line_no,
        opener as place,
        place as cancelled_by
    from neighbours
    where is_reversal and not opener_is_reversal
),

lonely as (
    select
        *,
        row_number() over (partition by line_no, payer_id, size, paid, event_date order by place) as nth
    from levelled
    where is_unmatched
),

still_open as (
    select
        levelled.*,
        row_number() over (
            partition by levelled.line_no, levelled.payer_id, levelled.size, levelled.paid, levelled.event_date
            order by levelled.place
        ) as nth
    from levelled
    anti join before on levelled.line_no = before.line_no and levelled.place = before.place
    where not levelled.is_reversal
),

after as (
    select
        lonely.line_no,
        still_open.place,
        lonely.place as cancelled_by
    from lonely
    inner join still_open
        on
            lonely.line_no = still_open.line_no
            and lonely.payer_id is not distinct from still_open.payer_id
            and lonely.size = still_open.size
            and lonely.paid = still_open.paid
            and lonely.event_date = still_open.event_date
            and lonely.place < still_open.place
            and lonely.nth = still_open.nth
)

select * from before
union all
select * from after
