"""Distributions as strips: thin for eight of ten values, thick for the middle half, a dot for the median."""

from analytics.charts.colours import Look
from analytics.charts.model import Strips
from analytics.figures.axes import Drawing, gridded, quiet
from analytics.figures.rows import ROW, classes, hue, legend, level_line, points, row_label, segment


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
