-- One row per payer, month, stratum of the price match and price per unit: how many 96372 lines had it.
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
    (year(service_date) * 4 + quarter(service_date) - 1)::bigint as quarter,
    locality,
    is_npp,
    is_facility,
    is_repeat,
    round(allowed_cents / units_paid, 0)::bigint as cents,
    medicare_fee_cents::bigint as fee_cents,
    count(*)::bigint as lines,
    sum(units_paid)::double as units,
    sum(allowed_cents)::bigint as priced_allowed_cents,
    sum(round(medicare_fee_cents * units_paid, 0))::bigint as priced_fee_cents
from chosen
where
    ($basis = 'service' or month is not null)
    and ($start::date is null or month >= $start::date)
    and ($end::date is null or month <= $end::date)
    and is_counted and is_priced
group by all
order by all
