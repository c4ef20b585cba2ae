-- One row per rule without dollars of its own: how many lines it asks to look at, and their charge.
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
)

select
    kind,
    rule,
    bool_or(is_unverified) as is_unverified,
    side,
    count(*)::bigint as count,
    coalesce((sum(charge) * 100), 0)::bigint as charge_cents
from line
where
    ($basis = 'service' or month is not null)
    and ($start::date is null or month >= $start::date)
    and ($end::date is null or month <= $end::date)
group by all
order by count desc, rule
