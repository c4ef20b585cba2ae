"""The price of an injection against Medicare's fee: per payer, over time, and matched like with like."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import polars as pl

from analytics.metrics.matching import Matched, matched
from analytics.metrics.payments import PRICE_INDEX

PRICE_STRATA = ("quarter", "locality", "is_npp", "is_facility", "is_repeat")
OUTCOME_STRATA = ("quarter", "drug_family", "pair_kind", "place_of_service")
HALF_CENT = 0.5
"""A price is known to the cent: within a stratum every line may be off the same way."""
STEP = 0.02
"""A payer's price stepped down when it fell by more than this, in dollars and against Medicare's fee."""
ENOUGH_LINES, ENOUGH_MONTHS = 20, 2


def by_payer(prices: pl.DataFrame) -> pl.DataFrame:
    """One row per payer, most lines first: lines, index (Σ allowed ÷ Σ fee), quantiles of single lines' indexes."""
    return (
        _indexed(prices)
        .group_by("payer_id", "payer_name", "payer_class")
        .agg(
            pl.col("lines").sum(),
            PRICE_INDEX.value.alias("index"),
            *(_quantile(share).alias(name) for name, share in QUANTILES.items()),
        )
        .sort(["lines", "payer_id"], descending=[True, False])
    )


QUANTILES = {"p10": 0.10, "q1": 0.25, "median": 0.50, "q3": 0.75, "p90": 0.90}


def _indexed(prices: pl.DataFrame) -> pl.DataFrame:
    return prices.with_columns(each=pl.col("cents").cast(pl.Float64) / pl.col("fee_cents")).sort("each")


def _quantile(share: float) -> pl.Expr:
    """The smallest value that this share of lines does not exceed; rows are sorted by value."""
    reached = pl.col("lines").cum_sum() >= pl.col("lines").sum() * share
    return pl.col("each").filter(reached).first()


def by_month(prices: pl.DataFrame, *keys: str) -> pl.DataFrame:
    """One row per month (and key): n lines, mean and median index, and median cents per unit."""
    middle = (
        _indexed(prices)
        .group_by("month", *keys)
        .agg(pl.col("lines").sum(), PRICE_INDEX.value.alias("index"), _quantile(0.5).alias("median"))
    )
    paid = (
        prices.sort("cents")
        .group_by("month", *keys)
        .agg(pl.col("cents").filter(pl.col("lines").cum_sum() * 2 >= pl.col("lines").sum()).first().alias("cents"))
    )
    return middle.join(paid, on=["month", *keys]).sort([*keys, "month"])


def price_match(prices: pl.DataFrame, one: pl.Expr, two: pl.Expr) -> Matched:
    """The mean index of two sets of payers over quarter × locality × NPP × facility × repeat modifier."""
    sums = _indexed(prices).with_columns(
        n=pl.col("lines"), x=pl.col("each") * pl.col("lines"), xx=pl.col("each") ** 2 * pl.col("lines")
    )
    sides = sums.filter(one), sums.filter(two)
    return matched(*sides, PRICE_STRATA, grain=(_grain(sides[0]), _grain(sides[1])))


def _grain(side: pl.DataFrame) -> float:
    lines, fees = int(side["lines"].sum()), int((side["fee_cents"] * side["lines"]).sum())
    return HALF_CENT * lines / fees if fees else 0.0


def outcome_match(strata: pl.DataFrame, outcome: str, one: pl.Expr, two: pl.Expr) -> Matched:
    """The rate of an outcome of two sets of payers over quarter × drug family × visit that day × place of service."""
    counts = strata.with_columns(n=pl.col("answered"), x=pl.col(outcome), xx=pl.col(outcome))
    return matched(counts.filter(one), counts.filter(two), OUTCOME_STRATA)


@dataclass(frozen=True)
class StepDown:
    """A payer whose price fell: first month of the lower price, cents per unit before and after, lines after."""

    payer_id: str
    payer_name: str
    month: object
    before: int
    after: int
    lines: int


def steps_down(prices: pl.DataFrame) -> list[StepDown]:
    """Payers whose usual price fell by more than 2 %, in dollars and against Medicare's fee, and stayed there.

    Only plain lines (physician, office, no repeat modifier) are looked at: a change of mix is no change of price.
    """
    plain = prices.filter(~pl.col("is_npp") & ~pl.col("is_facility") & ~pl.col("is_repeat"))
    months = by_month(plain, "payer_id", "payer_name").filter(pl.col("lines") >= 3)
    found = [_step(name, rows) for name, rows in months.group_by("payer_id", "payer_name", maintain_order=True)]
    return sorted((step for step in found if step), key=lambda step: (step.before - step.after) * -step.lines)


def _step(name: tuple[object, ...], rows: pl.DataFrame) -> StepDown | None:
    """The month that parts the payer's months best into dearer and cheaper ones."""
    cents, index, lines = (rows[column].to_list() for column in ("cents", "median", "lines"))
    best, gain = None, 0.0
    for at in range(ENOUGH_MONTHS, len(cents) - ENOUGH_MONTHS + 1):
        if min(sum(lines[:at]), sum(lines[at:])) < ENOUGH_LINES:
            continue
        fall = _fall(cents, at), _fall(index, at)
        if min(fall) > STEP and min(fall) * _purity(cents, at) > gain:
            best, gain = at, min(fall) * _purity(cents, at)
    if best is None:
        return None
    before, after = _middle(cents[:best]), _middle(cents[best:])
    return StepDown(str(name[0]), str(name[1]), rows["month"][best], int(before), int(after), sum(lines[best:]))


def _fall(values: list[float], at: int) -> float:
    before, after = _middle(values[:at]), _middle(values[at:])
    return 1 - after / before if before else 0.0


def _purity(values: list[float], at: int) -> float:
    """How many months lie on their own side of the middle between both levels."""
    middle = (_middle(values[:at]) + _middle(values[at:])) / 2
    right = sum(value > middle for value in values[:at]) + sum(value <= middle for value in values[at:])
    return right / len(values)


def _middle(values: list[float]) -> float:
    ordered = sorted(values)
    return ordered[(len(ordered) - 1) // 2]


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
