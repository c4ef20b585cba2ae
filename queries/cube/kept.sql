-- One row per row of `measured` that the filters leave; keys that are not asked for are blank.
select
    * replace (
        case when $by_service_month then service_month end as service_month,
        case when $by_answer_month then answer_month end as answer_month,
        case when $by_class then payer_class end as payer_class,
        case when $by_payer then payer_id end as payer_id,
        case when $by_payer then payer_name end as payer_name,
        case when $by_provider then rendering_npi end as rendering_npi,
        case when $by_provider then provider_name end as provider_name,
        case when $by_place then place_of_service end as place_of_service,
        case when $by_drug then drug end as drug
    )
from measured
where
    ($payer_classes::varchar[] is null or payer_class = any($payer_classes::varchar[]))
    and ($payers::varchar[] is null or payer_id = any($payers::varchar[]))
    and ($providers::varchar[] is null or rendering_npi = any($providers::varchar[]))
    and ($places::varchar[] is null or place_of_service = any($places::varchar[]))
    and ($drugs::varchar[] is null or drug = any($drugs::varchar[]))
    and ($basis = 'service' or answer_month is not null)
    and ($start::date is null or case when $basis = 'answer' then answer_month else service_month end >= $start::date)
    and ($end::date is null or case when $basis = 'answer' then answer_month else service_month end <= $end::date)
