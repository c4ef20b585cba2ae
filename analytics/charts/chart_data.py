"""The data behind a chart as rows: what is drawn, in words, and nothing else."""

from collections.abc import Callable
from typing import Any

import polars as pl

from analytics.charts.model import (
    Bars,
    Chart,
    Curve,
    Dots,
    Funnel,
    Heat,
    Limit,
    Point,
    Stacks,
    Strips,
    Trend,
    Waterfall,
)

ROLES = {
    "focus": "in the chosen months",
    "context": "outside the chosen months",
    "immature": "too early to compare",
    "ok": "",
    "grey": "below 30 lines",
    "few": "10 lines or fewer",
    "chance": "within chance",
    "below": "below the others",
    "empty": "nothing",
}
"""What the look of a mark says."""


def behind(chart: Chart) -> pl.DataFrame:
    """One row per mark of a chart, its columns named as people read them; rates in percent."""
    return pl.DataFrame(_ROWS[type(chart.marks)](chart.marks))


def _trend(trend: Trend) -> list[dict[str, Any]]:
    limits = {limit.month: limit for limit in trend.limits}
    return [_month(point, limits.get(point.month), trend) for point in trend.points]


def _month(point: Point, limit: Limit | None, trend: Trend) -> dict[str, Any]:
    scale, unit = (100, " %") if trend.unit == "rate" else (1, "")
    row = {
        "Month": point.month,
        f"Value{unit}": _scaled(point.value, scale),
        f"From{unit}": _scaled(point.low, scale),
        f"To{unit}": _scaled(point.high, scale),
    }
    if trend.limits:
        row[f"Centre{unit}"] = _scaled(limit.centre if limit else None, scale)
    if trend.has_band:
        row[f"Lower limit{unit}"] = _scaled(limit.low if limit else None, scale)
        row[f"Upper limit{unit}"] = _scaled(limit.high if limit else None, scale)
    return {**row, "Note": ROLES[point.role], "In words": point.hover}


def _bars(bars: Bars) -> list[dict[str, Any]]:
    return [
        {"": bar.label, **dict(zip(bars.measures, bar.values, strict=True)), "In words": bar.hover} for bar in bars.rows
    ]


def _heat(heat: Heat) -> list[dict[str, Any]]:
    return [
        {
            "Row": row,
            "Column": column.replace("<br>", " "),
            "Shown": cell.text,
            "Note": ROLES[cell.role],
            "In words": cell.hover,
        }
        for row, cells in zip(heat.rows, heat.cells, strict=True)
        for column, cell in zip(heat.columns, cells, strict=True)
    ]


def _dots(dots: Dots) -> list[dict[str, Any]]:
    return [
        {
            "": dot.label,
            "Rate %": dot.value * 100,
            "From %": dot.low * 100,
            "To %": dot.high * 100,
            "Note": ROLES["grey"] if dot.is_grey else "",
            "In words": dot.hover,
        }
        for dot in dots.rows
    ]


def _strips(strips: Strips) -> list[dict[str, Any]]:
    return [
        {
            "": row.label,
            "Middle %": row.middle * 100,
            "10th %": row.low * 100,
            "25th %": row.quarter * 100,
            "75th %": row.three_quarters * 100,
            "90th %": row.high * 100,
            "Note": ROLES["grey"] if row.is_grey else "",
            "In words": row.hover,
        }
        for row in strips.rows
    ]


def _waterfall(waterfall: Waterfall) -> list[dict[str, Any]]:
    return [
        {
            "": step.label,
            waterfall.noun: step.cents / waterfall.scale,
            "Note": "total" if step.is_total else "change",
            "In words": step.hover,
        }
        for step in waterfall.steps
    ]


def _curve(curve: Curve) -> list[dict[str, Any]]:
    return [{"Days": days, "Share %": share * 100, "In words": hover} for days, share, hover in curve.points]


def _stacks(stacks: Stacks) -> list[dict[str, Any]]:
    return [
        {
            "": row.label,
            **{f"{part} %": share * 100 for part, share in zip(stacks.parts, row.shares, strict=True)},
            "Note": ROLES["grey"] if row.is_grey else "",
            "In words": "; ".join(hover for hover in row.hovers if hover),
        }
        for row in stacks.rows
    ]


def _funnel(funnel: Funnel) -> list[dict[str, Any]]:
    return [
        {
            "": spot.label,
            "Cases": spot.n,
            "Rate %": spot.value * 100,
            "Note": "beyond chance" if spot.is_beyond else ROLES["grey"] if spot.is_grey else "",
            "In words": spot.hover,
        }
        for spot in funnel.spots
    ]


def _scaled(value: float | None, scale: int) -> float | None:
    return None if value is None else value * scale


_ROWS: dict[type, Callable[[Any], list[dict[str, Any]]]] = {
    Trend: _trend,
    Curve: _curve,
    Bars: _bars,
    Heat: _heat,
    Dots: _dots,
    Strips: _strips,
    Waterfall: _waterfall,
    Stacks: _stacks,
    Funnel: _funnel,
}
