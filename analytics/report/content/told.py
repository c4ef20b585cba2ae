"""Which values of a month may be told: not those of so few patients that one could be known."""

from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from analytics.metrics.catalog import BY_NAME
from analytics.metrics.evaluate import WAITING, Value
from analytics.report.suppression import is_told, rate_of

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
            return is_told(mine, {"n": pl.col("lines").sum(), "beside": beside})
        if value.unit == "rate":
            metric = BY_NAME[name]
            assert metric.bottom is not None
            return is_told(mine, rate_of(metric.top, metric.bottom))
        if name in WAITING:
            return is_told(mine, {"n": pl.col("responded").sum()})
        metric = BY_NAME.get(name, BY_NAME["net_collection_rate"])
        return is_told(mine, {"n": metric.n})


def hidden(value: Value) -> Value:
    """In place of a value that is not told."""
    return Value(None, value.unit, None, None, 0, None, None, value.completeness, SMALL)
