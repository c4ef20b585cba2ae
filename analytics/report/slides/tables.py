"""Native tables on slides: a quiet head, thin rules between the rows, numbers to the right."""

from collections.abc import Sequence
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches

from analytics.charts.colours import LIGHT
from analytics.report.pptx.tables import PAD, Entry, Grid
from analytics.report.pptx.text import Box, Said, written
from analytics.report.printable import printable

HEAD = LIGHT.scale[0]
_NO_RULES = "".join(f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR", "lnT"))
_RULE = f'<a:lnB w="6350"><a:solidFill><a:srgbClr val="{LIGHT.line[1:].upper()}"/></a:solidFill></a:lnB>'


def add_table(slide: Any, grid: Grid, box: Box, *, name: str, alt: str) -> None:
    """The grid at the top of the box, as wide as it and as high as its rows."""
    heights = grid.heights(box.width)
    place = Box(box.left, box.top, box.width, sum(heights))
    frame = slide.shapes.add_table(1, 1, *place.emu)
    frame.name = printable(name, 120)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", printable(alt))
    old = frame.table._tbl
    old.getparent().replace(old, parse_xml(_table(grid, box.width, heights)))


def _table(grid: Grid, room: float, heights: Sequence[float]) -> str:
    """Without a style of its own: every fill and rule is set here, and looks the same in every program."""
    columns = "".join(f'<a:gridCol w="{Inches(wide)}"/>' for wide in grid.columns(room))
    rows = "".join(
        _row(entries, tall, grid.size, is_head=entries is grid.head)
        for entries, tall in zip((grid.head, *grid.rows), heights, strict=True)
    )
    return f'<a:tbl {nsdecls("a")}><a:tblPr firstRow="1"/><a:tblGrid>{columns}</a:tblGrid>{rows}</a:tbl>'


def _row(entries: Sequence[Entry], tall: float, size: float, *, is_head: bool) -> str:
    cells = "".join(_cell(entry, size, is_head=is_head) for entry in entries)
    return f'<a:tr h="{Inches(tall)}">{cells}</a:tr>'


def _cell(entry: Entry, size: float, *, is_head: bool) -> str:
    said = written(Said(entry.text, size, entry.ink, entry.is_bold), is_right=entry.is_right)
    side, top = Inches(PAD), Inches(PAD * 0.6)
    fill = entry.fill or (HEAD if is_head else "")
    ground = f'<a:solidFill><a:srgbClr val="{fill[1:].upper()}"/></a:solidFill>' if fill else "<a:noFill/>"
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{said}</a:txBody>"
        f'<a:tcPr marL="{side}" marR="{side}" marT="{top}" marB="{top}" anchor="{"b" if is_head else "ctr"}">'
        f"{_NO_RULES}{_RULE}{ground}</a:tcPr></a:tc>"
    )
