"""What stands where: a section over as many slides as it needs, with nothing clipped and nothing overlapping."""

from dataclasses import dataclass

from analytics.charts.model import Chart, Heat
from analytics.report.model import Section, Table
from analytics.report.office import caption, plots
from analytics.report.pptx.tables import Grid, of_heat, of_sentences, of_table
from analytics.report.pptx.text import Box, height

LEFT, WIDE = 0.55, 12.23
TOP, BOTTOM = 1.72, 6.86
GAP = 0.35
HALF = (WIDE - GAP) / 2
TITLE, CAPTION, NOTE, TEXT = 12.0, 10.0, 10.0, 14.0
"""Sizes in points."""


@dataclass(frozen=True)
class Picture:
    """A native chart with its finding, unless the slide's title says it, and what is drawn."""

    chart: Chart
    is_named: bool = True

    @property
    def title(self) -> str:
        return self.chart.title


@dataclass(frozen=True)
class Sheet:
    """A table or heat map with its title, and a note below its last rows."""

    title: str
    caption: str
    grid: Grid
    note: str
    alt: str
    is_named: bool = True


@dataclass(frozen=True)
class Texts:
    """Sentences below each other."""

    sentences: tuple[str, ...]


Block = Picture | Sheet | Texts
Placed = tuple[Block, Box]
Page = tuple[Placed, ...]


def pages(section: Section, said: tuple[str, ...]) -> list[Page]:
    """The slides of a section: its first chart beside what is said of it, then its other charts, then its tables."""
    blocks = [_block(chart) for chart in section.charts if not _is_empty(chart)]
    pictures = [block for block in blocks if isinstance(block, Picture)]
    sheets = [block for block in blocks if isinstance(block, Sheet)] + [
        _sheet(table) for table in section.tables_on_paper
    ]
    text = Texts(said) if said else None
    if text and _tall(text, NARROW) > BOTTOM - TOP:
        sheets, text = [Sheet("", "", of_sentences(said), "", "What the numbers say."), *sheets], None
    first: list[Page] = []
    if pictures and text:
        first, pictures, sheets = [_beside(pictures[0], text, sheets)], pictures[1:], _after(text, sheets)
    elif len(pictures) == 1 and (fitting := _fitting(sheets, BOTTOM - TOP)):
        first, pictures = [((pictures[0], _left()), (fitting, _right()))], []
        sheets = [sheet for sheet in sheets if sheet is not fitting]
    top = TOP
    opening: Page = ()
    if text and not first:
        room = min(_tall(text, WIDE), BOTTOM - TOP)
        opening, top = ((text, Box(LEFT, TOP, WIDE, room)),), TOP + room + GAP / 2
    rest = _pairs(pictures)
    return [*first, *rest, *_tables(sheets, opening, top)] or [()]


def _is_empty(chart: Chart) -> bool:
    return not chart.marks.rows if isinstance(chart.marks, Heat) else not plots(chart)


def _block(chart: Chart) -> Picture | Sheet:
    if isinstance(chart.marks, Heat):
        return Sheet(chart.title, caption(chart), of_heat(chart.marks), "", chart.alt)
    return Picture(chart)


def _sheet(table: Table) -> Sheet:
    labels = ", ".join(column.label for column in table.columns)
    return Sheet(
        table.title, "", of_table(table), table.note, f"{table.title}. Table with {len(table.rows)} rows: {labels}."
    )


def _left() -> Box:
    return Box(LEFT, TOP, HALF, BOTTOM - TOP)


def _right() -> Box:
    return Box(LEFT + HALF + GAP, TOP, HALF, BOTTOM - TOP)


NARROW = 3.9
"""Width of sentences beside a chart."""


def _beside(picture: Picture, text: Texts, sheets: list[Sheet]) -> Page:
    """A chart, its sentences to the right, and below them a table if one fits."""
    sheet = _below(text, sheets)
    wide = HALF if sheet else NARROW
    chart = Box(LEFT, TOP, WIDE - wide - GAP, BOTTOM - TOP)
    tall = min(_tall(text, wide), BOTTOM - TOP)
    said = Box(LEFT + WIDE - wide, TOP, wide, tall)
    if not sheet:
        return ((picture, chart), (text, said))
    below = Box(said.left, said.bottom + GAP, wide, BOTTOM - said.bottom - GAP)
    return ((picture, chart), (text, said), (sheet, below))


def _below(text: Texts, sheets: list[Sheet]) -> Sheet | None:
    return _fitting(sheets, BOTTOM - TOP - _tall(text, HALF) - GAP)


def _after(text: Texts, sheets: list[Sheet]) -> list[Sheet]:
    taken = _below(text, sheets)
    return [sheet for sheet in sheets if sheet is not taken]


def _fitting(sheets: list[Sheet], room: float) -> Sheet | None:
    """The first table that reads well within half a slide."""
    return next((sheet for sheet in sheets if sheet.grid.least <= HALF and sheet_height(sheet, HALF) <= room), None)


def _pairs(pictures: list[Picture]) -> list[Page]:
    found: list[Page] = []
    for at in range(0, len(pictures), 2):
        pair = pictures[at : at + 2]
        places = [_left(), _right()] if len(pair) == 2 else [Box(LEFT, TOP, WIDE, BOTTOM - TOP)]
        found.append(tuple(zip(pair, places, strict=True)))
    return found


def _tables(sheets: list[Sheet], opening: Page, top: float) -> list[Page]:
    """Tables below each other, over as many slides as their rows need."""
    done: list[Page] = []
    page, at = opening, top
    for sheet in sheets:
        tall = sheet_height(sheet, WIDE)
        # A table that fits on a slide of its own is not cut.
        if page and at + (tall if tall <= BOTTOM - TOP else min(tall, 2.0)) > BOTTOM:
            done.append(page)
            page, at = (), TOP
        for part in split(sheet, BOTTOM - at, BOTTOM - TOP):
            tall = sheet_height(part, WIDE)
            if page and at + tall > BOTTOM + 0.01:
                done.append(page)
                page, at = (), TOP
            page = (*page, (part, Box(LEFT, at, WIDE, tall)))
            at += tall + GAP
    return [*done, page] if page else done


def split(sheet: Sheet, first: float, most: float) -> list[Sheet]:
    """The sheet in parts that fit; a part that goes on says so, and the note stands below the last."""
    extra = _head(sheet, WIDE) + _foot(sheet.note, WIDE)
    grids = [grid for grid in sheet.grid.split(WIDE, first - extra, most - extra) if grid.rows] or [sheet.grid]
    return [
        Sheet(
            f"{sheet.title} (continued)" if at and sheet.title else sheet.title,
            sheet.caption,
            grid,
            sheet.note if at == len(grids) - 1 else "",
            sheet.alt,
        )
        for at, grid in enumerate(grids)
    ]


def sheet_height(sheet: Sheet, wide: float) -> float:
    """Inches of a table with its title, caption and note."""
    return _head(sheet, wide) + sum(sheet.grid.heights(wide)) + _foot(sheet.note, wide)


def _head(sheet: Sheet, wide: float) -> float:
    return head_height(sheet.title, sheet.caption, wide)


def head_height(title: str, under: str, wide: float) -> float:
    """Inches of a title and what is said below it."""
    tall = height(title, TITLE, wide, is_bold=True) if title else 0.0
    tall += height(under, CAPTION, wide) + 0.03 if under else 0.0
    return tall + 0.1 if tall else 0.0


def _foot(note: str, wide: float) -> float:
    return height(note, NOTE, wide) + 0.1 if note else 0.0


def _tall(text: Texts, wide: float) -> float:
    return sum(height(sentence, TEXT, wide) + 0.12 for sentence in text.sentences)
