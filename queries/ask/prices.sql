-- One row per cell of the kept keys, stratum of the price match and price per unit: how many 96372 lines had it.
select
    service_month,
    answer_month,
    payer_class,
    payer_id,
    payer_name,
    rendering_npi,
    provider_name,
    place_of_service,
    drug,
    (year(service_date) * 4 + quarter(service_date) - 1)::bigint as quarter,
    locality,
    is_npp,
    is_facility,
    is_repeat,
    round(allowed_cents / units_paid, 0)::bigint as cents,
    medicare_fee_cents::bigint as fee_cents,
    count(*)::bigint as lines,
    sum(allowed_cents)::bigint as priced_allowed_cents,
    sum(round(medicare_fee_cents * units_paid, 0))::bigint as priced_fee_cents
from kept
where is_counted and is_priced
group by all
