"""What readers of a store see: one built snapshot, whole, or a sentence that says why not."""

import os
import stat
from pathlib import Path

import polars as pl
import pytest

from analytics.store import Store, StoreBusyError, StoreDamagedError, StoreMissingError, StoreNewerError
from analytics.store.commit import NewLoad, add_loads
from analytics.store.folder import file_system
from analytics.store.ledger import transaction
from analytics.store.parts import Draft, shares, write
from analytics.tables import STORED, schema_of


def four(number: int) -> dict[str, int]:
    return {"in": number, "loaded": number, "quarantined": 0, "duplicate": 0}


def adjustments(sha: str, amounts: list[str]) -> pl.DataFrame:
    """Adjustment rows of one load, one per amount."""
    schema = schema_of(STORED["adjustment"])
    rows = [
        {"remit_claim_id": f"{sha}-{n}", "position": 1, "amount": amount, "is_repeated": False, "source_sha": sha}
        for n, amount in enumerate(amounts)
    ]
    frame = pl.DataFrame(rows, schema_overrides={"amount": pl.String}) if rows else pl.DataFrame()
    missing = [pl.lit(None, dtype=kind).alias(name) for name, kind in schema.items() if name not in frame.columns]
    return frame.with_columns(missing).select(pl.col(name).cast(kind) for name, kind in schema.items())


def load(store: Store, sha: str, amounts: list[str]) -> int:
    """Commits one load of adjustments, as the ingest does."""
    frame, file = adjustments(sha, amounts), store.folder / f"{sha}.draft"
    write(frame, file)
    reading = {
        "lines": four(0),
        "charge_cents": four(0),
        "paid_cents": four(0),
        "rejects": [],
    }
    draft = Draft(file, "adjustment", "2025-03", shares(frame, "adjustment"))
    return add_loads(store.folder, [NewLoad(sha, f"{sha}.835", "835", 10, reading)], [draft])


def build(store: Store, snapshot: int, value: int = 1) -> int:
    """A build of one table with one row."""
    file = store.begin_build(snapshot) / "event.parquet"
    pl.DataFrame({"value": [value]}).write_parquet(file)
    return store.commit_build(snapshot, {"event": file}, {"mode": "full"})


def test_an_empty_store_reads_as_nothing(tmp_path: Path) -> None:
    seen = Store.create(tmp_path / "s").read()
    assert (seen.id, seen.head, seen.waiting, seen.raw, seen.built, seen.notice) == (0, 0, 0, {}, {}, None)


def test_a_load_is_shown_when_it_is_built(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "s")
    snapshot = load(store, "a", ["1.00", "2.50"])
    before = store.read()
    assert (before.raw, before.notice) == ({}, "1 load not built yet; run: reimburse build")
    build(store, snapshot)
    after = store.read()
    assert after.id == snapshot and after.notice is None
    assert pl.read_parquet(after.raw["adjustment"])["amount"].sum() == pl.Series(["3.50"]).cast(pl.Decimal(12, 2))[0]
    assert [len(paths) for paths in after.built.values()] == [1]


def test_a_rebuild_of_the_same_snapshot_has_a_new_key(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "s")
    snapshot = load(store, "a", ["1.00"])
    build(store, snapshot, 1)
    first = store.read()
    build(store, snapshot, 2)
    second = store.read()
    assert first.id == second.id and first.key != second.key
    assert pl.read_parquet(second.built["event"])["value"].to_list() == [2]
    assert pl.read_parquet(first.built["event"])["value"].to_list() == [1], "a reader keeps its files"


def test_a_build_may_keep_files_of_the_build_before(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "s")
    snapshot = load(store, "a", ["1.00"])
    build(store, snapshot)
    kept = store.read().built["event"]
    fresh = store.begin_build(snapshot) / "line.parquet"
    pl.DataFrame({"value": [5]}).write_parquet(fresh)
    store.commit_build(snapshot, {"event": kept, "line": fresh}, {})
    assert store.read().built == {"event": kept, "line": [fresh]}


def test_changes_between_snapshots_name_loads(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "s")
    first, second = load(store, "a", ["1.00"]), load(store, "b", ["2.00"])
    assert store.changes(first, second).added == {"b"}
    assert store.changes(second, first).removed == {"b"}


def test_everything_is_private(tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        store = Store.create(tmp_path / "s")
        build(store, load(store, "a", ["1.00"]))
    finally:
        os.umask(old)
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in [store.folder, *store.folder.rglob("*")]}
    wrong = {path: oct(mode) for path, mode in modes.items() if mode != (0o700 if path.is_dir() else 0o600)}
    assert not wrong


@pytest.mark.parametrize("harm", ["remove", "shorten", "flip"])
def test_a_changed_part_stops_readers_with_the_command(tmp_path: Path, harm: str) -> None:
    store = Store.create(tmp_path / "s")
    build(store, load(store, "a", ["1.00"]))
    part = store.read().raw["adjustment"][0]
    data = bytearray(part.read_bytes())
    if harm == "remove":
        part.unlink()
    elif harm == "shorten":
        part.write_bytes(data[:-1])
    else:
        data[len(data) // 2] ^= 1
        part.write_bytes(data)
    with pytest.raises(StoreDamagedError, match="run: reimburse verify --store"):
        store.read()


def test_a_restored_copy_is_trusted_by_its_bytes(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "s")
    build(store, load(store, "a", ["1.00"]))
    os.utime(store.read().raw["adjustment"][0], (1, 1))
    assert store.read().id == 1


def test_no_store_and_a_lost_ledger_and_a_newer_one_say_so(tmp_path: Path) -> None:
    """91: with the command that helps."""
    with pytest.raises(StoreMissingError, match="reimburse ingest"):
        Store.open(tmp_path / "none")
    store = Store.create(tmp_path / "s")
    load(store, "a", ["1.00"])
    with transaction(store.folder) as db:
        db.execute("pragma user_version=99")
    with pytest.raises(StoreNewerError, match="newer version"):
        Store.open(store.folder)
    for file in store.folder.glob("ledger*"):
        file.unlink()
    for opening in (Store.open, Store.create):
        with pytest.raises(StoreDamagedError, match=r"ledger.sqlite is missing .* reimburse verify --store"):
            opening(store.folder)


def test_a_ledger_that_is_no_database_is_refused(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "s")
    for file in store.folder.glob("ledger*"):
        file.unlink()
    (store.folder / "ledger.sqlite").write_bytes(b"x" * 5000)
    with pytest.raises(StoreDamagedError, match="backup"):
        Store.open(store.folder)


def test_a_moved_store_is_the_same_store(tmp_path: Path) -> None:
    """90: the folder may be moved."""
    store = Store.create(tmp_path / "s")
    build(store, load(store, "a", ["1.00"]))
    secret = store.secret
    moved = Store.open((tmp_path / "s").rename(tmp_path / "elsewhere"))
    assert moved.secret == secret and pl.read_parquet(moved.read().raw["adjustment"]).height == 1


@pytest.mark.parametrize(
    ("place", "kind"),
    [("/data/local", "ext4"), ("/mnt/nas/store", "nfs4"), ("/mnt/my disk/x", "cifs"), ("/mnt", "ext4")],
)
def test_a_network_folder_is_known_by_its_deepest_mount(place: str, kind: str) -> None:
    mounts = "/dev/a / ext4 rw 0 0\nnas:/x /mnt/nas nfs4 rw 0 0\n//box/y /mnt/my\\040disk cifs rw 0 0\n"
    assert file_system(place, mounts) == kind


def test_a_folder_of_other_files_never_becomes_a_store(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(StoreMissingError, match="holds other files"):
        Store.create(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_lost_secret_is_not_silently_replaced(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "s")
    assert len(store.secret) == 32
    (store.folder / "secret").unlink()
    with pytest.raises(StoreDamagedError, match="secret"):
        Store.create(store.folder).secret  # noqa: B018


def test_a_second_writer_waits_and_then_says_so(tmp_path: Path) -> None:
    """89: nothing is changed by the one that cannot wait."""
    one, two = Store.create(tmp_path / "s"), Store.open(tmp_path / "s")
    with (
        one.lock(),
        one.lock(),
        pytest.raises(StoreBusyError, match="nothing changed: another process"),
        two.lock(0.05),
    ):
        pytest.fail("two writers at once")
    with two.lock(0.05):
        pass
