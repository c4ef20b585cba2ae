"""Horizontal bars from zero, a panel per measure, all in the same order."""

from analytics.charts.model import Bar, Bars
from analytics.report.font import cut, width
from analytics.report.svg.axis import Scale
from analytics.report.svg.canvas import SIZE, Pen
from analytics.report.svg.rows import Rows, rows, tall_rows

_HEAD = 22
_GAP = 18


def tall_bars(bars: Bars, wide: float, pen: Pen) -> float:
    return tall_rows(_names(bars), wide, _HEAD, 2, len(bars.measures))


def draw_bars(bars: Bars, wide: float, high: float, pen: Pen) -> list[str]:
    placed = rows(_names(bars), wide, high, head=_HEAD, foot=2, panels=len(bars.measures))
    many = len(bars.measures)
    # Below its name a bar begins where the name does.
    left = placed.left if placed.is_beside else 0.0
    each = (placed.right + 10 - left - _GAP * (many - 1)) / many
    drawn = [one for place, row in enumerate(bars.rows) for one in placed.label(place, pen, _ink(row))]
    for panel, measure in enumerate(bars.measures):
        start = left + panel * (each + _GAP)
        drawn.append(pen.text(start, SIZE, cut(measure, each, SIZE), "muted"))
        drawn += _panel(bars, panel, start, each, placed, pen)
    return drawn


def _panel(bars: Bars, panel: int, start: float, each: float, placed: Rows, pen: Pen) -> list[str]:
    most = max((row.values[panel] for row in bars.rows), default=0) or 1
    widest = max((width(row.texts[panel], SIZE) for row in bars.rows), default=0)
    scale = Scale(0, most, start, start + max(each - widest - 8, 8))
    thick = placed.thick
    drawn = []
    for place, row in enumerate(bars.rows):
        y, end = placed.y(place), scale.at(max(row.values[panel], 0))
        drawn.append(pen.rect(start, y - thick / 2, end - start, thick, "accent" if row.is_focus else "context"))
        drawn.append(pen.text(end + 6, y + 4, row.texts[panel]))
    return drawn


def _ink(row: Bar) -> str:
    return "ink" if row.is_focus else "muted"


def _names(bars: Bars) -> list[tuple[str, str]]:
    return [(row.label, "") for row in bars.rows]
