"""What was worked, what that brought, and what came too late to be worked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import polars as pl

from analytics.metrics.cubes import LEAKS, WORK, Sums, View, cell, in_order, key_columns
from analytics.metrics.evaluate import Group, Value
from analytics.metrics.metric import Metric, total

COUNT = pl.Int64()
_SUMS = ("workable_items", "workable_cents", "marked_cents", "marked_items", "recovered_count", "recovered_cents")
WORK_SUMS = Sums("ask/work_sums.sql", cell(**dict.fromkeys(_SUMS, COUNT)), rows=WORK, of_marks=True)
LATE_SUMS = Sums("ask/late_sums.sql", cell(leaks=COUNT, late_count=COUNT, late_cents=COUNT), rows=LEAKS)

LATE_DOLLARS = Metric(
    name="late_dollars",
    label="Too late to be worked",
    words="Leaked dollars whose limit has passed, or at a payer without a set limit older than 95 % of what comes back "
    "there. What is not recoverable at all is not among them.",
    better="lower",
    unit="cents",
    top=total("late_cents"),
    bottom=None,
    n=total("late_count"),
    matures=False,
    example=({"leaks": [4, 2], "late_cents": [1391, 0], "late_count": [1, 0]}, 1391.0),
    seen=total("leaks") > 0,
)
WORKED_SHARE = Metric(
    name="worked_share",
    label="Worked share",
    words="Dollars of workable items with a mark that stands, divided by the dollars of all workable items.",
    better="higher",
    unit="rate",
    top=total("marked_cents"),
    bottom=total("workable_cents"),
    n=total("workable_items"),
    matures=False,
    example=({"marked_cents": [1391, 0], "workable_cents": [2782, 2782], "workable_items": [2, 2]}, 0.25),
)
RECOVERED_AFTER_WORK = Metric(
    name="recovered_after_work",
    label="Recovered after work",
    words="By how much what was received of marked lines rose with answers that came after the first mark.",
    better="higher",
    unit="cents",
    top=total("recovered_cents"),
    bottom=None,
    n=total("recovered_count"),
    matures=False,
    example=({"marked_items": [2, 1], "recovered_cents": [2500, 0], "recovered_count": [1, 0]}, 2500.0),
    seen=total("marked_items") > 0,
)
WORKED: tuple[Metric, ...] = (LATE_DOLLARS, WORKED_SHARE, RECOVERED_AFTER_WORK)
"""Of the leak ledger and the marks, and so not among the metrics of the read model."""


@dataclass(frozen=True)
class WorkSums:
    """Items of work of one group: how much can be worked, how much of it is marked, and what came after marks."""

    workable_cents: int = 0
    marked_cents: int = 0
    recovered_count: int = 0
    recovered_cents: int = 0

    @property
    def worked_share(self) -> float | None:
        """Marked of workable dollars; None where nothing can be worked."""
        return self.marked_cents / self.workable_cents if self.workable_cents else None


NO_WORK = WorkSums()


def work_sums(cursor: duckdb.DuckDBPyConnection, view: View, by: tuple[str, ...]) -> dict[tuple[Any, ...], WorkSums]:
    """The sums of every group, by its key."""
    keys, names = key_columns(in_order(by)), tuple(WorkSums.__dataclass_fields__)
    rows = WORK_SUMS.of(cursor, view, in_order(by)).select(*keys, *names).rows()
    return {row[: len(keys)]: WorkSums(*row[len(keys) :]) for row in rows}


def with_work(
    cursor: duckdb.DuckDBPyConnection, view: View, by: tuple[str, ...], groups: Sequence[Group]
) -> list[Group]:
    """The groups with what was worked beside their other metrics."""
    keys = key_columns(by)
    sums = [one.of(cursor, view, by) for one in (LATE_SUMS, WORK_SUMS)]
    every = pl.concat(sums, how="diagonal").with_columns(
        pl.col(*_SUMS, "leaks", "late_count", "late_cents").fill_null(0)
    )
    found: dict[tuple[str, ...], pl.DataFrame] = {(): every}
    if keys:
        found = {_said(key): frame for key, frame in every.partition_by(keys, as_dict=True).items()}
    return [
        replace(group, metrics={**group.metrics, **_values(found.get(tuple(group.key.values()), every.clear()))})
        for group in groups
    ]


def _said(key: tuple[Any, ...]) -> tuple[str, ...]:
    return tuple(f"{part:%Y-%m}" if hasattr(part, "year") else "" if part is None else str(part) for part in key)


def _values(frame: pl.DataFrame) -> dict[str, Value]:
    return {metric.name: _value(frame, metric) for metric in WORKED}


def _value(frame: pl.DataFrame, metric: Metric) -> Value:
    bottom = pl.lit(None) if metric.bottom is None else metric.bottom
    value, top, under, n = frame.select(
        metric.value.alias("value"), metric.top.alias("top"), bottom.alias("bottom"), metric.n.alias("n")
    ).row(0)
    status = "no_data" if value is None else "ok"
    return Value(value, metric.unit, top, under, int(n or 0), None, None, None, status)
