"""A claim's story: found by its number, which stays out of the address; its money adds up."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from test_page_store import facts as practice_facts
from test_page_store import practice, said, visit
from test_page_walk import SETS
from x12_text import CLAIM_835, CLAIM_837, SUBSCRIBER, file_835, file_837

from analytics import questions, words
from analytics.charts.story import story
from analytics.facts import Facts, open_facts
from analytics.ingest.run import ingest
from analytics.store import Store


@pytest.fixture(scope="module")
def facts() -> Facts:
    return practice_facts()


def stored(table: str) -> pl.DataFrame:
    snapshot = Store.open(practice()).read()
    return pl.concat([pl.read_parquet(path) for path in {**snapshot.raw, **snapshot.built}[table]])


def changed(text: str, *pairs: str) -> str:
    """A drawn text with some of its pieces exchanged, each for the next."""
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert old in text
        text = text.replace(old, new)
    return text


def claims_like(*kinds: str) -> list[str]:
    """The claims with events of all these kinds."""
    events = stored("event").group_by("claim_id").agg(pl.col("kind").unique()).sort("claim_id")
    return [row["claim_id"] for row in events.to_dicts() if set(kinds) <= set(row["kind"])]


def ask(monkeypatch: pytest.MonkeyPatch, claim: str) -> Any:
    app = visit(monkeypatch, practice(), "claims")
    return app.text_input(key="claim").set_value(claim).run()


@pytest.mark.parametrize("kinds", [("answer",), ("reversal",), ("secondary",), ("pend",), ("routed",), ("duplicate",)])
def test_a_claim_is_told_from_billing_to_now(monkeypatch: pytest.MonkeyPatch, kinds: tuple[str, ...]) -> None:
    claim = claims_like(*kinds)[0]
    app = ask(monkeypatch, claim)
    assert not app.exception
    assert not app.error, said(app)
    text = said(app)
    assert "Now: " in text
    assert ".835, segment " in text
    assert "Billed to" in text
    lines = app.dataframe[0].value
    own = stored("line").filter(pl.col("claim_id") == claim)
    assert Decimal(str(round(lines["Charge"].sum(), 2))) == own["charge"].sum()
    assert Decimal(str(round(lines["Paid"].sum(), 2))) == own["paid"].sum()


def test_what_all_events_paid_is_what_the_line_was_paid(facts: Facts) -> None:
    line = stored("line")
    events = questions.claim_events(facts.cursor(), line["line_id"].to_list())
    paid = dict(events.group_by("line_id").agg(pl.col("paid_cents").sum()).iter_rows())
    assert {row["line_id"]: int(row["paid"] * 100) for row in line.to_dicts() if row["line_id"] in paid} == paid


def test_the_codes_of_every_event_explain_charge_less_paid(facts: Facts) -> None:
    lines = stored("line")["line_id"].to_list()
    events = questions.claim_events(facts.cursor(), lines)
    codes = questions.claim_adjustments(facts.cursor(), events).filter(pl.col("level") == "line")
    sums = codes.group_by("line_id", "event_number").agg(pl.col("amount_cents").sum())
    joined = events.join(sums, on=["line_id", "event_number"], how="left").filter(~pl.col("is_shared"))
    rest = pl.col("charge_cents") - pl.col("paid_cents") - pl.col("amount_cents").fill_null(0)
    assert joined.height > 1000
    assert joined.filter(rest != 0).height == 0


def test_a_share_of_the_claims_adjustments_is_shown_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = stored("event").filter("adjustments_allocated").sort("claim_id")["claim_id"][0]
    app = ask(monkeypatch, claim)
    meanings = [
        m for one in app.dataframe if "What it is for" in one.value.columns for m in one.value["What it is for"]
    ]
    assert any("share of what was adjusted for the whole claim" in meaning for meaning in meanings)


def test_the_claim_number_never_gets_into_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = claims_like("reversal")[0]
    app = ask(monkeypatch, f" {claim.lower()} ")
    assert "Now: " in said(app), "found in small letters and with blanks around it"
    app.switch_page("analytics/pages/data.py").run()
    app.switch_page("analytics/pages/claims.py").run()
    assert app.text_input(key="claim").value.strip() == claim.lower(), "kept while the visit lasts"
    assert claim.lower() not in str(app.query_params).lower()
    assert "claim" not in app.query_params


def test_a_line_of_the_denials_leads_to_its_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit(monkeypatch, practice(), category="Bundled into another service", cls="Commercial")
    claim = next(one.value for one in app.dataframe if "Claim" in one.value.columns)["Claim"][0]
    app.session_state["claim"], app.session_state["open_claim"] = claim, True  # what the click on a row does
    app.run()
    assert app.text_input(key="claim").value == claim
    assert "Now: " in said(app)
    assert claim not in str(app.query_params)
    app.switch_page("analytics/pages/denials.py").run()
    assert app.session_state["view"].payer_classes == ("commercial",), "the filters are still there on the way back"


@pytest.mark.parametrize("query", list(SETS.values())[::9], ids=list(SETS)[::9])
def test_filters_do_not_hide_a_claim(monkeypatch: pytest.MonkeyPatch, query: dict[str, str | list[str]]) -> None:
    claim = claims_like("secondary")[0]
    app = visit(monkeypatch, practice(), "claims", **query)
    app.text_input(key="claim").set_value(claim).run()
    assert not app.exception
    assert "Now: " in said(app)


@pytest.mark.parametrize("asked", ["", "  ", "NOBODY", "' or 1=1 --", "%", "![x](http://host/x.png)"])
def test_what_is_not_a_claim_is_said(monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    app = ask(monkeypatch, asked)
    assert not app.exception
    assert not app.dataframe
    assert ("No claim with this number" if asked.strip() else "Find a claim by its number") in said(app)


@pytest.mark.parametrize("answered", [False, True], ids=["not answered yet", "answered"])
@pytest.mark.parametrize("asked", ["A1", "B7"])
def test_a_correction_under_a_new_number_is_in_the_story_of_both(tmp_path: Path, asked: str, answered: bool) -> None:
    """The corrected claim names the payer's number of the first one (REF*F8)."""
    first = file_837(SUBSCRIBER, CLAIM_837)
    denied = changed(
        CLAIM_835, "CLP*A1*1*100*60*10", "CLP*A1*4*100*0*0", "100*60**1", "100*0**1", "CO*45*30", "CO*97*100"
    )
    denied = changed(denied, "CAS*PR*2*10\n", "", "AMT*B6*70", "AMT*B6*0")
    corrected = changed(CLAIM_837, "CLM*A1*100***11:B:1*Y*A*Y*Y", "CLM*B7*100***11:B:7*Y*A*Y*Y\n REF*F8*ICN1")
    again = file_837(SUBSCRIBER, corrected).replace(b"20250110", b"20250120").replace(b"B0001", b"B0002")
    paid = changed(CLAIM_835, "CLP*A1", "CLP*B7", "*ICN1*", "*ICN2*")
    files = [first, file_835(denied, paid="0"), again, *([file_835(paid, trace="T2")] if answered else [])]
    for number, data in enumerate(files):
        (tmp_path / f"{number}.txt").write_bytes(data)
    store = Store.create(tmp_path / "store")
    ingest([tmp_path / f"{number}.txt" for number in range(len(files))], store)
    cursor = open_facts(store).cursor()
    found = questions.find_claim(cursor, asked)
    lines = questions.claim_lines(cursor, found)
    events = questions.claim_events(cursor, lines["line_id"].to_list())
    sent = questions.claim_sent(cursor, found)
    assert lines.filter(pl.col("is_own")).height == 1
    assert sent["frequency_code"].to_list() == ["1", "7"]
    assert events["paid_cents"].to_list() == ([0, 6000] if answered else [0])


def test_a_correction_leads_to_a_claim_that_files_write_in_two_ways(tmp_path: Path) -> None:
    """Asked for by a number that no payer has answered: the claim is a1, and A1 to its payer."""
    sent = changed(CLAIM_837, "CLM*A1", "CLM*a1")
    corrected = changed(CLAIM_837, "CLM*A1*100***11:B:1*Y*A*Y*Y", "CLM*B7*100***11:B:7*Y*A*Y*Y\n REF*F8*ICN1")
    again = file_837(SUBSCRIBER, corrected).replace(b"20250110", b"20250120").replace(b"B0001", b"B0002")
    for number, data in enumerate((file_837(SUBSCRIBER, sent), file_835(CLAIM_835), again)):
        (tmp_path / f"{number}.txt").write_bytes(data)
    store = Store.create(tmp_path / "store")
    ingest([tmp_path / f"{number}.txt" for number in range(3)], store)
    lines, sent_lines, events, _ = questions.claim_story(open_facts(store).cursor(), "B7")
    assert lines.filter(pl.col("is_own")).height == 1
    assert sent_lines["frequency_code"].to_list() == ["1", "7"] and events.height == 1


@pytest.mark.parametrize("asked", ["Ab1", "AB1", "ab1", "aB1"])
def test_a_claim_is_found_however_its_number_is_written(tmp_path: Path, asked: str) -> None:
    files = [
        file_837(SUBSCRIBER, changed(CLAIM_837, "CLM*A1", "CLM*Ab1")),
        file_835(changed(CLAIM_835, "CLP*A1", "CLP*AB1")),
    ]
    for number, data in enumerate(files):
        (tmp_path / f"{number}.txt").write_bytes(data)
    store = Store.create(tmp_path / "store")
    ingest([tmp_path / "0.txt", tmp_path / "1.txt"], store)
    lines, sent, events, codes = questions.claim_story(open_facts(store).cursor(), asked)
    assert (lines.filter(pl.col("is_own")).height, sent.height, events.height) == (1, 1, 1)
    assert codes.height > 0


def test_a_number_that_nobody_wrote_is_looked_for_on_no_day(facts: Facts) -> None:
    """A slip of the pen does not read all lines and answers of a large store."""
    found = questions.find_claim(facts.cursor(), "nobody wrote this")
    assert found.days.first is not None and found.days.last is not None and found.days.first > found.days.last
    assert [rows.height for rows in questions.claim_story(facts.cursor(), "nobody wrote this")] == [0, 0, 0, 0]


def test_an_empty_store_has_no_search(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    app = visit(monkeypatch, tmp_path / "nothing", "claims")
    assert "No data yet" in said(app)


def test_lines_of_the_same_visit_on_other_claims_are_listed(facts: Facts) -> None:
    lines = stored("line")
    several = lines.group_by("encounter_id").agg(pl.col("claim_id").unique()).filter(pl.col("claim_id").list.len() > 1)
    for encounter in several.sort("encounter_id").head(3).to_dicts():
        found = questions.claim_lines(facts.cursor(), questions.find_claim(facts.cursor(), encounter["claim_id"][0]))
        assert set(encounter["claim_id"]) <= set(found["claim_id"])
        assert set(found.filter(pl.col("is_own"))["claim_id"]) == {encounter["claim_id"][0]}


def test_a_denial_a_takeback_and_what_nobody_explains() -> None:
    event = {
        "line_id": "l",
        "event_number": 1,
        "event_date": None,
        "kind": "answer",
        "cancelled_by": 2,
        "status": "4",
        "payer_name": "ACME",
        "charge_cents": 4500,
        "paid_cents": 0,
        "denial_cents": 4000,
        "patient_share_cents": 0,
        "category": "bundled",
        "is_shared": False,
        "source_sha": "gone",
        "source_position": 1204,
    }
    code = {"line_id": "l", "event_number": 1, "level": "line", "group": "CO", "reason": "97", "amount_cents": 4000}
    line = {
        "state": "denied",
        "paid_cents": 0,
        "patient_share_cents": 0,
        "open_denial_cents": 4000,
        "category": "bundled",
        "expected_cents": None,
    }
    sent = pl.DataFrame(schema=questions.SENT.returns)
    events, codes = pl.DataFrame([event], schema=questions.EVENTS.returns), pl.DataFrame([code])
    answer, now = story(line, sent, events, codes, {})
    assert answer.title == "Acme denied it: bundled into another service"
    assert answer.text == "Taken back later."
    assert answer.equation == "$45.00 charged − $45.00 adjusted = $0.00 paid"
    assert answer.source == "a file no longer in use, segment 1,204"
    assert answer.codes is not None
    assert answer.codes["cents"].to_list() == [4000, 500]
    assert answer.codes["meaning"][1].startswith("Not explained by this service row")
    assert now.text == "$0.00 paid by all plans; $40.00 stands denied (bundled into another service)"


@pytest.mark.parametrize(
    ("group", "class_", "category", "said_"),
    [
        ("PR", "patient_share", "deductible", "Patient's share: deductible"),
        ("CO", "patient_share", "deductible", "Reduction by contract"),
        ("CO", "contractual", "fee_schedule", "Reduction by contract: fee schedule"),
        ("CO", "denial", "ncci_pair", "Denied: NCCI edit pair"),
        ("OA", "routed", "other_payer", "Passed on: another payer comes first"),
        ("CO", "routed", "capitated", "Capitation; from Medicare: another plan owes it"),
        ("PR", "contractual", "fee_schedule", "Owed by the patient above the allowed amount: fee schedule"),
        ("XX", "denial", "bundled", "Code not classified"),
        ("CO", "unclassified", "unclassified", "Code not classified"),
    ],
)
def test_codes_are_said_in_words(group: str, class_: str, category: str, said_: str) -> None:
    assert words.adjustment(group, class_, category) == said_
