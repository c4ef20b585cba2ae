"""Rates as dots with intervals, in the hue of their payer class, against the rate of all."""

from html import escape
from typing import Any

from analytics import words
from analytics.charts.chart import Dot, Dots
from analytics.charts.colours import Look
from analytics.figures.axes import Drawing, gridded, quiet

ROW = 38


def draw_dots(dots: Dots, look: Look) -> Drawing:
    high = max((row.high for row in dots.rows), default=0.1)
    labels = [_label(row, place, look) for place, row in enumerate(dots.rows)]
    line, level = _level(dots, look)
    layout = {
        "height": ROW * len(dots.rows) + 72,
        "margin": {"l": 2, "r": 2, "t": 44, "b": 4},
        "clickmode": "event+select",
        "xaxis": gridded(look, range=[0, min(1.06, high * 1.18)], tickformat=".0%", nticks=6),
        "yaxis": quiet(look, showticklabels=False, range=[len(dots.rows) - 0.5, -0.8], automargin=False),
        "annotations": [*labels, *level, _legend(dots, look)],
        "shapes": line,
    }
    intervals = [_interval(row, place, _colour(row, look)) for place, row in enumerate(dots.rows)]
    return Drawing([*intervals, _dots(dots, look)], layout)


def _colour(row: Dot, look: Look) -> str:
    if row.is_grey:
        return look.context
    return look.of_class(row.payer_class) if row.payer_class else look.accent


def _interval(row: Dot, place: int, colour: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": [row.low, row.high],
        "y": [place, place],
        "mode": "lines",
        "line": {"color": colour, "width": 3},
        "opacity": 0.45,
        "hoverinfo": "skip",
    }


def _dots(dots: Dots, look: Look) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": [row.value for row in dots.rows],
        "y": list(range(len(dots.rows))),
        "mode": "markers",
        "marker": {"size": 11, "color": [_colour(row, look) for row in dots.rows]},
        "customdata": [row.key for row in dots.rows],
        "hovertext": [escape(row.hover) for row in dots.rows],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }


def _label(row: Dot, place: int, look: Look) -> dict[str, Any]:
    return {
        "x": 0,
        "y": place,
        "xref": "paper",
        "yref": "y",
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 6,
        "text": f"{escape(row.label)}  <b>{escape(row.text)}</b>",
        "showarrow": False,
        "font": {"color": look.ink, "size": 12},
        "bgcolor": look.paper,
        "borderpad": 0,
    }


def _legend(dots: Dots, look: Look) -> dict[str, Any]:
    """What the hues stand for: the classes that are there, in one line."""
    classes = [name for name in words.PAYER_CLASS if any(row.payer_class == name for row in dots.rows)]
    named = {
        look.of_class(name): "Other" if name not in look.payer_class else words.payer_class(name) for name in classes
    }
    return {
        "x": 0,
        "y": 1,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 24,
        "text": "  ".join(f'<span style="color:{hue}">●</span> {escape(name)}' for hue, name in named.items()),
        "showarrow": False,
        "font": {"color": look.muted, "size": 12},
    }


def _level(dots: Dots, look: Look) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rate of all together: a line and its label."""
    if dots.level is None:
        return [], []
    line = {
        "type": "line",
        "x0": dots.level,
        "x1": dots.level,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": look.muted, "width": 1, "dash": "dash"},
        "layer": "below",
    }
    label = {
        "x": dots.level,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "xanchor": "right" if dots.level > 0.5 else "center",
        "text": escape(dots.level_label),
        "showarrow": False,
        "font": {"color": look.muted, "size": 12},
    }
    return [line], [label]
