"""Places on a slide in inches, and text set into them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches

from analytics.charts.colours import LIGHT
from analytics.report.text import printable

LANGUAGE = "en-US"
# Typed as anything: python-pptx leaves it without types.
_Colour: Any = RGBColor


@dataclass(frozen=True)
class Box:
    """Left, top, width and height in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def emu(self) -> tuple[int, int, int, int]:
        """As PowerPoint counts."""
        return Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height)


@dataclass(frozen=True)
class Said:
    """A paragraph: its text, size in points, ink and weight; `gap` is the room before it in points."""

    text: str
    size: float
    ink: str = LIGHT.ink
    is_bold: bool = False
    gap: float = 0


def colour(ink: str) -> Any:
    """A hex colour as PowerPoint's."""
    return _Colour(*bytes.fromhex(ink[1:]))


def say(frame: Any, paragraphs: Sequence[Said], *, is_right: bool = False) -> None:
    """The paragraphs into a text frame, wrapped and never shrunk by the program."""
    frame.word_wrap = True
    body = frame._txBody
    for old in body.findall(qn("a:p")):
        body.remove(old)
    for paragraph in parse_xml(
        f"<a:p {nsdecls('a')}>{''.join(written(one, is_right=is_right) for one in paragraphs)}</a:p>"
    ):
        body.append(paragraph)


def written(said: Said, *, is_right: bool) -> str:
    """A paragraph as DrawingML: text by text through python-pptx takes ten times as long."""
    gap = f'<a:spcBef><a:spcPts val="{round(said.gap * 100)}"/></a:spcBef>' if said.gap else ""
    text = escape(" ".join(printable(said.text).split("\n")))
    ink = f'<a:solidFill><a:srgbClr val="{said.ink[1:].upper()}"/></a:solidFill>'
    look = f'lang="{LANGUAGE}" sz="{round(said.size * 100)}" b="{int(said.is_bold)}"'
    # An empty cell without a size of its own would be as high as a line of 18 points.
    run = f"<a:r><a:rPr {look}>{ink}</a:rPr><a:t>{text}</a:t></a:r>" if text else f"<a:endParaRPr {look}/>"
    return f'<a:p><a:pPr algn="{"r" if is_right else "l"}">{gap}</a:pPr>{run}</a:p>'


def write(slide: Any, box: Box, paragraphs: Sequence[Said], *, name: str, is_right: bool = False) -> Any:
    """A text box without margins."""
    shape = slide.shapes.add_textbox(*box.emu)
    shape.name = name
    bare(shape.text_frame)
    say(shape.text_frame, paragraphs, is_right=is_right)
    return shape


def bare(frame: Any, margin: float = 0.0) -> None:
    """Margins in inches on all sides, text from the top."""
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Inches(margin)
    frame.vertical_anchor = MSO_ANCHOR.TOP


LEADING = 1.2
"""Height of a line, in sizes of the font."""

_WIDTHS = {
    **dict.fromkeys("ijl'|", 0.24),
    **dict.fromkeys(" .,:;!/\\ftI[]()-r·", 0.34),
    **dict.fromkeys("mM%@—", 0.92),
    **dict.fromkeys("wW", 0.96),
    **dict.fromkeys("ABCDEFGHKLNOPQRSTUVXYZ&", 0.75),
}
_LOWER, _OTHER, _WIDE = 0.58, 0.65, 1.1


def width(text: str, size: float, *, is_bold: bool = False) -> float:
    """Inches of one line of text at a size in points."""
    return _ems(text) * size / 72 * (1.07 if is_bold else 1)


@lru_cache(maxsize=4096)
def _ems(text: str) -> float:
    """In sizes of the font; the same words stand in many places of a report."""
    return sum(_WIDTHS.get(sign, _LOWER if sign < "\x7f" else _OTHER if sign < "\u2e80" else _WIDE) for sign in text)


def wrapped(text: str, size: float, room: float, *, is_bold: bool = False) -> list[str]:
    """The lines that a text breaks into within `room` inches; a word longer than a line is broken."""
    lines: list[str] = []
    space = width(" ", size, is_bold=is_bold)
    for paragraph in text.split("\n"):
        line: list[str] = []
        used = 0.0
        for word in _words(paragraph, size, room, is_bold=is_bold):
            wide = width(word, size, is_bold=is_bold)
            if line and used + space + wide > room:
                lines.append(" ".join(line))
                line, used = [], 0.0
            used += wide + (space if line else 0.0)
            line.append(word)
        lines.append(" ".join(line))
    return lines


def _words(paragraph: str, size: float, room: float, *, is_bold: bool) -> list[str]:
    found: list[str] = []
    for word in paragraph.split(" "):
        wide = width(word, size, is_bold=is_bold)
        if wide <= room:
            found.append(word)
            continue
        fits = max(1, int(len(word) * room / wide * 0.9))
        found += [word[at : at + fits] for at in range(0, len(word), fits)]
    return found


def height(text: str, size: float, room: float, *, is_bold: bool = False) -> float:
    """Inches that a text takes within `room` inches."""
    return len(wrapped(text, size, room, is_bold=is_bold)) * size * LEADING / 72


def pieces(text: str, size: float, room: float, most: float) -> list[str]:
    """A text cut into parts that are at most `most` inches high."""
    lines = wrapped(printable(text), size, room)
    fit = max(1, int(most / (size * LEADING / 72)))
    return [" ".join(lines[at : at + fit]) for at in range(0, len(lines), fit)]


def size_that_fits(text: str, sizes: tuple[float, ...], room: float, most: float, *, is_bold: bool = False) -> float:
    """The largest of the sizes at which a text keeps within `most` inches; the smallest if none does."""
    return next((size for size in sizes if height(text, size, room, is_bold=is_bold) <= most), sizes[-1])
