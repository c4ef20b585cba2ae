"""The overview under many filters: every number is what a plain recount of the stored rows gives."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from once import copied
from test_charts import group, rate
from test_page_store import facts as practice_facts
from test_page_store import practice, said, visit
from test_page_walk import PAYER, SETS, Row, matches, percent, scope_of

from analytics import questions, words
from analytics.charts.overview import ageing_heat, arrivals_title, open_sentence, scorecard
from analytics.facts import open_facts
from analytics.metrics.cubes import View
from analytics.metrics.evaluate import Group
from analytics.pages.session import DataVersion
from analytics.store import Store

WAITING = ("no_response", "pended", "awaiting_correction")


def stored(table: str) -> list[Row]:
    paths = Store.open(practice()).read().built[table]
    return pl.concat([pl.read_parquet(path) for path in paths]).to_dicts()


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return stored("injection")


@pytest.fixture(scope="module")
def brought() -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for event in stored("event"):
        found.setdefault(event["line_id"], []).append(event)
    return found


def shown(app: Any) -> list[str]:
    return [metric.value.replace("\\", "").replace("\u00a0", " ") for metric in app.metric]


def table(app: Any, column: str) -> Any:
    return next((one.value for one in app.dataframe if column in one.value.columns), None)


@pytest.mark.parametrize("query", SETS.values(), ids=SETS)
def test_the_overview_holds_under_every_filter(
    monkeypatch: pytest.MonkeyPatch,
    rows: list[Row],
    brought: dict[str, list[Row]],
    query: dict[str, str | list[str]],
) -> None:
    app = visit(monkeypatch, practice(), None, **query)
    assert not app.exception
    assert not app.error, said(app)
    assert {one.proto.placeholder for one in app.dataframe} <= {"–"}, "an empty cell never says None"
    view: View = app.session_state["view"]
    scope = scope_of(app, view, DataVersion(str(practice()), *Store.open(practice()).read().key))
    within = [row for row in rows if matches(row, scope)]
    if not within:
        assert "No 96372 line matches" in said(app)
        return
    whole = [row for row in rows if row["is_counted"] and matches(row, View(**{**LISTS(view), "basis": "service"}))]
    _tiles_equal(app, scope, within, whole)
    _arrivals_equal(app, whole, brought)
    _scorecard_equals(app, within, whole)


def LISTS(view: View) -> dict[str, Any]:  # noqa: N802
    return {name: value for name, value in view.__dict__.items() if isinstance(value, tuple)}


def opened(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["state"] in WAITING or row["open_denial_cents"] > 0]


def _tiles_equal(app: Any, view: View, within: list[Row], whole: list[Row]) -> None:
    counted = [row for row in within if row["is_counted"]]
    paid = sum(row["paid_cents"] for row in within if row["answered_open"])
    tiles = shown(app)
    assert tiles[0] == words.count(len(counted))
    assert tiles[1] == (words.short_money(paid) if any(row["answered_open"] for row in within) else "no data")
    assert tiles[3] == words.short_money(sum(row["open_expected_cents"] or 0 for row in opened(whole)))
    if view.definition == "initial":
        answered = [row for row in within if row["answered_initial"]]
        assert tiles[2] == percent(sum(row["denied_initial"] for row in answered), len(answered))


def _arrivals_equal(app: Any, whole: list[Row], brought: dict[str, list[Row]]) -> None:
    """Every file of the practice was loaded at once, so every event is new."""
    frame = table(app, "New denials")
    events = [event for row in whole for event in brought.get(row["line_id"], [])]
    standing = [e for e in events if e["kind"] == "answer" and e["denial"] > 0 and e["cancelled_by"] is None]
    assert int(frame["New denials"].sum()) == len({event["line_id"] for event in standing})
    assert round(float(frame["Paid"].sum()), 2) == float(sum(e["paid"] for e in events if e["paid"] > 0))
    net = float(sum(event["paid"] for event in events))
    assert round(float(frame["Paid"].sum() - frame["Taken back"].sum()), 2) == net


def _scorecard_equals(app: Any, within: list[Row], whole: list[Row]) -> None:
    frame = table(app, "How sure")
    assert int(frame["Injections"].sum()) == sum(row["is_counted"] for row in within)
    payers = {row["payer_id"] for row in within}
    cents = sum(row["open_expected_cents"] or 0 for row in opened(whole) if row["payer_id"] in payers)
    assert round(float(frame["Open, expected"].sum()) * 100) == cents


def test_ages_count_days_from_the_first_submission(rows: list[Row]) -> None:
    facts = practice_facts()
    assert facts.as_of is not None
    frame = questions.ageing(facts.cursor(), View(), facts.as_of)
    found: dict[str, list[int]] = {age: [0, 0, 0] for age in questions.AGES}
    for row in opened([row for row in rows if row["is_counted"]]):
        days = (facts.as_of - (row["submitted_date"] or row["service_date"])).days
        cell = found[questions.AGES[min(max(0, days - 1) // 30, 4)]]
        cell[0] += 1
        cell[1] += row["open_expected_cents"] or 0
        cell[2] += row["charge_cents"] if row["state"] in WAITING else row["open_denial_cents"]
    sums = {
        age: list(frame.filter(pl.col("age") == age).select("lines", "expected_cents", "charge_cents").sum().row(0))
        for age in questions.AGES
    }
    assert sums == found


def test_only_the_files_of_the_last_day_are_new(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    copied(practice(), folder)
    with closing(sqlite3.connect(folder / "ledger.sqlite")) as ledger, ledger:
        ledger.execute("update load set loaded_at = '2020-01-02T10:00:00+00:00' where rowid > 3")
        ledger.execute("update load set loaded_at = '2020-01-03T10:00:00+00:00' where rowid <= 3")
        shas = {sha for (sha,) in ledger.execute("select sha256 from load where rowid <= 3").fetchall()}
    store = Store.open(folder)
    loads, day, has_earlier = questions.last_loads(store, store.head())
    assert (set(loads), day, has_earlier) == (shas, date(2020, 1, 3), True)
    facts = open_facts(store)
    some, every = (
        questions.arrivals(facts.cursor(), View(), shas)
        for shas in (loads, tuple(row["sha256"] for row in store.rows("select sha256 from load")))
    )
    assert int(some["billed"].sum() + some["answered"].sum()) < int(every["billed"].sum() + every["answered"].sum())


def test_a_click_on_a_payer_filters_and_a_second_one_takes_it_back(monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit(monkeypatch, practice(), None, payer=PAYER)
    assert len(table(app, "How sure")) == 1
    assert app.session_state["view"].payers != ()


OPEN = pl.DataFrame(
    {
        "payer_id": ["a", "a", "b"],
        "payer_name": ["ACME", "ACME", "BETA"],
        "age": ["0–30", "120+", "120+"],
        "side": ["unanswered", "denied", "unanswered"],
        "lines": [10, 5, 2],
        "valued": [10, 5, 0],
        "expected_cents": [10_000, 30_000, 0],
        "charge_cents": [40_000, 90_000, 9_000],
    }
)


def test_what_is_open_is_said_with_its_age_and_an_unknown_rate_is_not_zero() -> None:
    assert open_sentence(OPEN) == "$400.00 expected is open; 75.0 % of it for more than 90 days"
    assert open_sentence(OPEN.filter(pl.col("payer_id") == "b")) == "2 lines open, none with a known rate"
    assert ageing_heat(OPEN.clear(), None) is None
    chart = ageing_heat(OPEN, date(2026, 1, 31))
    assert chart is not None
    texts = [[cell.text for cell in row] for row in chart.marks.cells]  # type: ignore[union-attr]
    assert texts == [["$100.00", "", "", "", "$300.00"], ["", "", "", "", "no rate"]]


def test_what_came_in_is_said_in_one_sentence() -> None:
    frame = pl.DataFrame(
        {"billed": [3], "answered": [0], "denied": [0], "unsure": [0], "paid_cents": [0], "taken_back_cents": [0]}
    )
    title, note = arrivals_title(frame, date(2026, 1, 31), 1, is_first=True)
    assert title == "The last files brought 3 new 96372 lines and no answer"
    assert note.startswith("1 file loaded 01/31/2026, the first in this store")
    frame = frame.with_columns(
        answered=pl.lit(9), denied=pl.lit(1), paid_cents=pl.lit(5_000), taken_back_cents=pl.lit(700)
    )
    title, _ = arrivals_title(frame, date(2026, 1, 31), 2, is_first=False)
    assert title == "The last files brought $50.00 paid, $7.00 taken back and 1 denial in 9 answered lines"
    title, _ = arrivals_title(frame.with_columns(unsure=pl.lit(1)), date(2026, 1, 31), 2, is_first=False)
    assert title.endswith("taken back and at least 1 denial in 9 answered lines")
    title, _ = arrivals_title(frame.with_columns(unsure=pl.lit(2)), date(2026, 1, 31), 2, is_first=False)
    assert title.endswith("taken back in 9 answered lines; how many of them were denied is not known")


def waited(one: Group) -> Group:
    return Group(one.key, {**one.metrics, "days_to_first_response": rate(0, 0)})


def test_a_scorecard_claims_a_change_only_beyond_chance() -> None:
    names = {"payer_id": "a", "payer_name": "ACME"}, {"payer_id": "b", "payer_name": "BETA"}
    now = [waited(group(rate(200, 1000), **names[0])), waited(group(rate(3, 8), **names[1]))]
    before = [group(rate(90, 1000), **names[0]), group(rate(100, 1000), **names[1])]
    frame = scorecard(now, before, [], OPEN, {"a": "commercial"}, [])
    assert frame["against"].to_list() == ["+11.0 pp", "too few to compare"]
    assert frame["certainty"].to_list()[1] == "3 of 8"
    assert frame["rate"].to_list() == [0.2, None]
    same = scorecard(now[:1], [group(rate(199, 1000), **names[0])], [], OPEN, {}, [])
    assert same["against"].to_list() == ["+0.1 pp, within chance"]


def test_two_months_are_no_trend() -> None:
    days = [date(2025, at, 1) for at in (1, 2, 3, 4)]
    now = [waited(group(rate(200, 1000), payer_id="a", payer_name="ACME"))]
    by_month = [group(rate(at, 40), payer_id="a", payer_name="ACME", month=f"2025-0{at}") for at in (1, 2, 3)]
    few = group(rate(1, 8), payer_id="a", payer_name="ACME", month="2025-04")
    assert scorecard(now, [], [*by_month, few], OPEN, {}, days)["trend"].to_list() == [[2.5, 5.0, 7.5]]
    assert scorecard(now, [], [*by_month[:2], few], OPEN, {}, days)["trend"].to_list() == [[]]
