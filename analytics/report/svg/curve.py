"""A share that grows with the days, and the days that are called out."""

from itertools import pairwise

from analytics.charts.model import Curve
from analytics.report.svg.axis import Scale, across, room_left, up
from analytics.report.svg.canvas import DOT, SIZE, Pen, Spot

_FOOT = 40


def tall_curve(curve: Curve, wide: float, pen: Pen) -> float:
    return 240


def draw_curve(curve: Curve, wide: float, high: float, pen: Pen) -> list[str]:
    most = max((share for _, share, _ in curve.points), default=0.0)
    rise = Scale(0, min(1.0, max(0.05, most * 1.15)), high - _FOOT, 10)
    left = room_left(rise, "rate")
    last = max([*(days for days, *_ in curve.points), *(days for days, _ in curve.called), 1])
    reach = Scale(0, last, left, wide - 14)
    drawn = [
        *up(rise, "rate", left, wide - 14, pen),
        *across(reach, "count", 10, high - _FOOT, pen),
        pen.text((left + wide) / 2, high - 4, "Days", "muted", anchor="middle"),
    ]
    drawn += [
        pen.line([(reach.at(days), 10), (reach.at(days), high - _FOOT)], "muted", dash=DOT) for days, _ in curve.called
    ]
    if len(curve.points) > 1:
        drawn.append(
            pen.line(_steps([(reach.at(days), rise.at(share)) for days, share, _ in curve.points]), "accent", wide=2)
        )
    return [*drawn, *_names(curve, reach, high, pen)]


def _steps(spots: list[Spot]) -> list[Spot]:
    """Level until the next day, then up."""
    corners = [spot for one, two in pairwise(spots) for spot in (one, (two[0], one[1]))]
    return [*corners, spots[-1]]


def _names(curve: Curve, reach: Scale, high: float, pen: Pen) -> list[str]:
    """Low in the drawing, where the curve is past; each on a line of its own, on the side that has room."""
    middle = (reach.start + reach.end) / 2
    return [
        pen.on_paper(
            x + (5 if x < middle else -5), high - _FOOT - 8 - (SIZE + 5) * place, said,
            anchor="start" if x < middle else "end",
        )
        for place, (days, said) in enumerate(curve.called)
        for x in (reach.at(days),)
    ]  # fmt: skip
