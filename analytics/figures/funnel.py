"""A funnel: rates by size, between limits that chance alone would keep."""

from typing import Any

from analytics.charts.colours import Look
from analytics.charts.model import Funnel
from analytics.figures.axes import Drawing, gridded
from analytics.figures.rows import points

HEIGHT = 320


def draw_funnel(funnel: Funnel, look: Look) -> Drawing:
    colours = [look.lost if spot.is_beyond else look.context if spot.is_grey else look.accent for spot in funnel.spots]
    marks = points(
        [spot.n for spot in funnel.spots],
        [spot.value for spot in funnel.spots],
        colours,
        [spot.key for spot in funnel.spots],
        [spot.hover for spot in funnel.spots],
    )
    named = [_name(spot.label, spot.n, spot.value, look) for spot in funnel.spots if spot.is_beyond]
    limits = [*_limits(funnel.inner, "dot", look), *_limits(funnel.outer, "solid", look)]
    layout = {
        "height": HEIGHT,
        "margin": {"l": 8, "r": 8, "t": 16, "b": 8},
        "clickmode": "event+select",
        "hovermode": "closest",
        "xaxis": gridded(look, rangemode="tozero", title={"text": funnel.size, "font": {"size": 12}}, nticks=8),
        "yaxis": gridded(look, tickformat=".0%", range=[0, _top(funnel)], nticks=6),
        "annotations": named,
    }
    return Drawing([*limits, _level(funnel, look), marks], layout)


def _top(funnel: Funnel) -> float:
    """High enough for every unit and for the limits but those of the very smallest sizes."""
    most = max(spot.value for spot in funnel.spots) * 1.15
    wide = [high for n, _, high in funnel.outer if n >= min(spot.n for spot in funnel.spots)]
    return min(1.02, max(most, *wide, 0.05))


def _limits(limits: tuple[tuple[float, float, float], ...], dash: str, look: Look) -> list[dict[str, Any]]:
    return [_line([n for n, *_ in limits], [one[side] for one in limits], dash, look.context) for side in (1, 2)]


def _level(funnel: Funnel, look: Look) -> dict[str, Any]:
    reach = [n for n, *_ in funnel.inner]
    return _line([reach[0], reach[-1]], [funnel.level] * 2, "dash", look.muted)


def _line(x: list[float], y: list[float], dash: str, colour: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": x,
        "y": y,
        "mode": "lines",
        "line": {"color": colour, "width": 1, "dash": dash},
        "hoverinfo": "skip",
    }


def _name(label: str, n: int, value: float, look: Look) -> dict[str, Any]:
    return {
        "x": n,
        "y": value,
        "text": label,
        "showarrow": False,
        "xanchor": "center",
        "yanchor": "bottom",
        "yshift": 8,
        "font": {"color": look.ink, "size": 12},
    }
