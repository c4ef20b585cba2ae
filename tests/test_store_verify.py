"""verify finds what is wrong, names the file and the command; repair removes what nothing uses."""

import random
from pathlib import Path

import pytest
from test_ingest_files import remittance
from test_store_read import build, load

from analytics.ingest.run import ingest
from analytics.store import Store
from analytics.store.ledger import transaction
from analytics.store.repair import repair
from analytics.store.verify import Check, verify


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """One store with a real remittance, loaded and built."""
    folder = tmp_path_factory.mktemp("verify")
    store = Store.create(folder / "s")
    (folder / "a.835").write_bytes(remittance({f"A{number}": "14.00" for number in range(50)}))
    ingest([folder / "a.835"], store, build=False)
    build(store, store.head())
    return store


def faults(store: Store) -> list[Check]:
    return [check for check in verify(store.folder) if not check.ok]


def test_a_sound_store_has_no_fault(store: Store) -> None:
    names = [check.name for check in verify(store.folder)]
    assert faults(store) == []
    assert {"raw_hashes", "built_hashes", "conservation", "rows_and_cents", "loads_and_data"} <= set(names)
    assert {"balance_service", "balance_claim", "balance_transaction"} <= set(names)


def test_every_flipped_bit_is_found(store: Store) -> None:
    chance = random.Random(96372)
    parts = sorted(store.folder.rglob("*.parquet"))
    for _ in range(60):
        part = chance.choice(parts)
        sound = part.read_bytes()
        data = bytearray(sound)
        place = chance.randrange(len(data))
        data[place] ^= 1 << chance.randrange(8)
        part.write_bytes(data)
        found = faults(store)
        part.write_bytes(sound)
        assert len(found) == 1 and part.name in found[0].detail and "reimburse repair --store" in found[0].detail
    assert faults(store) == []


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ("update part_load set rows = rows + 1", "rows_and_cents"),
        ("update part_load set cents = cents + 1", "rows_and_cents"),
        ("update load set reading = json_set(reading, '$.paid_cents.loaded', 1)", "conservation"),
        (
            "update load set reading = json_set(reading, '$.claims.in', 49, '$.claims.loaded', 49)",
            "loads_and_data",
        ),
    ],
)
def test_a_ledger_that_says_something_else_is_found(store: Store, sql: str, name: str) -> None:
    tables = {table: store.rows(f"select * from {table}") for table in ("part_load", "load")}
    with transaction(store.folder) as db:
        db.execute(sql)
    found = faults(store)
    with transaction(store.folder) as db:
        for row in tables["part_load"]:
            db.execute(
                "update part_load set rows = ?, cents = ? where path = ?", (row["rows"], row["cents"], row["path"])
            )
        db.execute("update load set reading = ?", (tables["load"][0]["reading"],))
    assert name in [check.name for check in found] and faults(store) == []


def test_a_missing_part_is_named_with_its_load(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "s")
    load(store, "a" * 64, ["1.00"])
    part = store.raw_parts(1)["adjustment"][0]
    part.unlink()
    (fault,) = faults(store)
    assert f"{part.name} is missing" in fault.detail and f"reimburse void {'a' * 12} --store" in fault.detail


def test_orphans_are_listed_and_repair_removes_them_and_nothing_else(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "s")
    build(store, load(store, "a" * 64, ["1.00"]))
    left = [store.folder / "remits" / "2025-03" / "left.parquet", store.begin_build(1) / "event.parquet"]
    for file in left:
        file.write_bytes(b"half")
    before = {path for paths in [*store.read().raw.values(), *store.read().built.values()] for path in paths}
    (listed,) = [check for check in verify(store.folder) if check.name == "orphans"]
    assert listed.ok and listed.detail.startswith("2 not in the ledger")
    assert repair(store) == 2
    assert not any(file.exists() for file in left) and all(path.exists() for path in before)
    assert faults(store) == []


def test_a_damaged_ledger_is_a_fault_not_a_crash(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "s")
    load(store, "a" * 64, ["1.00"])
    ledger = store.folder / "ledger.sqlite"
    data = bytearray(ledger.read_bytes())
    data[4096 : len(data) - 4096] = b"\xaa" * (len(data) - 8192)
    ledger.write_bytes(data)
    (fault,) = faults(store)
    assert fault.name == "ledger" and "backup" in fault.detail
