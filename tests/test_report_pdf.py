"""The report on paper: everything in it, tagged, the same bytes each time, and text from files only text."""

import re
import struct
import zlib
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject
from report_odd import HOSTILE, empty, hostile
from report_sample import sample

from analytics.charts.model import Chart
from analytics.report.model import Change, Report, Table, moved, said
from analytics.report.pdf import FULL, HALF, bands, column_widths, pdf
from analytics.report.text import FOLDER, drawable


def squeezed(text: str) -> str:
    """Without spaces and line ends: where a line breaks is the paper's affair."""
    return re.sub(r"\s|\u00a0", "", text)


def read(report: Report) -> tuple[PdfReader, str]:
    reader = PdfReader(BytesIO(pdf(report)))
    return reader, squeezed("".join(page.extract_text() for page in reader.pages))


@pytest.fixture(scope="module")
def paper() -> tuple[PdfReader, str]:
    return read(sample())


def words_of(report: Report) -> list[str]:
    tables = [table for section in report.sections for table in section.tables_on_paper]
    return [
        report.title,
        *report.headline,
        *(text for kpi in report.kpis for text in (kpi.label, kpi.value, kpi.certainty, kpi.target)),
        *(moved(change) for kpi in report.kpis for change in kpi.changes),
        *(text for section in report.sections for text in (section.title, *section.sentences)),
        *(text for section in report.sections for chart in section.charts for text in (chart.title, chart.subtitle)),
        *(text for table in tables for text in (table.title, table.note, *(column.label for column in table.columns))),
        *(
            said(entry, column.kind)
            for table in tables
            for row in table.rows
            for entry, column in zip(row, table.columns, strict=True)
        ),
        *(text for one in report.restated for text in (one.label, one.month, one.was, one.now, one.why)),
        *(text for note in report.notes for text in (note.title, note.text)),
        report.footline,
    ]


def test_every_word_and_number_of_the_report_is_on_paper(paper: tuple[PdfReader, str]) -> None:
    _, text = paper
    assert [word for word in words_of(sample()) if squeezed(word) not in text] == []


def test_numbers_inside_charts_are_text_too(paper: tuple[PdfReader, str]) -> None:
    _, text = paper
    assert all(squeezed(number) in text for number in ("$2,585.00", "21.0 %", "+$3.77", "Doe, Ben"))


def test_pages_are_letter_with_number_and_mark(paper: tuple[PdfReader, str]) -> None:
    reader, _ = paper
    pages = [squeezed(page.extract_text()) for page in reader.pages]
    assert 3 <= len(pages) <= 5
    assert all(f"Page{at}of{len(pages)}" in text for at, text in enumerate(pages, 1))
    assert all("Preliminary" in text for text in pages)
    assert all(tuple(page.mediabox[2:]) == (612, 792) for page in reader.pages)
    assert "Preliminary" not in read(replace(sample(), preliminary=False))[1]


def test_it_says_its_title_and_language_and_is_tagged(paper: tuple[PdfReader, str]) -> None:
    reader, _ = paper
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en-US"
    assert root["/MarkInfo"]["/Marked"] and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None and reader.metadata.title == "96372 reimbursement, Oct 2026"
    assert reader.metadata.creation_date is None
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def alts(node: object, found: list[str]) -> list[str]:
    """The other texts of all figures, walked down the tree of tags."""
    if isinstance(node, IndirectObject):
        node = node.get_object()
    if isinstance(node, list):
        for each in node:
            alts(each, found)
    if isinstance(node, DictionaryObject):
        if node.get("/S") == "/Figure":
            found.append(str(node.get("/Alt")))
        alts(node.get("/K"), found)
    return found


def picture() -> bytes:
    """A red PNG of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\x00\xff\x00\x00")) + chunk(b"IEND", b"")


def test_every_chart_and_the_logo_has_its_words() -> None:
    reader, _ = read(replace(sample(), logo=picture()))
    expected = [chart.alt for section in sample().sections for chart in section.charts]
    assert sorted(alts(reader.trailer["/Root"]["/StructTreeRoot"], [])) == sorted(["Logo", *expected])


def test_a_logo_that_is_no_picture_is_refused_with_the_next_step() -> None:
    with pytest.raises(ValueError, match="neither a PNG nor a JPEG picture; save it as PNG"):
        pdf(replace(sample(), logo=b"<svg onload='alert(1)'/>"))


def test_the_same_report_gives_the_same_bytes() -> None:
    assert pdf(sample()) == pdf(sample())
    assert pdf(empty()) != pdf(sample())


def test_names_that_pretend_to_be_code_are_printed_as_they_are() -> None:
    reader, text = read(hostile())
    for name in HOSTILE:
        # Letters from right to left come out in the order of the paper.
        shown = squeezed(drawable(name))
        assert shown in text or squeezed(drawable(name))[::-1] in text or not name.isascii(), name
    assert "Clinic□One" in text
    live = [action for page in reader.pages for action in page.get("/Annots", [])]
    assert not live and "/Names" not in reader.trailer["/Root"] and "/OpenAction" not in reader.trailer["/Root"]


@pytest.mark.parametrize("hidden", ["\x00", "\x1b[31m", "\u202e", "\u2066", "\ufffe", "日本", "\U0001f600", "\n\n= x"])
def test_no_character_can_stop_the_report(hidden: str) -> None:
    bad = replace(empty(), headline=(f"a{hidden}b",), title=f"t{hidden}", footline=f"f{hidden}")
    assert len(PdfReader(BytesIO(pdf(bad))).pages) == 1


def test_only_the_shipped_font_and_typsts_own_are_used(paper: tuple[PdfReader, str]) -> None:
    reader, _ = paper
    fonts = {
        font.get_object()["/BaseFont"].split("+")[-1]
        for page in reader.pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    assert fonts == {"Inter-Regular", "Inter-SemiBold"} or {name[:5] for name in fonts} == {"Inter"}
    assert "SIL OPEN FONT LICENSE" in (FOLDER / "OFL.txt").read_text(encoding="utf-8")


def test_a_long_table_repeats_its_head_on_every_page() -> None:
    told = sample()
    section = next(section for section in told.sections if section.name == "leaks")
    table = replace(section.tables[0], rows=section.tables[0].rows[:2] * 60, total=False)
    long = replace(told, sections=(replace(section, tables=(table,)),))
    reader = PdfReader(BytesIO(pdf(long)))
    assert sum("First deadline" in page.extract_text() for page in reader.pages) >= 3


def test_charts_stand_side_by_side_where_they_are_read_on_half_a_page() -> None:
    by_name = {section.name: bands(section) for section in sample().sections}
    assert [band.width for band in by_name["denials"]] == [HALF]
    assert [len(band.items) for band in by_name["changes"]] == [2, 1]
    assert [band.width for band in by_name["prices"]] == [FULL, FULL]
    kept = [item for found in by_name.values() for band in found for item in band.items]
    whole = [item for section in sample().sections for item in (*section.charts, *section.tables_on_paper)]
    assert kept == whole and {type(item) for item in kept} == {Chart, Table}
    assert all(len(column_widths(item)) == len(item.columns) for item in kept if isinstance(item, Table))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change("Sep 2026", "+1.8 pp", "up", "worse"), "↑ +1.8 pp, worse vs Sep 2026"),
        (Change("Sep 2026", "−$340", "down", "better"), "↓ −$340, better vs Sep 2026"),
        (Change("vs Jan 2026", "no data", "off", "grey"), "no data vs Jan 2026"),
        (Change("within chance, vs Sep 2026", "+0.3 pp", "up", "grey"), "↑ +0.3 pp within chance, vs Sep 2026"),
        (Change("", "new", "off", "grey"), "new"),
    ],
)
def test_a_change_says_in_words_what_its_colour_says(change: Change, words: str) -> None:
    assert moved(change) == words
