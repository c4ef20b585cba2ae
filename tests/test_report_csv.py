"""The report's CSV holds every number once, and is read back as what it says."""

import csv
from dataclasses import replace
from io import StringIO

import polars as pl
from report_odd import HOSTILE, empty, hostile
from report_sample import sample

from analytics.report.csv import COLUMNS, FIGURE, RESTATED
from analytics.report.csv import csv as as_csv
from analytics.report.model import Report


def rows(report: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(as_csv(report).decode(), newline="")))


def test_each_number_is_a_row_with_all_it_knows() -> None:
    report = sample()
    read = [row for row in rows(report) if row["section"] != RESTATED]
    said = [{name: getattr(figure, name) for name in FIGURE} for figure in report.figures]
    assert [{name: row[name] for name in FIGURE} for row in read] == [
        {name: "" if value is None else str(value) for name, value in one.items()} for one in said
    ]


def test_every_row_says_which_report_it_is_from() -> None:
    assert {
        (row["title"], row["report_month"], row["snapshot"], row["as_of"], row["preliminary"]) for row in rows(sample())
    } == {("96372 reimbursement", "2026-10", "7", "2026-10-31", "yes")}


def test_what_was_restated_stands_below() -> None:
    read = [row for row in rows(sample()) if row["section"] == RESTATED]
    assert [(row["metric"], row["was"], row["now"], row["was_value"], row["value"], row["why"]) for row in read] == [
        ("initial_denial_rate", "11.1 %", "11.4 %", "0.111", "0.114", "38 answers came in"),
        ("net_paid", "$46.1 K", "$47.0 K", "4610000", "4701250", "2 files came in late"),
    ]


def test_polars_reads_the_same_values() -> None:
    report = sample()
    frame = pl.read_csv(as_csv(report), infer_schema_length=None)
    assert frame.columns == list(COLUMNS)
    values = frame.filter(pl.col("section") != RESTATED)["value"].to_list()
    assert values == [figure.value for figure in report.figures]


def test_texts_are_quoted_and_run_nowhere() -> None:
    for row in rows(hostile()):
        assert row["title"] == HOSTILE[0]
    first = as_csv(sample()).decode().splitlines()[1]
    assert first.startswith('"96372 reimbursement","2026-10","yes",7,"2026-10-31","denials"')
    assert "0.1171,141,1204,1204,0.1001,0.1365" in first


def test_a_text_that_starts_a_formula_gets_an_apostrophe() -> None:
    for text in ("=cmd|' /C calc'!A0", "+1", "@SUM(1)", "-2", "\tx"):
        assert {row["title"] for row in rows(replace(sample(), title=text))} == {f"'{text}"}


def test_the_same_report_is_the_same_file() -> None:
    assert as_csv(sample()) == as_csv(sample())


def test_a_month_without_a_line_has_only_its_head() -> None:
    assert as_csv(empty()).decode() == ",".join(f'"{name}"' for name in COLUMNS) + "\n"
