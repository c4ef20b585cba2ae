"""Blocks drawn into their places on a slide."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml.ns import qn
from pptx.util import Pt

from analytics.charts.colours import LIGHT
from analytics.report.model import Change, Kpi
from analytics.report.office import caption, plots
from analytics.report.pptx.charts import add_chart
from analytics.report.pptx.layout import (
    CAPTION,
    LEFT,
    NOTE,
    TEXT,
    TITLE,
    TOP,
    WIDE,
    Block,
    Picture,
    Sheet,
    Texts,
    head_height,
)
from analytics.report.pptx.tables import add_table
from analytics.report.pptx.text import Box, Said, bare, colour, height, say, size_that_fits, write

ROW, FRAME = 0.52, 1.1
"""Inches of a row of a chart, and of its axis and legend: few rows are not stretched over a whole slide."""


def draw(slide: Any, block: Block, box: Box) -> None:
    """One block in its place."""
    if isinstance(block, Texts):
        _texts(slide, block, box)
    elif isinstance(block, Picture):
        _picture(slide, block, box)
    else:
        _sheet(slide, block, box)


def _texts(slide: Any, texts: Texts, box: Box) -> None:
    said = [Said(sentence, TEXT, gap=0 if not at else 8) for at, sentence in enumerate(texts.sentences)]
    write(slide, box, said, name="Sentences")


def _head(slide: Any, title: str, under: str, box: Box) -> Box:
    """Title and caption on top; what is left below them."""
    tall = head_height(title, under, box.width)
    if not tall:
        return box
    said = [Said(title, TITLE, is_bold=True)] if title else []
    said += [Said(under, CAPTION, LIGHT.muted, gap=2 if title else 0)] if under else []
    write(slide, Box(box.left, box.top, box.width, tall), said, name="Heading")
    return Box(box.left, box.top + tall, box.width, box.height - tall)


def _picture(slide: Any, picture: Picture, box: Box) -> None:
    chart = picture.chart
    room = _head(slide, chart.title if picture.is_named else "", caption(chart), box)
    panels = plots(chart)
    for at, (plot, wide) in enumerate(zip(panels, _widths(len(panels)), strict=True)):
        tall = min(room.height, plot.rows * ROW + FRAME) if plot.rows else room.height
        left = room.left + room.width * sum(_widths(len(panels))[:at])
        name = f"{chart.title}: {plot.title}" if plot.title else chart.title
        place = Box(left, room.top, room.width * wide, tall)
        add_chart(slide, plot, place, name=name, alt=chart.alt, has_names=at == 0)


def _widths(panels: int) -> list[float]:
    """The first panel holds the names of the rows and is wider."""
    if panels == 1:
        return [1.0]
    rest = 0.62 / panels
    return [1 - rest * (panels - 1), *[rest] * (panels - 1)]


def _sheet(slide: Any, sheet: Sheet, box: Box) -> None:
    room = _head(slide, sheet.title if sheet.is_named else "", sheet.caption, box)
    add_table(slide, sheet.grid, room, name=sheet.title, alt=sheet.alt)
    if sheet.note:
        end = room.top + sum(sheet.grid.heights(room.width)) + 0.06
        write(
            slide, Box(room.left, end, room.width, box.bottom - end), [Said(sheet.note, NOTE, LIGHT.muted)], name="Note"
        )


ACROSS, DOWN = 4, 2
GAP, TALL = 0.22, 2.44
ARROWS = {"up": "▲", "down": "▼", "off": "–"}
TONES = {"better": "#00694e", "worse": LIGHT.lost, "grey": LIGHT.muted}
"""Never the only sign: the words say better and worse, too."""


def leaves(kpis: Sequence[Kpi]) -> list[Sequence[Kpi]]:
    """As many as a slide holds."""
    return [kpis[at : at + ACROSS * DOWN] for at in range(0, len(kpis), ACROSS * DOWN)]


def add_tiles(slide: Any, kpis: Sequence[Kpi]) -> None:
    """A grid of tiles, each one shape."""
    across = min(ACROSS, len(kpis)) if len(kpis) != 5 and len(kpis) != 6 else 3
    wide = (WIDE - GAP * (across - 1)) / across
    for at, kpi in enumerate(kpis):
        down, right = divmod(at, across)
        _tile(slide, kpi, Box(LEFT + right * (wide + GAP), TOP + down * (TALL + GAP), wide, TALL))


def _tile(slide: Any, kpi: Kpi, box: Box) -> None:
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *box.emu)
    shape.name = kpi.label[:100]
    # The theme's own style would add a shadow and white text.
    shape._element.remove(shape._element.find(qn("p:style")))
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour("#f7f8fb")
    shape.line.color.rgb, shape.line.width = colour(LIGHT.line), Pt(0.75)
    bare(shape.text_frame, 0.14)
    say(shape.text_frame, _said(kpi, box.width - 0.28))
    shape._element.nvSpPr.cNvPr.set("descr", f"{kpi.label}: {kpi.value}. {kpi.words}")


def _said(kpi: Kpi, room: float) -> list[Said]:
    label = size_that_fits(kpi.label, (13.0, 12.0, 11.0, 10.0), room, 0.4)
    value = size_that_fits(kpi.value, (32.0, 28.0, 24.0, 20.0, 16.0, 12.0), room, 0.58, is_bold=True)
    said = [Said(kpi.label, label, LIGHT.muted), Said(kpi.value, value, is_bold=True, gap=3)]
    small = [Said(kpi.certainty, 11, LIGHT.muted)] if kpi.certainty else []
    small += [_change(change, at) for at, change in enumerate(kpi.changes)]
    small += [Said(f"Target {kpi.target}", 11, LIGHT.accent, gap=5)] if kpi.target else []
    # What is left of the tile below label and value; long words of a user's own are set smaller.
    left = TALL - 0.28 - sum(height(one.text, one.size, room, is_bold=one.is_bold) for one in said) - 0.1
    size = next((size for size in (11, 10, 9, 8) if _tall(small, size, room) <= left), 8)
    return said + [replace(one, size=size) for one in small]


def _tall(said: Sequence[Said], size: float, room: float) -> float:
    return sum(height(one.text, size, room) + one.gap / 72 for one in said)


def _change(change: Change, at: int) -> Said:
    arrow = ARROWS.get(change.direction, ARROWS["off"])
    word = f", {change.tone}" if change.tone != "grey" else ""
    text = f"{arrow} vs {change.against}: {change.text}{word}"
    return Said(text, 11, TONES.get(change.tone, LIGHT.muted), gap=7 if not at else 3)
