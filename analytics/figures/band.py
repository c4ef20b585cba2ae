"""The limits of a trend: a pale band around a centre line, one piece per level, and where a new level begins."""

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from itertools import groupby
from typing import Any

from analytics.charts.colours import Look
from analytics.charts.model import Limit


def band(limits: Sequence[Limit], look: Look) -> list[dict[str, Any]]:
    """Per level its band, if it has limits, and its centre."""
    pieces = [list(piece) for _, piece in groupby(limits, key=lambda limit: limit.centre)]
    return [trace for piece in pieces for trace in _piece(piece, look)]


def _piece(piece: Sequence[Limit], look: Look) -> list[dict[str, Any]]:
    days = [limit.month for limit in piece]
    centre = _line(days, [limit.centre for limit in piece], color=look.muted, width=1, dash="dash")
    if any(limit.high is None for limit in piece):
        return [centre]
    low = _line(days, [limit.low for limit in piece], color=look.line, width=0)
    high = _line(days, [limit.high for limit in piece], color=look.line, width=0)
    return [low, {**high, "fill": "tonexty", "fillcolor": look.scale[0]}, centre]


def _line(x: Sequence[date], y: Iterable[float | None], **line: Any) -> dict[str, Any]:
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
