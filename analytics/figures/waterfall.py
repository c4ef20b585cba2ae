"""A waterfall in rows: totals from zero, each change from where the one before ended, its amount beside its name."""

from html import escape
from itertools import accumulate

from analytics.charts.chart import Step, Waterfall
from analytics.charts.colours import Look
from analytics.figures.axes import Drawing, gridded, quiet
from analytics.figures.rows import ROW, row_label


def draw_waterfall(waterfall: Waterfall, look: Look) -> Drawing:
    steps = waterfall.steps
    scale = 100 if waterfall.unit == "cents" else 1
    starts = [start / scale for start in _starts(steps)]
    ends = [start + step.cents / scale for start, step in zip(starts, steps, strict=True)]
    low, high = min(0.0, *starts, *ends), max(1 / scale, *starts, *ends)
    layout = {
        "height": ROW * len(steps) + 44,
        "margin": {"l": 2, "r": 2, "t": 20, "b": 4},
        "bargap": 0.6,
        "xaxis": gridded(
            look, range=[low * 1.08, high * 1.08], tickprefix="$" if waterfall.unit == "cents" else "", nticks=6
        ),
        "yaxis": quiet(look, showticklabels=False, range=[len(steps) - 0.5, -0.75], automargin=False),
        "annotations": [row_label(step.label, step.text, place, look) for place, step in enumerate(steps)],
    }
    bar = {
        "type": "bar",
        "orientation": "h",
        "base": starts,
        "x": [step.cents / scale for step in steps],
        "y": list(range(len(steps))),
        "marker": {"color": [_colour(step, look, waterfall.unit) for step in steps], "line": {"width": 0}},
        "customdata": [step.key for step in steps],
        "hovertext": [escape(step.hover) for step in steps],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    return Drawing([bar], layout)


def _starts(steps: tuple[Step, ...]) -> list[int]:
    """Where each bar begins: a total at zero, a change at the running sum."""
    running = list(accumulate((0 if step.is_total else step.cents for step in steps), initial=0))
    base = next((step.cents for step in steps if step.is_total), 0)
    return [0 if step.is_total else base + sum_ for step, sum_ in zip(steps, running, strict=False)]


def _colour(step: Step, look: Look, unit: str) -> str:
    if step.is_total:
        return look.accent
    # Red is for money lost alone.
    return look.lost if step.cents < 0 and unit == "cents" else look.context
