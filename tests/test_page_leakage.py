"""The leakage page under many filters: its ledger is the command line's and the export's; work, marks, compliance."""

import json
import shlex
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from once import copied
from test_page_store import facts as practice_facts
from test_page_store import practice, said, visit
from test_page_walk import SETS, scope_of

from analytics import words
from analytics.__main__ import main
from analytics.export import exported
from analytics.facts import open_facts
from analytics.leakage import rule
from analytics.metrics.cubes import View
from analytics.pages.session import DataVersion
from analytics.store import Store
from analytics.store.marks import add_marks, last_marks

PARTS = ("Ledger", "Worklist", "To look at", "For compliance", "Not in claims")
Query = dict[str, str | list[str]]


def told(*arguments: str, store: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What a command answers in JSON."""
    capsys.readouterr()
    assert main([*arguments, "--store", str(store), "--json"]) == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


@pytest.mark.parametrize("query", SETS.values(), ids=SETS)
def test_the_ledger_is_that_of_the_command_line_and_the_export(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], query: Query
) -> None:
    """The command is the one that the page itself names."""
    app = visit(monkeypatch, practice(), "leakage", **query)
    assert not app.exception
    assert not app.error, said(app)
    text = said(app)
    if "Same numbers" not in text:
        assert "No 96372 line matches" in text
        return
    command = text.split("Same numbers** reimburse ")[1].splitlines()[0].replace("−", "-").strip()
    document = told(*shlex.split(command), store=practice(), capsys=capsys)
    for part in ("headline", "drugs"):
        assert equation(document[part]) in text
    view = scope_of(app, app.session_state["view"], DataVersion(str(practice()), *Store.open(practice()).read().key))
    leaks = exported(practice_facts(), "leak", view)
    assert int(leaks["amount"].sum() * 100) == document["leak_cents"] == sum_of(app, "Leaked")
    if document["headline"]["leak_cents"]:
        assert words.money(document["headline"]["leak_cents"]) in app.title[0].value.replace("\\", "")


def equation(sums: dict[str, Any]) -> str:
    if not any(sums[name] for name in ("expected_cents", "received_cents", "overpaid_cents", "leak_cents")):
        return "no answered line with an amount to expect"
    expected, received, over, leak = (
        words.exact(sums[name]) for name in ("expected_cents", "received_cents", "overpaid_cents", "leak_cents")
    )
    return f"{expected} expected − {received} received + {over} overpaid = {leak}"


def sum_of(app: Any, column: str) -> int:
    """Cents of a column of the causes."""
    frames = [frame.value for frame in app.dataframe if {"Cause", column} <= set(frame.value.columns)]
    return round(float(frames[-1][column].sum()) * 100) if frames else 0


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("name", ["plain", "basis answer, all", "one payer, one month", "nonsense", "many"])
def test_every_part_holds(monkeypatch: pytest.MonkeyPatch, part: str, name: str) -> None:
    app = visit(monkeypatch, practice(), "leakage", part=part, **SETS[name])
    assert not app.exception
    assert not app.error, said(app)
    assert app.title[0].value


def test_batches_and_lines_add_up_to_the_exported_leaks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work is what the export says can be had and is not too late, whatever the months chosen."""
    app = visit(monkeypatch, practice(), "leakage", part="Worklist", period="Prior month", cls="Medicare")
    facts = practice_facts()
    view = app.session_state["view"].__class__(payer_classes=("medicare",))
    leaks = exported(facts, "work_item", view).filter("is_workable")
    assert leaks["amount"].sum() == exported(facts, "leak", view).filter("is_workable")["amount"].sum()
    batches, lines = (frame.value for frame in app.dataframe)
    assert round(float(batches["Worth"].sum()) * 100) == int(leaks["amount"].sum() * 100)
    assert int(batches["Items"].sum()) == len(lines) == leaks.height
    assert round(float(lines["Worth"].sum()) * 100) == int(leaks["amount"].sum() * 100)
    shown = {metric.label: metric.value.replace("\\", "") for metric in app.metric}
    assert shown["Can be worked"] == words.short_money(int(leaks["amount"].sum() * 100))


def test_deadlines_are_held_against_the_data_and_never_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit(monkeypatch, practice(), "leakage", part="Worklist", show="Too late")
    as_of = practice_facts().as_of
    assert as_of is not None
    lines = pl.from_pandas(app.dataframe[-1].value[["Days left", "Deadline"]])
    lines = lines.with_columns(pl.col("Deadline").cast(pl.Date))
    passed = lines.drop_nulls("Deadline")
    assert passed.height and (passed["Days left"] < 0).all() and (passed["Deadline"] < as_of).all()
    assert lines.height > passed.height, "at a payer without a limit what is older than usual is too late as well"
    near = visit(monkeypatch, practice(), "leakage", part="Worklist", show="Due in 14 days")
    left = [frame.value["Days left"].dropna() for frame in near.dataframe if "Days left" in frame.value.columns]
    assert all(((days >= 0) & (days <= 14)).all() for days in left)


def test_marks_set_on_the_page_are_those_of_the_command_line_and_survive_a_rebuild(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "store"
    copied(practice(), place)
    app = visit(monkeypatch, place, "leakage", part="Worklist")
    before = app.dataframe[-1].value
    leaks = exported(open_facts(Store.open(place)), "work_item", View()).filter("is_workable", pl.col("lines") == 1)
    never_billed = leaks.filter(pl.col("line_id").is_null())["encounter_id"].unique().sort().to_list()[:1]
    first = leaks.filter(pl.col("line_id").is_not_null() & (pl.col("claim_id") == before["Claim"].iloc[0]))
    ids = [*first["line_id"].unique().sort().to_list(), *never_billed]
    app.segmented_control(key="way").set_value("ticks it for a mark").run()
    app.session_state["to_mark"] = ids
    app.selectbox(key="mark_kind").select("Closed")
    app.text_input(key="mark_owner").input("R. Fenwick")
    app.text_input(key="mark_note").input("Called on Monday").run()
    app.button(key="mark-save").click().run()
    assert not app.exception
    assert "as closed" in said(app)
    marks = last_marks(Store.open(place))
    assert set(marks) == set(ids)
    assert {(mark.kind, mark.owner, mark.note) for mark in marks.values()} == {
        ("closed", "R. Fenwick", "Called on Monday")
    }
    assert len(app.dataframe[-1].value) < len(before)
    told("mark", ids[0], "worked", "--owner", "B. Ames", store=place, capsys=capsys)
    assert main(["build", "--full", "--store", str(place)]) == 0
    again = visit(monkeypatch, place, "leakage", part="Worklist", show="Marked")
    lines = again.dataframe[-1].value
    assert set(zip(lines["Stands"], lines["Owner"], strict=True)) >= {("Worked", "B. Ames"), ("Closed", "R. Fenwick")}
    assert "Called on Monday" not in json.dumps(again.dataframe[-1].value.to_dict("list"), default=str)


def test_a_busy_store_says_that_nothing_was_marked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from analytics.pages import worklist

    place = tmp_path / "store"
    copied(practice(), place)
    monkeypatch.setattr(worklist, "WAIT", 0.1)
    app = visit(monkeypatch, place, "leakage", part="Worklist")
    app.segmented_control(key="way").set_value("ticks it for a mark").run()
    line = exported(open_facts(Store.open(place)), "leak", app.session_state["view"].__class__())[
        "line_id"
    ].drop_nulls()
    shown = exported(open_facts(Store.open(place)), "leak", app.session_state["view"].__class__())
    best = shown.filter(
        pl.col("line_id").is_in(line) & (pl.col("claim_id") == app.dataframe[-1].value["Claim"].iloc[0])
    )
    app.session_state["to_mark"] = best["line_id"].to_list()
    app.run()
    with Store.open(place).lock():
        app.button(key="mark-save").click().run()
    assert "Nothing was marked" in said(app)
    assert last_marks(Store.open(place)) == {}


def test_possible_overpayments_have_no_dollars_and_a_fixed_order(monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit(monkeypatch, practice(), "leakage", part="For compliance", period="All months", recent="true")
    rows = app.dataframe[0].value
    assert list(rows.columns) == ["Possible overpayment", "Lines", "Why", "First step", "Rests on"]
    order = [
        rule(name).title for name in ("nurse_visit_paid", "facility_paid", "units_over_limit_paid", "duplicate_paid")
    ]
    assert list(rows["Possible overpayment"]) == [
        title for title in order if title in set(rows["Possible overpayment"])
    ]
    app.session_state["flag_rule"] = "facility_paid"
    app.run()
    if rule("facility_paid").title in set(rows["Possible overpayment"]):
        assert "Claim" in app.dataframe[-1].value.columns


def test_what_claims_cannot_show_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit(monkeypatch, practice(), "leakage", part="Not in claims")
    hidden, seen = (frame.value for frame in app.dataframe)
    assert len(hidden) + len(seen) == 45
    assert (hidden["Not visible in claims"] != "").all() and {"A13", "A15"} <= set(hidden["Statement"])
    assert (seen["Shown by"] != "").all()


def test_no_claim_is_ever_in_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit(monkeypatch, practice(), "leakage", part="Worklist", cause="Units or frequency", cost="10", show="Both")
    claims = set(app.dataframe[-1].value["Claim"])
    assert claims and claims.isdisjoint({value for values in app.query_params.values() for value in values})


def test_marks_are_all_kept_or_none(tmp_path: Path) -> None:
    store = Store.create(tmp_path)
    add_marks(store, ["a", "b"], "worked", owner="R")
    with pytest.raises(Exception, match="CHECK"):
        add_marks(store, ["c", "d"], "lost")
    assert {name: mark.kind for name, mark in last_marks(store).items()} == {"a": "worked", "b": "worked"}
    add_marks(store, ["a"], "closed")
    assert last_marks(store)["a"].kind == "closed"


def test_a_batch_cuts_the_lines_to_its_cause_and_payer_and_a_second_click_takes_it_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = visit(monkeypatch, practice(), "leakage", part="Worklist", cause="Filed too late", payer="Eastmere Medicaid")
    assert not app.exception, "a cause that this payer does not have is no fault"
    app = visit(monkeypatch, practice(), "leakage", part="Worklist")
    batches = app.dataframe[0].value
    cut = visit(
        monkeypatch, practice(), "leakage", part="Worklist",
        payer=batches["Payer"].iloc[0], cause=batches["Cause"].iloc[0],
    )  # fmt: skip
    lines = cut.dataframe[-1].value
    assert len(lines) == int(batches["Items"].iloc[0])
    assert round(float(lines["Worth"].sum()), 2) == round(float(batches["Worth"].iloc[0]), 2)


def test_the_cost_of_working_a_line_moves_what_is_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """At no cost every item that has a value is worth a try alone; at $1,000 fewer are."""
    free = visit(monkeypatch, practice(), "leakage", part="Worklist", cost="0.0").dataframe[0].value
    items = exported(practice_facts(), "work_item", View()).filter("is_workable")
    assert (free["After the work"] == free["Worth"]).all()
    assert int(free["Worth a try alone"].sum()) == items["amount"].drop_nulls().len() < int(free["Items"].sum())
    dear = visit(monkeypatch, practice(), "leakage", part="Worklist", cost="1000.0").dataframe[0].value
    assert dear["Worth a try alone"].sum() < free["Worth a try alone"].sum()


def test_page_worklist_export_and_ledger_are_one_number(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is missing in all months: said by the page, its causes, the command, the export and the built ledger."""
    facts = practice_facts()
    sums = "select sum(expected_cents), sum(received_cents), sum(overpaid_cents) from ledger"
    expected, received, over = facts.cursor().sql(sums).fetchall()[0]
    app = visit(monkeypatch, practice(), "leakage", period="All months", recent="true")
    document = told("leaks", store=practice(), capsys=capsys)
    leaks = exported(facts, "leak", app.session_state["view"].__class__())
    cents = int(leaks["amount"].sum() * 100)
    assert cents == expected - received + over
    assert cents == document["leak_cents"] == sum_of(app, "Leaked")
    work = visit(monkeypatch, practice(), "leakage", part="Worklist", show="Both")
    lines = round(float(work.dataframe[-1].value["Worth"].sum()) * 100)
    lost = int(leaks.filter(pl.col("recoverable") == "N")["amount"].sum() * 100)
    assert lines + lost == cents
