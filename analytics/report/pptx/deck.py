"""The deck: 16:9, the house's hues and one safe font, and what every slide carries."""

import re
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches

from analytics.charts.colours import LIGHT
from analytics.report.pptx.layout import LEFT, WIDE
from analytics.report.pptx.text import LANGUAGE, Box, Said, bare, height, pieces, say, size_that_fits, write
from analytics.report.text import printable

WIDTH, HEIGHT = 13.333, 7.5
FONT = "Arial"
TITLE_ONLY = 5
"""Place of the layout with nothing but a title in python-pptx's own template."""
_SIZES = (24.0, 22.0, 20.0, 18.0, 16.0)
_ACCENTS = (LIGHT.accent, LIGHT.context, LIGHT.lost, *list(LIGHT.payer_class.values())[:3])


class Deck:
    """A presentation that grows slide by slide; each has a title, a footline, its number and its notes."""

    def __init__(self, *, title: str, footline: str, made: date) -> None:
        self._made = Presentation()
        self._made.slide_width, self._made.slide_height = Inches(WIDTH), Inches(HEIGHT)
        self._layout = self._made.slide_layouts[TITLE_ONLY]
        self._footline = footline
        _clear(self._made)
        _theme(self._made)
        core, moment = self._made.core_properties, datetime(made.year, made.month, made.day)
        core.title, core.language = printable(title, 250), LANGUAGE
        core.author = core.last_modified_by = "reimburse"
        core.subject, core.comments, core.keywords = printable(footline, 250), "", "CPT 96372"
        core.created = core.modified = moment

    def slide(self, title: str, kicker: str, notes: str) -> Any:
        """A slide with its title in place; what it shows is drawn by the caller."""
        slide = self._made.slides.add_slide(self._layout)
        if kicker:
            write(
                slide,
                Box(LEFT, 0.36, WIDE, 0.26),
                [Said(printable(kicker, 120), 11, LIGHT.accent, is_bold=True)],
                name="Topic",
            )
        shape = slide.shapes.title
        shape.left, shape.top, shape.width, shape.height = Box(LEFT, 0.66, WIDE, 0.96).emu
        bare(shape.text_frame)
        size = size_that_fits(title, _SIZES, WIDE, 0.92, is_bold=True)
        # A name without end is cut at what two lines hold.
        fits = height(title, size, WIDE, is_bold=True) <= 0.92
        said = printable(title) if fits else pieces(title, size * 1.08, WIDE, 1.2)[0]
        say(shape.text_frame, [Said(said, size, is_bold=True)])
        self._foot(slide)
        slide.notes_slide.notes_text_frame.text = printable(f"{notes}\n\n{self._footline}".strip(), 12_000)
        return slide

    def _foot(self, slide: Any) -> None:
        size = size_that_fits(self._footline, (9.0, 8.0, 7.0), WIDE - 0.9, 0.36)
        said = pieces(self._footline, size, WIDE - 0.9, 0.4)[0] if self._footline else ""
        write(slide, Box(LEFT, 6.98, WIDE - 0.9, 0.36), [Said(said, size, LIGHT.muted)], name="Footline")
        number = write(slide, Box(LEFT + WIDE - 0.7, 6.98, 0.7, 0.25), [], name="Slide number")
        _number(number)

    @property
    def made(self) -> Any:
        """The presentation."""
        return self._made


def _number(shape: Any) -> None:
    """The slide's own number, as a field that follows when slides are moved."""
    shape._element.nvSpPr.nvPr.append(parse_xml(f'<p:ph {nsdecls("p")} type="sldNum" sz="quarter" idx="12"/>'))
    ink = f'<a:solidFill><a:srgbClr val="{LIGHT.muted[1:].upper()}"/></a:solidFill>'
    field = (
        f'<a:p {nsdecls("a")}><a:pPr algn="r"/><a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">'
        f'<a:rPr lang="{LANGUAGE}" sz="900">{ink}</a:rPr><a:t>‹#›</a:t></a:fld></a:p>'
    )
    shape.text_frame._txBody.append(parse_xml(field))


def _clear(made: Any) -> None:
    """The template's placeholders stand on a 4:3 page: stretched to this one, so that a new slide fits as well."""
    stretch = WIDTH / 10
    for sheet in (made.slide_master, *made.slide_layouts):
        for shape in sheet.shapes:
            if shape._element.spPr.find(qn("a:xfrm")) is not None:
                shape.left, shape.width = int(shape.left * stretch), int(shape.width * stretch)


def _theme(made: Any) -> None:
    """One font that every reader has, and the house's hues as the program's own."""
    part = next(rel.target_part for rel in made.slide_master.part.rels.values() if rel.reltype.endswith("/theme"))
    text = part.blob.decode()
    text = re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', rf"\g<1>{FONT}", text)
    for at, hue in enumerate(_ACCENTS, 1):
        text = re.sub(
            rf"(<a:accent{at}>).*?(</a:accent{at}>)",
            rf'\g<1><a:srgbClr val="{hue[1:].upper()}"/>\g<2>',
            text,
            flags=re.S,
        )
    part._blob = text.encode()


_CLOCK = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_OLDEST = 1980


def packed(made: Any, day: date) -> bytes:
    """The presentation as a file, its workbooks set to the day as well."""
    for part in made.part.package.iter_parts():
        if str(part.partname).endswith(".xlsx"):
            part._blob = still(part.blob, day)
    out = BytesIO()
    made.save(out)
    return still(out.getvalue(), day)


def still(archive: bytes, day: date) -> bytes:
    """A zip with every time in it set to one day."""
    out = BytesIO()
    moment = (max(day.year, _OLDEST), day.month, day.day, 0, 0, 0)
    with ZipFile(BytesIO(archive)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for member in old.infolist():
            info = ZipInfo(member.filename, moment)
            info.compress_type = ZIP_DEFLATED
            content = old.read(member)
            if member.filename.endswith("core.xml"):
                content = _CLOCK.sub(rb"\g<1>" + f"{day.isoformat()}T00:00:00Z".encode(), content)
            new.writestr(info, content)
    return out.getvalue()
