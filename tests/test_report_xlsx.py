"""The report's workbook: Excel's own tables and charts, the report's own numbers, and nothing that runs."""

import re
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import fastexcel
import pytest
from report_odd import HOSTILE, empty, hostile
from report_sample import sample

from analytics.charts.model import Heat
from analytics.report.model import Column, Entry, Report, Section, Table
from analytics.report.office import plots
from analytics.report.xlsx.topics import xlsx

Cells = list[list[object]]


def cells(content: bytes, sheet: str) -> Cells:
    """The sheet as it is read back, row by row."""
    book = fastexcel.read_excel(content)
    frame = book.load_sheet(sheet, header_row=None, dtypes="string").to_polars()
    return [list(row) for row in frame.rows()]


def names(content: bytes) -> list[str]:
    return fastexcel.read_excel(content).sheet_names


def parts(content: bytes, pattern: str) -> list[str]:
    with ZipFile(BytesIO(content)) as archive:
        return [archive.read(name).decode() for name in archive.namelist() if re.fullmatch(pattern, name)]


def with_table(*rows: tuple[Entry, ...], columns: tuple[Column, ...], title: str = "One topic") -> Report:
    table = Table("one", "A table", columns, rows)
    return replace(sample(), sections=(Section("one", title, ("It is so.",), (), (table,)),))


def test_a_sheet_per_topic() -> None:
    report = sample()
    topics = [section.title[:31].rstrip() for section in report.sections]
    assert names(xlsx(report)) == ["Report", *topics, "Restated", "Numbers", "Definitions", "Chart data"]


def test_the_front_says_headline_figures_and_footline() -> None:
    report = sample()
    text = {str(cell) for row in cells(xlsx(report), "Report") for cell in row}
    assert {
        *report.headline,
        report.footline,
        *(kpi.value for kpi in report.kpis),
        *(kpi.words for kpi in report.kpis),
    } <= text
    assert "Oct 2026 · preliminary · Month of first answer" in text


def test_tables_hold_the_numbers_as_numbers() -> None:
    report = sample()
    for section in report.sections:
        for table in section.tables:
            frame = fastexcel.read_excel(xlsx(report)).load_table(name_of(report, table)).to_polars()
            body = table.rows[:-1] if table.total else table.rows
            for at, column in enumerate(table.columns):
                read = frame.to_series(at).to_list()
                said = [stored(row[at], column.kind) for row in body]
                assert read == (said if column.kind in ("day", "month") else pytest.approx(said)), column.name


def name_of(report: Report, table: Table) -> str:
    return next(name for name in fastexcel.read_excel(xlsx(report)).table_names() if name.endswith(f"_{table.name}"))


def stored(entry: Entry, kind: str) -> object:
    """What a cell keeps of an entry: dollars for cents, points of percent."""
    if isinstance(entry, date):
        return datetime(entry.year, entry.month, entry.day)
    if isinstance(entry, (int, float)):
        return entry / 100 if kind == "cents" else entry * 100 if kind == "points" else entry
    return entry


def test_a_total_stands_in_bold_below_its_table() -> None:
    content = cells(xlsx(sample()), "Where money leaks, and what to")
    assert next(row for row in content if row[0] == "All")[3:5] == ["1275", "1491.96"]


def test_every_chart_is_native_and_says_what_it_shows() -> None:
    report = sample()
    content = xlsx(report)
    charts = [chart for section in report.sections for chart in section.charts]
    assert len(parts(content, r"xl/charts/chart\d+\.xml")) == sum(len(plots(chart)) for chart in charts)
    drawings = "".join(parts(content, r"xl/drawings/drawing\d+\.xml"))
    for chart in charts:
        assert isinstance(chart.marks, Heat) or f'descr="{chart.alt}"' in drawings.replace("&apos;", "'")


def test_charts_are_drawn_from_numbers_in_the_workbook() -> None:
    for chart in parts(xlsx(sample()), r"xl/charts/chart\d+\.xml"):
        assert "<c:numRef><c:f>'Chart data'!$" in chart


def test_all_numbers_and_words_are_there() -> None:
    report = sample()
    content = xlsx(report)
    numbers = [row for row in cells(content, "Numbers") if row[3] == "2026-10"]
    assert [row[7] for row in numbers] == [None if one.value is None else str(one.value) for one in report.figures]
    assert [row[1] for row in cells(content, "Definitions")][-len(report.notes) :] == [
        note.text for note in report.notes
    ]
    restated = {str(cell) for row in cells(content, "Restated") for cell in row}
    assert {text for one in report.restated for text in (one.was, one.now, one.why)} <= restated


def test_it_prints_on_landscape_pages_with_its_heads() -> None:
    content = xlsx(sample())
    for sheet in parts(content, r"xl/worksheets/sheet\d+\.xml"):
        assert 'orientation="landscape"' in sheet
        assert 'fitToHeight="0"' in sheet
    assert "_xlnm.Print_Titles" in parts(content, r"xl/workbook\.xml")[0]
    assert any('state="frozen"' in sheet for sheet in parts(content, r"xl/worksheets/sheet\d+\.xml"))


def test_the_same_report_is_the_same_file() -> None:
    assert xlsx(sample()) == xlsx(sample())


def test_nothing_in_it_runs() -> None:
    for report in (hostile(), sample()):
        content = xlsx(report)
        assert not parts(content, r".*vbaProject.*|.*externalLink.*")
        for sheet in parts(content, r"xl/worksheets/sheet\d+\.xml"):
            assert "<f>" not in sheet
            assert "<hyperlink" not in sheet


@pytest.mark.parametrize(
    "text", [*HOSTILE, "=cmd|' /C calc'!A0", "+1", "@SUM", "<script>", "a\x00b\x0bc\ud800d\uffff", "x" * 40_000, ""]
)
def test_a_text_from_a_file_stays_a_text(text: str) -> None:
    columns = (Column("name", text or "Name"), Column("other", text or "name"))
    content = xlsx(with_table((text, text), (text, "plain"), columns=columns, title=text or "One topic"))
    read = fastexcel.read_excel(content).load_table("T2_one").to_polars()
    kept = [one for one in read.to_series(0).to_list() if one is not None]
    clean = re.sub("[\x00\x0b\ud800\uffff]", "", text)
    assert kept == ([clean, clean] if len(text) < 32_000 else kept)
    assert all(len(one) <= 32_000 and one.startswith(clean[:100]) for one in kept)


@pytest.mark.parametrize(
    "title", ["a/b:c*d?e[f]g\\h", "'quoted'", "History", "report", "NUMBERS", "x" * 60, "Chart data", " "]
)
def test_sheet_names_are_valid_and_unlike(title: str) -> None:
    section = Section("one", title, ("It is so.",))
    found = names(xlsx(replace(sample(), sections=(section, section, section))))
    assert len({name.lower() for name in found}) == len(found)
    for name in found:
        assert 0 < len(name) <= 31
        assert not re.search(r"[\[\]:*?/\\]|^'|'$", name)
        assert name.lower() != "history"


def test_a_month_without_a_line_is_a_workbook_too() -> None:
    assert names(xlsx(empty())) == ["Report", "Definitions"]
