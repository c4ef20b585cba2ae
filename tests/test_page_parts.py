"""Periods, options, uploads, jobs, files to take away: what pages are made of, without a page."""

import re
import stat
import time
from datetime import date
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest

from analytics.charts.data import balance_sentence, silent_sentence, unmatched_sentence
from analytics.commands.parser import STORE
from analytics.metrics.cubes import View
from analytics.pages import jobs, session
from analytics.pages.components import command
from analytics.pages.filters import CHOSEN, PERIODS, months_of, options_of
from analytics.pages.jobs import MOST_BYTES, MOST_FILES, keep, refusal, safe_name, said
from analytics.pages.tables import Column, csv_of, file_name, shaped, xlsx_of
from analytics.store.scratch import take_place


class File:
    """An upload, as Streamlit hands it over."""

    def __init__(self, name: str, data: bytes = b"ISA", size: int | None = None) -> None:
        self.name, self._data, self.size = name, data, len(data) if size is None else size

    def getbuffer(self) -> memoryview:
        return memoryview(self._data)


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        ("Last 12 months", date(2025, 11, 1), date(2026, 10, 1)),
        ("Prior month", date(2026, 10, 1), date(2026, 10, 1)),
        ("Quarter to date", date(2026, 10, 1), date(2026, 11, 1)),
        ("Year to date", date(2026, 1, 1), date(2026, 11, 1)),
        ("All months", None, None),
        (CHOSEN, None, None),
    ],
)
def test_a_period_counts_from_how_far_the_data_reach(period: str, start: date | None, end: date | None) -> None:
    assert period in PERIODS
    assert months_of(period, date(2026, 11, 13)) == (start, end)


def test_the_prior_month_of_january_is_december() -> None:
    assert months_of("Prior month", date(2026, 1, 31)) == (date(2025, 12, 1), date(2025, 12, 1))


def test_options_have_one_name_per_id_and_never_the_same_name_twice() -> None:
    rows = [
        ("payer", "1-commercial", "ACME", 9),
        ("payer", "1-medicaid", "ACME", 5),
        ("payer", "2", "OTHER PLAN", 3),
        ("place", "11", "11", 9),
        ("drug", "several", "several", 2),
        ("service_month", "2026-02", None, 2),
        ("service_month", "2026-01", None, 9),
        ("answer_month", "2026-02", None, 9),
    ]
    frame = pl.DataFrame(rows, schema=["kind", "value", "name", "lines"], orient="row")
    options = options_of(frame)
    assert options.names["payer"] == {
        "Acme (1-commercial)": "1-commercial",
        "Acme (1-medicaid)": "1-medicaid",
        "Other Plan": "2",
    }
    assert options.months == (date(2026, 1, 1), date(2026, 2, 1))
    assert options.ids("payer", ["Other Plan", "Nobody"]) == ("2",)
    assert list(options.names["place"]) == ["11 office"]


def test_the_command_beside_a_page_asks_for_the_same_view() -> None:
    view = View(date(2026, 1, 1), date(2026, 6, 1), "answer", "open", payers=("1-commercial",), drugs=("J1",))
    assert command(view) == (
        "metrics --from 2026-01 --to 2026-06 --basis answer --definition open --payer '1-commercial' --drug 'J1'"
    )


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("march.835", "march.835"),
        ("../../etc/passwd", "passwd"),
        ("C:\\files\\a.837", "a.837"),
        ("--store", "store"),
        (".hidden", "hidden"),
        ("a\nb;$(rm).835", "a_b__(rm).835"),
        ("", "file"),
        ("x" * 300 + ".835", "x" * 116 + ".835"),
    ],
)
def test_a_file_name_is_made_harmless(name: str, kept: str) -> None:
    assert safe_name(name) == kept


def test_uploads_are_kept_where_only_we_can_read_them(tmp_path: Path) -> None:
    paths = keep([File("a.835", b"one"), File("a.835", b"two"), File("../b", b"")], tmp_path)
    assert [path.read_bytes() for path in paths] == [b"one", b"two", b""]
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}
    assert {stat.S_IMODE(path.parent.stat().st_mode) for path in paths} == {0o700}
    assert all(path.is_relative_to(tmp_path) for path in paths)


def test_what_is_too_large_or_too_many_is_refused_before_it_is_read() -> None:
    assert refusal([File("a.835")]) is None
    assert "larger than 50 MB" in str(refusal([File("a.835", size=MOST_BYTES + 1)]))
    assert "At most" in str(refusal([File("a.835")] * (MOST_FILES + 1)))


def ended(name: str) -> jobs.Job:
    job = jobs.job_of(name)
    assert job is not None
    for _ in range(600):
        if not job.is_running:
            return job
        time.sleep(0.05)
    raise AssertionError("the job did not end")


def test_a_job_brings_the_document_and_clears_up(tmp_path: Path) -> None:
    place = take_place(tmp_path / "s")
    refused = place.path / "letter.txt"
    refused.write_text("Dear payer", encoding="utf-8")
    name = jobs.start("Loading", ["ingest", str(refused), "--store", str(tmp_path / "s")], place)
    job = ended(name)
    assert not place.path.exists()
    assert job.code == 2
    assert job.document is not None
    sentences = said(job)
    assert sentences[0][0] == "wrong"
    assert sentences[0][1].startswith("letter.txt")
    assert str(tmp_path) not in sentences[0][1]


def test_a_job_that_fails_says_the_command_s_own_line(tmp_path: Path) -> None:
    job = ended(jobs.start("Taking back", ["void", "abcdef", "--store", str(tmp_path / "none")]))
    assert job.code == 2
    assert said(job)[0][0] == "wrong"
    assert "Traceback" not in said(job)[0][1]
    assert len(said(job)[0][1]) > 20


def test_progress_is_read_from_the_command_s_own_line() -> None:
    job = jobs.Job("Loading")
    import os

    mine, theirs = os.pipe()
    os.write(theirs, "\r\x1b[K███···· 45% reading 12 files\r\x1b[K██████ 90% building".encode())
    os.close(theirs)
    jobs._listen(job, mine)
    assert (job.share, job.what) == (0.9, "building")


def test_the_result_counts_files_by_what_became_of_them() -> None:
    job = jobs.Job("Loading", code=0)
    file = {"path": "/x/a.835", "rejects": []}
    rejected = {
        "path": "/x/b.txt",
        "status": "rejected",
        "rejects": [{"position": 3, "reason": "No ISA.", "next_step": "Look."}],
    }
    job.document = {
        "files": [{**file, "status": "loaded"}, {**file, "status": "loaded"}, {**file, "status": "duplicate"}, rejected]
    }
    assert said(job) == [
        ("good", "2 files loaded."),
        ("note", "1 file loaded before: nothing is counted twice."),
        ("wrong", "b.txt, segment 3: No ISA. Look."),
    ]


def test_a_file_loaded_before_says_again_what_it_holds() -> None:
    """98: claims, lines, dollars, payments and what is out of balance, as at the first time."""
    sums = {name: {"in": number} for name, number in (("claims", 2), ("lines", 3), ("charge_cents", 15000))}
    off = {"service": 0, "claim": 1, "transaction": 1}
    again = {"path": "/x/a.835", "rejects": [], "status": "duplicate", **sums, "paid_cents": {"in": 9000}}
    job = jobs.Job("Loading", code=0)
    job.document = {"files": [{**again, "payments": {"count": 1}, "unbalanced": off}]}
    assert said(job) == [
        (
            "note",
            "1 file loaded before: nothing is counted twice. In it: 2 claims, 3 lines, $150.00 charged, "
            "$90.00 paid in 1 payment, 2 payments, claims or lines out of balance.",
        )
    ]


def test_a_file_that_holds_patients_says_so_in_its_name() -> None:
    assert file_name("96372 lines", "csv", holds_phi=True) == "96372 lines contains PHI.csv"
    assert file_name("96372 denials", "xlsx", holds_phi=False) == "96372 denials.xlsx"


LINES = pl.DataFrame(
    {
        "payer": ["=cmd|x", "Åkerlund"],
        "cents": [-1200, 1391],
        "share": [0.5, None],
        "day": [date(2026, 1, 2), None],
    }
)
COLUMNS = (
    Column("payer", "Payer"),
    Column("cents", "Paid", "dollars"),
    Column("share", "Share", "percent"),
    Column("day", "Day", "day"),
)


def test_a_table_is_shown_in_dollars_and_percent() -> None:
    assert shaped(LINES, COLUMNS).rows() == [("=cmd|x", -12.0, 50.0, date(2026, 1, 2)), ("Åkerlund", 13.91, None, None)]


def test_a_csv_is_inert_and_reads_back() -> None:
    content = csv_of(shaped(LINES, COLUMNS))
    assert b"'=cmd|x" in content
    back = pl.read_csv(BytesIO(content.removeprefix(b"\xef\xbb\xbf")))
    assert back["Paid"].to_list() == [-12.0, 13.91]
    assert back["Payer"].to_list() == ["'=cmd|x", "Åkerlund"]


def test_a_workbook_opens_with_what_it_holds() -> None:
    import zipfile

    book = zipfile.ZipFile(BytesIO(xlsx_of(shaped(LINES, COLUMNS), {"Months": "Jan 2026"}, holds_phi=True)))
    text = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    assert re.search(r"protected health information", text, re.IGNORECASE)
    assert "Months: Jan 2026" in text
    assert "<f>" not in text, "no formula"


def test_the_store_is_the_one_that_the_command_line_takes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert session.STORE == STORE
    monkeypatch.setenv("REIMBURSE_STORE", str(tmp_path))
    assert session.folder() == tmp_path
    monkeypatch.setattr("sys.argv", ["dashboard.py", "--store", str(tmp_path / "given")])
    assert session.folder() == tmp_path / "given"
    monkeypatch.setattr("sys.argv", ["dashboard.py"])
    monkeypatch.delenv("REIMBURSE_STORE")
    assert session.folder() == Path(STORE).absolute()


def test_the_sentences_of_the_data_page_say_what_to_do() -> None:
    levels = pl.DataFrame({"level": ["transaction", "claim", "service"], "unbalanced": [1, 0, 12]})
    levels = levels.with_columns(checked=pl.lit(20), unknown=pl.lit(0))
    assert "cannot be checked" in balance_sentence(levels.with_columns(unknown=pl.lit(20), unbalanced=pl.lit(0)))
    assert (
        balance_sentence(levels)
        == "1 transaction and 12 service lines do not add up; they are loaded as sent and counted"
    )
    none = pl.DataFrame(schema={"lines": pl.Int64, "charge_cents": pl.Int64, "paid_cents": pl.Int64})
    assert unmatched_sentence(none) == "Every remittance line belongs to a claim in the store"
    some = pl.DataFrame({"lines": [2], "charge_cents": [9000], "paid_cents": [1391]})
    assert "2 remittance lines without a claim" in unmatched_sentence(some)
    assert "$13.91 paid" in unmatched_sentence(some)
    assert "Odd Plan" in silent_sentence(pl.DataFrame({"payer_name": ["ODD PLAN"]}))
