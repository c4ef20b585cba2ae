-- One row per cell of the kept keys: how many 96372 lines.
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
    count(*)::bigint as lines
from kept
group by all
