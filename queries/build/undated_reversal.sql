-- One row per reversal without a date: the day and the claim number of the event that it takes back (meanings 13).
with kind as (
    select unnest([1, 2, 3]) as kind
),

scope as (
    select unnest([0, 3]) as any_payer
),

numbered as (
    select
        event.*,
        kind.kind,
        case kind.kind
            when 1 then event.control
            when 2 then event.payer_number
            else case when event.service_date is null then event.reference else event.payer_number end
        end as number
    from undated_event as event
    cross join kind
    where event.is_reversal or event.service_date is not null
),

-- The claim's number before the payer's, the same payer before any.
keyed as (
    select
        numbered.*,
        numbered.kind + scope.any_payer as rank,
        concat_ws(
            '|', numbered.kind + scope.any_payer, numbered.number,
            case when scope.any_payer = 0 then numbered.payer else '' end, numbered.npi, numbered.code,
            case when numbered.is_reversal then -numbered.charge else numbered.charge end,
            case when numbered.is_reversal then -numbered.paid else numbered.paid end
        ) as like_key
    from numbered
    cross join scope
    where numbered.number is not null
),

taken as (
    select
        like_key,
        service_date,
        count(*) as taken
    from keyed
    where is_reversal and service_date is not null
    group by like_key, service_date
),

held as (
    select
        keyed.*,
        row_number() over (partition by keyed.like_key, keyed.service_date order by keyed.event_date, keyed.place)
        > coalesce(taken.taken, 0) as is_open
    from keyed
    left join taken on keyed.like_key = taken.like_key and keyed.service_date = taken.service_date
    where not keyed.is_reversal
),

asked as (
    select keyed.*
    from keyed
    semi join held on keyed.like_key = held.like_key
    where keyed.is_reversal and keyed.service_date is null
    qualify row_number() over (partition by keyed.event_key order by keyed.rank) = 1
),

walked as (
    select
        event_key,
        like_key,
        control,
        service_date,
        is_reversal as is_asked,
        row_number() over (partition by like_key order by event_date nulls first, is_reversal desc, place) as step
    from (
        select * exclude (is_open)
        from held
        where is_open
        union all
        select * from asked
    ) as standing
),

-- As in the cancellation: reversals and originals nest like brackets.
raised as (
    select
        *,
        sum(case when is_asked then -1 else 1 end) over (
            partition by like_key order by step rows between unbounded preceding and current row
        ) as height
    from walked
),

grounded as (
    select
        *,
        least(0, min(height) over (
            partition by like_key order by step rows between unbounded preceding and current row
        )) as floor
    from raised
),

levelled as (
    select
        *,
        height - floor + is_asked::integer as level,
        is_asked and height < coalesce(lag(floor) over (partition by like_key order by step), 0) as is_unmatched
    from grounded
),

matched as (
    select
        event_key,
        like_key,
        is_asked,
        lag(event_key) over same_level as opener,
        lag(is_asked) over same_level as opener_is_asked,
        lag(service_date) over same_level as opener_date,
        lag(control) over same_level as opener_control
    from levelled
    where not is_unmatched
    window same_level as (partition by like_key, level order by step)
),

found as (
    select
        event_key,
        like_key,
        opener,
        opener_date as service_date,
        opener_control as control
    from matched
    where is_asked and not opener_is_asked
),

-- What has none before it takes the first that is left, and where none is left the day of the latest.
left_over as (
    select
        asked.*,
        row_number() over (partition by asked.like_key order by asked.event_date, asked.place) as nth
    from asked
    anti join found on asked.event_key = found.event_key
),

free as (
    select
        held.like_key,
        held.service_date,
        held.control,
        row_number() over (partition by held.like_key order by held.event_date, held.place) as nth
    from held
    anti join found on held.like_key = found.like_key and held.event_key = found.opener
    where held.is_open
),

latest as (
    select
        like_key,
        arg_max(service_date, (event_date, service_date, place)) as service_date,
        arg_max(control, (event_date, service_date, place)) as control
    from held
    group by like_key
)

select
    event_key,
    service_date,
    control
from found
union all
select
    left_over.event_key,
    coalesce(free.service_date, latest.service_date) as service_date,
    coalesce(free.control, latest.control) as control
from left_over
inner join latest on left_over.like_key = latest.like_key
left join free on left_over.like_key = free.like_key and left_over.nth = free.nth
