"""Distributions as strips: thin for eight of ten values, thick for the middle half, a dot for the middle one."""

from analytics.charts.model import Strips
from analytics.report.svg.axis import Scale, across
from analytics.report.svg.canvas import Pen
from analytics.report.svg.rows import FOOT, KEY, classes, hue, key, key_height, level, rows, tall_rows


def tall_strips(strips: Strips, wide: float, pen: Pen) -> float:
    return tall_rows(_names(strips), wide, _head(strips, wide, pen), FOOT)


def draw_strips(strips: Strips, wide: float, high: float, pen: Pen) -> list[str]:
    placed = rows(_names(strips), wide, high, head=_head(strips, wide, pen), foot=FOOT)
    most = max([row.high for row in strips.rows] + [strips.level or 0.1])
    scale = Scale(0, most * 1.06, placed.left, placed.right)
    drawn = [
        *key(classes([row.payer_class for row in strips.rows], pen.palette), wide, pen),
        *across(scale, "rate", placed.top, placed.bottom, pen),
        *level(strips.level, strips.level_label, scale, placed, wide, pen),
    ]
    for place, row in enumerate(strips.rows):
        y, colour = placed.y(place), hue(row.payer_class, pen.palette, is_grey=row.is_grey)
        thin = [(scale.at(row.low), y), (scale.at(row.high), y)]
        thick = [(scale.at(row.quarter), y), (scale.at(row.three_quarters), y)]
        drawn += placed.label(place, pen)
        drawn += [
            pen.line(thin, colour, wide=2, opacity=0.5),
            pen.line(thick, colour, wide=8, opacity=0.45),
            pen.dot(scale.at(row.middle), y, 5, colour),
        ]
    return drawn


def _names(strips: Strips) -> list[tuple[str, str]]:
    return [(row.label, row.text) for row in strips.rows]


def _head(strips: Strips, wide: float, pen: Pen) -> float:
    hues = classes([row.payer_class for row in strips.rows], pen.palette)
    return key_height(hues, wide) + (KEY if strips.level is not None else 4)
