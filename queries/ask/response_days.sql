-- One row per combination of the wanted keys, days and whether the line was answered: how many 96372 lines.
with line as (
    select
        *,
        case when $basis = 'answer' then answer_month else service_month end as month,
        date_diff('day', submitted_date, $as_of::date) as age
    from injection
    where
        is_counted and (submitted_date is not null or response_days is not null)
        and ($payer_classes::varchar[] is null or payer_class = any($payer_classes::varchar[]))
        and ($payers::varchar[] is null or payer_id = any($payers::varchar[]))
        and ($providers::varchar[] is null or rendering_npi = any($providers::varchar[]))
        and ($places::varchar[] is null or place_of_service = any($places::varchar[]))
        and ($drugs::varchar[] is null or drug = any($drugs::varchar[]))
)

select
    case when $by_month then month end::date as month,
    case when $by_class then payer_class end as payer_class,
    case when $by_payer then payer_id end as payer_id,
    case when $by_payer then payer_name end as payer_name,
    case when $by_provider then rendering_npi end as rendering_npi,
    case when $by_provider then provider_name end as provider_name,
    case when $by_place then place_of_service end as place_of_service,
    case when $by_drug then drug end as drug,
    coalesce(response_days, greatest(0, age))::bigint as days,
    response_days is not null as is_answered,
    count(*)::bigint as lines
from line
where
    ($basis = 'service' or month is not null)
    and ($start::date is null or month >= $start::date)
    and ($end::date is null or month <= $end::date)
group by all
order by all
