-- One row per line that a rule without dollars asks to look at, the latest first.
with line as (
    select
        *,
        case when $basis = 'answer' then answer_month else service_month end as month
    from flag
    where
        ($payer_classes::varchar[] is null or payer_class = any($payer_classes::varchar[]))
        and ($payers::varchar[] is null or payer_id = any($payers::varchar[]))
        and ($providers::varchar[] is null or rendering_npi = any($providers::varchar[]))
        and ($places::varchar[] is null or place_of_service = any($places::varchar[]))
        and ($drugs::varchar[] is null or drug = any($drugs::varchar[]))
        and rule = $rule
)

select
    line_id,
    claim_id,
    service_date,
    payer_name,
    provider_name,
    role,
    place_of_service,
    drug,
    code,
    units::double as units
from line
where
    ($basis = 'service' or month is not null)
    and ($start::date is null or month >= $start::date)
    and ($end::date is null or month <= $end::date)
order by service_date desc, claim_id, line_id
limit $most
