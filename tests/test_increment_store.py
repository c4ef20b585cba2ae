"""A store builds only the families with news, says so, and shows what a full build would show."""

from pathlib import Path

import polars as pl
import pytest

from analytics.build import build
from analytics.demo import write_demo
from analytics.facts import open_facts
from analytics.ingest.run import ingest
from analytics.store import Store
from analytics.store.user_data import PayerEdit, save_payers
from analytics.store.void import void
from analytics.tables import BUILT


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Path]:
    """A store with all files of a small practice but one, and that one."""
    folder = tmp_path_factory.mktemp("practice")
    files = sorted(write_demo(folder, months=14, encounters=700).files, key=lambda path: path.stat().st_size)
    late = next(path for path in files if path.suffix == ".835")
    store = Store.create(folder / "store")
    ingest([path for path in files if path != late], store)
    return store, late


def shown(store: Store) -> dict[str, pl.DataFrame]:
    """Every built table, as a reader finds it."""
    cursor = open_facts(store).cursor()
    tables = {name: cursor.table(name).pl() for name in BUILT}
    return {name: frame.sort(pl.struct(pl.all()).hash()) for name, frame in tables.items()}


def test_a_late_file_comes_and_goes_by_family(practice: tuple[Store, Path]) -> None:
    store, late = practice
    (before, info) = shown(store), store.build_info()
    assert info is not None and info["mode"] == "full"

    (file,) = ingest([late], store)["files"]
    came, info = shown(store), store.build_info()
    assert info is not None and info["mode"] == "incremental" and 0 < info["families"] < 200
    assert not came["event"].equals(before["event"])
    assert build(store, full=True).mode == "full"
    again = shown(store)
    assert [name for name in BUILT if not came[name].equals(again[name])] == []

    void(store, [file["sha256"]])
    assert build(store).mode == "incremental"
    gone = shown(store)
    assert [name for name in BUILT if not gone[name].equals(before[name])] == []
    assert build(store).families == 0


def test_an_edit_of_a_payer_is_built_in_full(practice: tuple[Store, Path]) -> None:
    store, _ = practice
    assert build(store).mode == "incremental"
    source = open_facts(store).cursor().sql("select source_id, source_name, filing_indicator from payer").fetchall()[0]
    save_payers(store, [PayerEdit(*source, name="Another name")])
    assert [build(store).mode for _ in range(2)] == ["full", "incremental"]


def test_damaged_facts_are_made_again_in_full(practice: tuple[Store, Path]) -> None:
    store, _ = practice
    build(store)
    store.read().built["leak"][0].write_bytes(b"")
    assert build(store).mode == "full"
