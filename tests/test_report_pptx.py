"""The report's slides: all that it says can be read back, nothing hangs over the edge or over its neighbour."""

from dataclasses import replace
from datetime import date
from functools import cache
from html import escape
from io import BytesIO
from itertools import combinations
from typing import Any, get_args
from zipfile import ZipFile

import pytest
from pptx import Presentation
from pptx.util import Inches
from report_odd import HOSTILE, empty, hostile
from report_sample import sample

from analytics.charts import samples
from analytics.charts.colours import LIGHT, contrast, ink_on
from analytics.charts.model import Chart, Heat, Marks
from analytics.report.model import Column, Note, Report, Section, Table, said
from analytics.report.office import PLOTS, Plot, Series, plots
from analytics.report.office.plot import axis
from analytics.report.pptx import charts as native
from analytics.report.pptx.compose import pptx
from analytics.report.pptx.draw import TONES
from analytics.report.pptx.tables import HEAD

LONG = Table(
    "long",
    "Many rows",
    (Column("name", "Name"), Column("words", "Words"), Column("cents", "Worth", "cents")),
    tuple((f"Row {at}", "a longer text that needs its room " * (at % 9), at) for at in range(90)),
    note="A note.",
)


def opened(report: Report) -> Any:
    return Presentation(BytesIO(pptx(report)))


def texts(deck: Any) -> set[str]:
    """Every paragraph and cell of all slides."""
    found: set[str] = set()
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                found |= {paragraph.text for paragraph in shape.text_frame.paragraphs}
            if shape.has_table:
                found |= {cell.text for row in shape.table.rows for cell in row.cells}
    return found


def charts(deck: Any) -> list[Any]:
    return [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def every_chart() -> Report:
    return replace(sample(), sections=(Section("all", "All", ("It is so.",), tuple(samples.charts().values())),))


def many() -> Report:
    """Long tables, long words, many figures and a name without end."""
    told = sample()
    section = Section("long", "Long", ("A finding " * 40, "More " * 500), (), (LONG, LONG))
    beside = Section("beside", "Beside", ("It is.", "A sentence."), tuple(samples.charts().values()), (LONG,))
    notes = (*told.notes, Note("Endless", "word " * 8_000), Note("One word", "x" * 9_000))
    return replace(told, sections=(section, beside), notes=notes, kpis=told.kpis * 2, title="Title " * 60)


REPORTS = {"sample": sample, "hostile": hostile, "empty": empty, "every chart": every_chart, "many": many}


@cache
def deck_of(name: str) -> Any:
    """One of the reports as slides, made once."""
    return opened(REPORTS[name]())


def test_headline_figures_and_findings_are_said() -> None:
    report = sample()
    found = texts(deck_of("sample"))
    assert {*report.headline, report.footline} <= found
    assert {text for kpi in report.kpis for text in (kpi.label, kpi.value, kpi.certainty) if text} <= found
    assert {sentence for section in report.sections for sentence in section.sentences} <= found
    for change in (change for kpi in report.kpis for change in kpi.changes):
        assert any(change.text in text and change.against in text for text in found)


def test_every_cell_of_every_table_is_said() -> None:
    report = sample()
    found = texts(deck_of("sample"))
    for table in (table for section in report.sections for table in section.tables_on_paper):
        assert {
            said(entry, column.kind) for row in table.rows for entry, column in zip(row, table.columns, strict=True)
        } <= found
        assert {table.title, table.note, *(column.label for column in table.columns)} - {""} <= found
    for one in report.restated:
        assert {one.label, one.month, one.was, one.now, one.why} <= found
    assert {text for note in report.notes for text in (note.title, note.text)} <= found


def test_all_kinds_of_marks_have_a_native_form() -> None:
    assert set(PLOTS) == set(get_args(Marks))
    drawn = samples.charts().values()
    assert {type(chart.marks) for chart in drawn} == set(PLOTS)
    assert all(plots(chart) or isinstance(chart.marks, Heat) for chart in drawn)


def test_charts_are_native_and_hold_their_numbers() -> None:
    expected = [plot for chart in samples.charts().values() for plot in plots(chart)]
    shapes = charts(deck_of("every chart"))
    assert len(shapes) == len(expected)
    for shape, plot in zip(shapes, expected, strict=True):
        assert [tuple(series.values) for series in shape.chart.plots[0].series] == [
            series.values for series in plot.series
        ]
        assert shape.chart.part.chart_workbook.xlsx_part is not None


def test_a_heat_map_is_a_table_with_its_numbers() -> None:
    heat = samples.charts()["tilted heat"].marks
    assert isinstance(heat, Heat)
    assert {cell.text for row in heat.cells for cell in row} - {""} <= texts(deck_of("every chart"))


@pytest.mark.parametrize("name", REPORTS)
def test_nothing_hangs_over_the_edge_or_over_its_neighbour(name: str) -> None:
    deck = deck_of(name)
    for at, slide in enumerate(deck.slides, 1):
        boxes = [
            (shape.name, shape.left, shape.top, shape.left + shape.width, shape.top + shape.height)
            for shape in slide.shapes
        ]
        for what, left, top, right, bottom in boxes:
            assert left >= 0 and top >= 0 and right <= deck.slide_width and bottom <= deck.slide_height, (at, what)
        for (one, *a), (other, *b) in combinations(boxes, 2):
            over = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
            assert min(over) <= Inches(0.01), (at, one, other)


@pytest.mark.parametrize("name", REPORTS)
def test_every_slide_has_title_number_notes_and_footline(name: str) -> None:
    report = REPORTS[name]()
    deck = deck_of(name)
    for at, slide in enumerate(deck.slides):
        assert slide.shapes.title.text
        assert {shape.name for shape in slide.shapes} >= {"Slide number", "Footline"}
        notes = slide.notes_slide.notes_text_frame.text
        assert report.footline in notes or len(notes) > 11_000, at


def test_notes_carry_the_words_of_what_is_shown() -> None:
    report = sample()
    notes = [slide.notes_slide.notes_text_frame.text for slide in deck_of("sample").slides]
    assert all(kpi.words in notes[1] for kpi in report.kpis)
    assert all(any(chart.title in text for text in notes) for section in report.sections for chart in section.charts)
    assert all(
        note.text in text
        for text in notes
        if "in figures" not in text and text is not notes[1]
        for note in report.notes
    )


def test_charts_and_tables_have_alternative_texts() -> None:
    for slide in deck_of("every chart").slides:
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                assert len(shape._element.nvGraphicFramePr.cNvPr.get("descr")) > 5, shape.name


def test_a_long_table_goes_on_and_loses_no_row() -> None:
    found = texts(deck_of("many"))
    assert {f"Row {at}" for at in range(90)} <= found
    assert {"Many rows", "Many rows (continued)", "A note."} <= found


def test_the_file_says_what_it_is() -> None:
    core = deck_of("sample").core_properties
    assert core.title == "96372 reimbursement, Oct 2026 (preliminary)"
    assert core.language == "en-US"
    assert core.created.date() == date(2026, 10, 31)


def test_the_same_report_is_the_same_file() -> None:
    assert pptx(sample()) == pptx(sample())


def test_names_from_files_are_texts() -> None:
    found = texts(deck_of("hostile"))
    assert set(HOSTILE) <= found
    bad = replace(sample(), title="a\x00b\x0bc\ud800d\uffff", logo=b"no picture")
    assert opened(bad).core_properties.title.startswith("abcd, ")


def test_a_name_is_a_text_in_the_workbook_behind_a_chart_too() -> None:
    """113: no formula and no link, for categories and for series, of every kind of chart."""
    told = 0
    for name in ('=HYPERLINK("http://x.example")', "{=1+1}", "http://x.example", "mailto:a@x.example", "internal:A!B1"):
        bars = Plot("bars", (Series(name, (1.0, 2.0), LIGHT.ink, "bars"),), axis(0, 2), (name, "plain"))
        dots = Plot("scatter", (Series(name, (1.0,), LIGHT.ink, "line", xs=(1.0,)),), axis(0, 1), across=axis(0, 1))
        for blob in (native._data(bars).xlsx_blob, native._data(dots).xlsx_blob):
            with ZipFile(BytesIO(blob)) as book:
                sheet = book.read("xl/worksheets/sheet1.xml").decode()
                strings = book.read("xl/sharedStrings.xml").decode()
            assert "<f" not in sheet and "hyperlink" not in sheet.lower()
            told += strings.count(escape(name, quote=False))
    assert told == 10, "five names in two workbooks"


def test_the_practice_s_logo_has_its_place() -> None:
    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (400, 90), "#44489c").save(out, "PNG")
    (picture,) = [
        shape for shape in opened(replace(sample(), logo=out.getvalue())).slides[0].shapes if shape.shape_type == 13
    ]
    assert picture._element.nvPicPr.cNvPr.get("descr") == "Logo"
    assert picture.height <= Inches(0.5)


def test_texts_can_be_read_on_their_ground() -> None:
    for ink in (LIGHT.ink, LIGHT.muted, LIGHT.accent, *TONES.values()):
        assert contrast(ink, "#f7f8fb") >= 4.5
    assert contrast(LIGHT.ink, HEAD) >= 4.5
    assert all(contrast(ink_on(ground), ground) >= 4.5 for ground in LIGHT.scale)


def test_a_chart_without_marks_is_left_out() -> None:
    bare = [Chart("Nothing", "", "", kind) for kind in (samples.Trend((), "rate"), Heat((), (), (), 1.0))]
    deck = opened(replace(sample(), sections=(Section("none", "None", ("No line.",), tuple(bare)),)))
    assert not charts(deck)


def test_an_empty_cell_is_no_higher_than_its_row() -> None:
    table = Table("one", "One", (Column("a", "A"), Column("b", "B")), (("x", ""),))
    deck = opened(replace(sample(), sections=(Section("one", "One", ("It is so.",), (), (table,)),)))
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    paragraph = tables[0].cell(1, 1).text_frame.paragraphs[0]
    assert not paragraph.runs
    assert paragraph._p.find("{*}endParaRPr").get("sz") == "1100"
    assert tables[0].rows[1].height < Inches(0.35)


def test_the_month_is_named_once() -> None:
    assert opened(replace(sample(), title="Reimbursement, Oct 2026")).core_properties.title.count("Oct 2026") == 1


def test_a_title_that_fits_its_two_lines_is_whole() -> None:
    """At every length up to two lines, whatever size it is set in."""
    whole = (
        "Bramblewyck Health PPO above and Medicare Part B of Eastmere below the other payers by more than chance, "
        "in Sep 2025 – Aug 2026 and after."
    )
    words = whole.split(" ")
    for count in range(8, len(words) + 1):
        title = " ".join(words[:count])
        (slide, *_) = opened(replace(empty(), title=title)).slides
        assert slide.shapes.title.text_frame.text.startswith(title)
