"""Metrics of a view: value, halves, interval, completeness and status, one group at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import duckdb
import polars as pl

from analytics.metrics.catalog import METRICS
from analytics.metrics.cubes import View, key_columns
from analytics.metrics.denials import DENIED_WITHIN_45_DAYS
from analytics.metrics.measures import measures, response_days
from analytics.metrics.metric import Metric
from analytics.statistics import reached_on, waiting_curve, wilson

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


def no_values() -> dict[str, Value]:
    """Every metric of no lines at all."""
    units = {**{metric.name: metric.unit for metric in METRICS}, **dict.fromkeys(WAITING, "days")}
    return {name: Value(None, unit, None, None, 0, None, None, None, "no_data") for name, unit in units.items()}


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
    frame = rows.agg(pl.col(keys).first(), *_halves(), *_maturity(), *_bounds())
    limits = _limits(frame)
    values = {metric.name: _values(frame, metric, limits.get(metric.name)) for metric in METRICS}
    waits = _waits(response_days(cursor, view, by, as_of), keys)
    return [_group(row, at, values, keys, waits, view) for at, row in enumerate(_rows(frame, keys))]


def metric_frame(
    cursor: duckdb.DuckDBPyConnection, view: View, by: tuple[str, ...], metric: Metric, *, as_of: date | None
) -> pl.DataFrame:
    """One row per group: keys, value, low, high, n, numerator, denominator, completeness, status."""
    groups = measures(cursor, view, by, as_of).group_by(
        key_columns(by) or [pl.lit(0).alias("all")], maintain_order=True
    )
    frame = groups.agg(*_parts(metric), *_maturity())
    limits = _limits(frame, (metric.name,))[metric.name] if metric.name in _RATES else [(None, None)] * frame.height
    sides = pl.DataFrame(limits, schema={"low": pl.Float64(), "high": pl.Float64()}, orient="row")
    named = {f"{metric.name}|{part}": name for part, name in _SHOWN.items()}
    return frame.hstack(sides).rename(named, strict=False)


_SHOWN = {"value": "value", "n": "n", "top": "numerator", "bottom": "denominator"}


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


def _maturity() -> list[pl.Expr]:
    return [_completeness().alias("completeness"), _is_mature().alias("is_mature")]


_BOUNDED = {
    "denial_rate": ("sent_denied", "sent_pending"),
    DENIED_WITHIN_45_DAYS.name: ("sent_denied_in_time", "sent_young"),
}
"""Of each bounded rate the lines sent that are denied by now, and those that may be yet (domain 8)."""


_BOUNDED_SUMS = ("sent", *(column for pair in _BOUNDED.values() for column in pair))


def _bounds() -> list[pl.Expr]:
    return [pl.col(name).sum() for name in _BOUNDED_SUMS]


def _bounds_of(row: dict[str, Any]) -> dict[str, Bounds]:
    sent = row["sent"]
    return {
        name: (row[denied] / sent, (row[denied] + row[may_be]) / sent)
        for name, (denied, may_be) in _BOUNDED.items()
        if sent
    }


def _rows(frame: pl.DataFrame, keys: list[str]) -> Iterator[dict[str, Any]]:
    """What names the groups, and what their bounds are made of."""
    return frame.select(*keys, *_BOUNDED_SUMS).iter_rows(named=True)


def _group(
    row: dict[str, object],
    at: int,
    values: dict[str, list[Value]],
    keys: list[str],
    waits: dict[str, dict[tuple[object, ...], Value]],
    view: View,
) -> Group:
    key = tuple(row[column] for column in keys)
    mine = {name: every[at] for name, every in values.items()}
    for name, by_key in waits.items():
        mine[name] = by_key.get(key, Value(None, "days", None, None, 0, None, None, None, "no_data"))
    # A month of answers holds none that are still to come.
    bounds = _bounds_of(row) if view.basis == "service" else {}
    return Group({column: _plain(row[column]) for column in keys}, mine, bounds)


def _plain(value: object) -> str:
    return f"{value:%Y-%m}" if isinstance(value, date) else "" if value is None else str(value)


def _values(frame: pl.DataFrame, metric: Metric, limits: list[tuple[Any, Any]] | None) -> list[Value]:
    """One value per row."""
    parts = [_part(frame, metric, name) for name in ("value", "top", "bottom", "n", "unsure")]
    complete, mature = _completed(frame, metric)
    rows = zip(*parts, limits or [(None, None)] * frame.height, complete, mature, strict=True)
    return [
        Value(
            value, metric.unit, top, bottom, int(n or 0), low, high, share, _status(value, is_mature), int(unsure or 0)
        )
        for value, top, bottom, n, unsure, (low, high), share, is_mature in rows
    ]


def _part(frame: pl.DataFrame, metric: Metric, name: str) -> list[Any]:
    column = f"{metric.name}|{name}"
    return frame[column].to_list() if column in frame.columns else [None] * frame.height


_RATES = tuple(metric.name for metric in METRICS if metric.unit == "rate" and metric.bottom is not None)


def _limits(frame: pl.DataFrame, rates: tuple[str, ...] = _RATES) -> dict[str, list[tuple[Any, Any]]]:
    """Low and high of each rate, row by row; all rates at once, as planning costs more than counting.

    A rate may be as high as if every line counted of which the files do not say; what is not known has no limits.
    """
    parts = frame.select(_half(frame, name, half) for name in rates for half in _HALVES)
    halves = pl.DataFrame({half: pl.concat([parts[f"{name}|{half}"] for name in rates]) for half in _HALVES})
    most = pl.min_horizontal(pl.col("top") + pl.col("unsure"), "bottom")
    low, high = wilson(pl.col("top"), pl.col("bottom"))[0], wilson(most, pl.col("bottom"))[1]
    known = pl.col("value").is_not_null()
    limits = halves.select(low=pl.when(known).then(low), high=pl.when(known).then(high)).rows()
    return {name: limits[at * frame.height : (at + 1) * frame.height] for at, name in enumerate(rates)}


_HALVES = ("value", "top", "bottom", "unsure")


def _half(frame: pl.DataFrame, name: str, half: str) -> pl.Expr:
    column = f"{name}|{half}"
    known = pl.col(column).cast(pl.Float64) if column in frame.columns else pl.repeat(0.0, pl.len())
    return known.alias(column)


def _completed(frame: pl.DataFrame, metric: Metric) -> tuple[list[Any], list[bool]]:
    """The share of each value that is known by now, and whether that is enough."""
    share: list[Any] = frame["completeness"].to_list() if metric.matures else [None] * frame.height
    mature = frame["is_mature"].to_list() if metric.matures else [True] * frame.height
    if metric.known is None:
        return share, mature
    # What it waits for takes longer than answers do, so that share is the one to tell.
    known = _part(frame, metric, "known")
    return known, [ready and (each is None or each >= MATURE) for ready, each in zip(mature, known, strict=True)]


def _status(value: float | None, is_mature: bool) -> str:
    return "no_data" if value is None else "ok" if is_mature else "immature"


def _waits(hist: pl.DataFrame, keys: list[str]) -> dict[str, dict[tuple[object, ...], Value]]:
    curve = waiting_curve(hist, keys)
    found = {}
    for name, quantile in WAITING.items():
        frame = reached_on(curve, keys, quantile)
        named = frame.select(keys).rows() if keys else [()]
        rows = zip(named, frame["days"], frame["n"], strict=True)
        found[name] = {key: _wait(days, n) for key, days, n in rows}
    return found


def _wait(days: int | None, n: int | None) -> Value:
    known = None if days is None else float(days)
    return Value(known, "days", None, None, int(n or 0), None, None, None, _status(known, is_mature=True))
