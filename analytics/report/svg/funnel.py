"""A funnel: rates by size, between limits that chance alone would keep."""

from analytics.charts.model import Funnel
from analytics.report.font import cut, width
from analytics.report.svg.axis import Scale, across, room_left, up
from analytics.report.svg.canvas import DASH, DOT, SIZE, Pen, Spot

_FOOT = 40


def tall_funnel(funnel: Funnel, wide: float, pen: Pen) -> float:
    return 290


def draw_funnel(funnel: Funnel, wide: float, high: float, pen: Pen) -> list[str]:
    rise = Scale(0, _top(funnel), high - _FOOT, 10)
    left = room_left(rise, "rate")
    most = max([*(spot.n for spot in funnel.spots), *(n for n, *_ in funnel.inner), 1])
    reach = Scale(0, most * 1.03, left, wide - 14)
    drawn = [
        *up(rise, "rate", left, wide - 14, pen),
        *across(reach, "count", 10, high - _FOOT, pen),
        pen.text((left + wide) / 2, high - 4, funnel.size, "muted", anchor="middle"),
        *_limit(funnel.inner, DOT, reach, rise, pen),
        *_limit(funnel.outer, "", reach, rise, pen),
    ]
    if funnel.inner:
        y = rise.at(funnel.level)
        drawn.append(
            pen.line([(reach.at(funnel.inner[0][0]), y), (reach.at(funnel.inner[-1][0]), y)], "muted", dash=DASH)
        )
    for spot in funnel.spots:
        colour = "lost" if spot.is_beyond else "context" if spot.is_grey else "accent"
        drawn.append(pen.dot(reach.at(spot.n), rise.at(spot.value), 5, colour))
    return [*drawn, *_names(funnel, reach, rise, wide, pen)]


def _names(funnel: Funnel, reach: Scale, rise: Scale, wide: float, pen: Pen) -> list[str]:
    """The units beyond the limits by name, below where one above would lie on another."""
    taken: list[tuple[float, float, float]] = []
    drawn = []
    for spot in sorted((spot for spot in funnel.spots if spot.is_beyond), key=lambda spot: -spot.value):
        said = cut(spot.label, wide * 0.5, SIZE, is_bold=True)
        half = width(said, SIZE, is_bold=True) / 2
        x = min(max(reach.at(spot.n), reach.start + half + 2), wide - half - 2)
        free = [y for y in _heights(rise.at(spot.value)) if not _meets(x, half, y, taken)]
        if free:
            taken.append((x, half, free[0]))
            drawn.append(pen.on_paper(x, free[0], said, anchor="middle"))
    return drawn


def _heights(y: float) -> tuple[float, ...]:
    return (y - 9, y + 19) if y > 24 else (y + 19, y + 34)


def _meets(x: float, half: float, y: float, taken: list[tuple[float, float, float]]) -> bool:
    return any(abs(x - other) < half + wide + 4 and abs(y - foot) < SIZE + 3 for other, wide, foot in taken)


def _top(funnel: Funnel) -> float:
    """High enough for every unit and for the limits but those of the very smallest sizes."""
    most = max((spot.value for spot in funnel.spots), default=0) * 1.15
    least = min((spot.n for spot in funnel.spots), default=0)
    wide = [high for n, _, high in funnel.outer if n >= least]
    return min(1.02, max(most, *wide, 0.05))


def _limit(limits: tuple[tuple[float, float, float], ...], dash: str, reach: Scale, rise: Scale, pen: Pen) -> list[str]:
    sides: list[list[Spot]] = [
        [(reach.at(one[0]), rise.at(one[side])) for one in limits if one[side] <= rise.high] for side in (1, 2)
    ]
    return [pen.line(spots, "context", dash=dash) for spots in sides if len(spots) > 1]
