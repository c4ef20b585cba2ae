"""Taking back, joining, cleaning: the data stay what they were, and the ledger agrees with them."""

import os
import time
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_store_read import adjustments, build, four, load

from analytics.store import Store, StoreDamagedError, UnknownLoadError
from analytics.store.commit import NewLoad, add_loads
from analytics.store.ledger import transaction
from analytics.store.parts import Draft, shares, write
from analytics.store.tidy import MOST_PARTS, collect, compact, orphans
from analytics.store.verify import verify
from analytics.store.void import void

SHA = {letter: letter * 64 for letter in "abcdef"}


def load_together(store: Store, amounts: dict[str, list[str]]) -> int:
    """Commits several loads in one part, as a folder of small files is."""
    frame = pl.concat([adjustments(sha, several) for sha, several in amounts.items()])
    file = store.folder / "together.draft"
    write(frame, file)
    loads = [
        NewLoad(
            sha,
            f"{sha[0]}.835",
            "835",
            10,
            {"lines": four(0), "charge_cents": four(0), "paid_cents": four(0), "rejects": []},
        )
        for sha in amounts
    ]
    return add_loads(store.folder, loads, [Draft(file, "adjustment", "2025-03", shares(frame, "adjustment"))])


def cents(store: Store) -> dict[str, int]:
    """What the head holds, by load."""
    paths = store.raw_parts(store.head()).get("adjustment", [])
    if not paths:
        return {}
    sums = pl.read_parquet(paths).group_by("source_sha").agg(pl.col("amount").sum())
    return {sha: int(amount * 100) for sha, amount in sums.iter_rows()}


def faults(store: Store) -> list[str]:
    return [check.name for check in verify(store.folder) if not check.ok]


def test_void_takes_one_load_out_of_a_shared_part(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "s")
    load_together(store, {SHA["a"]: ["1.00", "2.00"], SHA["b"]: ["4.00"]})
    voided = void(store, [SHA["a"][:8]])
    assert (voided.rows, voided.snapshot, cents(store)) == (2, store.head(), {SHA["b"]: 400})
    assert store.rows("select state from load where sha256 = ?", (SHA["a"],)) == [{"state": "voided"}]
    assert void(store, [SHA["a"]]).rows == 0, "again changes nothing"
    assert not faults(store)


def test_voided_bytes_may_be_loaded_again(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "s")
    load(store, SHA["a"], ["1.00"])
    void(store, [SHA["a"]])
    assert cents(store) == {}
    load(store, SHA["a"], ["1.00"])
    assert cents(store) == {SHA["a"]: 100} and not faults(store)


def test_a_reader_keeps_its_snapshot_while_a_load_is_voided(tmp_path: Path) -> None:
    """92: a page that is open stands."""
    store = Store.create(tmp_path / "s")
    build(store, load_together(store, {SHA["a"]: ["1.00"], SHA["b"]: ["4.00"]}))
    void(store, [SHA["a"]])
    seen = store.read()
    assert pl.read_parquet(seen.raw["adjustment"]).height == 2
    assert seen.notice == "1 load not built yet; run: reimburse build"
    assert store.changes(seen.id, seen.head).removed == {SHA["a"]}


@pytest.mark.parametrize("name", ["f" * 64, "aaa", "'; drop table load --"])
def test_an_unknown_sha_is_refused(tmp_path: Path, name: str) -> None:
    store = Store.create(tmp_path / "s")
    load(store, SHA["a"], ["1.00"])
    with pytest.raises(UnknownLoadError, match="first six digits"):
        void(store, [name])
    assert cents(store) == {SHA["a"]: 100}


def test_a_broken_part_goes_with_all_its_loads_or_not_at_all(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "s")
    load_together(store, {SHA["a"]: ["1.00"], SHA["b"]: ["4.00"]})
    load(store, SHA["c"], ["8.00"])
    store.raw_parts(1)["adjustment"][0].write_bytes(b"broken")
    with pytest.raises(StoreDamagedError, match="also holds the loads bbbbbbbbbbbb"):
        void(store, [SHA["a"]])
    assert faults(store) == ["raw_hashes"]
    void(store, [SHA["a"], SHA["b"]])
    assert cents(store) == {SHA["c"]: 800} and not faults(store)


def test_many_small_parts_are_joined_and_show_the_same(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "s")
    names = [f"{number:064x}" for number in range(MOST_PARTS + 3)]
    for number, name in enumerate(names):
        load(store, name, [f"{number}.25"] * (number + 1))
    before = cents(store)
    with store.lock():
        compact(store)
    assert cents(store) == before and not faults(store)
    assert len(store.raw_parts(store.head())["adjustment"]) <= MOST_PARTS
    assert store.changes(len(names), store.head()) == store.changes(0, 0)
    void(store, [names[0]])
    assert cents(store) == {name: sum_ for name, sum_ in before.items() if name != names[0]}


def test_cleaning_removes_old_orphans_and_parts_no_reader_needs(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "s")
    build(store, load(store, SHA["a"], ["1.00"]))
    load(store, SHA["b"], ["1.00"])
    void(store, [SHA["a"]])
    young, old = store.folder / "claims" / "young.parquet", store.folder / "remits" / "old.parquet"
    young.parent.mkdir()
    young.touch()
    old.touch()
    os.utime(old, (time.time() - 90_000,) * 2)
    with transaction(store.folder) as db:
        db.execute("update snapshot set at = '2020-01-01T00:00:00+00:00'")
    with store.lock():
        assert collect(store) == 1, "only the old orphan: readers still see the build with the voided load"
    assert pl.read_parquet(store.read().raw["adjustment"]).height == 1
    build(store, store.head())
    with store.lock():
        assert collect(store) == 1, "nobody needs the voided part now"
    assert orphans(store) == [young] and not faults(store)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["load", "void", "compact"])), max_size=14),
    amounts=st.lists(st.integers(-9_999_999_999, 9_999_999_999), min_size=6, max_size=6),
)
def test_any_order_of_loads_and_voids_conserves_every_cent(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str]], amounts: list[int]
) -> None:
    store = Store.create(tmp_path_factory.mktemp("any") / "s")
    worth, expected = dict(zip("abcdef", amounts, strict=True)), {}
    for letter, step in steps:
        if step == "load" and SHA[letter] not in expected:
            sign, whole = "-" if worth[letter] < 0 else "", abs(worth[letter])
            load(store, SHA[letter], [f"{sign}{whole // 100}.{whole % 100:02d}", "0.01"])
            expected[SHA[letter]] = worth[letter] + 1
        elif step == "void" and SHA[letter] in expected:
            void(store, [SHA[letter]])
            del expected[SHA[letter]]
        elif step == "compact":
            with store.lock():
                compact(store)
    assert cents(store) == expected and store.loads_at(store.head()) == set(expected)
    assert not faults(store)
