"""Horizontal bars from zero, a panel per measure, the label above its bar so that it never is cut off."""

from html import escape
from typing import Any

from analytics.charts.colours import Look
from analytics.charts.model import Bars
from analytics.figures.axes import Drawing, quiet

ROW = 38
_GAP = 0.06


def draw_bars(bars: Bars, look: Look) -> Drawing:
    width = (1 - _GAP * (len(bars.measures) - 1)) / len(bars.measures)
    starts = [panel * (width + _GAP) for panel in range(len(bars.measures))]
    axes = ["", *(str(panel + 2) for panel in range(len(bars.measures) - 1))]
    heads = [_head(measure, start, look) for measure, start in zip(bars.measures, starts, strict=True)]
    labels = [_label(row.label, place, is_focus=row.is_focus, look=look) for place, row in enumerate(bars.rows)]
    layout = {
        "height": ROW * len(bars.rows) + 44,
        "margin": {"l": 2, "r": 2, "t": 34, "b": 4},
        "bargap": 0.58,
        "clickmode": "event+select",
        "yaxis": quiet(look, showticklabels=False, range=[len(bars.rows) - 0.5, -0.75], automargin=False),
        "annotations": [*heads, *labels],
    }
    for panel, (axis, start) in enumerate(zip(axes, starts, strict=True)):
        # Room to the right of the longest bar for its text.
        top = max((row.values[panel] for row in bars.rows), default=0) or 1
        layout[f"xaxis{axis}"] = quiet(look, domain=[start, start + width], range=[0, top * 1.45], showticklabels=False)
    return Drawing([_panel(bars, panel, axis, look) for panel, axis in enumerate(axes)], layout)


def _panel(bars: Bars, panel: int, axis: str, look: Look) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": [row.values[panel] for row in bars.rows],
        "y": list(range(len(bars.rows))),
        "orientation": "h",
        "xaxis": f"x{axis}",
        "yaxis": "y",
        "marker": {"color": [look.accent if row.is_focus else look.context for row in bars.rows], "line": {"width": 0}},
        "text": [escape(row.texts[panel]) for row in bars.rows],
        "textposition": "outside",
        "cliponaxis": False,
        "textfont": {"color": look.ink, "size": 12},
        "customdata": [row.key for row in bars.rows],
        "hovertext": [escape(row.hover) for row in bars.rows],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }


def _head(measure: str, start: float, look: Look) -> dict[str, Any]:
    return {
        "x": start,
        "y": 1,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 10,
        "text": escape(measure),
        "showarrow": False,
        "font": {"color": look.muted, "size": 12},
    }


def _label(label: str, place: int, *, is_focus: bool, look: Look) -> dict[str, Any]:
    return {
        "x": 0,
        "y": place,
        "xref": "paper",
        "yref": "y",
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 6,
        "text": escape(label),
        "showarrow": False,
        "font": {"color": look.ink if is_focus else look.muted, "size": 12},
    }
