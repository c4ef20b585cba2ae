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
    chosen.line_id,
    line.claim_id,
    chosen.service_date,
    chosen.payer_name,
    chosen.provider_name,
    chosen.place_of_service,
    chosen.units_paid::double as units,
    chosen.allowed_cents::bigint as allowed_cents,
    (chosen.allowed_cents / chosen.units_paid)::double as cents_per_unit,
    chosen.medicare_fee_cents::bigint as fee_cents,
    (chosen.allowed_cents / chosen.units_paid / chosen.medicare_fee_cents)::double as price_index,
    chosen.expected_cents::bigint as expected_cents,
    chosen.expected_basis,
    coalesce(chosen.short_cents, 0)::bigint as short_cents
from chosen
inner join line on chosen.line_id = line.line_id
where
    ($basis = 'service' or chosen.month is not null)
    and ($start::date is null or chosen.month >= $start::date)
    and ($end::date is null or chosen.month <= $end::date)
    and chosen.is_counted and chosen.is_priced
    and chosen.payer_id = $payer
order by short_cents desc, price_index asc, chosen.service_date desc, chosen.line_id
limit $most
