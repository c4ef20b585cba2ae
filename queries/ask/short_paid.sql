-- One row per payer, month and what says the amount due: 96372 lines paid as billed, and how far short they fell.
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
    month::date as month,
    due,
    count(*)::bigint as lines,
    (count(*) filter (where short_cents > 0))::bigint as short_lines,
    sum(expected_cents)::bigint as expected_cents,
    sum(short_cents)::bigint as short_cents
from chosen
where
    ($basis = 'service' or month is not null)
    and ($start::date is null or month >= $start::date)
    and ($end::date is null or month <= $end::date)
    and due is not null
group by all
order by all
