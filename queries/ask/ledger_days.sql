-- One row per cell of the kept keys: days whose injection or visit stands in the leak ledger with a value.
-- A day whose lines stand in several cells is named in each, to be counted once.
with valued_day as (
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
    from kept
    where role != 'drug' and standing = 'valued'
),

shared as (
    select encounter_id
    from valued_day
    group by encounter_id
    having count(*) > 1
)

select
    valued_day.service_month,
    valued_day.answer_month,
    valued_day.payer_class,
    valued_day.payer_id,
    valued_day.payer_name,
    valued_day.rendering_npi,
    valued_day.provider_name,
    valued_day.place_of_service,
    valued_day.drug,
    shared.encounter_id as shared_day,
    (count(*) filter (where shared.encounter_id is null))::bigint as days
from valued_day
left join shared on valued_day.encounter_id = shared.encounter_id
group by all
