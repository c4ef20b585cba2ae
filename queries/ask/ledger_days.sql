-- One row per payer and month: days whose injection or visit stands in the leak ledger with a value.
with line as (
    select
        *,
        case when $basis = 'answer' then answer_month else service_month end as month
    from ledger
    where
        ($payer_classes::varchar[] is null or payer_class = any($payer_classes::varchar[]))
        and ($payers::varchar[] is null or payer_id = any($payers::varchar[]))
        and ($providers::varchar[] is null or rendering_npi = any($providers::varchar[]))
        and ($places::varchar[] is null or place_of_service = any($places::varchar[]))
        and ($drugs::varchar[] is null or drug = any($drugs::varchar[]))
        and role != 'drug'
        and standing = 'valued'
)

select
    payer_id,
    payer_name,
    payer_class,
    month::date as month,
    count(distinct encounter_id)::bigint as days
from line
where
    ($basis = 'service' or month is not null)
    and ($start::date is null or month >= $start::date)
    and ($end::date is null or month <= $end::date)
group by all
order by all
