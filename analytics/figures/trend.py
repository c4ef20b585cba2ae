"""A trend: line and points with intervals, months that are not complete dashed on a hatched ground."""

from collections.abc import Sequence
from html import escape
from itertools import pairwise
from typing import Any

from analytics.charts.chart import Point, Trend
from analytics.charts.colours import Look
from analytics.figures.axes import Drawing, gridded, quiet

HEIGHT = 300
_MONTH_MS = 31 * 86_400_000


def draw_trend(trend: Trend, look: Look) -> Drawing:
    top = _top(trend.points, 1.05 if trend.unit == "rate" else float("inf"))
    traces = [_hatch(trend.points, top, look), _line(trend.points, look), _dashes(trend.points, look)]
    traces += [_dots(trend.points, role, look) for role in ("context", "immature", "focus")]
    layout = {
        "height": HEIGHT,
        "margin": {"l": 8, "r": 8, "t": 16, "b": 8},
        "hovermode": "closest",
        "bargap": 0,
        "xaxis": quiet(look, tickformat="%b\n%Y", type="date", nticks=13, hoverformat="%b %Y"),
        "yaxis": gridded(look, range=[0, top], tickformat=".0%", rangemode="tozero", nticks=6),
    }
    return Drawing(traces, {**layout, **_level(trend, look)})


def _top(points: Sequence[Point], most: float) -> float:
    firm = [point for point in points if point.role != "immature" and point.value is not None] or points
    highs = [point.high for point in firm if point.high is not None]
    values = [point.value for point in points if point.value is not None]
    return min(most, max([0.05, *(high * 1.12 for high in highs), *(value * 1.2 for value in values)]))


def _line(points: Sequence[Point], look: Look) -> dict[str, Any]:
    known = [point for point in points if point.role != "immature"]
    return {
        "type": "scatter",
        "x": [point.month for point in known],
        "y": [point.value for point in known],
        "mode": "lines",
        "line": {"color": look.context, "width": 1.5},
        "hoverinfo": "skip",
    }


def _dashes(points: Sequence[Point], look: Look) -> dict[str, Any]:
    """From the last comparable month on, and before the first."""
    x: list[Any] = []
    y: list[float | None] = []
    for one, other in pairwise(points):
        if "immature" in (one.role, other.role):
            x += [one.month, other.month, None]
            y += [one.value, other.value, None]
    return {
        "type": "scatter",
        "x": x,
        "y": y,
        "mode": "lines",
        "line": {"color": look.context, "width": 1.5, "dash": "dot"},
        "hoverinfo": "skip",
    }


def _dots(points: Sequence[Point], role: str, look: Look) -> dict[str, Any]:
    colour, hollow = look.accent if role == "focus" else look.context, role == "immature"
    mine = [point for point in points if point.role == role and point.value is not None]
    low = [(point.value or 0) - (point.low if point.low is not None else point.value or 0) for point in mine]
    high = [(point.high if point.high is not None else point.value or 0) - (point.value or 0) for point in mine]
    return {
        "type": "scatter",
        "x": [point.month for point in mine],
        "y": [point.value for point in mine],
        "mode": "markers",
        "marker": {
            "color": look.paper if hollow else colour,
            "size": 9 if role == "focus" else 7,
            "line": {"color": colour, "width": 2 if hollow else 0},
        },
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": high,
            "arrayminus": low,
            "color": colour,
            "thickness": 1.2,
            "width": 0,
        },
        "text": [escape(point.hover) for point in mine],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _hatch(points: Sequence[Point], top: float, look: Look) -> dict[str, Any]:
    mine = [point for point in points if point.role == "immature"]
    return {
        "type": "bar",
        "x": [point.month for point in mine],
        "y": [top for _ in mine],
        "width": [_MONTH_MS for _ in mine],
        "marker": {
            "color": "rgba(0,0,0,0)",
            "line": {"width": 0},
            "pattern": {"shape": "/", "fgcolor": look.line, "bgcolor": "rgba(0,0,0,0)", "size": 7, "solidity": 0.3},
        },
        "text": [escape(point.hover) for point in mine],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
    }


def _level(trend: Trend, look: Look) -> dict[str, Any]:
    """The rate of all chosen months together, from the first of them to the last."""
    focus = [point.month for point in trend.points if point.role == "focus"]
    if trend.level is None or len(focus) < 2:
        return {}
    line = {
        "type": "line",
        "x0": focus[0],
        "x1": focus[-1],
        "y0": trend.level,
        "y1": trend.level,
        "line": {"color": look.accent, "width": 1, "dash": "dash"},
        "layer": "below",
    }
    label = {
        "x": focus[0],
        "y": 0,
        "yref": "paper",
        "yanchor": "bottom",
        "xanchor": "left",
        "text": f"– – {escape(trend.level_label)}",
        "showarrow": False,
        "font": {"color": look.accent, "size": 12},
    }
    return {"shapes": [line], "annotations": [label]}
