-- One row per cell of the kept keys and class: days on which injection or visit leaked, cents and their squares.
-- Class any is each day once. A day whose lines stand in several cells is named in each, to be added up first.
with leaking_day as (
    select
        service_month,
        answer_month,
        payer_class,
        payer_id,
        payer_name,
        rendering_npi,
        provider_name,
        place_of_service,
        drug,
        encounter_id,
        leak_class,
        sum(amount_cents)::bigint as day_cents
    from kept
    where role != 'drug'
    group by all
),

shared as (
    select encounter_id
    from (
        select distinct
            service_month,
            answer_month,
            payer_class,
            payer_id,
            payer_name,
            rendering_npi,
            provider_name,
            place_of_service,
            drug,
            encounter_id
        from leaking_day
    )
    group by encounter_id
    having count(*) > 1
),

apart as (
    select
        leaking_day.*,
        shared.encounter_id as shared_day
    from leaking_day
    left join shared on leaking_day.encounter_id = shared.encounter_id
),

-- A difference too small to work is no leak of the payer's.
whole_day as (
    select
        service_month,
        answer_month,
        payer_class,
        payer_id,
        payer_name,
        rendering_npi,
        provider_name,
        place_of_service,
        drug,
        encounter_id,
        'any' as leak_class,
        sum(day_cents)::bigint as day_cents,
        null::varchar as shared_day
    from apart
    where leak_class != 'tolerance' and shared_day is null
    group by all
)

select
    service_month,
    answer_month,
    payer_class,
    payer_id,
    payer_name,
    rendering_npi,
    provider_name,
    place_of_service,
    drug,
    shared_day,
    leak_class,
    count(*)::bigint as days,
    sum(day_cents)::bigint as cents,
    sum(day_cents::hugeint * day_cents)::bigint as squares
from (
    select * from apart
    union all by name
    select * from whole_day
)
group by all
