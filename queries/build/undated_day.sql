-- One row per reversal or correction without a date of its own: the day and the claim number of the event that it
-- matches (meanings 13).
with kind as (
    select unnest([1, 2, 3]) as kind
),

scope as (
    select unnest([0, 3]) as any_payer
),

size as (
    select unnest([0, 6]) as any_charge
),

dated as (
    select
        event.* exclude (service_date, control),
        coalesce(event.service_date, reversal.service_date) as service_date,
        coalesce(reversal.control, event.control) as control
    from undated_event as event
    left join undated_reversal as reversal on event.event_key = reversal.event_key
),

numbered as (
    select
        dated.*,
        kind.kind,
        case kind.kind
            when 1 then dated.control
            when 2 then dated.payer_number
            else case when dated.service_date is null then dated.reference else dated.payer_number end
        end as number
    from dated
    cross join kind
    where dated.service_date is not null or not dated.is_reversal
),

-- The claim's number before the payer's, the same payer before any, the same charge before another.
keyed as (
    select
        numbered.*,
        numbered.kind + scope.any_payer + size.any_charge as rank,
        concat_ws(
            '|', numbered.kind + scope.any_payer + size.any_charge, numbered.number,
            case when scope.any_payer = 0 then numbered.payer else '' end, numbered.npi, numbered.code,
            case when size.any_charge = 0 then abs(numbered.charge) else 0 end
        ) as like_key
    from numbered
    cross join scope
    cross join size
    where numbered.number is not null
),

known as (
    select
        like_key,
        min(event_date) filter (where is_reversal) as first_reversal,
        arg_max(service_date, (is_reversal, event_date, service_date, place)) as service_date,
        arg_max(control, (is_reversal, event_date, service_date, place)) as control
    from keyed
    where service_date is not null
    group by like_key
),

-- After a reversal a plain answer is a correction, too.
asked as (
    select
        keyed.*,
        known.service_date as latest_date,
        known.control as latest_control
    from keyed
    inner join known on keyed.like_key = known.like_key
    where
        keyed.service_date is null
        and (keyed.says_corrected or coalesce(known.first_reversal <= keyed.event_date, false))
    qualify row_number() over (
        partition by keyed.event_key
        order by coalesce(known.first_reversal <= keyed.event_date, false) desc, keyed.rank
    ) = 1
),

numbered_ask as (
    select
        *,
        row_number() over (partition by like_key order by event_date, place) as nth
    from asked
),

answers as (
    select
        like_key,
        service_date,
        count(*) as answers
    from keyed
    where not is_reversal and service_date is not null
    group by like_key, service_date
),

-- What was taken back and not answered anew.
waiting as (
    select
        keyed.like_key,
        keyed.service_date,
        keyed.control,
        keyed.event_date,
        keyed.place,
        row_number() over (partition by keyed.like_key, keyed.service_date order by keyed.event_date, keyed.place)
        > coalesce(answers.answers, 1) - 1 as is_waiting
    from keyed
    left join answers on keyed.like_key = answers.like_key and keyed.service_date = answers.service_date
    where keyed.is_reversal and keyed.service_date is not null
),

slots as (
    select
        like_key,
        service_date,
        control,
        row_number() over (partition by like_key order by event_date, service_date, place) as nth
    from waiting
    where is_waiting
)

select
    event_key,
    service_date,
    control
from undated_reversal
union all
select
    numbered_ask.event_key,
    coalesce(slots.service_date, numbered_ask.latest_date) as service_date,
    coalesce(slots.control, numbered_ask.latest_control) as control
from numbered_ask
left join slots on numbered_ask.like_key = slots.like_key and numbered_ask.nth = slots.nth
