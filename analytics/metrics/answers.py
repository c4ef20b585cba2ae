"""Metrics of a view: value, halves, interval, completeness and status, one group at a time."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import duckdb
import polars as pl

from analytics.metrics.ask import key_columns, measures, response_days
from analytics.metrics.catalog import METRICS
from analytics.metrics.fates import DENIED_WITHIN_45_DAYS
from analytics.metrics.metric import Metric
from analytics.metrics.view import View
from analytics.statistics import waiting_quantile, wilson

MATURE = 0.95
"""Below this share of expected answers a value is immature (meanings 38)."""

WAITING = {"days_to_first_response": 0.5, "days_to_first_response_p90": 0.9}
WAITING_LABELS = {
    "days_to_first_response": "Days to first response",
    "days_to_first_response_p90": "Days to first response, nine of ten",
}
WAITING_WORDS = {
    "days_to_first_response": "Days from submission to the payer's first response: half of the lines had one by then. "
    "Lines not answered yet count as still waiting.",
    "days_to_first_response_p90": "Days from submission by which nine of ten lines had a first response. "
    "Lines not answered yet count as still waiting.",
}


@dataclass(frozen=True)
class Value:
    """One number and how sure it is; None where it is not known."""

    value: float | None
    unit: str
    numerator: float | None
    denominator: float | None
    n: int
    low: float | None
    high: float | None
    completeness: float | None
    status: str  # ok | immature | no_data
    unsure: int = 0  # lines that may count in the numerator as well, or make another number: the files do not say


Bounds = tuple[float, float]
"""Between which two values a rate will end, whatever the lines not answered yet bring."""


@dataclass(frozen=True)
class Group:
    """All metrics of one group, named by its key; of two rates also the bounds, of all lines sent."""

    key: dict[str, str]
    metrics: dict[str, Value]
    bounds: dict[str, Bounds] = field(default_factory=dict)


def answers(
    cursor: duckdb.DuckDBPyConnection, view: View, by: tuple[str, ...] = (), *, as_of: date | None
) -> list[Group]:
    """Every metric for every group; a view that matches nothing gives no group."""
    sums = measures(cursor, view, by, as_of)
    if not by and not sums.select(pl.col("lines").sum() + pl.col("left_out").sum()).item():
        return []
    keys = key_columns(by)
    # One row per group already; grouping by row lets the metrics' own sums do the rest.
    rows = sums.with_row_index("row").group_by("row", maintain_order=True)
    frame = _with_limits(rows.agg(pl.col(keys).first(), *_halves(), *_maturity(), *_bounds()))
    waits = _waits(response_days(cursor, view, by, as_of), keys)
    return [_group(row, keys, waits, view) for row in frame.iter_rows(named=True)]


def metric_frame(
    cursor: duckdb.DuckDBPyConnection, view: View, by: tuple[str, ...], metric: Metric, *, as_of: date | None
) -> pl.DataFrame:
    """One row per group: keys, value, low, high, n, numerator, denominator, completeness, status."""
    rows = measures(cursor, view, by, as_of).group_by(key_columns(by) or [pl.lit(0).alias("all")], maintain_order=True)
    frame = rows.agg(*_parts(metric), *_maturity())
    if metric.name in _RATES:
        frame = _with_limits(frame, (metric.name,))
    named = {f"{metric.name}|{part}": name for part, name in _SHOWN.items()}
    return frame.rename(named, strict=False).with_columns(pl.col("n").cast(pl.Int64))


_SHOWN = {"top": "numerator", "bottom": "denominator", **{part: part for part in ("value", "low", "high", "n")}}


def _completeness() -> pl.Expr:
    curved = pl.col("curved").sum()
    share = pl.col("expected_answered").sum() / curved
    return pl.when((curved > 0) & (curved == pl.col("awaited").sum())).then(share)


def _is_mature() -> pl.Expr:
    # Where the store is too young for a lag curve, a group that is answered already is complete all the same.
    answered = pl.col("awaited_answered").sum() >= MATURE * pl.col("awaited").sum()
    return _completeness().ge(MATURE).fill_null(answered)


@cache
def _halves() -> tuple[pl.Expr, ...]:
    return tuple(part for metric in METRICS for part in _parts(metric))


def _parts(metric: Metric) -> list[pl.Expr]:
    parts = {"value": metric.value, "top": metric.top, "n": metric.n}
    if metric.bottom is not None:
        parts["bottom"] = metric.bottom
    if metric.known is not None:
        parts["known"] = metric.known
    if metric.unsure is not None:
        parts["unsure"] = metric.unsure.lines
    return [part.alias(f"{metric.name}|{name}") for name, part in parts.items()]


_RATES = tuple(metric.name for metric in METRICS if metric.unit == "rate" and metric.bottom is not None)


def _with_limits(frame: pl.DataFrame, rates: tuple[str, ...] = _RATES) -> pl.DataFrame:
    """Low and high of all rates in one column each: Polars plans fifty such expressions for longer than it counts.

    A rate may be as high as if every line counted of which the files do not say; what is not known has no limits.
    """
    halves = pl.concat(
        frame.select(value=f"{name}|value", top=f"{name}|top", bottom=f"{name}|bottom", unsure=_unsure(frame, name))
        .cast(pl.Float64)
        for name in rates
    )  # fmt: skip
    most = pl.min_horizontal(pl.col("top") + pl.col("unsure"), "bottom")
    low, high = wilson(pl.col("top"), pl.col("bottom"))[0], wilson(most, pl.col("bottom"))[1]
    known = pl.col("value").is_not_null()
    limits = halves.select(low=pl.when(known).then(low), high=pl.when(known).then(high))
    rows = frame.height
    return frame.with_columns(
        limits[side].slice(at * rows, rows).alias(f"{name}|{side}")
        for at, name in enumerate(rates)
        for side in limits.columns
    )


def _unsure(frame: pl.DataFrame, name: str) -> pl.Expr:
    return pl.col(f"{name}|unsure") if f"{name}|unsure" in frame.columns else pl.lit(0)


def _maturity() -> list[pl.Expr]:
    return [_completeness().alias("completeness"), _is_mature().alias("is_mature")]


_BOUNDED = {
    "denial_rate": ("sent_denied", "sent_pending"),
    DENIED_WITHIN_45_DAYS.name: ("sent_denied_in_time", "sent_young"),
}
"""Of each bounded rate the lines sent that are denied by now, and those that may be yet (domain 8)."""


def _bounds() -> list[pl.Expr]:
    return [pl.col(name).sum() for name in ("sent", *(column for pair in _BOUNDED.values() for column in pair))]


def _bounds_of(row: dict[str, Any]) -> dict[str, Bounds]:
    sent = row["sent"]
    return {
        name: (row[denied] / sent, (row[denied] + row[may_be]) / sent)
        for name, (denied, may_be) in _BOUNDED.items()
        if sent
    }


def _group(
    row: dict[str, object], keys: list[str], waits: dict[str, dict[tuple[object, ...], Value]], view: View
) -> Group:
    key = tuple(row[column] for column in keys)
    values = {metric.name: _value(row, metric) for metric in METRICS}
    for name, by_key in waits.items():
        values[name] = by_key.get(key, Value(None, "days", None, None, 0, None, None, None, "no_data"))
    # A month of answers holds none that are still to come.
    bounds = _bounds_of(row) if view.basis == "service" else {}
    return Group({column: _plain(row[column]) for column in keys}, values, bounds)


def _plain(value: object) -> str:
    return f"{value:%Y-%m}" if isinstance(value, date) else "" if value is None else str(value)


_COLUMNS = {
    metric.name: [(part, f"{metric.name}|{part}") for part in ("value", "top", "bottom", "n", "low", "high")]
    for metric in METRICS
}


def _value(row: dict[str, object], metric: Metric) -> Value:
    part = {name: row.get(column) for name, column in _COLUMNS[metric.name]}
    known = part["value"] is not None
    completeness = row["completeness"] if metric.matures else None
    mature = bool(row["is_mature"]) if metric.matures else True
    if metric.known is not None:
        # What it waits for takes longer than answers do, so that share is the one to tell.
        completeness = row[f"{metric.name}|known"]
        mature = mature and (completeness is None or completeness >= MATURE)  # type: ignore[operator]
    status = "no_data" if not known else "ok" if mature else "immature"
    return Value(
        part["value"],  # type: ignore[arg-type]
        metric.unit,
        part["top"],  # type: ignore[arg-type]
        part["bottom"],  # type: ignore[arg-type]
        int(part["n"] or 0),  # type: ignore[call-overload]
        part["low"],  # type: ignore[arg-type]
        part["high"],  # type: ignore[arg-type]
        completeness,  # type: ignore[arg-type]
        status,
        int(row.get(f"{metric.name}|unsure") or 0),  # type: ignore[call-overload]
    )


def _waits(hist: pl.DataFrame, keys: list[str]) -> dict[str, dict[tuple[object, ...], Value]]:
    found = {}
    for name, quantile in WAITING.items():
        frame = waiting_quantile(hist, keys, quantile)
        found[name] = {
            tuple(row[column] for column in keys): Value(
                None if row["days"] is None else float(row["days"]),
                "days",
                None,
                None,
                int(row["n"] or 0),
                None,
                None,
                None,
                "no_data" if row["days"] is None else "ok",
            )
            for row in frame.iter_rows(named=True)
        }
    return found
