-- One row per cell of the kept keys: first-answered lines with a standing denial, and which of them are final.
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
    (count(*) filter (where is_final))::bigint as final_denied,
    (count(*) filter (where is_closed))::bigint as final_marked,
    (count(*) filter (where not is_final))::bigint as fates_open
from kept
group by all
