"""A share that grows with the days: steps, and the days that are called out."""

from html import escape
from typing import Any

from analytics.charts.colours import Look
from analytics.charts.model import Curve
from analytics.figures.axes import Drawing, gridded, quiet

HEIGHT = 260


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
        "height": HEIGHT,
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
