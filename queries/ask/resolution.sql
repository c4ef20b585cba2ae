-- One row per cell of the kept keys, days and whether the denial came back: how many first-denied 96372 lines.
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
    coalesce(days, age)::bigint as days,
    days is not null as is_answered,
    sum(lines)::bigint as lines
from kept
group by all
