-- One row per combination of the wanted keys, class, rule and role: what did not come in, and what is worth working.
with missing as (
    select
        *,
        case when $basis = 'answer' then answer_month else service_month end as month,
        (amount * 100)::bigint as amount_cents
    from leak
    where
        ($payer_classes::varchar[] is null or payer_class = any($payer_classes::varchar[]))
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
    leak_class,
    rule,
    role,
    preventable,
    recoverable,
    count(*)::bigint as count,
    sum(amount_cents)::bigint as amount_cents,
    (count(*) filter (where recoverable != 'N' and amount_cents > $work_cost_cents))::bigint as worth_count,
    coalesce(
        sum(amount_cents - $work_cost_cents) filter (where recoverable != 'N' and amount_cents > $work_cost_cents), 0
    )::bigint as worth_cents
from missing
where
    ($basis = 'service' or month is not null)
    and ($start::date is null or month >= $start::date)
    and ($end::date is null or month <= $end::date)
group by all
order by
    amount_cents desc, leak_class, rule, role, preventable, recoverable, month, payer_class, payer_id, rendering_npi,
    place_of_service, drug
