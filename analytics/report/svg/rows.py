"""What drawings of rows share: the name beside its mark or above it, a line of what hues stand for, a level."""

from collections.abc import Sequence
from dataclasses import dataclass

from analytics import words
from analytics.charts.model import Bar, Bars, Dots, Stack, Stacks, Step, Strips, Waterfall
from analytics.report.svg.canvas import DASH, SIZE, Palette, Pen, Scale, across
from analytics.report.text import cut, width

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


_HEAD = 22
_BAR_GAP = 18


def tall_bars(bars: Bars, wide: float, pen: Pen) -> float:
    return tall_rows(_names(bars), wide, _HEAD, 2, len(bars.measures))


def draw_bars(bars: Bars, wide: float, high: float, pen: Pen) -> list[str]:
    placed = rows(_names(bars), wide, high, head=_HEAD, foot=2, panels=len(bars.measures))
    many = len(bars.measures)
    # Below its name a bar begins where the name does.
    left = placed.left if placed.is_beside else 0.0
    each = (placed.right + 10 - left - _BAR_GAP * (many - 1)) / many
    drawn = [one for place, row in enumerate(bars.rows) for one in placed.label(place, pen, _ink(row))]
    for panel, measure in enumerate(bars.measures):
        start = left + panel * (each + _BAR_GAP)
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


def tall_dots(dots: Dots, wide: float, pen: Pen) -> float:
    return tall_rows(_dot_names(dots), wide, _head(dots, wide, pen), FOOT)


def draw_dots(dots: Dots, wide: float, high: float, pen: Pen) -> list[str]:
    placed = rows(_dot_names(dots), wide, high, head=_head(dots, wide, pen), foot=FOOT)
    most = max([row.high for row in dots.rows] + [dots.level or 0.1])
    scale = Scale(0, min(1.06, most * 1.1) or 0.1, placed.left, placed.right)
    drawn = [
        *key(classes([row.payer_class for row in dots.rows], pen.palette), wide, pen),
        *across(scale, "rate", placed.top, placed.bottom, pen),
        *level(dots.level, dots.level_label, scale, placed, wide, pen),
    ]
    for place, row in enumerate(dots.rows):
        y, colour = placed.y(place), hue(row.payer_class, pen.palette, is_grey=row.is_grey)
        drawn += placed.label(place, pen)
        drawn.append(pen.line([(scale.at(row.low), y), (scale.at(row.high), y)], colour, wide=3, opacity=0.45))
        drawn.append(pen.dot(scale.at(row.value), y, 5, colour))
    return drawn


def _dot_names(dots: Dots) -> list[tuple[str, str]]:
    return [(row.label, row.text) for row in dots.rows]


def _head(dots: Dots, wide: float, pen: Pen) -> float:
    hues = classes([row.payer_class for row in dots.rows], pen.palette)
    return key_height(hues, wide) + (KEY if dots.level is not None else 4)


def tall_strips(strips: Strips, wide: float, pen: Pen) -> float:
    return tall_rows(_strip_names(strips), wide, _strip_head(strips, wide, pen), FOOT)


def draw_strips(strips: Strips, wide: float, high: float, pen: Pen) -> list[str]:
    placed = rows(_strip_names(strips), wide, high, head=_strip_head(strips, wide, pen), foot=FOOT)
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


def _strip_names(strips: Strips) -> list[tuple[str, str]]:
    return [(row.label, row.text) for row in strips.rows]


def _strip_head(strips: Strips, wide: float, pen: Pen) -> float:
    hues = classes([row.payer_class for row in strips.rows], pen.palette)
    return key_height(hues, wide) + (KEY if strips.level is not None else 4)


_PALE = 0.35
"""Where cases are few."""
_TONES = {"calm": "scale-2", "lost": "lost", "accent": "accent", "dark": "ink"}


def tall_stacks(stacks: Stacks, wide: float, pen: Pen) -> float:
    return tall_rows(_stack_names(stacks), wide, _stack_head(stacks, wide), FOOT)


def draw_stacks(stacks: Stacks, wide: float, high: float, pen: Pen) -> list[str]:
    placed = rows(_stack_names(stacks), wide, high, head=_stack_head(stacks, wide), foot=FOOT)
    scale = Scale(0, 1, placed.left, placed.right - 8)
    drawn = [
        *key(_key(stacks), wide, pen, is_square=True),
        *across(scale, "rate", placed.top, placed.bottom, pen),
    ]
    for place, row in enumerate(stacks.rows):
        drawn += [*placed.label(place, pen), *_bar(row, place, stacks, placed, scale, pen)]
    return drawn


def _bar(row: Stack, place: int, stacks: Stacks, placed: Rows, scale: Scale, pen: Pen) -> list[str]:
    thick, begun, drawn = placed.thick + 2, 0.0, []
    top = placed.y(place) - thick / 2
    for share, text, tone in zip(row.shares, row.texts, stacks.tones, strict=True):
        colour = _TONES[tone]
        x, across_ = scale.at(begun), scale.at(begun + share) - scale.at(begun)
        drawn.append(pen.rect(x, top, across_, thick, colour, opacity=_PALE if row.is_grey else 1))
        if width(text, SIZE) + 4 <= across_:
            # So pale a ground carries the ink of the paper.
            on = "" if row.is_grey else colour
            drawn.append(pen.text(x + across_ / 2, placed.y(place) + 4, text, anchor="middle", on=on))
        begun += share
    return drawn


def _stack_names(stacks: Stacks) -> list[tuple[str, str]]:
    return [(row.label, "") for row in stacks.rows]


def _key(stacks: Stacks) -> list[tuple[str, str]]:
    return [(_TONES[tone], part) for tone, part in zip(stacks.tones, stacks.parts, strict=True)]


def _stack_head(stacks: Stacks, wide: float) -> float:
    return key_height(_key(stacks), wide) + 4


def tall_waterfall(waterfall: Waterfall, wide: float, pen: Pen) -> float:
    return tall_rows(_step_names(waterfall), wide, 4, FOOT)


def draw_waterfall(waterfall: Waterfall, wide: float, high: float, pen: Pen) -> list[str]:
    steps = waterfall.steps
    placed = rows(_step_names(waterfall), wide, high, head=4, foot=FOOT)
    begun = waterfall.starts
    ended = [start + step.cents for start, step in zip(begun, steps, strict=True)]
    scale = Scale(min(0, *begun, *ended) * 1.04, max(1, *begun, *ended) * 1.04, placed.left, placed.right)
    drawn = across(scale, waterfall.unit, placed.top, placed.bottom, pen)
    thick = placed.thick
    for place, step in enumerate(steps):
        low, high_ = sorted((scale.at(begun[place]), scale.at(ended[place])))
        top = placed.y(place) - thick / 2
        drawn += placed.label(place, pen)
        # A change of a few cents must still be seen.
        drawn.append(pen.rect(low, top, max(high_ - low, 1.5), thick, _tone(waterfall, step)))
        if place + 1 < len(steps):
            x = scale.at(ended[place])
            drawn.append(pen.line([(x, top + thick), (x, placed.y(place + 1) - thick / 2)], "context"))
    return drawn


def _step_names(waterfall: Waterfall) -> list[tuple[str, str]]:
    return [(step.label, step.text) for step in waterfall.steps]


def _tone(waterfall: Waterfall, step: Step) -> str:
    if step.is_total:
        return "accent"
    return "lost" if waterfall.is_loss(step) else "context"
