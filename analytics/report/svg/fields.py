"""A heat map whose cells print their value; few lines are framed, nothing is hatched and never zero."""

import math
from dataclasses import dataclass
from itertools import pairwise

from analytics.charts.model import Cell, Curve, Funnel, Heat
from analytics.report.svg.canvas import DASH, DOT, SIZE, Pen, Scale, Spot, across, room_left, up
from analytics.report.text import cut, width

_TURN = 38
_BREAK = "<br>"
"""How a column's name says that it has two lines."""
_BESIDE, _ABOVE = 26, 44
_MOST = 0.36


@dataclass(frozen=True)
class _Grid:
    """Where the cells stand, and how tall their tiles are."""

    left: float
    top: float
    wide: float
    step: float
    is_beside: bool

    @property
    def tile(self) -> float:
        return self.step - 3 if self.is_beside else self.step - 20

    def y(self, place: int) -> float:
        return self.top + self.step * place + (0 if self.is_beside else 17)


def tall_heat(heat: Heat, wide: float, pen: Pen) -> float:
    return _head(heat, wide) + len(heat.rows) * (_BESIDE if _is_beside(heat, wide) else _ABOVE)


def draw_heat(heat: Heat, wide: float, high: float, pen: Pen) -> list[str]:
    top, beside = _head(heat, wide), _is_beside(heat, wide)
    left = _names(heat) if beside else 0.0
    each = (wide - left - _overhang(heat, wide)) / max(len(heat.columns), 1)
    grid = _Grid(left, top, each, (high - top) / max(len(heat.rows), 1), beside)
    drawn = _heads(heat, grid, wide, pen)
    for place, (name, cells) in enumerate(zip(heat.rows, heat.cells, strict=True)):
        foot = grid.y(place) + grid.tile / 2 + 4 if beside else grid.y(place) - 5
        drawn.append(pen.text(0, foot, cut(name, wide, SIZE)))
        drawn += [_tile(cell, column, place, heat, grid, pen) for column, cell in enumerate(cells)]
    return drawn


def _tile(cell: Cell, column: int, place: int, heat: Heat, grid: _Grid, pen: Pen) -> str:
    x, y, wide, high = grid.left + column * grid.wide + 1, grid.y(place), grid.wide - 2, grid.tile
    if cell.role == "empty":
        return pen.hatch(x, y, wide, high, gap=6)
    size = min(SIZE, SIZE * (wide - 2) / max(width(cell.text, SIZE), 1))
    middle, foot = x + wide / 2, y + high / 2 + size * 0.34
    if cell.role != "ok" or cell.value is None:
        frame = pen.frame(x + 0.5, y + 0.5, wide - 1, high - 1, "line")
        return frame + pen.text(middle, foot, cell.text, "muted", anchor="middle", size=size)
    colour = _colour(cell.value, heat, pen)
    ground = pen.rect(x, y, wide, high, colour)
    return ground + pen.text(middle, foot, cell.text, anchor="middle", size=size, on=colour)


def _colour(value: float, heat: Heat, pen: Pen) -> str:
    """One of the steps of the scale."""
    many = len(pen.palette.look.scale)
    share = (value - heat.low) / ((heat.high or 1) - heat.low or 1)
    step = min(int(max(share, 0.0) * many), many - 1)
    return f"scale-{many - 1 - step if heat.is_good_high else step}"


def _heads(heat: Heat, grid: _Grid, wide: float, pen: Pen) -> list[str]:
    drawn = []
    for at, column in enumerate(heat.columns):
        middle = grid.left + (at + 0.5) * grid.wide
        if _is_tilted(heat, wide):
            drawn.append(pen.text(middle, grid.top - 6, _flat(column), "muted", turned=-_TURN))
            continue
        lines = column.split(_BREAK)
        # The first line of all names stands at one height, as months do.
        foot = grid.top - 6 - (SIZE + 2) * (_most_lines(heat) - 1)
        drawn += [
            pen.text(middle, foot + (SIZE + 2) * line, said, "muted", anchor="middle")
            for line, said in enumerate(lines)
        ]
    return drawn


def _head(heat: Heat, wide: float) -> float:
    if not _is_tilted(heat, wide):
        return (SIZE + 2) * _most_lines(heat) + 8
    longest = max((width(_flat(column), SIZE) for column in heat.columns), default=0)
    return longest * math.sin(math.radians(_TURN)) + SIZE + 8


def _overhang(heat: Heat, wide: float) -> float:
    """Room on the right for the last tilted name."""
    if not _is_tilted(heat, wide) or not heat.columns:
        return 0
    return width(_flat(heat.columns[-1]), SIZE) * math.cos(math.radians(_TURN)) * 0.72


def _is_tilted(heat: Heat, wide: float) -> bool:
    """Asked for, or names that would meet each other."""
    left = _names(heat) if _is_beside(heat, wide) else 0
    each = (wide - left) / max(len(heat.columns), 1)
    lines = [line for column in heat.columns for line in column.split(_BREAK)]
    return heat.is_tilted or any(width(line, SIZE) > each - 3 for line in lines)


def _is_beside(heat: Heat, wide: float) -> bool:
    return _names(heat) <= wide * _MOST


def _names(heat: Heat) -> float:
    return max((width(name, SIZE) for name in heat.rows), default=0) + 10


def _most_lines(heat: Heat) -> int:
    return max((len(column.split(_BREAK)) for column in heat.columns), default=1)


def _flat(column: str) -> str:
    return column.replace(_BREAK, " ")


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
    return [*drawn, *_funnel_names(funnel, reach, rise, wide, pen)]


def _funnel_names(funnel: Funnel, reach: Scale, rise: Scale, wide: float, pen: Pen) -> list[str]:
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
    return [*drawn, *_curve_names(curve, reach, high, pen)]


def _steps(spots: list[Spot]) -> list[Spot]:
    """Level until the next day, then up."""
    corners = [spot for one, two in pairwise(spots) for spot in (one, (two[0], one[1]))]
    return [*corners, spots[-1]]


def _curve_names(curve: Curve, reach: Scale, high: float, pen: Pen) -> list[str]:
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
