"""Axes as every chart has them: thin, quiet, without zooming by accident."""

from dataclasses import dataclass
from typing import Any

from analytics.charts.colours import Look


@dataclass(frozen=True)
class Drawing:
    """Traces and layout as plain values."""

    traces: list[dict[str, Any]]
    layout: dict[str, Any]


def quiet(look: Look, **more: Any) -> dict[str, Any]:
    """An axis without lines or grid."""
    return {
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "fixedrange": True,
        "automargin": True,
        "tickfont": {"color": look.muted, "size": 12},
        "title": {"text": ""},
        **more,
    }


def gridded(look: Look, **more: Any) -> dict[str, Any]:
    """A value axis with pale grid lines."""
    return quiet(look, showgrid=True, gridcolor=look.line, gridwidth=1, **more)
