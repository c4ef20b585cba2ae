"""The few strokes that every drawing is made of."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from analytics import words
from analytics.charts.colours import Look, ink_on
from analytics.report.text import marked, width


@dataclass(frozen=True)
class Palette:
    """Colours of one look; `is_live` leaves them to the style sheet of the page (see `properties`)."""

    look: Look
    is_live: bool = False

    def colour(self, name: str) -> str:
        """A colour for a style: ink, muted, line, accent, context, lost, paper, scale-0 …, class-medicare …"""
        return f"var(--{name})" if self.is_live else named(self.look)[name]

    def on(self, name: str) -> str:
        """What is read best on a colour: black or white."""
        return f"var(--on-{name})" if self.is_live else ink_on(named(self.look)[name])

    def class_name(self, payer_class: str) -> str:
        """The name of the hue of a payer class; small classes share one, none has the accent."""
        if not payer_class:
            return "accent"
        return f"class-{payer_class if payer_class in self.look.payer_class else 'other'}"


def named(look: Look) -> dict[str, str]:
    """Every colour of a look by its name."""
    single = ("paper", "ink", "muted", "line", "accent", "context", "lost")
    return {
        **{name: getattr(look, name) for name in single},
        **{f"scale-{at}": colour for at, colour in enumerate(look.scale)},
        **{f"class-{name}": colour for name, colour in look.payer_class.items()},
    }


def properties(look: Look) -> str:
    """The same as custom properties of a style sheet, each with what is read best on it."""
    colours = named(look)
    return "".join(f"--{name}:{colour};--on-{name}:{ink_on(colour)};" for name, colour in colours.items())


SIZE = 12
"""Of all text, in units of the drawing: a face scales the whole."""
DASH, DOT = "5 3", "2 3"

Spot = tuple[float, float]


def at(number: float) -> str:
    """A coordinate, short and the same on every machine."""
    return f"{round(number, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class Pen:
    """Draws in the colours of a palette, which it is given by their names."""

    palette: Palette

    def text(
        self,
        x: float,
        y: float,
        said: str,
        colour: str = "ink",
        *,
        anchor: str = "start",
        is_bold: bool = False,
        turned: float = 0,
        size: float = SIZE,
        on: str = "",
    ) -> str:
        """One line of text, `y` its foot; `on` names the colour it stands on."""
        fill = self.palette.on(on) if on else self.palette.colour(colour)
        weight = ";font-weight:600" if is_bold else ""
        turn = f' transform="rotate({at(turned)} {at(x)} {at(y)})"' if turned else ""
        style = f"fill:{fill};font-size:{at(size)}px{weight}"
        return f'<text x="{at(x)}" y="{at(y)}" text-anchor="{anchor}" style="{style}"{turn}>{marked(said)}</text>'

    def on_paper(self, x: float, y: float, said: str, colour: str = "ink", *, anchor: str = "start") -> str:
        """Text on a piece of paper, where lines run behind it."""
        wide = width(said, SIZE, is_bold=True)
        left = x - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
        ground = self.rect(left - 2, y - SIZE + 1, wide + 4, SIZE + 3, "paper", opacity=0.88)
        return ground + self.text(x, y, said, colour, anchor=anchor, is_bold=True)

    def rect(self, x: float, y: float, wide: float, high: float, colour: str, *, opacity: float = 1) -> str:
        pale = f";opacity:{at(opacity)}" if opacity < 1 else ""
        style = f"fill:{self.palette.colour(colour)}{pale}"
        return f'<rect x="{at(x)}" y="{at(y)}" width="{at(wide)}" height="{at(high)}" style="{style}"/>'

    def frame(self, x: float, y: float, wide: float, high: float, colour: str) -> str:
        style = f"fill:none;stroke:{self.palette.colour(colour)};stroke-width:1"
        return f'<rect x="{at(x)}" y="{at(y)}" width="{at(wide)}" height="{at(high)}" style="{style}"/>'

    def line(
        self, spots: Sequence[Spot], colour: str, *, wide: float = 1, dash: str = "", opacity: float = 1, cap: str = ""
    ) -> str:
        """A line through some spots."""
        more = f";stroke-dasharray:{dash}" if dash else ""
        more += f";opacity:{at(opacity)}" if opacity < 1 else ""
        more += f";stroke-linecap:{cap}" if cap else ""
        return self._stroked("M" + "L".join(f"{at(x)} {at(y)}" for x, y in spots), colour, wide, more)

    def area(self, spots: Sequence[Spot], colour: str) -> str:
        path = "M" + "L".join(f"{at(x)} {at(y)}" for x, y in spots) + "Z"
        return f'<path d="{path}" style="fill:{self.palette.colour(colour)}"/>'

    def dot(self, x: float, y: float, radius: float, fill: str, stroke: str = "", *, wide: float = 0) -> str:
        edge = f";stroke:{self.palette.colour(stroke)};stroke-width:{at(wide)}" if stroke else ""
        style = f"fill:{self.palette.colour(fill)}{edge}"
        return f'<circle cx="{at(x)}" cy="{at(y)}" r="{at(radius)}" style="{style}"/>'

    def hatch(self, x: float, y: float, wide: float, high: float, *, gap: float = 7) -> str:
        """Slanted lines, cut at the edges by hand: a pattern would need an id, which a page may hold but once."""
        strokes = []
        for step in range(1, int((wide + high) / gap) + 1):
            reach = step * gap
            x1, y1 = (x, y + reach) if reach <= high else (x + reach - high, y + high)
            x2, y2 = (x + reach, y) if reach <= wide else (x + wide, y + reach - wide)
            if x1 < x + wide and y2 < y + high:
                strokes.append(f"M{at(x1)} {at(y1)}L{at(x2)} {at(y2)}")
        return self._stroked("".join(strokes), "line", 1.2, "") if strokes else ""

    def _stroked(self, path: str, colour: str, wide: float, more: str) -> str:
        style = f"fill:none;stroke:{self.palette.colour(colour)};stroke-width:{at(wide)}{more}"
        return f'<path d="{path}" style="{style}"/>'


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
