-- One row per cell of the kept keys: missing parts, and those that can no longer be worked.
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
    count(*)::bigint as leaks,
    (count(*) filter (where is_late))::bigint as late_count,
    coalesce(sum(amount_cents) filter (where is_late), 0)::bigint as late_cents
from kept
group by all
