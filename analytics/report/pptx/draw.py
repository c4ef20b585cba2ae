"""Blocks drawn into their places on a slide."""

from typing import Any

from analytics.charts.colours import LIGHT
from analytics.report.office import caption, plots
from analytics.report.pptx.charts import add_chart
from analytics.report.pptx.layout import CAPTION, NOTE, TEXT, TITLE, Block, Picture, Sheet, Texts, head_height
from analytics.report.pptx.text import Box, Said, write
from analytics.report.slides.tables import add_table

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
