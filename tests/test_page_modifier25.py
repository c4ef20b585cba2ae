"""The modifier 25 page under many filters: no fault, its tiles are a recount, and it never advises a modifier."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from drawn import table
from test_page_store import practice, said, visit
from test_page_walk import SETS, Row, matches, rows, scope_of  # noqa: F401
from x12_text import SUBSCRIBER, file_835, file_837

from analytics import words
from analytics.ingest.run import ingest
from analytics.metrics.cubes import View
from analytics.pages.session import DataVersion
from analytics.store import Store


def encounters() -> dict[str, Row]:
    frame = pl.read_parquet(Store.open(practice()).read().built["encounter"])
    return {row["encounter_id"]: row for row in frame.to_dicts()}


@pytest.mark.parametrize("query", SETS.values(), ids=SETS)
def test_the_page_holds_under_every_filter(
    monkeypatch: pytest.MonkeyPatch,
    rows: list[Row],  # noqa: F811
    query: dict[str, str | list[str]],
) -> None:
    app = visit(monkeypatch, practice(), "modifier25", **query)
    assert not app.exception
    assert not app.error, said(app)
    view: View = app.session_state["view"]
    scope = scope_of(app, view, DataVersion(str(practice()), *Store.open(practice()).read().key))
    chosen = [row for row in rows if matches(row, scope)]
    if not chosen:
        assert "No 96372 line matches" in said(app)
        return
    known = encounters()
    office = [row for row in chosen if row["is_pair"] and known[row["encounter_id"]]["pair_kind"] == "office_em"]
    lost = sum(row["is_answered_pair"] and row["em_lost_first"] for row in office)
    shown = {metric.label: metric.value.replace("\\", "").replace("\u00a0", " ") for metric in app.metric}
    assert shown["Office pairs"] == words.count(len(office))
    answered = sum(row["is_answered_pair"] for row in office)
    assert shown["Visits lost"] == (
        f"{lost} of {answered}" if 0 < answered <= 10 else words.percent(lost / answered) if answered else "no data"
    )


def test_nothing_on_the_page_advises_to_append_a_modifier(monkeypatch: pytest.MonkeyPatch) -> None:
    """Routes to documentation review; G2211 is told where it was denied, and here it was not."""
    text = said(visit(monkeypatch, practice(), "modifier25", period="All months")).lower()
    for word in ("append", "add modifier", "add 25", "g2211"):
        assert word not in text
    assert "review the record first, correct only if it supports it" in text
    assert "associated with" in text
    assert "99211 beside 96372" in text


def test_outcomes_can_be_seen_as_they_stand_now(monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit(monkeypatch, practice(), "modifier25", period="All months", which="By now")
    assert "What became of both lines by now" in said(app)


# What was done on so many days, one claim each, and what the payer paid: nothing paid is denied as bundled.
DAYS = """
days | lines
12   | 99213 100
12   | 99213:25 50, 96372 25
3    | 99213 0, 96372 25, 20610 60
2    | 99213:25 100, 96372 25, G2211 0
4    | 99213 0, 96372 25
"""


def cutting_payer(place: Path) -> Path:
    """A store of one payer that cuts visits with 25, denies them beside injections and procedures, and G2211."""
    sent, answered, day, total = [], [], date(2025, 1, 2), 0
    for row in table(DAYS):
        for _ in range(int(row["days"])):
            day, name = day + timedelta(days=1), f"D{day:%m%d}"
            lines = [line.split() for line in row["lines"].split(", ")]
            paid = sum(int(amount) for _, amount in lines)
            total += paid
            sent.append(f"CLM*{name}*{150 * len(lines)}***11:B:1*Y*A*Y*Y\nHI*ABK:M0500")
            answered.append(
                f"CLP*{name}*1*{150 * len(lines)}*{paid}**12*I{name}*11*1\nNM1*QC*1*ROE*RICHARD****MI*M0001"
            )
            for at, (code, amount) in enumerate(lines, 1):
                sent[-1] += f"\nLX*{at}\nSV1*HC:{code}*150*UN*1***1\nDTP*472*D8*{day:%Y%m%d}\nREF*6R*L{at}"
                reason = "45" if int(amount) else "97"
                answered[-1] += f"\nSVC*HC:{code}*150*{amount}**1\nDTM*472*{day:%Y%m%d}\nREF*6R*L{at}"
                answered[-1] += f"\nCAS*CO*{reason}*{150 - int(amount)}"
    (place / "in").mkdir()
    files = {"a.837": file_837(SUBSCRIBER, *sent), "a.835": file_835(*answered, paid=str(total))}
    for name, data in files.items():
        (place / "in" / name).write_bytes(data.replace(b"20250110", b"20250401"))
    ingest([place / "in"], Store.create(place / "store"))
    return place / "store"


def test_what_a_payer_cuts_and_what_others_take_stand_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """28, 45: lost to the injection, beside another service, reduced, and G2211 for information; all in dollars."""
    app = visit(monkeypatch, cutting_payer(tmp_path), "modifier25", period="All months")
    assert not app.exception
    text = said(app)
    shown = {metric.label: metric.value.replace("\\", "").replace("\u00a0", " ") for metric in app.metric}
    assert shown["Office pairs"] == "21"
    assert shown["Visits lost"] == "19.0 %", "4 of 21; 3 more stand beside a procedure"
    assert (shown["Lost now"], shown["Beside others"]) == ("$400.00", "$300.00")
    assert shown["Visits reduced"] == "$600.00"
    assert "$400.00 lost to the injection, most at First Payer; $600.00 cut beside it, most at First Payer" in text
    assert "G2211 denied beside a visit with 25: 2 lines, $300.00 charged" in text
    assert "append" not in text.lower()
