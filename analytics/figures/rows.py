"""What charts of rows share: a label above each row, a legend line, a level that rows are held against."""

from collections.abc import Sequence
from html import escape
from typing import Any

from analytics import words
from analytics.charts.colours import Look

ROW = 38


def row_label(label: str, value: str, place: float, look: Look) -> dict[str, Any]:
    """A row's name and its value in bold, above its mark so that neither is cut off."""
    return {
        "x": 0,
        "y": place,
        "xref": "paper",
        "yref": "y",
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 6,
        "text": f"{escape(label)}  <b>{escape(value)}</b>" if value else escape(label),
        "showarrow": False,
        "font": {"color": look.ink, "size": 12},
        "bgcolor": look.paper,
        "borderpad": 0,
    }


def legend(entries: Sequence[tuple[str, str]], look: Look, *, mark: str = "●") -> dict[str, Any]:
    """What the hues stand for, in one line above the rows; entries are hue and name."""
    return {
        "x": 0,
        "y": 1,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 24,
        "align": "left",
        "text": "  ".join(f'<span style="color:{hue}">{mark}</span> {escape(name)}' for hue, name in entries),
        "showarrow": False,
        "font": {"color": look.muted, "size": 12},
    }


def classes(names: Sequence[str], look: Look) -> list[tuple[str, str]]:
    """Hue and name of the payer classes among the rows; small classes share one."""
    there = [name for name in words.PAYER_CLASS if name in names]
    named = {
        look.of_class(name): "Other" if name not in look.payer_class else words.payer_class(name) for name in there
    }
    return list(named.items())


def hue(payer_class: str, look: Look, *, is_grey: bool) -> str:
    """The colour of a row: its payer class's, the accent without a class, grey where the lines are few."""
    if is_grey:
        return look.context
    return look.of_class(payer_class) if payer_class else look.accent


def level_line(value: float | None, label: str, look: Look, *, right: bool) -> dict[str, list[dict[str, Any]]]:
    """A dashed line at one value over all rows, and its name above."""
    if value is None:
        return {"shapes": [], "annotations": []}
    line = {
        "type": "line",
        "x0": value,
        "x1": value,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": look.muted, "width": 1, "dash": "dash"},
        "layer": "below",
    }
    name = {
        "x": value,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "xanchor": "right" if right else "center",
        "text": escape(label),
        "showarrow": False,
        "font": {"color": look.muted, "size": 12},
    }
    return {"shapes": [line], "annotations": [name]}


def points(
    x: Sequence[float], y: Sequence[float], colours: Sequence[str], keys: Sequence[str], hovers: Sequence[str]
) -> dict[str, Any]:
    """Dots that answer to pointer and click, and look the same chosen or not."""
    return {
        "type": "scatter",
        "x": list(x),
        "y": list(y),
        "mode": "markers",
        "marker": {"size": 11, "color": list(colours)},
        "customdata": list(keys),
        "hovertext": [escape(hover) for hover in hovers],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }


def segment(low: float, high: float, place: float, colour: str, width: float, opacity: float) -> dict[str, Any]:
    """A line along a row."""
    return {
        "type": "scatter",
        "x": [low, high],
        "y": [place, place],
        "mode": "lines",
        "line": {"color": colour, "width": width},
        "opacity": opacity,
        "hoverinfo": "skip",
    }
