"""Every page under many filters: no fault, and every total is what a plain recount of the stored rows gives."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from test_page_store import facts as practice_facts
from test_page_store import practice, said, visit

from analytics import words
from analytics.charts.comparable import Scope
from analytics.charts.denials import settled
from analytics.metrics.cubes import View
from analytics.metrics.evaluate import answers
from analytics.pages import cache as frames
from analytics.pages import filters
from analytics.pages.session import DataVersion
from analytics.store import Store

Row = dict[str, Any]

PAYER = "Bramblewyck Health PPO"
SETS: dict[str, dict[str, str | list[str]]] = {
    "plain": {},
    **{f"period {name}": {"period": name} for name in ("Prior month", "Quarter to date", "Year to date", "All months")},
    "one month": {"period": "Choose months", "start": "Mar 2026", "to": "Mar 2026"},
    "months the wrong way round": {"period": "Choose months", "start": "Jun 2026", "to": "Feb 2026"},
    "a year earlier": {"against": "Same months a year earlier", "period": "Prior month"},
    "chosen months": {"against": "Choose months", "cfrom": "Jan 2026", "cto": "Mar 2026", "period": "Prior month"},
    "compared with nothing": {"against": "Nothing"},
    "basis answer": {"basis": "Month of first answer"},
    "basis answer, all": {"basis": "Month of first answer", "period": "All months"},
    "recent": {"recent": "true"},
    "recent, all": {"recent": "true", "period": "All months"},
    **{f"class {name}": {"cls": name} for name in ("Medicare", "Medicare Advantage", "Commercial", "Medicaid")},
    "two classes": {"cls": ["Medicare", "Commercial"]},
    "one payer": {"payer": PAYER},
    "one payer, one month": {"payer": PAYER, "period": "Prior month"},
    "two payers": {"payer": [PAYER, "Eastmere Medicaid"]},
    "payer out of its class": {"payer": PAYER, "cls": "Medicare"},
    "one provider": {"provider": "Thrimble, Odra"},
    "office": {"place": "11 office"},
    "one drug": {"drug": "Several drugs"},
    "no drug": {"drug": "No drug line"},
    **{f"denied {name}": {"denied": name} for name in words.DEFINITION.values()},
    "open, all": {"denied": "Denial still stands", "period": "All months"},
    "paid $0, answer": {"denied": "Paid $0", "basis": "Month of first answer", "period": "All months"},
    "category": {"category": "Bundled into another service", "period": "All months"},
    "category and code": {"category": "Bundled into another service", "reason": "97", "period": "All months"},
    "many": {
        "cls": "Commercial",
        "payer": PAYER,
        "provider": "Thrimble, Odra",
        "place": "11 office",
        "period": "All months",
    },
    "nonsense": {"payer": "![x](http://host/x.png)", "period": "' or 1=1 --", "denied": "<b>", "cls": "Mars"},
}


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """The read model as plain dictionaries: the other way to every number."""
    paths = Store.open(practice()).read().built["injection"]
    return pl.concat([pl.read_parquet(path) for path in paths]).to_dicts()


@pytest.mark.parametrize("query", SETS.values(), ids=SETS)
def test_denials_hold_under_every_filter(
    monkeypatch: pytest.MonkeyPatch, rows: list[Row], query: dict[str, str | list[str]]
) -> None:
    app = visit(monkeypatch, practice(), **query)
    assert not app.exception
    assert not app.error, said(app)
    view: View = app.session_state["view"]
    at = DataVersion(str(practice()), *Store.open(practice()).read().key)
    scope = scope_of(app, view, at)
    _tiles_equal(app, scope, [row for row in rows if matches(row, scope)])


def scope_of(app: Any, view: View, at: DataVersion) -> View:
    from analytics.charts.comparable import scope

    return scope(view, frames.months(at, view), with_recent=app.session_state["with_recent"]).view


def _month(row: Row, view: View) -> date | None:
    return row["answer_month"] if view.basis == "answer" else row["service_month"]  # type: ignore[no-any-return]


def matches(row: Row, view: View) -> bool:
    month = _month(row, view)
    lists: tuple[tuple[tuple[str, ...], str], ...] = (
        (view.payer_classes, "payer_class"),
        (view.payers, "payer_id"),
        (view.providers, "rendering_npi"),
        (view.places, "place_of_service"),
        (view.drugs, "drug"),
    )
    return (
        (view.basis == "service" or month is not None)
        and (view.start is None or (month is not None and month >= view.start))
        and (view.end is None or (month is not None and month <= view.end))
        and all(not chosen or row[name] in chosen for chosen, name in lists)
    )


COUNTED: dict[str, Callable[[Row], bool]] = {
    "initial": lambda row: row["answered_initial"],
    "open": lambda row: row["answered_open"],
}
DENIED: dict[str, Callable[[Row], bool]] = {
    "initial": lambda row: row["denied_initial"],
    "open": lambda row: row["denied_open"],
    "claim_status_4": lambda row: row["any_status_4"],
    "zero_paid": lambda row: row["any_zero_paid"],
    "allowed_zero": lambda row: row["any_allowed_zero"],
    "any_reason": lambda row: row["any_reason"],
}


def _tiles_equal(app: Any, view: View, rows: list[Row]) -> None:
    """Recounted by hand: the tiles, the headline, the table of categories."""
    if not rows:
        assert "No 96372 line matches" in said(app)
        return
    counted = [row for row in rows if COUNTED.get(view.definition, _has_event)(row)]
    denied = [row for row in counted if DENIED[view.definition](row)]
    initial = [row for row in rows if row["answered_initial"]]
    first = [row for row in initial if row["denied_initial"]]
    standing = [row for row in rows if row["answered_open"]]
    routed = [row for row in rows if row["is_counted"] and row["is_routed"]]
    shown = [metric.value.replace("\\", "").replace("\u00a0", " ") for metric in app.metric]
    second = (first, initial) if view.definition == "open" else ([r for r in standing if r["denied_open"]], standing)
    assert shown == [
        percent(len(denied), len(counted)),
        percent(len(second[0]), len(second[1])),
        *_fates(app, view, rows),
        percent(len(routed), len([row for row in rows if row["answered_open"] or row in routed])),
        words.short_money(sum(row["denied_expected_cents"] or 0 for row in first)),
    ]
    if len(counted) > 10:
        assert percent(len(denied), len(counted)) in said(app)
    _table_equals(app, denied)


@cache
def _limits() -> dict[tuple[str, str], int]:
    limits = pl.read_parquet(Store.open(practice()).read().built["resolution_limit"])
    return {(scope, its): days for scope, its, days, _ in limits.iter_rows()}


def _resolution_days(row: Row) -> int:
    """Of the payer, else of its class, else of all."""
    known = _limits()
    wanted = (("payer", row["payer_id"]), ("class", row["payer_class"]), ("all", "all"))
    return next((known[one] for one in wanted if one in known), 9999)


def _fates(app: Any, view: View, rows: list[Row]) -> list[str]:
    """Of the months whose denials are decided: those that came back, and those that are final by their age."""
    at = DataVersion(str(practice()), *Store.open(practice()).read().key)
    months, as_of = frames.months(at, app.session_state["view"]), frames.as_of(at)
    decided = settled(Scope(view, None, (), False), months, partial(frames.values, at))
    if decided is None:
        return ["too early", "too early"]
    initial = [row for row in rows if row["answered_initial"] and matches(row, decided[0])]
    first = [row for row in initial if row["denied_initial"]]
    standing = [row for row in initial if row["denied_open"]]
    final = [row for row in standing if (as_of - row["denied_since"]).days > _resolution_days(row)]
    return [
        percent(sum(row["recovered"] for row in first), len(first)),
        percent(len(final), len(initial) - len(standing) + len(final)),
    ]


def _has_event(row: Row) -> bool:
    return bool(row["is_counted"] and row["has_event"])


def percent(top: int, bottom: int) -> str:
    if 0 < bottom <= 10:
        return f"{top} of {bottom}"
    return words.percent(top / bottom) if bottom else "no data"


def _table_equals(app: Any, denied: list[Row]) -> None:
    tables = [element.value for element in app.dataframe if "Category" in element.value.columns]
    assert bool(tables) == bool(denied)
    if denied and app.selectbox(key="category").value == "All categories":
        assert int(tables[0]["Lines"].sum()) == len(denied)


def test_the_walk_is_long_enough() -> None:
    assert len(SETS) >= 30


@pytest.mark.parametrize("query", list(SETS.values())[::6], ids=list(SETS)[::6])
def test_data_page_holds_under_every_filter(monkeypatch: pytest.MonkeyPatch, query: dict[str, str | list[str]]) -> None:
    app = visit(monkeypatch, practice(), "data", **query)
    assert not app.exception
    assert not app.error
    assert "files loaded" in said(app)


def test_filters_survive_a_look_at_the_data_page(monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit(monkeypatch, practice(), payer=PAYER)
    app.switch_page("analytics/pages/data.py").run()
    app.switch_page("analytics/pages/denials.py").run()
    assert app.session_state["view"].payers != ()


def test_the_data_page_counts_what_the_ledger_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit(monkeypatch, practice(), "data")
    loads = Store.open(practice()).rows("select kind, reading from load where state = 'live'")
    claims = sum(json.loads(load["reading"])["claims"]["loaded"] for load in loads if load["kind"] == "837P")
    assert [metric.value for metric in app.metric][:2] == [str(len(loads)), words.count(claims)]


def test_a_click_on_a_chip_takes_the_filter_away(monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit(monkeypatch, practice(), payer=PAYER, denied="Paid $0")
    labels = [button.label.replace("\\", "") for button in app.button if str(button.key).startswith("chip-")]
    assert labels == ["Paid $0", f"Payer: {PAYER}", "Clear all"]
    app.button(key="chip-1").click().run()
    assert app.session_state["view"].payers == ()
    assert app.session_state["view"].definition == "zero_paid"
    app.button(key="chip-0").click().run()
    assert app.session_state["view"].definition == "initial"
    assert not [button for button in app.button if str(button.key).startswith("chip-")]


def test_clear_all_goes_back_to_the_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit(monkeypatch, practice(), payer=PAYER, denied="Paid $0", recent="true", period="All months")
    app.button(key="chip-all").click().run()
    first = visit(monkeypatch, practice())
    assert app.session_state["view"] == first.session_state["view"]


def test_an_address_that_means_nothing_is_said_and_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """88."""
    app = visit(monkeypatch, practice(), payer="Nobody", cls="Commercial")
    assert "The address named a payer that this data does not have" in said(app)
    assert app.session_state["view"].payer_classes == ("commercial",)
    app.multiselect(key="class").set_value([]).run()
    assert "The address named" not in said(app)


def test_no_claim_or_patient_is_ever_in_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit(monkeypatch, practice(), category="Bundled into another service", period="All months")
    known = {"period", "recent", "basis", "class", "payer", "provider", "place", "drug", "denied", "from", "to"}
    assert set(app.query_params) <= known | {"category", "reason"}
    lines = [frame.value for frame in app.dataframe if "Claim" in frame.value.columns]
    assert len(lines) == 1, "the lines are on the page, so this test can fail"
    values = {value for values in app.query_params.values() for value in values}
    assert values.isdisjoint(set(lines[0]["Claim"]))


def test_a_category_shows_its_codes_and_all_of_its_lines(monkeypatch: pytest.MonkeyPatch, rows: list[Row]) -> None:
    app = visit(monkeypatch, practice(), category="Bundled into another service", period="All months", recent="true")
    denied = [r for r in rows if r["answered_initial"] and r["denied_initial"] and r["initial_category"] == "bundled"]
    codes, lines = (frame.value for frame in app.dataframe)
    assert int(codes["Lines"].sum()) == len(lines) == len(denied)
    assert round(float(lines["Expected"].sum()) * 100) == sum(row["denied_expected_cents"] or 0 for row in denied)


def test_the_page_and_the_command_line_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit(monkeypatch, practice(), cls="Commercial", denied="Denial still stands")
    at = DataVersion(str(practice()), *Store.open(practice()).read().key)
    view = scope_of(app, app.session_state["view"], at)
    facts = practice_facts()
    (group,) = answers(facts.cursor(), view, (), as_of=facts.as_of)
    shown = [metric.value.replace("\\", "").replace("\u00a0", " ") for metric in app.metric]
    names = ("denial_rate", "initial_denial_rate", "routed_rate", "denied_dollars_expected")
    assert [*shown[:2], *shown[4:]] == [
        words.short(group.metrics[name].value, group.metrics[name].unit) for name in names
    ]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "nothing"


def test_an_empty_store_offers_files_and_the_demo(monkeypatch: pytest.MonkeyPatch, empty: Path) -> None:
    """92."""
    for page in (None, "denials", "data"):
        app = visit(monkeypatch, empty, page)
        assert not app.exception
        assert "No data yet" in said(app)
        assert app.button(key="demo").label == "Load the demo practice"
        assert not app.metric


def test_all_filters_are_listed_in_the_order_people_think() -> None:
    assert list(filters.LABELS.values()) == ["Payer class", "Payer", "Provider", "Place of service", "Drug"]
