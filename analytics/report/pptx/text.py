"""Places on a slide in inches, and text set into them."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches

from analytics.charts.colours import LIGHT
from analytics.report.printable import printable

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
