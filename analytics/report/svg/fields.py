"""A heat map whose cells print their value; few lines are framed, nothing is hatched and never zero."""

import math
from dataclasses import dataclass

from analytics.charts.model import Cell, Heat
from analytics.report.font import cut, width
from analytics.report.svg.canvas import SIZE, Pen

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
