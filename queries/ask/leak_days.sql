-- One row per payer, month and class: days on which injection or visit leaked, and cents; class any is each day once.
with missing as (
    select
        *,
        case when $basis = 'answer' then answer_month else service_month end as month,
        (amount * 100)::bigint as amount_cents
    from leak
    where
        ($payer_classes::varchar[] is null or payer_class = any($payer_classes::varchar[]))
        and ($payers::varchar[] is null or payer_id = any($payers::varchar[]))
        and ($providers::varchar[] is null or rendering_npi = any($providers::varchar[]))
        and ($places::varchar[] is null or place_of_service = any($places::varchar[]))
        and ($drugs::varchar[] is null or drug = any($drugs::varchar[]))
        and role != 'drug'
),

leaking_day as (
    select
        payer_id,
        month,
        encounter_id,
        leak_class,
        sum(amount_cents) as day_cents
    from missing
    where
        ($basis = 'service' or month is not null)
        and ($start::date is null or month >= $start::date)
        and ($end::date is null or month <= $end::date)
    group by all
),

-- A difference too small to work is no leak of the payer's.
whole_day as (
    select
        payer_id,
        month,
        encounter_id,
        'any' as leak_class,
        sum(day_cents) as day_cents
    from leaking_day
    where leak_class != 'tolerance'
    group by all
)

select
    payer_id,
    month::date as month,
    leak_class,
    count(*)::bigint as days,
    sum(day_cents)::bigint as cents,
    sum(day_cents::double * day_cents) as squares
from (
    select * from leaking_day
    union all
    select * from whole_day
) as day
group by all
order by all
