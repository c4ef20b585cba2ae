"""What stands on each sheet: the front, a topic each, what was restated, every number, the words."""

from dataclasses import fields

import polars as pl

from analytics import words
from analytics.charts.chart_data import behind
from analytics.charts.colours import LIGHT
from analytics.charts.model import Chart, Heat
from analytics.report.model import Figure, Report, Section, Table
from analytics.report.office import caption, plots
from analytics.report.xlsx.charts import Data, add_plot
from analytics.report.xlsx.workbook import Book, Page, add_heat, add_table, heading, plain

ACROSS = 8
"""Columns that a sentence runs over."""


def front(book: Book, report: Report) -> None:
    """Title, state, headline and figures."""
    page = book.sheet("Report")
    heading(page, 0, report.title, size=18)
    state = "preliminary" if report.preliminary else "final"
    basis = words.BASIS.get(report.basis, report.basis)
    page.text(1, 0, f"{words.month(report.month)} · {state} · {basis}", font_color=LIGHT.muted)
    row = 3
    for sentence in report.headline:
        row = _sentence(page, row, sentence, across=5, line=170)
    if report.kpis:
        heads = [(label, "text") for label in ("Figure", "Value", "How sure", "Change", "Target", "What it counts")]
        rows = [
            (
                kpi.label,
                kpi.value,
                kpi.certainty,
                "\n".join(
                    f"vs {one.against}: {one.text}{'' if one.tone == 'grey' else ', ' + one.tone}"
                    for one in kpi.changes
                ),
                kpi.target,
                kpi.words,
            )
            for kpi in report.kpis
        ]
        row = add_table(page, row + 1, plain("kpis", "Figures", heads, rows)) + 1
    page.text(row, 0, report.footline, font_color=LIGHT.muted, font_size=9)
    for column, wide in enumerate((30, 14, 26, 40, 12, 70)):
        page.wide(column, wide)
    page.done()


def topic(book: Book, data: Data, section: Section) -> None:
    """One section: what it finds, its tables, its charts beside the rows behind them."""
    page = book.sheet(section.title)
    heading(page, 0, section.title, size=14)
    row = 1
    for sentence in section.sentences:
        row = _sentence(page, row, sentence)
    # Only a sheet of one table keeps its head in sight: above another table it would name the wrong columns.
    is_one = len(section.tables) == 1 and not section.charts and row < MOST_FROZEN
    page.made.freeze_panes(row + 3 if is_one else 1, 0)
    page.made.repeat_rows(row + 2 if is_one else 0)
    for table in section.tables:
        heading(page, row + 1, table.title)
        row = add_table(page, row + 2, table)
        if table.note:
            page.text(row, 0, table.note, font_color=LIGHT.muted, font_size=9)
            row += 1
    for chart in section.charts:
        row = _chart(page, data, row + 1, chart)
    page.done()


def _chart(page: Page, data: Data, row: int, chart: Chart) -> int:
    heading(page, row, chart.title)
    page.text(row + 1, 0, caption(chart), font_color=LIGHT.muted, font_size=9)
    if isinstance(chart.marks, Heat):
        return add_heat(page, row + 2, chart.marks) + 1
    top = row + 2
    table = _behind(chart)
    end = add_table(page, top, table) if table.rows else top
    for plot in plots(chart):
        top = add_plot(page, data, top, len(table.columns) + 1, plot, chart.alt)
    return max(end, top) + 1


def _behind(chart: Chart) -> Table:
    """What is drawn, row by row; what a pointer would say is left out."""
    frame = behind(chart).drop("In words", strict=False)
    said = [name for name in frame.columns if frame[name].null_count() < frame.height and set(frame[name]) != {""}]
    frame = frame.select(said)
    kinds = {pl.Date: "month", pl.String: "text"}
    heads = [
        (name, "cents" if name == "Dollars" else kinds.get(type(dtype), "tenth" if "%" in name else "number"))
        for name, dtype in frame.schema.items()
    ]
    # Dollars of a waterfall are shown as money, which a table keeps in cents.
    shown = frame.with_columns(pl.col(name) * 100 for name, kind in heads if kind == "cents")
    return plain("behind", chart.title, heads, shown.rows())


def restated(book: Book, report: Report) -> None:
    """What was said, what is said now, and why."""
    heads = [(label, "text") for label in ("Number", "Month", "Said then", "Now", "Why")]
    heads += [("Then, as a number", "number"), ("Now, as a number", "number")]
    rows = [(one.label, one.month, one.was, one.now, one.why, one.was_value, one.now_value) for one in report.restated]
    _list(book, "Restated", "What earlier reports said, and what is true now", plain("restated", "", heads, rows))


LABELS = {"low": "From", "high": "To", "n": "n", "key": "Group"}


def numbers(book: Book, report: Report) -> None:
    """Every number of the report, a row each, as in the CSV."""
    names = [field.name for field in fields(Figure)]
    kinds = {
        "value": "number",
        "numerator": "number",
        "denominator": "number",
        "n": "count",
        "low": "number",
        "high": "number",
    }
    heads = [(LABELS.get(name, name.capitalize()), kinds.get(name, "text")) for name in names]
    rows = [tuple(getattr(figure, name) for name in names) for figure in report.figures]
    _list(book, "Numbers", "Every number: cents are whole, rates from 0 to 1", plain("numbers", "", heads, rows))


def definitions(book: Book, report: Report) -> None:
    """Words and what they mean here."""
    rows = [(note.title, note.text) for note in report.notes]
    heads = [("Word", "text"), ("What it means here", "text")]
    _list(
        book,
        "Definitions",
        "What the words mean, and what the numbers rest on",
        plain("notes", "", heads, rows),
        wide=100,
    )


def _list(book: Book, name: str, title: str, table: Table, *, wide: int = 0) -> None:
    """A sheet of one table, its head always in sight."""
    page = book.sheet(name)
    heading(page, 0, title, size=14)
    add_table(page, 2, table)
    page.made.freeze_panes(3, 1)
    page.made.repeat_rows(2)
    if wide:
        page.wide(1, wide)
    page.done()


MOST_FROZEN = 8
"""More lines above a table are not kept in sight: they would fill a small screen."""


def _sentence(page: Page, row: int, sentence: str, across: int = ACROSS, line: int = 110) -> int:
    """A sentence over several columns, as high as it needs."""
    style = page.book.format(text_wrap=True, valign="top", font_size=11)
    page.made.merge_range(row, 0, row, across, "", style)
    page.text(row, 0, sentence, text_wrap=True, valign="top", font_size=11)
    page.made.set_row(row, 15 * min(25, 1 + len(sentence) // line))
    return row + 1


def xlsx(report: Report) -> bytes:
    """An Excel file, the same bytes for the same report."""
    title = f"{report.title}, {words.month(report.month)}"
    book = Book(title=title, footline=report.footline, made=report.as_of or report.month)
    front(book, report)
    data = Data(book)
    for section in report.sections:
        topic(book, data, section)
    if report.restated:
        restated(book, report)
    if report.figures:
        numbers(book, report)
    if report.notes:
        definitions(book, report)
    data.write()
    return book.packed()
