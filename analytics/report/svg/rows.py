"""What drawings of rows share: the name beside its mark or above it, a line of what hues stand for, a level."""

from collections.abc import Sequence
from dataclasses import dataclass

from analytics import words
from analytics.report.font import cut, width
from analytics.report.svg.axis import Scale
from analytics.report.svg.canvas import DASH, SIZE, Pen
from analytics.report.svg.palette import Palette

BESIDE, ABOVE = 25, 30
"""The height of a row with its name beside the mark, and above it."""
KEY = 20
FOOT = 22
"""Room for a line of words on top, and for the figures of an axis below."""
_GAP = 14
_MOST, _MOST_OF_TWO = 0.5, 0.36
"""Names wider than this part of the drawing go above their marks; less where two panels share the rest."""


@dataclass(frozen=True)
class Rows:
    """Where rows stand: names from zero, texts end at `texts`, marks lie between `left` and `right`."""

    names: tuple[tuple[str, str], ...]
    left: float
    right: float
    top: float
    step: float
    is_beside: bool

    def y(self, place: int) -> float:
        """The height of a row's mark."""
        return self.top + self.step * (place + (0.5 if self.is_beside else 0.72))

    @property
    def thick(self) -> float:
        """How thick a bar may be: below its name, or beside it."""
        return min(14.0, self.step * (0.56 if self.is_beside else 0.3))

    @property
    def bottom(self) -> float:
        return self.top + self.step * len(self.names)

    def label(self, place: int, pen: Pen, colour: str = "ink") -> list[str]:
        """A row's name and its value."""
        name, text = self.names[place]
        if self.is_beside:
            foot = self.y(place) + 4
            value = [pen.text(self.left - _GAP, foot, text, colour, anchor="end", is_bold=True)] if text else []
            return [pen.text(0, foot, name, colour), *value]
        foot, room = self.y(place) - 9, self.right - width(text, SIZE, is_bold=True) - 8
        shown = cut(name, room, SIZE)
        value = [pen.text(width(shown, SIZE) + 8, foot, text, colour, is_bold=True)] if text else []
        # Lines of the grid and of a level pass behind the name.
        wide = width(shown, SIZE) + (8 + width(text, SIZE, is_bold=True) if text else 0)
        ground = pen.rect(0, foot - SIZE + 1, wide + 3, SIZE + 3, "paper")
        return [ground, pen.text(0, foot, shown, colour), *value]


def is_beside(names: Sequence[tuple[str, str]], wide: float, panels: int = 1) -> bool:
    """Whether the names leave enough room for their marks beside them."""
    return _column(names) <= wide * (_MOST if panels == 1 else _MOST_OF_TWO)


def tall_rows(names: Sequence[tuple[str, str]], wide: float, head: float, foot: float, panels: int = 1) -> float:
    """The height that these rows need."""
    return head + foot + len(names) * (BESIDE if is_beside(names, wide, panels) else ABOVE)


def rows(
    names: Sequence[tuple[str, str]], wide: float, high: float, *, head: float, foot: float, panels: int = 1
) -> Rows:
    """Rows of this width and height, below a head and above a foot."""
    beside = is_beside(names, wide, panels)
    left = _column(names) if beside else 0.0
    step = (high - head - foot) / max(len(names), 1)
    # Six on each side: a dot or a figure of the axis may stand on the edge.
    return Rows(tuple(names), left + 6, wide - 10, head, step, beside)


def _column(names: Sequence[tuple[str, str]]) -> float:
    name = max((width(name, SIZE) for name, _ in names), default=0)
    text = max((width(text, SIZE, is_bold=True) for _, text in names), default=0)
    return name + (10 + text if text else 0) + _GAP


def classes(payer_classes: Sequence[str], palette: Palette) -> list[tuple[str, str]]:
    """Colour name and name of the payer classes among the rows; small classes share one."""
    there = [name for name in words.PAYER_CLASS if name in payer_classes]
    known = palette.look.payer_class
    hues = {palette.class_name(name): words.payer_class(name) if name in known else "Other" for name in there}
    return list(hues.items())


def key_lines(entries: Sequence[tuple[str, str]], wide: float, mark: float = 15) -> list[list[tuple[float, str, str]]]:
    """What hues stand for, in as many lines as it takes: place, colour name and words; a mark is so wide."""
    lines: list[list[tuple[float, str, str]]] = []
    x = wide + 1.0
    for colour, said in entries:
        if x + mark + width(said, SIZE) > wide:
            lines.append([])
            x = 0.0
        lines[-1].append((x, colour, said))
        x += mark + width(said, SIZE) + 14
    return lines


def key(entries: Sequence[tuple[str, str]], wide: float, pen: Pen, *, is_square: bool = False) -> list[str]:
    """The hues and their names, from the top."""
    drawn = []
    for line, placed in enumerate(key_lines(entries, wide)):
        foot = line * KEY + SIZE
        for x, colour, said in placed:
            mark = pen.rect(x, foot - 9, 9, 9, colour) if is_square else pen.dot(x + 5, foot - 4, 4.5, colour)
            drawn += [mark, pen.text(x + 15, foot, said, "muted")]
    return drawn


def key_height(entries: Sequence[tuple[str, str]], wide: float) -> float:
    return KEY * len(key_lines(entries, wide))


def level(value: float | None, said: str, scale: Scale, placed: Rows, wide: float, pen: Pen) -> list[str]:
    """A dashed line at one value over all rows, its name above, within the drawing."""
    if value is None:
        return []
    x, half = scale.at(value), width(said, SIZE) / 2
    middle = min(max(x, half), wide - half)
    line = pen.line([(x, placed.top), (x, placed.bottom)], "muted", dash=DASH)
    return [line, pen.text(middle, placed.top - 5, said, "muted", anchor="middle")]


def hue(payer_class: str, palette: Palette, *, is_grey: bool) -> str:
    """The name of a row's colour: its payer class's, the accent without a class, grey where the lines are few."""
    return "context" if is_grey else palette.class_name(payer_class)
