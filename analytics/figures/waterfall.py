"""A waterfall in rows: totals from zero, each change from where the one before ended, its amount beside its name."""

from html import escape

from analytics.charts.colours import Look
from analytics.charts.waterfall import Step, Waterfall
from analytics.figures.axes import Drawing, gridded, quiet
from analytics.figures.rows import ROW, row_label

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
