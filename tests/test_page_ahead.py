"""A server's visitors wait once for the sums of a snapshot, and never again; a large read model stays on disk."""

from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from polars.testing import assert_frame_equal
from test_page_store import files, practice, visit

from analytics.facts import open_facts
from analytics.ingest.run import ingest
from analytics.metrics.cubes import View
from analytics.metrics.measures import measures
from analytics.pages import session as visits
from analytics.query import Shelf, connection
from analytics.store import Store
from analytics.store.marks import marks_made


@pytest.fixture
def ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits, "_AHEAD", Event())


def summed(place: Path) -> int:
    """How many sums are made of what the store shows now."""
    store = Store.open(place)
    here = visits.facts(visits.DataVersion(str(place), *store.read().key, marks_made(store)))
    return len(here.shelf._frames)


def test_after_the_first_visit_no_page_makes_a_sum(ahead: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REIMBURSE_STORE", str(practice()))
    visits.sum_ahead()
    made = summed(practice())
    for page in (None, "denials", "payments", "modifier25", "leakage"):
        assert not visit(monkeypatch, practice(), page).exception
    assert summed(practice()) == made > 20


def test_a_new_snapshot_is_summed_before_it_is_shown(
    ahead: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    chosen, store = files(), Store.create(tmp_path / "s")
    ingest(chosen[:4], store)
    monkeypatch.setenv("REIMBURSE_STORE", str(tmp_path / "s"))
    visits.sum_ahead()
    app = visit(monkeypatch, tmp_path / "s", "data")
    ingest(chosen[4:8], store)
    app.run()
    assert summed(tmp_path / "s") > 20


def test_an_empty_store_is_nothing_to_wait_for(ahead: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REIMBURSE_STORE", str(tmp_path / "none"))
    visits.sum_ahead()
    assert not visit(monkeypatch, tmp_path / "none").exception


def test_what_cannot_be_summed_is_told_by_the_page_that_asks(
    ahead: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(visits, "warm_up", broken)
    ingest(files()[:4], Store.create(tmp_path / "s"))
    monkeypatch.setenv("REIMBURSE_STORE", str(tmp_path / "s"))
    visits.sum_ahead()
    app = visit(monkeypatch, tmp_path / "s", "data")
    assert not app.exception and not app.error and app.metric


def test_a_large_read_model_is_read_from_its_files_and_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = "select table_type from information_schema.tables where table_name = 'injection'"
    small = open_facts(Store.open(practice()))
    monkeypatch.setattr(connection, "MOST_ROWS", 10)
    large = replace(open_facts(Store.open(practice())), shelf=Shelf())
    assert [facts.cursor().sql(kinds).fetchall()[0][0] for facts in (small, large)] == ["BASE TABLE", "VIEW"]
    asked = [measures(facts.cursor(), View(), ("payer", "month"), facts.as_of) for facts in (small, large)]
    assert_frame_equal(*asked)
