-- One row per payer: the sums from billed units at the Medicare fee down to what the plan paid for 96372 lines.
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
    count(*)::bigint as lines,
    sum(units_now)::double as units,
    sum(round(medicare_fee_cents * units_now, 0))::bigint as billed_fee_cents,
    coalesce(sum(round(medicare_fee_cents * units_now, 0)) filter (where allowed_cents > 0), 0)::bigint
        as accepted_fee_cents,
    coalesce(sum(round(medicare_fee_cents * units_paid, 0)) filter (where allowed_cents > 0), 0)::bigint
        as paid_fee_cents,
    coalesce(sum(allowed_cents) filter (where allowed_cents > 0), 0)::bigint as allowed_cents,
    sum(after_allowed_cents)::bigint as after_allowed_cents,
    sum(paid_cents - secondary_paid_cents)::bigint as plan_paid_cents
from chosen
where
    ($basis = 'service' or month is not null)
    and ($start::date is null or month >= $start::date)
    and ($end::date is null or month <= $end::date)
    and answered_open and medicare_fee_cents > 0 and units_now > 0
group by all
order by all
