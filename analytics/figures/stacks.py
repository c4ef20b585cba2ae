"""Wholes cut into parts: stacked bars of 100 %, the name above each bar, the parts named once on top."""

from html import escape
from typing import Any

from analytics.charts.colours import Look, ink_on
from analytics.charts.model import Stacks
from analytics.figures.axes import Drawing, gridded, quiet
from analytics.figures.rows import ROW, legend, row_label

LEAST = 0.06
"""A smaller part has no room for its number."""


def draw_stacks(stacks: Stacks, look: Look) -> Drawing:
    colours = [_tone(tone, look) for tone in stacks.tones]
    layout = {
        "height": ROW * len(stacks.rows) + 72,
        "margin": {"l": 2, "r": 2, "t": 44, "b": 4},
        "bargap": 0.5,
        "barmode": "stack",
        "clickmode": "event+select",
        "xaxis": gridded(look, range=[0, 1], tickformat=".0%", nticks=6),
        "yaxis": quiet(look, showticklabels=False, range=[len(stacks.rows) - 0.5, -0.8], automargin=False),
        "annotations": [
            *(row_label(row.label, "", place, look) for place, row in enumerate(stacks.rows)),
            legend(list(zip(colours, stacks.parts, strict=True)), look, mark="■"),
        ],
    }
    return Drawing([_part(stacks, at, colour) for at, colour in enumerate(colours)], layout)


def _part(stacks: Stacks, at: int, colour: str) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": [row.shares[at] for row in stacks.rows],
        "y": list(range(len(stacks.rows))),
        "marker": {
            "color": colour,
            "line": {"width": 0},
            "opacity": [0.5 if row.is_grey else 1 for row in stacks.rows],
        },
        "text": [escape(row.texts[at]) if row.shares[at] >= LEAST else "" for row in stacks.rows],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"color": ink_on(colour), "size": 12},
        "customdata": [row.key for row in stacks.rows],
        "hovertext": [escape(row.hovers[at]) for row in stacks.rows],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }


def _tone(tone: str, look: Look) -> str:
    return {"calm": look.scale[2], "lost": look.lost, "accent": look.accent, "dark": look.ink}[tone]
