"""A waterfall in rows: totals from zero, each change from where the one before ended, its amount beside its name."""

from analytics.charts.waterfall import Step, Waterfall
from analytics.report.svg.axis import Scale, across
from analytics.report.svg.canvas import Pen
from analytics.report.svg.rows import FOOT, rows, tall_rows


def tall_waterfall(waterfall: Waterfall, wide: float, pen: Pen) -> float:
    return tall_rows(_names(waterfall), wide, 4, FOOT)


def draw_waterfall(waterfall: Waterfall, wide: float, high: float, pen: Pen) -> list[str]:
    steps = waterfall.steps
    placed = rows(_names(waterfall), wide, high, head=4, foot=FOOT)
    begun = waterfall.starts
    ended = [start + step.cents for start, step in zip(begun, steps, strict=True)]
    scale = Scale(min(0, *begun, *ended) * 1.04, max(1, *begun, *ended) * 1.04, placed.left, placed.right)
    drawn = across(scale, waterfall.unit, placed.top, placed.bottom, pen)
    thick = placed.thick
    for place, step in enumerate(steps):
        low, high_ = sorted((scale.at(begun[place]), scale.at(ended[place])))
        top = placed.y(place) - thick / 2
        drawn += placed.label(place, pen)
        # A change of a few cents must still be seen.
        drawn.append(pen.rect(low, top, max(high_ - low, 1.5), thick, _tone(waterfall, step)))
        if place + 1 < len(steps):
            x = scale.at(ended[place])
            drawn.append(pen.line([(x, top + thick), (x, placed.y(place + 1) - thick / 2)], "context"))
    return drawn


def _names(waterfall: Waterfall) -> list[tuple[str, str]]:
    return [(step.label, step.text) for step in waterfall.steps]


def _tone(waterfall: Waterfall, step: Step) -> str:
    if step.is_total:
        return "accent"
    return "lost" if waterfall.is_loss(step) else "context"
