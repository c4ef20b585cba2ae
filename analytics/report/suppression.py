"""No cell of one to ten patients, shown or to be worked out: what is too small is told together with others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from analytics.export import SMALLEST_CELL
from analytics.metrics.catalog import BY_NAME
from analytics.metrics.evaluate import WAITING, Value

FEWEST_TOGETHER = 2
"""So many groups at least share a row: one alone would be the total less the others."""
HIDDEN = f"fewer than {SMALLEST_CELL} patients"


def sizes(people: pl.DataFrame, counts: Mapping[str, pl.Expr], *keys: str) -> pl.DataFrame:
    """One row per key: of each count the distinct patients who are in it. People has rows of one patient each."""
    per_patient = people.group_by([*keys, "patient"]).agg(expr.alias(name) for name, expr in counts.items())
    in_it = [(pl.col(name) > 0).sum().cast(pl.Int64).alias(name) for name in counts]
    return per_patient.group_by(keys).agg(in_it).sort(keys) if keys else per_patient.select(in_it)


def is_small(row: Mapping[str, object], counts: Sequence[str]) -> bool:
    """One of the counts has patients, but too few; none at all may be told."""
    return any(0 < int(str(row[name])) < SMALLEST_CELL for name in counts)


def may_show(people: pl.DataFrame, counts: Mapping[str, pl.Expr]) -> bool:
    """All counts of these people taken together may be told."""
    (row,) = sizes(people, counts).to_dicts()
    return not is_small(row, list(counts))


def together(
    people: pl.DataFrame, counts: Mapping[str, pl.Expr], key: str, last: Sequence[object] = ()
) -> frozenset[object]:
    """The values of a key that may be told only as one: the small ones, and the next larger until nobody is told.

    `last` are joined last of all. Where even all together are too few, all are in it.
    """
    rows = sizes(people, counts, key).to_dicts()
    hidden = {row[key] for row in rows if is_small(row, list(counts))}
    order = sorted(rows, key=lambda row: (row[key] in last, min(row[name] for name in counts), str(row[key])))
    rest = [row[key] for row in order if row[key] not in hidden]
    while hidden and rest and not _is_enough(people, counts, key, hidden):
        hidden.add(rest.pop(0))
    return frozenset(hidden)


def _is_enough(people: pl.DataFrame, counts: Mapping[str, pl.Expr], key: str, hidden: set[object]) -> bool:
    mine = people.filter(pl.col(key).is_in(list(hidden)))
    return len(hidden) >= FEWEST_TOGETHER and may_show(mine, counts)


def rate_of(top: pl.Expr, bottom: pl.Expr) -> dict[str, pl.Expr]:
    """A rate tells of those in it and of those who are not."""
    return {"top": top, "rest": bottom - top}


SMALL = "small"
"""The status of a value that is not told."""
COUNTED = ("denial_rate", "em_loss_rate", "injections_billed")
"""Metrics whose number of lines is told. Of others only the value: two counts that differ by a few tell of the few."""


@dataclass(frozen=True)
class Told:
    """The people of all months, looked up for every value that is to be told."""

    people: pl.DataFrame

    def value(self, name: str, value: Value, day: date) -> Value:
        """The value as it may be told: whole, without its counts, or not at all (status small)."""
        mine = self.people.filter(pl.col("month") == day)
        if not self.is_told(name, value, mine):
            return hidden(value)
        value = replace(value, unsure=-min(value.unsure, 1))  # that there are some is told, how many is not
        return value if name in COUNTED else replace(value, numerator=None, denominator=None, n=0)

    def is_told(self, name: str, value: Value, mine: pl.DataFrame) -> bool:
        """Whether nobody can be known from the value."""
        if name == "injections_billed":
            # Lines billed less lines that the denial rate counts would tell of those that it does not count.
            beside = pl.col("lines").sum() - pl.col("answered_definition").sum()
            return may_show(mine, {"n": pl.col("lines").sum(), "beside": beside})
        if value.unit == "rate":
            metric = BY_NAME[name]
            assert metric.bottom is not None
            return may_show(mine, rate_of(metric.top, metric.bottom))
        if name in WAITING:
            return may_show(mine, {"n": pl.col("responded").sum()})
        metric = BY_NAME.get(name, BY_NAME["net_collection_rate"])
        return may_show(mine, {"n": metric.n})


def hidden(value: Value) -> Value:
    """In place of a value that is not told."""
    return Value(None, value.unit, None, None, 0, None, None, value.completeness, SMALL)
