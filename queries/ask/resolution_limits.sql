-- One row per cell of the kept keys and days after which a denial counts as final; null where not known: 96372 lines.
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
    resolution_days::bigint as resolution_days,
    count(*)::bigint as lines
from kept
group by all
