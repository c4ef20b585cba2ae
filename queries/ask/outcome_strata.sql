-- One row per cell of the kept keys and stratum of the outcome match: answered 96372 lines, and what was denied.
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
    (year(service_date) * 4 + quarter(service_date) - 1)::bigint as quarter,
    drug_family,
    pair_kind,
    count(*)::bigint as answered,
    (count(*) filter (where denied_initial))::bigint as denied,
    (count(*) filter (where denied_initial and initial_category in ('bundled', 'ncci_pair')))::bigint as bundled,
    (count(*) filter (where denied_initial and initial_category = 'authorization'))::bigint as unauthorized
from kept
where answered_initial
group by all
