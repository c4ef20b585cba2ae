"""The few strokes that every drawing is made of."""

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.report.font import width
from analytics.report.svg.palette import Palette
from analytics.report.text import marked

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
