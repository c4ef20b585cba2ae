-- One row per line charged at or below what is expected.
-- title: Charge at or below the rate
-- kind: flag
-- why: Payers pay the lesser of charge and rate: this charge caps the payment.
-- fix: Compare the chargemaster with the rates in force and correct the charge for the future.
-- source: A20; lesser of charge and rate
-- side: billing
select
    line_no,
    null::varchar as part
from day_line
where
    role in ('injection', 'em', 'drug') and charge > 0 and expected = charge
    and (is_owed_by(expected_basis) or expected_basis = 'observed')
