"""Rates as dots with intervals, in the hue of their payer class, against the rate of all."""

from html import escape
from typing import Any

import plotly.graph_objects as go

from analytics import words
from analytics.charts.chart import Dot, Dots
from analytics.charts.colours import Look
from analytics.figures.axes import gridded, quiet

ROW = 38


def draw_dots(dots: Dots, look: Look) -> go.Figure:
    figure = go.Figure()
    for place, row in enumerate(dots.rows):
        figure.add_trace(_interval(row, place, _colour(row, look)))
    figure.add_trace(_dots(dots, look))
    high = max((row.high for row in dots.rows), default=0.1)
    figure.update_layout(
        height=ROW * len(dots.rows) + 72,
        margin={"l": 2, "r": 2, "t": 44, "b": 4},
        clickmode="event+select",
        xaxis=gridded(look, range=[0, min(1.0, high * 1.18)], tickformat=".0%", nticks=6),
        yaxis=quiet(look, showticklabels=False, range=[len(dots.rows) - 0.5, -0.8], automargin=False),
        annotations=[_label(row, place, look) for place, row in enumerate(dots.rows)],
    )
    _level(figure, dots, look)
    figure.add_annotation(_legend(dots, look))
    return figure


def _colour(row: Dot, look: Look) -> str:
    return look.context if row.is_grey else look.of_class(row.payer_class)


def _interval(row: Dot, place: int, colour: str) -> go.Scatter:
    return go.Scatter(
        x=[row.low, row.high],
        y=[place, place],
        mode="lines",
        line={"color": colour, "width": 3},
        opacity=0.45,
        hoverinfo="skip",
    )


def _dots(dots: Dots, look: Look) -> go.Scatter:
    return go.Scatter(
        x=[row.value for row in dots.rows],
        y=list(range(len(dots.rows))),
        mode="markers",
        marker={"size": 11, "color": [_colour(row, look) for row in dots.rows]},
        customdata=[row.key for row in dots.rows],
        hovertext=[escape(row.hover) for row in dots.rows],
        hovertemplate="%{hovertext}<extra></extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )


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


def _level(figure: go.Figure, dots: Dots, look: Look) -> None:
    if dots.level is None:
        return
    figure.add_vline(x=dots.level, line={"color": look.muted, "width": 1, "dash": "dash"}, layer="below")
    figure.add_annotation(
        x=dots.level,
        y=1,
        yref="paper",
        yanchor="bottom",
        text=escape(dots.level_label),
        showarrow=False,
        font={"color": look.muted, "size": 12},
    )
