"""Rates as dots with intervals, in the hue of their payer class, against the rate of all."""

from analytics.charts.model import Dots
from analytics.report.svg.axis import Scale, across
from analytics.report.svg.canvas import Pen
from analytics.report.svg.rows import FOOT, KEY, classes, hue, key, key_height, level, rows, tall_rows


def tall_dots(dots: Dots, wide: float, pen: Pen) -> float:
    return tall_rows(_names(dots), wide, _head(dots, wide, pen), FOOT)


def draw_dots(dots: Dots, wide: float, high: float, pen: Pen) -> list[str]:
    placed = rows(_names(dots), wide, high, head=_head(dots, wide, pen), foot=FOOT)
    most = max([row.high for row in dots.rows] + [dots.level or 0.1])
    scale = Scale(0, min(1.06, most * 1.1) or 0.1, placed.left, placed.right)
    drawn = [
        *key(classes([row.payer_class for row in dots.rows], pen.palette), wide, pen),
        *across(scale, "rate", placed.top, placed.bottom, pen),
        *level(dots.level, dots.level_label, scale, placed, wide, pen),
    ]
    for place, row in enumerate(dots.rows):
        y, colour = placed.y(place), hue(row.payer_class, pen.palette, is_grey=row.is_grey)
        drawn += placed.label(place, pen)
        drawn.append(pen.line([(scale.at(row.low), y), (scale.at(row.high), y)], colour, wide=3, opacity=0.45))
        drawn.append(pen.dot(scale.at(row.value), y, 5, colour))
    return drawn


def _names(dots: Dots) -> list[tuple[str, str]]:
    return [(row.label, row.text) for row in dots.rows]


def _head(dots: Dots, wide: float, pen: Pen) -> float:
    hues = classes([row.payer_class for row in dots.rows], pen.palette)
    return key_height(hues, wide) + (KEY if dots.level is not None else 4)
