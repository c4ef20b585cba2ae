"""Pages as the data stood at an earlier month's end: the numbers of `metrics --as-of`, under a banner."""

import gc
from datetime import date
from typing import Any

import pytest
from once import copied
from test_page_leakage import told
from test_page_store import practice, said, visit

from analytics import words
from analytics.facts import keep_facts_as_of
from analytics.pages.filters import NOW, ends_of
from analytics.store import Store
from analytics.store.scratch import what_lies

THEN = "at the end of May 2026"
DAY = date(2026, 5, 31)


def test_pages_show_the_numbers_of_that_day(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    app = visit(monkeypatch, practice(), None, stood=THEN, period="All months", recent="true")
    assert not app.exception and not app.error, said(app)
    text = said(app)
    assert "as they stood on 05/31/2026" in text and "what came later" not in text
    document = told("metrics", "--as-of", "2026-05-31", store=practice(), capsys=capsys)
    (group,) = document["groups"]
    tiles = [metric.value.replace("\\", "").replace("\u00a0", " ") for metric in app.metric]
    assert tiles[0] == words.count(group["metrics"]["injections_billed"]["value"])
    assert tiles[2] == words.percent(group["metrics"]["denial_rate"]["value"])
    assert "--as-of 2026-05-31" in text
    assert "The last files brought" not in text, "loads are of the clock's days"
    app.switch_page("analytics/pages/denials.py").run()
    assert "as they stood on 05/31/2026" in said(app), "the day goes with the visitor from page to page"
    app.selectbox(key="stood").select(NOW).run()
    assert "as they stood on" not in said(app)


@pytest.mark.parametrize("page", ["payments", "modifier25", "leakage"])
def test_every_filtered_page_can_stand_there(monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    app = visit(monkeypatch, practice(), page, stood=THEN)
    assert not app.exception and not app.error, said(app)
    assert "as they stood on 05/31/2026" in said(app)


def test_pages_without_filters_stand_at_now(monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit(monkeypatch, practice(), "denials", stood=THEN)
    app.switch_page("analytics/pages/data.py").run()
    assert not app.exception
    assert "as they stood on" not in said(app)


def test_a_day_that_means_nothing_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit(monkeypatch, practice(), "denials", stood="tomorrow")
    assert not app.exception
    assert "as they stood on" not in said(app)


def test_month_ends_reach_from_the_first_answers_to_the_last_whole_month() -> None:
    found = ends_of([date(2026, 3, 1), date(2026, 1, 1)], date(2026, 3, 30))
    assert list(found.values()) == [date(2026, 2, 28), date(2026, 1, 31)]
    assert ends_of([], date(2026, 3, 30)) == ends_of([date(2026, 1, 1)], None) == {}


def test_the_files_of_a_day_go_when_nobody_holds_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """They lie in the store's private folder, and nothing lies outside the store."""
    monkeypatch.setattr("tempfile.tempdir", str(elsewhere := tmp_path / "elsewhere"))
    elsewhere.mkdir()
    store = Store.open(copied(practice(), tmp_path / "own"))  # another test may hold something of the shared one
    before = what_lies(store.folder)
    facts = keep_facts_as_of(store, store.read(), DAY)
    assert facts.as_of is not None and facts.as_of <= DAY
    assert facts.cursor().sql("select count(*) from event").fetchall()[0][0] > 0
    during = what_lies(store.folder)
    assert during.in_use > before.in_use and during.files > before.files and not list(elsewhere.iterdir())
    del facts
    gc.collect()
    assert what_lies(store.folder) == before
