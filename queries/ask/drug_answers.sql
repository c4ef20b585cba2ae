-- One row per cell of the kept keys: answered drug lines of injection days, those first denied without authorization.
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
    count(*)::bigint as answered,
    (count(*) filter (where initial_denial > 0 and initial_category = 'authorization'))::bigint as unauthorized
from kept
group by all
