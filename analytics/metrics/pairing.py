"""What modifier 25 is associated with: outcomes of the pair, what it costs, the matched difference, recovery, use."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

import polars as pl

from analytics.metrics.metric import is_told
from analytics.statistics import ENOUGH, FEW, Z_OUTER, Rate, funnel_limits, newcombe, over_dispersion, wilson_limits

OUTCOMES = ("both_paid", "em_denied", "injection_denied", "both_denied")
"""What can have become of an answered pair."""
MATCHED_ON = ("em_code", "month")


def answered(pairs: pl.DataFrame) -> pl.DataFrame:
    """The pairs of office visits by one provider with both lines answered, as em_loss_rate counts them."""
    return pairs.filter(pl.col("is_answered_pair"))


def outcomes(pairs: pl.DataFrame, which: str, *keys: str) -> pl.DataFrame:
    """One row per key: pairs, and how many had each outcome (first answers, or now)."""
    counted = pairs.filter(pl.col(which).is_in(OUTCOMES))
    sums = [pl.col("pairs").filter(pl.col(which) == outcome).sum().alias(outcome) for outcome in OUTCOMES]
    dollars = pl.col("visit_first_cents", "visit_open_cents", "shot_first_cents", "shot_open_cents").sum()
    return counted.group_by(keys, maintain_order=True).agg(pl.col("pairs").sum(), *sums, dollars).sort(keys)


def losses(pairs: pl.DataFrame, *keys: str) -> pl.DataFrame:
    """One row per key: what its pairs cost, most dollars first. Lost, beside others and reduced as the ledger has them.

    Recovered is what came in for visits that were lost at first and are paid now.
    """
    mine, with_25 = pl.col("is_answered_pair"), pl.col("has_25")
    sums = [pl.col("pairs").filter(mine).sum(), pl.col("pairs").filter(mine & with_25).sum().alias("with_25")]
    office = pairs.filter(pl.col("pair_kind") == "office_em")
    rows = office.group_by(keys).agg(*sums, *(pl.col(name).sum() for name in LOSSES))
    share = pl.when(pl.col("pairs") > FEW).then(pl.col("with_25") / pl.col("pairs"))
    cost = pl.col("standing_cents") + pl.col("beside_cents") + pl.col("reduced_cents")
    counted = rows.filter(pl.any_horizontal(pl.col("pairs", "standing", "beside", "reduced") > 0))
    return counted.with_columns(share=share, cost_cents=cost).sort(
        "cost_cents", "pairs", *keys, descending=[True, True, *([False] * len(keys))]
    )


LOSSES = (
    *("lost_first", "standing", "standing_cents", "recovered_cents", "beside", "beside_cents"),
    *("reduced", "reduced_cents"),
)
"""Counts and cents of `losses`."""


@dataclass(frozen=True)
class Arms:
    """One payer's visits lost to the pair without and with 25, matched on visit level and month.

    `difference` is without − with, with Newcombe's limits; None where an arm has fewer than 30 matched pairs.
    """

    n_without: int
    n_with: int
    lost_without: int
    lost_with: int
    matched_without: int
    matched_with: int
    without: Rate | None = None
    with_25: Rate | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    asked: int = 0
    """Visits denied beside a paid injection, and of these those of which the files do not say why."""
    unsure: int = 0

    @property
    def is_told(self) -> bool:
        return bool(is_told(self.unsure, self.asked))


def arms(pairs: pl.DataFrame) -> Arms:
    """The difference associated with modifier 25 in answered pairs, over the strata that have both arms, of the payers
    with enough pairs in either."""
    mine = answered(pairs)
    left, right = _arm(mine, has_25=False), _arm(mine, has_25=True)
    keys = ["payer_id", *MATCHED_ON]
    both = left.join(right, on=keys, how="inner", suffix="_with", maintain_order="left")
    sums = [int(frame[name].sum()) for name in ("n", "lost") for frame in (left, right)]
    found = Arms(sums[0], sums[1], sums[2], sums[3], int(both["n"].sum()), int(both["n_with"].sum()))
    found = replace(found, asked=int(mine["asked_first"].sum()), unsure=int(mine["unsure_first"].sum()))
    each = pl.min_horizontal(pl.col("n", "n_with").sum().over("payer_id"))
    both = both.filter(each >= ENOUGH)
    if not found.is_told or both.is_empty():
        return found
    without, with_25 = _rate(both, ""), _rate(both, "_with")
    low, high = newcombe(without, with_25)
    difference = without[0] - with_25[0]
    return replace(found, without=without, with_25=with_25, difference=difference, low=low, high=high)


PAYER = ("payer_id", "payer_name", "payer_class")
PROVIDER = ("visit_npi", "visit_provider")
"""What names a payer, and the renderer of the visit, in the frames of pairs."""


def arms_by_payer(pairs: pl.DataFrame) -> list[tuple[str, str, str, Arms]]:
    """Each payer's difference, the payer with most answered pairs first: id, name, class, arms."""
    sizes = answered(pairs).group_by(PAYER).agg(pl.col("pairs").sum())
    order = sizes.sort(["pairs", "payer_id"], descending=[True, False]).select(PAYER).rows()
    return [(*payer, arms(pairs.filter(pl.col("payer_id") == payer[0]))) for payer in order]


def _arm(pairs: pl.DataFrame, *, has_25: bool) -> pl.DataFrame:
    mine = pairs.filter(pl.col("has_25") == has_25)
    return mine.group_by("payer_id", *MATCHED_ON).agg(n=pl.col("pairs").sum(), lost=pl.col("lost_first").sum()).sort(
        "payer_id", *MATCHED_ON
    )  # fmt: skip


def _rate(both: pl.DataFrame, suffix: str) -> Rate:
    """A rate standardised to the pooled strata, with Wilson limits at the number of pairs it is worth."""
    weight = (both["n"] + both["n_with"]).cast(pl.Float64)
    weight = weight / weight.sum()
    n, lost = both[f"n{suffix}"].cast(pl.Float64), both[f"lost{suffix}"].cast(pl.Float64)
    share = float((weight * lost / n).sum())
    worth = 1 / float((weight**2 / n).sum())
    return wilson_limits(min(max(share, 0.0), 1.0) * worth, worth)


def recovery(pairs: pl.DataFrame) -> pl.DataFrame:
    """One row per route: visits first lost to the pair, those that came back by it, and those where 25 was added."""
    lost = answered(pairs).filter(pl.col("lost_first") > 0)
    return (
        lost.group_by("route")
        .agg(
            pl.col("lost_first").sum().alias("visits"),
            pl.col("lost_first").filter(pl.col("added_25")).sum().alias("after_25_added"),
        )
        .sort("visits", "route", descending=[True, False])
    )


@dataclass(frozen=True)
class Use:
    """One provider's use of 25 among answered pairs; beyond and below what chance and scatter of peers explain."""

    npi: str
    name: str
    n: int
    top: int
    is_beyond: bool
    is_below: bool
    lost: int
    """Visits lost to the injection that stand now, and what was expected of them."""
    lost_cents: int

    @property
    def is_named(self) -> bool:
        """High use is an audit risk; low use is named only where visits are lost."""
        return self.is_beyond or (self.is_below and self.lost > 0)


@dataclass(frozen=True)
class Usage:
    """All providers around their common rate, how much wider than chance they scatter, and the limits by size."""

    providers: tuple[Use, ...]
    level: float
    phi: float

    def limits(self, z: float) -> tuple[tuple[float, float, float], ...]:
        """Size, lower and upper limit along the sizes that are there."""
        most = max((use.n for use in self.providers), default=0)
        sizes = sorted({max(ENOUGH // 3, round(most * step / 24)) for step in range(1, 27)}) if most else []
        return tuple((float(n), *funnel_limits(self.level, n, self.phi, z)) for n in sizes)


def usage(pairs: pl.DataFrame) -> Usage | None:
    """The share of answered pairs billed with 25 by the visit's renderer, and the visits that each has lost."""
    mine = losses(pairs.filter(pl.col("visit_npi").is_not_null()), *PROVIDER)
    frame = mine.filter(pl.col("pairs") > FEW).select(
        *PROVIDER, n="pairs", top="with_25", lost="standing", cents="standing_cents"
    ).sort("n", "visit_npi", descending=[True, False])  # fmt: skip
    total = int(frame["n"].sum())
    if not total:
        return None
    level = int(frame["top"].sum()) / total
    rows = frame.rows()
    phi = over_dispersion([(top, n) for _, _, n, top, *_ in rows if n >= ENOUGH], level)
    return Usage(tuple(_use(row, level, phi, len(rows)) for row in rows), level, phi)


def _use(row: tuple[str, str, int, int, int, int], level: float, phi: float, peers: int) -> Use:
    npi, name, n, top, lost, cents = row
    is_judged = n >= ENOUGH and peers > 1 and 0 < level < 1
    lower, upper = funnel_limits(level, n, phi, Z_OUTER) if is_judged else (-inf, inf)
    return Use(npi, name, n, top, top / n > upper, top / n < lower, lost, cents)


def authorization_rows(injections: pl.DataFrame, drugs: pl.DataFrame) -> pl.DataFrame:
    """One row per payer class: authorization denials of the injection and of its drug, by answered lines."""
    sides = [
        frame.group_by("payer_class").agg(
            pl.col("answered").sum().alias(f"{name}_answered"), pl.col("unauthorized").sum().alias(f"{name}_denied")
        )
        for name, frame in (("injection", injections), ("drug", drugs))
    ]
    joined = sides[0].join(sides[1], on="payer_class", how="full", coalesce=True)
    rates = [_outcome_rate(name, "denied") for name in ("injection", "drug")]
    return joined.with_columns(rates).sort(
        "injection_answered", "payer_class", descending=[True, False], nulls_last=True
    )


def bundled_rows(strata: pl.DataFrame, classes: Sequence[str]) -> pl.DataFrame:
    """One row per payer class: bundled denials of injections beside a visit, and of those alone."""
    beside = pl.col("pair_kind") != "none"
    parts = {"beside": beside, "alone": ~beside}
    sums = [
        pl.col(column).filter(where).sum().alias(f"{name}_{column}")
        for name, where in parts.items()
        for column in ("answered", "bundled")
    ]
    order = pl.Enum(list(classes))
    frame = strata.group_by("payer_class").agg(sums).with_columns([_outcome_rate(name, "bundled") for name in parts])
    return frame.sort(pl.col("payer_class").cast(order, strict=False), nulls_last=True)


def _outcome_rate(name: str, counted: str) -> pl.Expr:
    """Null where nothing was answered."""
    top, bottom = pl.col(f"{name}_{counted}"), pl.col(f"{name}_answered")
    return pl.when(bottom > 0).then(top.cast(pl.Float64) / bottom.cast(pl.Float64)).alias(f"{name}_rate")
