"""The life of an item of work: open, worked, recovered by itself or denied again; and until when (36, 42)."""

import json
import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from drawn import build, stored, table
from x12_text import HEADER_837, interchange, lines, text, transaction

from analytics.__main__ import main
from analytics.export import exported
from analytics.facts import open_facts
from analytics.ingest.run import ingest
from analytics.metrics.cubes import View
from analytics.query import sql_of
from analytics.store import Store
from analytics.store.marks import History, add_marks, history
from analytics.store.schema import VERSION
from analytics.store.user_data import PayerLimit, save_limits

SERVED = date(2025, 3, 10)
DENIED = date(2025, 3, 25)


def sent(*claims: tuple[str, str]) -> bytes:
    """An 837 of Medicare claims: number and codes with charges."""
    loops = [
        f"""
        HL*{at + 2}*1*22*0
        SBR*P*18*GROUP******MB
        NM1*IL*1*ROE*R{claim}****MI*M{claim}
        DMG*D8*19500131*M
        NM1*PR*2*MEDICARE EAST*****PI*00123
        CLM*{claim}*{sum(int(part.split()[1]) for part in codes.split(","))}***11:B:1*Y*A*Y*Y
        HI*ABK:M0500
        """
        + "".join(
            f"""
            LX*{number}
            SV1*HC:{part.split()[0]}*{part.split()[1]}*UN*1***1
            DTP*472*D8*{SERVED:%Y%m%d}
            REF*6R*{claim}{number}
            """
            for number, part in enumerate(codes.split(","), 1)
        )
        for at, (claim, codes) in enumerate(claims)
    ]
    head = HEADER_837.replace("*20250110*1200*CH", f"*{SERVED:%Y%m%d}*1200*CH")
    return text(interchange(transaction("837", lines(head, *loops), version="005010X222A1"), version="005010X222A1"))


def answered(day: date, *answers: tuple[str, str]) -> bytes:
    """An 835 of a day: claim, and of each of its lines code, charge, paid, adjustments (and remarks)."""
    drawn, total = [], 0.0
    for claim, said in answers:
        services, charge, paid = [], 0.0, 0.0
        for number, part in enumerate(said.split(";"), 1):
            code, charged, got, *rest = part.split()
            adjusted = [f"CAS*{one.replace('-', '*').replace('=', '*')}" for one in rest if "=" in one]
            remarks = [f"LQ*HE*{one}" for one in rest if "=" not in one]
            services += [f"SVC*HC:{code}*{charged}*{got}**1", f"DTM*472*{SERVED:%Y%m%d}", *adjusted]
            services += [f"REF*6R*{claim}{number}", *remarks]
            charge, paid = charge + float(charged), paid + float(got)
        status = 1 if paid else 4
        drawn += [
            f"CLP*{claim}*{status}*{charge:g}*{paid:g}**MB*I{claim}{day:%m%d}*11*1",
            f"NM1*QC*1*ROE*R{claim}****MI*M{claim}",
        ]
        drawn += services
        total += paid
    head = [
        f"BPR*I*{total:g}*C*ACH*CCP*01*111*DA*222*1112223334**01*333*DA*444*{day:%Y%m%d}",
        f"TRN*1*T{day:%m%d}{answers[0][0]}*1112223334", f"DTM*405*{day:%Y%m%d}",
        "N1*PR*MEDICARE EAST*XV*00123", "N1*PE*SAMPLE PRACTICE*XX*1999999984", "LX*1",
    ]  # fmt: skip
    return text(interchange(transaction("835", head + drawn)))


@pytest.fixture
def practice(tmp_path: Path) -> Callable[..., Store]:
    """Loads files into the store of the test, each a load of its own."""

    def load(*files: bytes) -> Store:
        store = Store.create(tmp_path / "store")
        for data in files:
            path = tmp_path / f"{len(list(tmp_path.glob('*.x12')))}.x12"
            path.write_bytes(data)
            (receipt,) = ingest([path], store)["files"]
            assert receipt["status"] == "loaded", receipt
        return store

    return load


def items(store: Store) -> dict[str, dict[str, Any]]:
    """The exported items of work, by claim number."""
    rows = exported(open_facts(store), "work_item", View()).to_dicts()
    return {row["claim_id"]: row for row in rows}


def mark(store: Store, claim: str, kind: str, **more: Any) -> None:
    """A mark as the page and the command set it."""
    facts = open_facts(store)
    line = facts.cursor().sql("select line_id, claim_id from line where code = '96372'").pl()
    add_marks(store, [line.filter(claim_id=claim)["line_id"].item()], kind, as_of=facts.as_of, **more)


def told(store: Store, *words: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    capsys.readouterr()
    assert main([*words, "--store", str(store.folder), "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


BEFORE = (
    sent(*((claim, "96372 40") for claim in ("PAID", "AGAIN", "PART", "OPEN", "GONE"))),
    answered(DENIED, *((claim, "96372 40 0 CO-50=40") for claim in ("PAID", "AGAIN", "PART", "OPEN", "GONE"))),
)
AFTER = answered(
    date(2025, 4, 20),
    ("PAID", "96372 40 13.91 CO-45=26.09"),
    ("AGAIN", "96372 40 0 CO-50=40"),
    ("PART", "96372 40 5 CO-45=35"),
    ("GONE", "96372 40 13.91 CO-45=26.09"),
)


def test_an_item_is_recovered_or_denied_again_by_itself(
    practice: Callable[..., Store], capsys: pytest.CaptureFixture[str]
) -> None:
    """36: an answer after the mark raises what was received, denies again, or pays short: that is open anew."""
    store = practice(*BEFORE)
    assert {row["state"] for row in items(store).values()} == {"open"}
    mark(store, "PAID", "worked", owner="Ames")
    mark(store, "AGAIN", "appealed")
    mark(store, "PART", "refiled")
    mark(store, "GONE", "written_off")
    before = told(store, "leaks", capsys=capsys)
    assert {claim: row["state"] for claim, row in items(store).items()} == {
        "PAID": "worked", "AGAIN": "appealed", "PART": "refiled", "OPEN": "open", "GONE": "written_off",
    }  # fmt: skip
    assert before["worked_share"] == pytest.approx(4 / 5)
    assert before["recovered_after_work"] == {"count": 0, "amount_cents": 0}

    practice(AFTER)
    found = items(store)
    read = ("state", "amount", "recovered", "recovered_days", "owner")
    assert {claim: tuple(str(row[name]) for name in read) for claim, row in found.items()} == {
        "PAID": ("recovered", "0.00", "13.91", "26", "Ames"),
        "AGAIN": ("upheld", "13.91", "None", "None", "None"),
        "PART": ("open", "8.91", "5.00", "26", "None"),
        "OPEN": ("open", "13.91", "None", "None", "None"),
        "GONE": ("recovered", "0.00", "13.91", "26", "None"),
    }
    after = told(store, "leaks", "--by", "payer", capsys=capsys)
    assert after["recovered_after_work"] == {"count": 3, "amount_cents": 3282}
    assert after["groups"][0]["recovered_after_work"] == after["recovered_after_work"]
    metrics = told(store, "metrics", capsys=capsys)["groups"][0]["metrics"]
    assert metrics["recovered_after_work"]["value"] == 3282
    assert metrics["worked_share"]["value"] == pytest.approx(1391 / (1391 + 891 + 1391))


def test_an_older_answer_that_was_not_in_the_store_counts(practice: Callable[..., Store]) -> None:
    """36: it is dated before the data's last day at the mark, but came in a load after the mark's snapshot."""
    store = practice(*BEFORE, answered(date(2025, 6, 1), ("OTHER", "96372 40 13.91 CO-45=26.09")))
    mark(store, "PAID", "worked")
    practice(AFTER)
    row = items(store)["PAID"]
    assert (row["state"], str(row["recovered"]), row["recovered_days"]) == ("recovered", "13.91", 0)


def test_what_was_paid_before_the_mark_is_not_recovered_by_it(practice: Callable[..., Store]) -> None:
    store = practice(*BEFORE, AFTER)
    mark(store, "PART", "worked")
    row = items(store)["PART"]
    assert (row["state"], row["recovered"]) == ("worked", None)


def test_a_worked_item_leaves_the_list_until_its_follow_up_day(practice: Callable[..., Store]) -> None:
    """36: the day before the last day of the data, that day, the day after, none; closed for good."""
    store = practice(*BEFORE)
    for claim, days in {"PAID": -1, "AGAIN": 0, "PART": 1}.items():
        mark(store, claim, "worked", follow_up=DENIED + timedelta(days=days))
    mark(store, "OPEN", "appealed")
    mark(store, "GONE", "closed", follow_up=DENIED)
    rows = open_facts(store).cursor().sql("select claim_id, is_listed from work_item").fetchall()
    assert dict(rows) == {"PAID": True, "AGAIN": True, "PART": False, "OPEN": False, "GONE": False}


def test_a_mark_counts_for_all_lines_of_one_cause(
    practice: Callable[..., Store], capsys: pytest.CaptureFixture[str]
) -> None:
    """33: the injection went down with its drug: one item at the drug's line, one mark, both are worked."""
    store = practice(
        sent(("BOTH", "96372 40,J0897 1800")),
        answered(DENIED, ("BOTH", "96372 40 0 CO-197=40;J0897 1800 0 CO-197=1800")),
    )
    facts = open_facts(store)
    drug = facts.cursor().sql("select line_id from line where code = 'J0897'").fetchall()[0][0]
    (row,) = exported(facts, "work_item", View()).to_dicts()
    assert (row["line_id"], row["root_line_id"], row["lines"]) == (drug, drug, 2)
    assert (row["expected"], str(row["amount"]), str(row["charge"])) == (None, "13.91", "1800.00")
    exports = exported(facts, "line", View())
    assert set(exports["root_line_id"]) == {drug} and set(exports["limit_basis"]) == {"medicare"}
    words = ("worked", "--owner", "Ames", "--follow-up", "2025-05-01", "--note", "called")
    document = told(store, "mark", drug, *words, capsys=capsys)
    assert len(document["also"]) == 1 and document["follow_up"] == "2025-05-01" and "note" not in document
    assert {one.kind for one in history(store).last.values()} == {"worked"} and len(history(store).marks) == 2
    (row,) = exported(open_facts(store), "work_item", View()).to_dicts()
    assert (row["state"], row["owner"], str(row["follow_up"])) == ("worked", "Ames", "2025-05-01")


def test_work_is_too_late_the_day_after_its_deadline(
    practice: Callable[..., Store], capsys: pytest.CaptureFixture[str]
) -> None:
    """34: Medicare's 125 days from 03-25 end on 07-28; the data's last day decides, never the clock."""
    store = practice(*BEFORE)
    five, none = {"count": 5, "amount_cents": 5 * 1391}, {"count": 0, "amount_cents": 0}
    for day, workable in ((27, True), (28, True), (29, False)):
        practice(answered(date(2025, 7, day), ("OTHER", "96372 40 13.91 CO-45=26.09")))
        row = items(store)["OPEN"]
        assert (row["is_workable"], str(row["deadline"]), row["limit_basis"]) == (workable, "2025-07-28", "medicare")
        document = told(store, "leaks", capsys=capsys)
        assert (document["workable"], document["late"]) == ((five, none) if workable else (none, five))


def came_back(number: int, *, days: int = 20) -> dict[str, pl.DataFrame]:
    """A payer's injections of a year ago: denied, and so many of them paid after some days; one is denied still."""
    claims, remits = [], []
    for at in range(number + 1):
        named = {"claim": f"C{at}", "code": "96372", "charge": "40.00", "payer": "COM", "filing": "CI"}
        claims.append({**named, "patient": f"P{at}", "date": "2024-05-02", "sent": "2024-05-02"})
        told = {**named, "date": "2024-05-02", "on": "2024-06-01", "paid": "0.00", "adj": "CO-50 40.00"}
        back = {**told, "on": str(date(2024, 6, 1) + timedelta(days=days)), "paid": "25.00", "adj": "CO-45 15.00"}
        remits += [told, back] if at < number else [told]
    named = {"claim": "NEW", "code": "96372", "charge": "40.00", "payer": "COM", "filing": "CI"}
    claims.append({**named, "patient": "NEW", "date": "2025-05-01", "sent": "2025-05-02"})
    remits.append({**named, "date": "2025-05-01", "on": "2025-06-01", "paid": "0.00", "adj": "CO-50 40.00"})
    return stored(claims, remits)


@pytest.mark.parametrize(("number", "usual"), [(29, None), (30, 20)])
def test_the_usual_days_need_thirty_denials_that_came_back(number: int, usual: int | None) -> None:
    """42: of the payer, its class, all: nowhere are there thirty, so nothing is late."""
    built = build(came_back(number), tables=("usual_limit", "resolution_limit"))
    (row,) = built["usual_limit"].to_dicts()
    assert row["usual_days"] == usual
    assert (row["usual_n"], row["usual_of"]) == ((None, None) if usual is None else (30, "payer"))


@pytest.mark.parametrize(("age", "late"), [(19, False), (20, True), (21, True)])
def test_without_a_limit_what_is_not_younger_than_usual_is_late(age: int, late: bool) -> None:
    """42: 95 % of what came back did so within 20 days."""
    rows = came_back(30)
    day = date(2025, 6, 1) + timedelta(days=age)
    built = build(rows, tables=("work_row", "usual_limit", "cut_off"))
    with duckdb.connect() as con:
        con.register("work_row", built["work_row"])
        con.register("usual_limit", built["usual_limit"])
        con.register("cut_off", pl.DataFrame({"as_of": [day]}))
        found = {row["claim_id"]: row["is_late"] for row in con.sql(sql_of("cube/work_now.sql")).pl().to_dicts()}
    assert found == {"NEW": late, "C30": True}


def test_a_published_limit_is_offered_and_never_in_force(
    practice: Callable[..., Store], capsys: pytest.CaptureFixture[str]
) -> None:
    """42: the brand is known, the contract is not."""
    files = [data.replace(b"*MB", b"*CI").replace(b"MEDICARE EAST", b"AETNA PPO EAST") for data in BEFORE]
    store = practice(*files)
    (row,) = told(store, "limits", capsys=capsys)["limits"]
    assert row["appeal_days"] is None and row["usual_days"] is None and row["usual_of"] is None
    assert [(one["payer"], one["appeal_days"]) for one in row["suggestions"]] == [("Aetna", 180)]
    work = items(store)
    assert {(row["limit_basis"], row["deadline"], row["is_workable"]) for row in work.values()} == {
        ("usual", None, True)
    }
    assert {row["deadline_note"] for row in work.values()} == {"no limit set"}
    assert {row["expected"] for row in work.values()} == {None}, "no rate is known: work rows without value"


def test_bad_rows_are_told_one_by_one(
    practice: Callable[..., Store], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    files = [data.replace(b"*MB", b"*CI").replace(b"MEDICARE EAST", b"AETNA PPO EAST") for data in BEFORE]
    store = practice(*files)
    payer = told(store, "limits", capsys=capsys)["limits"][0]["payer_id"]
    file = tmp_path / "limits.csv"
    rows = f"""
    payer_id | appeal_days | corrected_days | corrected_from | valid_from
    {payer}  | many        |                |                |
    NOBODY   | 180         |                |                |
    {payer}  | 180         | 90             | denial         |
    {payer}  | 90          |                |                | 2025-07-01
    {payer}  | 60          |                |                | 07/01/2025
    {payer}  | 60          |                |                | soon
    {payer}  |             |                |                | 2026-01-01
    {payer}  | 0           |                |                | 2026-01-01
    {payer}  | 60          | 30             | birth          | 2026-01-01
    """
    drawn = table(rows)
    file.write_text("\n".join([",".join(drawn[0]), *(",".join(row.values()) for row in drawn)]))
    assert main(["limits", "add", str(file), "--store", str(store.folder)]) == 0
    said = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[2] for line in said if "limits.csv" in line] == [
        "line 2", "line 3", "line 6", "line 7", "line 8", "line 9", "line 10",
    ]  # fmt: skip
    assert all("correct the row and add the file again" in line for line in said if "limits.csv" in line)
    found = told(store, "limits", capsys=capsys)["limits"]
    assert [(row["appeal_days"], row["corrected_days"], row["valid_from"]) for row in found] == [
        (180, 90, None), (90, None, "2025-07-01"),
    ]  # fmt: skip
    info = store.build_info()
    assert info is not None and info["mode"] == "full"
    work = items(store)
    assert {(row["deadline"], row["limit_basis"]) for row in work.values()} == {(DENIED + timedelta(days=180), "set")}
    assert not save_limits(store, [PayerLimit(payer, appeal_days=90, valid_from=date(2025, 7, 1))]), "nothing changed"


def test_a_ledger_of_an_older_program_gets_the_new_columns_and_keeps_its_marks(practice: Callable[..., Store]) -> None:
    store = practice(*BEFORE)
    mark(store, "PAID", "worked", owner="Ames")
    with sqlite3.connect(store.folder / "ledger.sqlite") as db:
        db.execute("create table kept as select line_id, at, kind, amount, owner, note from mark")
        db.execute("drop table mark")
        db.execute("alter table kept rename to mark")
        db.execute("drop table payer_limit")
        db.execute("pragma user_version=3")
    db.close()
    again = Store.open(store.folder)
    (kept,) = history(again).marks
    assert (kept.kind, kept.owner, kept.as_of, kept.snap, kept.follow_up) == ("worked", "Ames", None, None, None)
    with sqlite3.connect(store.folder / "ledger.sqlite") as db:
        assert db.execute("pragma user_version").fetchall() == [(VERSION,)]
    db.close()
    assert items(again)["PAID"]["state"] == "worked"
    assert isinstance(history(again), History)
