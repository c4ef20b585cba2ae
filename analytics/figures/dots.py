"""Rates as dots with intervals, in the hue of their payer class, against the rate of all."""

from analytics.charts.colours import Look
from analytics.charts.model import Dots
from analytics.figures.axes import Drawing, gridded, quiet
from analytics.figures.rows import ROW, classes, hue, legend, level_line, points, row_label, segment


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
