-- One row per priced 96372 line of a payer, furthest below the payer's expected payment first.
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
    line_id,
    claim_id,
    service_date,
    payer_name,
    provider_name,
    place_of_service,
    units_paid::double as units,
    allowed_cents::bigint as allowed_cents,
    (allowed_cents / units_paid)::double as cents_per_unit,
    medicare_fee_cents::bigint as fee_cents,
    (allowed_cents / units_paid / medicare_fee_cents)::double as price_index,
    expected_cents::bigint as expected_cents,
    expected_basis,
    coalesce(short_cents, 0)::bigint as short_cents
from chosen
where
    ($basis = 'service' or month is not null)
    and ($start::date is null or month >= $start::date)
    and ($end::date is null or month <= $end::date)
    and is_counted and is_priced
    and payer_id = $payer
order by short_cents desc, price_index asc, service_date desc, line_id
limit $most
