"""A trend: line and points with intervals, months that are not complete dashed on a hatched ground."""

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from itertools import groupby, pairwise
from typing import Any

from analytics.charts.colours import Look
from analytics.charts.model import Curve, Limit, Point, Trend
from analytics.figures.axes import Drawing, gridded, quiet


def band(limits: Sequence[Limit], look: Look) -> list[dict[str, Any]]:
    """Per level its band, if it has limits, and its centre."""
    pieces = [list(piece) for _, piece in groupby(limits, key=lambda limit: limit.centre)]
    return [trace for piece in pieces for trace in _piece(piece, look)]


def _piece(piece: Sequence[Limit], look: Look) -> list[dict[str, Any]]:
    days = [limit.month for limit in piece]
    centre = _band_line(days, [limit.centre for limit in piece], color=look.muted, width=1, dash="dash")
    if any(limit.high is None for limit in piece):
        return [centre]
    low = _band_line(days, [limit.low for limit in piece], color=look.line, width=0)
    high = _band_line(days, [limit.high for limit in piece], color=look.line, width=0)
    return [low, {**high, "fill": "tonexty", "fillcolor": look.scale[0]}, centre]


def _band_line(x: Sequence[date], y: Iterable[float | None], **line: Any) -> dict[str, Any]:
    return {"type": "scatter", "x": list(x), "y": list(y), "mode": "lines", "line": line, "hoverinfo": "skip"}


def shift_line(month: date, look: Look) -> dict[str, Any]:
    """Upright through the first month of a new level."""
    line = {"color": look.muted, "width": 1, "dash": "dot"}
    return {"type": "line", "x0": month, "x1": month, "y0": 0, "y1": 1, "yref": "paper", "line": line, "layer": "below"}


def shift_name(month: date, said: str, look: Look) -> dict[str, Any]:
    """What is said of it, on the side of the months before: the new ones are often few."""
    return {
        "x": month,
        "y": 1,
        "yref": "paper",
        "yanchor": "top",
        "xanchor": "right",
        "xshift": -4,
        "text": escape(said),
        "showarrow": False,
        "font": {"color": look.muted, "size": 12},
    }


HEIGHT = 300
_MONTH_MS = 31 * 86_400_000
_FEW_MONTHS = 7
"""Up to so many months, thirteen ticks would be less than a month apart."""


def draw_trend(trend: Trend, look: Look) -> Drawing:
    top = _top(trend, 1.05 if trend.unit == "rate" else float("inf"))
    traces = [_hatch(trend.points, top, look), *band(trend.limits, look)]
    traces += [_line(trend.points, look), _dashes(trend.points, look)]
    # Beside limits, intervals of sure months say nothing more; how far an unsure one may still go is always drawn.
    bars = {role: not trend.has_band or role == "immature" for role in ("context", "immature", "focus")}
    traces += [_dots(trend.points, role, look, has_bars=drawn) for role, drawn in bars.items()]
    layout = {
        "height": HEIGHT,
        "margin": {"l": 8, "r": 8, "t": 16, "b": 8},
        "hovermode": "closest",
        "bargap": 0,
        "xaxis": quiet(look, type="date", tickformat="%b\n%Y", hoverformat="%b %Y", **_ticks(trend.points)),
        "yaxis": gridded(look, range=[0, top], tickformat=".0%", rangemode="tozero", nticks=6),
    }
    said = _said(trend, look)
    lines, notes = _target(trend, look)
    shapes, annotations = [*said.get("shapes", []), *lines], [*said.get("annotations", []), *notes]
    return Drawing(traces, {**layout, "shapes": shapes, "annotations": annotations})


def _ticks(points: Sequence[Point]) -> dict[str, Any]:
    """Every month its own tick: left to itself, an axis of few months names the days, each by its month."""
    months = [point.month for point in points]
    return {"tickvals": months} if len(months) <= _FEW_MONTHS else {"nticks": 13}


def _top(trend: Trend, most: float) -> float:
    points = trend.points
    firm = [point for point in points if point.role != "immature" and point.value is not None] or points
    highs = [point.high for point in firm if point.high is not None and not trend.has_band]
    highs += [limit.high for limit in trend.limits if limit.high is not None]
    values = [point.value for point in points if point.value is not None]
    values += [trend.target] if trend.target is not None else []
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


def _dots(points: Sequence[Point], role: str, look: Look, *, has_bars: bool) -> dict[str, Any]:
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
            "line": {
                "color": [look.ink if point.is_signal else colour for point in mine],
                "width": [2 if hollow or point.is_signal else 0 for point in mine],
            },
        },
        "error_y": {
            "type": "data",
            "visible": has_bars,
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


def _said(trend: Trend, look: Look) -> dict[str, Any]:
    """The level, new levels, and what the dashed line stands for."""
    if trend.limits:
        lines = [shift_line(month, look) for month, _ in trend.shifts]
        names = [shift_name(month, said, look) for month, said in trend.shifts]
        first = trend.points[0].month
        if trend.level is not None:
            lines.append(_level(trend.level, [point.month for point in trend.points], look))
        return {"shapes": lines, "annotations": [*names, _label(first, trend.level_label, look, look.muted)]}
    focus = [point.month for point in trend.points if point.role == "focus"]
    if trend.level is None or len(focus) < 2:
        return {}
    label = _label(focus[0], trend.level_label, look, look.accent)
    return {"shapes": [_level(trend.level, focus, look)], "annotations": [label]}


def _level(level: float, focus: Sequence[Any], look: Look) -> dict[str, Any]:
    """The rate of all chosen months together, from the first of them to the last."""
    return {
        "type": "line",
        "x0": focus[0],
        "x1": focus[-1],
        "y0": level,
        "y1": level,
        "line": {"color": look.accent, "width": 1, "dash": "dash"},
        "layer": "below",
    }


def _target(trend: Trend, look: Look) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The user's own line across all months, and its name above it on the right."""
    if trend.target is None:
        return [], []
    last, at = trend.points[-1].month, {"y": trend.target, "yref": "y", "xanchor": "right", "yanchor": "bottom"}
    line = _level(trend.target, [point.month for point in trend.points], look)
    return (
        [{**line, "line": {"color": look.ink, "width": 1, "dash": "dot"}}],
        [{**_label(last, trend.target_label, look, look.ink), **at, "text": escape(trend.target_label)}],
    )


def _label(month: Any, text: str, look: Look, colour: str) -> dict[str, Any]:
    return {
        "x": month,
        "y": 0,
        "yref": "paper",
        "yanchor": "bottom",
        "xanchor": "left",
        "text": f"– – {escape(text)}",
        "showarrow": False,
        "font": {"color": colour, "size": 12},
    }


CURVE_HEIGHT = 260


def draw_curve(curve: Curve, look: Look) -> Drawing:
    most = max((share for _, share, _ in curve.points), default=0.0)
    line = {
        "type": "scatter",
        "x": [days for days, _, _ in curve.points],
        "y": [share for _, share, _ in curve.points],
        "mode": "lines+markers",
        "line": {"color": look.accent, "width": 2, "shape": "hv"},
        "marker": {"color": look.accent, "size": 4},
        "text": [escape(hover) for _, _, hover in curve.points],
        "hovertemplate": "%{text}<extra></extra>",
    }
    layout = {
        "height": CURVE_HEIGHT,
        "margin": {"l": 8, "r": 8, "t": 16, "b": 8},
        "hovermode": "closest",
        "xaxis": quiet(look, rangemode="tozero", nticks=10, ticksuffix=" d"),
        "yaxis": gridded(look, range=[0, min(1.0, max(0.05, most * 1.15))], tickformat=".0%", nticks=6),
        "shapes": [_upright(days, look) for days, _ in curve.called],
        "annotations": [_name(days, said, at, look) for at, (days, said) in enumerate(curve.called)],
    }
    return Drawing([line], layout)


def _upright(days: int, look: Look) -> dict[str, Any]:
    line = {"color": look.muted, "width": 1, "dash": "dot"}
    return {"type": "line", "x0": days, "x1": days, "y0": 0, "y1": 1, "yref": "paper", "line": line, "layer": "below"}


def _name(days: int, said: str, at: int, look: Look) -> dict[str, Any]:
    """Low in the figure, where the curve is past; each on a line of its own."""
    return {
        "x": days,
        "y": 0.04 + 0.1 * at,
        "yref": "paper",
        "yanchor": "bottom",
        "xanchor": "left",
        "xshift": 4,
        "text": escape(said),
        "showarrow": False,
        "font": {"color": look.muted, "size": 12},
    }
