"""Value axes: round steps, pale grid, figures as the house writes them."""

import math
from dataclasses import dataclass

from analytics import words
from analytics.report.font import width
from analytics.report.svg.canvas import SIZE, Pen

_EDGE = 10
"""Room that every drawing leaves to the right of its scale."""


@dataclass(frozen=True)
class Scale:
    """Where a value stands between two edges of a drawing."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low or 1) * (self.end - self.start)


def steps(low: float, high: float, most: int) -> list[float]:
    """Round values from low to high, at most so many."""
    span = (high - low) or 1
    ten = 10 ** math.floor(math.log10(span / most))
    step = next(ten * each for each in (1, 2, 2.5, 5, 10, 20) if span / (ten * each) <= most)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(step * at, 10) for at in range(first, last + 1)]


def figure(value: float, unit: str) -> str:
    """A value on an axis: 5 %, $10, 20."""
    if unit == "cents":
        return words.short_money(value) if value % 100 else f"{words.short_money(value).removesuffix('.00')}"
    if unit == "points":
        return f"{value / 100:g} pp".replace("-", "−")
    if unit in ("rate", "ratio"):
        return f"{round(value * 100, 6):g} %"
    return f"{value:,g}"


def across(scale: Scale, unit: str, top: float, bottom: float, pen: Pen) -> list[str]:
    """Upright grid lines with their figures below; as many as have room."""
    widest = max(width(figure(value, unit), SIZE) for value in (scale.low, scale.high))
    most = max(2, min(6, int(abs(scale.end - scale.start) / (widest + 14))))
    drawn = []
    for value in steps(scale.low, scale.high, most):
        x = scale.at(value)
        drawn.append(pen.line([(x, top), (x, bottom)], "line"))
        said = figure(value, unit)
        half = width(said, SIZE) / 2
        middle = min(max(x, half), scale.end + _EDGE - half)
        drawn.append(pen.text(middle, bottom + SIZE + 3, said, "muted", anchor="middle"))
    return drawn


def up(scale: Scale, unit: str, left: float, right: float, pen: Pen) -> list[str]:
    """Level grid lines with their figures on the left."""
    drawn = []
    for value in steps(scale.low, scale.high, 5):
        y = scale.at(value)
        drawn.append(pen.line([(left, y), (right, y)], "line"))
        drawn.append(pen.text(left - 6, y + 4, figure(value, unit), "muted", anchor="end"))
    return drawn


def room_left(scale: Scale, unit: str) -> float:
    """How wide the figures of an upright axis are."""
    return max(width(figure(value, unit), SIZE) for value in steps(scale.low, scale.high, 5)) + 8
