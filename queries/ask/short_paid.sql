-- One row per cell of the kept keys and what says the amount due: 96372 lines paid as billed, and how far short.
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
    due,
    count(*)::bigint as lines,
    (count(*) filter (where short_cents > 0))::bigint as short_lines,
    sum(expected_cents)::bigint as expected_cents,
    sum(short_cents)::bigint as short_cents
from kept
where due is not null
group by all
