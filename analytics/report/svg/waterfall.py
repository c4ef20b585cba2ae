"""A waterfall in rows: totals from zero, each change from where the one before ended, its amount beside its name."""

from itertools import accumulate

from analytics.charts.chart import Step, Waterfall
from analytics.report.svg.axis import Scale, across
from analytics.report.svg.pen import Pen
from analytics.report.svg.rows import FOOT, rows, tall_rows


def tall_waterfall(waterfall: Waterfall, wide: float, pen: Pen) -> float:
    return tall_rows(_names(waterfall), wide, 4, FOOT)


def draw_waterfall(waterfall: Waterfall, wide: float, high: float, pen: Pen) -> list[str]:
    steps = waterfall.steps
    placed = rows(_names(waterfall), wide, high, head=4, foot=FOOT)
    begun = _starts(steps)
    ended = [start + step.cents for start, step in zip(begun, steps, strict=True)]
    scale = Scale(min(0, *begun, *ended) * 1.04, max(1, *begun, *ended) * 1.04, placed.left, placed.right)
    drawn = across(scale, waterfall.unit, placed.top, placed.bottom, pen)
    thick = placed.thick
    for place, step in enumerate(steps):
        low, high_ = sorted((scale.at(begun[place]), scale.at(ended[place])))
        top = placed.y(place) - thick / 2
        drawn += placed.label(place, pen)
        # A change of a few cents must still be seen.
        drawn.append(pen.rect(low, top, max(high_ - low, 1.5), thick, _colour(step, waterfall.unit)))
        if place + 1 < len(steps):
            x = scale.at(ended[place])
            drawn.append(pen.line([(x, top + thick), (x, placed.y(place + 1) - thick / 2)], "context"))
    return drawn


def _starts(steps: tuple[Step, ...]) -> list[int]:
    """Where each bar begins, in cents: a total at zero, a change at the running sum."""
    running = list(accumulate((0 if step.is_total else step.cents for step in steps), initial=0))
    base = next((step.cents for step in steps if step.is_total), 0)
    return [0 if step.is_total else base + sum_ for step, sum_ in zip(steps, running, strict=False)]


def _colour(step: Step, unit: str) -> str:
    """Money that goes away is lost, and so are points that denials rise by."""
    if step.is_total:
        return "accent"
    return "lost" if (step.cents > 0 if unit == "points" else step.cents < 0) else "context"


def _names(waterfall: Waterfall) -> list[tuple[str, str]]:
    return [(step.label, step.text) for step in waterfall.steps]
