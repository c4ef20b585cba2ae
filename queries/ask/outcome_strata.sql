-- One row per payer and stratum of the outcome match: answered 96372 lines and what the first answer denied.
with chosen as (
    select
        *,
        case when $basis = 'answer' then answer_month else service_month end as month
    from injection
    where
        ($payer_classes::varchar[] is null or payer_class = any($payer_classes::varchar[]))
        and ($payers::varchar[] is null or payer_id = any($payers::varchar[]))
        and ($providers::varchar[] is null or rendering_npi = any($providers::varchar[]))
        and ($places::varchar[] is null or place_of_service = any($places::varchar[]))
        and ($drugs::varchar[] is null or drug = any($drugs::varchar[]))
)

select
    payer_id,
    payer_name,
    payer_class,
    (year(service_date) * 4 + quarter(service_date) - 1)::bigint as quarter,
    drug_family,
    pair_kind,
    place_of_service,
    count(*)::bigint as answered,
    (count(*) filter (where denied_initial))::bigint as denied,
    (count(*) filter (where denied_initial and initial_category in ('bundled', 'ncci_pair')))::bigint as bundled,
    (count(*) filter (where denied_initial and initial_category = 'authorization'))::bigint as unauthorized
from chosen
where
    ($basis = 'service' or month is not null)
    and ($start::date is null or month >= $start::date)
    and ($end::date is null or month <= $end::date)
    and answered_initial
group by all
order by all
