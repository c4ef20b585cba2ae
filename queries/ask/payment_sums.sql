-- One row per cell of the kept keys: sums from billed units at the Medicare fee down to what the plan paid.
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
    count(*)::bigint as lines,
    sum(units_now * 1000)::bigint as unit_thousandths,
    sum(round(medicare_fee_cents * units_now, 0))::bigint as billed_fee_cents,
    coalesce(sum(round(medicare_fee_cents * units_now, 0)) filter (where allowed_cents > 0), 0)::bigint
        as accepted_fee_cents,
    coalesce(sum(round(medicare_fee_cents * units_paid, 0)) filter (where allowed_cents > 0), 0)::bigint
        as paid_fee_cents,
    coalesce(sum(allowed_cents) filter (where allowed_cents > 0), 0)::bigint as allowed_cents,
    sum(after_allowed_cents)::bigint as after_allowed_cents,
    sum(paid_cents - secondary_paid_cents)::bigint as plan_paid_cents
from kept
where answered_open and medicare_fee_cents > 0 and units_now > 0
group by all
