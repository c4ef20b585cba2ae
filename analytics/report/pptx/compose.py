"""The deck of a report: title, figures, one topic after the other, what was restated, definitions."""

from dataclasses import replace
from io import BytesIO
from typing import Any

from PIL import UnidentifiedImageError
from pptx.util import Inches

from analytics import words
from analytics.charts.colours import LIGHT
from analytics.report.model import Note, Report, Section
from analytics.report.office import caption
from analytics.report.pptx.deck import Deck, packed
from analytics.report.pptx.draw import add_tiles, draw, leaves
from analytics.report.pptx.layout import BOTTOM, LEFT, TOP, WIDE, Block, Sheet, Texts, pages, sheet_height, split
from analytics.report.pptx.tables import of_notes, of_restated
from analytics.report.pptx.text import Box, Said, height, write


def compose(report: Report) -> Deck:
    """All slides of a report."""
    deck = Deck(title=named(report), footline=report.footline, made=report.as_of or report.month)
    _opening(deck, report)
    _figures(deck, report)
    bare = [section for section in report.sections if _is_bare(section)]
    for section in report.sections:
        if section not in bare:
            _section(deck, section, report.notes)
    if report.restated:
        note = "Each earlier report is kept as it was sent; this is what its numbers are now."
        sheet = Sheet(
            "", "", of_restated(report.restated), note, "What earlier reports said, what is true now, and why."
        )
        _sheet(deck, "What earlier reports said, and what is true now", "Restated", sheet, _words(report.notes))
    notes = (*(Note(section.title, " ".join(section.sentences)) for section in bare), *report.notes)
    if notes:
        sheet = Sheet("", "", of_notes(notes), "", "Definitions and what they mean.")
        _sheet(deck, "What the words mean, and what the numbers rest on", "Definitions", sheet, _words(report.notes))
    return deck


def _is_bare(section: Section) -> bool:
    """A sentence alone makes no slide; it stands with the notes."""
    return len(section.sentences) <= 1 and not section.charts and not section.tables_on_paper


def named(report: Report) -> str:
    """Title, month, and whether it is final."""
    month = words.month(report.month)
    title = report.title if month in report.title else f"{report.title}, {month}"
    return f"{title} (preliminary)" if report.preliminary else title


def _opening(deck: Deck, report: Report) -> None:
    state = "Preliminary: the month is not complete yet" if report.preliminary else "Final"
    slide = deck.slide(named(report), "", "\n".join((*report.headline, _words(report.notes))))
    if report.logo:
        _logo(slide, report.logo)
    basis = words.BASIS.get(report.basis, report.basis)
    write(slide, Box(LEFT, 1.72, WIDE, 0.3), [Said(f"{state} · {basis}", 13, LIGHT.muted)], name="State")
    room = 6.6 - 2.5
    size = next((size for size in (20, 18, 16, 14, 12, 10) if _tall(report.headline, size) <= room), 10)
    said = [Said(sentence, size, gap=14 if at else 0) for at, sentence in enumerate(report.headline)]
    write(slide, Box(LEFT, 2.5, WIDE, room), said, name="Headline")


def _logo(slide: Any, logo: bytes) -> None:
    """The practice's own mark, top right, within its room; a file that is no picture is left out."""
    try:
        picture = slide.shapes.add_picture(BytesIO(logo), 0, 0)
    except (UnidentifiedImageError, ValueError, OSError):
        return
    scale = min(Inches(2.2) / picture.width, Inches(0.5) / picture.height)
    picture.width, picture.height = int(picture.width * scale), int(picture.height * scale)
    picture.left, picture.top = Inches(LEFT + WIDE) - picture.width, Inches(0.12)
    picture._element.nvPicPr.cNvPr.set("descr", "Logo")


def _tall(sentences: tuple[str, ...], size: float) -> float:
    return sum(height(sentence, size, WIDE) + 0.2 for sentence in sentences)


def _figures(deck: Deck, report: Report) -> None:
    for kpis in leaves(report.kpis):
        meanings = "\n".join(f"{kpi.label}: {kpi.words}" for kpi in kpis)
        add_tiles(deck.slide(f"{words.month(report.month)} in figures", "Figures", meanings), kpis)


def _section(deck: Deck, section: Section, notes: tuple[Note, ...]) -> None:
    """The finding is the title; one too long for it stands in the text, below the topic's name.

    A further slide of one chart or table has that one's name for its title.
    """
    finding = section.sentences[0] if section.sentences else section.title
    fits = height(finding, 16, WIDE, is_bold=True) <= 0.92
    said = section.sentences[1:] if fits else section.sentences
    for at, page in enumerate(pages(section, said)):
        title = finding if fits else section.title
        named = [block for block, _ in page if not isinstance(block, Texts)]
        if at and len(page) == len(named) == 1 and _is_title(named[0].title):
            title = named[0].title
        topic = section.title if not at else f"{section.title} (continued)"
        shown = [f"{chart.title}. {caption(chart)}." for chart in section.charts]
        shown += [f"{table.title}. {table.note}" for table in section.tables_on_paper]
        slide = deck.slide(title, topic, "\n".join((*section.sentences, *shown, "", _words(notes))))
        for block, box in page:
            draw(slide, _unnamed(block, title), box)


def _is_title(text: str) -> bool:
    return bool(text) and height(text, 16, WIDE, is_bold=True) <= 0.92


def _unnamed(block: Block, title: str) -> Block:
    """What the slide's title says already is not said again."""
    if isinstance(block, Texts) or block.title.rstrip(".") != title.rstrip("."):
        return block
    return replace(block, is_named=False)


def _sheet(deck: Deck, title: str, topic: str, sheet: Sheet, notes: str) -> None:
    for at, part in enumerate(split(sheet, BOTTOM - TOP, BOTTOM - TOP)):
        slide = deck.slide(title, topic if not at else f"{topic} (continued)", notes)
        draw(slide, part, Box(LEFT, TOP, WIDE, sheet_height(part, WIDE)))


def _words(notes: tuple[Note, ...]) -> str:
    return "\n".join(f"{note.title}: {note.text}" for note in notes)


def pptx(report: Report) -> bytes:
    """A PowerPoint file, the same bytes for the same report."""
    return packed(compose(report).made, report.as_of or report.month)
