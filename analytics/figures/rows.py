"""What charts of rows share: a label above each row, a legend line, a level that rows are held against."""

from collections.abc import Sequence
from html import escape
from typing import Any

from analytics import words
from analytics.charts.colours import Look, ink_on
from analytics.charts.model import Bars, Dots, Stacks, Step, Strips, Waterfall
from analytics.figures.axes import Drawing, gridded, quiet

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


def draw_dots(dots: Dots, look: Look) -> Drawing:
    high = max((row.high for row in dots.rows), default=0.1)
    level = level_line(dots.level, dots.level_label, look, right=(dots.level or 0) > 0.5)
    labels = [row_label(row.label, row.text, place, look) for place, row in enumerate(dots.rows)]
    names = legend(classes([row.payer_class for row in dots.rows], look), look)
    layout = {
        "height": ROW * len(dots.rows) + 72,
        "margin": {"l": 2, "r": 2, "t": 44, "b": 4},
        "clickmode": "event+select",
        "xaxis": gridded(look, range=[0, min(1.06, high * 1.18)], tickformat=".0%", nticks=6),
        "yaxis": quiet(look, showticklabels=False, range=[len(dots.rows) - 0.5, -0.8], automargin=False),
        "annotations": [*labels, *level["annotations"], names],
        "shapes": level["shapes"],
    }
    colours = [hue(row.payer_class, look, is_grey=row.is_grey) for row in dots.rows]
    intervals = [
        segment(row.low, row.high, place, colour, 3, 0.45)
        for place, (row, colour) in enumerate(zip(dots.rows, colours, strict=True))
    ]
    marks = points(
        [row.value for row in dots.rows],
        range(len(dots.rows)),
        colours,
        [row.key for row in dots.rows],
        [row.hover for row in dots.rows],
    )
    return Drawing([*intervals, marks], layout)


def draw_strips(strips: Strips, look: Look) -> Drawing:
    high = max([row.high for row in strips.rows] + [strips.level or 0.1])
    level = level_line(strips.level, strips.level_label, look, right=False)
    labels = [row_label(row.label, row.text, place, look) for place, row in enumerate(strips.rows)]
    names = legend(classes([row.payer_class for row in strips.rows], look), look)
    layout = {
        "height": ROW * len(strips.rows) + 72,
        "margin": {"l": 2, "r": 2, "t": 44, "b": 4},
        "clickmode": "event+select",
        "xaxis": gridded(look, range=[0, high * 1.08], tickformat=".0%", nticks=6),
        "yaxis": quiet(look, showticklabels=False, range=[len(strips.rows) - 0.5, -0.8], automargin=False),
        "annotations": [*labels, *level["annotations"], names],
        "shapes": level["shapes"],
    }
    colours = [hue(row.payer_class, look, is_grey=row.is_grey) for row in strips.rows]
    thin = [
        segment(row.low, row.high, place, colour, 2, 0.5)
        for place, (row, colour) in enumerate(zip(strips.rows, colours, strict=True))
    ]
    thick = [
        segment(row.quarter, row.three_quarters, place, colour, 8, 0.45)
        for place, (row, colour) in enumerate(zip(strips.rows, colours, strict=True))
    ]
    marks = points(
        [row.middle for row in strips.rows],
        range(len(strips.rows)),
        colours,
        [row.key for row in strips.rows],
        [row.hover for row in strips.rows],
    )
    return Drawing([*thin, *thick, marks], layout)


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


AXIS: dict[str, dict[str, str]] = {"cents": {"tickprefix": "$"}, "points": {"ticksuffix": " pp"}, "lines": {}}
"""How the axis reads."""


def draw_waterfall(waterfall: Waterfall, look: Look) -> Drawing:
    steps = waterfall.steps
    scale = waterfall.scale
    starts = [start / scale for start in waterfall.starts]
    ends = [start + step.cents / scale for start, step in zip(starts, steps, strict=True)]
    low, high = min(0.0, *starts, *ends), max(1 / scale, *starts, *ends)
    layout = {
        "height": ROW * len(steps) + 44,
        "margin": {"l": 2, "r": 2, "t": 20, "b": 4},
        "bargap": 0.6,
        "xaxis": gridded(look, range=[low * 1.08, high * 1.08], nticks=6, **AXIS[waterfall.unit]),
        "yaxis": quiet(look, showticklabels=False, range=[len(steps) - 0.5, -0.75], automargin=False),
        "annotations": [row_label(step.label, step.text, place, look) for place, step in enumerate(steps)],
    }
    bar = {
        "type": "bar",
        "orientation": "h",
        "base": starts,
        "x": [step.cents / scale for step in steps],
        "y": list(range(len(steps))),
        "marker": {"color": [_colour(step, waterfall, look) for step in steps], "line": {"width": 0}},
        "customdata": [step.key for step in steps],
        "hovertext": [escape(step.hover) for step in steps],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    return Drawing([bar], layout)


def _colour(step: Step, waterfall: Waterfall, look: Look) -> str:
    if step.is_total:
        return look.accent
    return look.lost if waterfall.is_loss(step) else look.context
