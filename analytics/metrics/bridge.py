"""From what Medicare pays per billed injection to what another payer pays, step by step, to the cent."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import polars as pl

STEPS = {
    "fee_mix": "Fee of its sites and dates",
    "price": "Price against the fee",
    "units": "Units cut",
    "denial": "Denied",
    "patient_share": "Left to the patient or a later plan",
    "after_allowed": "Sequestration and other deductions",
}
"""What may differ between two payers, in the order in which it is exchanged."""
SUMS = (
    "units", "billed_fee_cents", "accepted_fee_cents", "paid_fee_cents", "allowed_cents", "after_allowed_cents",
    "plan_paid_cents",
)  # fmt: skip


@dataclass(frozen=True)
class Bridge:
    """Cents per billed unit: `start` (Medicare's plan payment) plus every step is `end` (the payer's)."""

    start: int
    steps: Mapping[str, int]
    end: int


def bridge(two: pl.DataFrame, one: pl.DataFrame) -> Bridge | None:
    """From the payers in `two` to those in `one` (rows of payment_sums); None where either has no units or no price.

    Each factor is exchanged in turn; cents are rounded so that they add up, the rest falling to the last step.
    """
    left, right = _factors(two), _factors(one)
    if left is None or right is None:
        return None
    values, now = [_worth(left)], dict(left)
    for name in STEPS:
        now[name] = right[name]
        values.append(_worth(now))
    cents = [_cents(value) for value in values]
    steps = {name: cents[at + 1] - cents[at] for at, name in enumerate(STEPS)}
    return Bridge(cents[0], steps, cents[-1])


def _factors(frame: pl.DataFrame) -> dict[str, Fraction] | None:
    """What one billed unit brings: fee × price × share of units paid × share not denied, less what is taken off."""
    sums = {name: Fraction(float(frame[name].sum())) for name in SUMS}
    if not sums["units"] or not sums["paid_fee_cents"] or not sums["accepted_fee_cents"]:
        return None
    left = sums["allowed_cents"] - sums["after_allowed_cents"] - sums["plan_paid_cents"]
    return {
        "fee_mix": sums["billed_fee_cents"] / sums["units"],
        "denial": sums["accepted_fee_cents"] / sums["billed_fee_cents"],
        "units": sums["paid_fee_cents"] / sums["accepted_fee_cents"],
        "price": sums["allowed_cents"] / sums["paid_fee_cents"],
        # Not the line's patient share: a later plan may have paid that.
        "patient_share": left / sums["units"],
        "after_allowed": sums["after_allowed_cents"] / sums["units"],
    }


def _worth(factors: Mapping[str, Fraction]) -> Fraction:
    allowed = factors["fee_mix"] * factors["price"] * factors["units"] * factors["denial"]
    return allowed - factors["patient_share"] - factors["after_allowed"]


def _cents(value: Fraction) -> int:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return int(exact.to_integral_value(ROUND_HALF_UP))
