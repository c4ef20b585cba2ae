"""The daily reality: a folder of many small files is read and committed in batches, as if each had come alone."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_import_837 import DEPENDENT
from test_ingest_files import remittance, sound
from test_ingest_twice import claims_file, transaction
from x12_text import CLAIM_837, SUBSCRIBER, file_837

from analytics.bench.files import write_folder
from analytics.ingest.run import ingest
from analytics.store import Store
from analytics.store.tidy import MOST_PARTS

MEDICARE = remittance({"A": "14.00", "B": "0.00"}, denied=("B",))
POOL: dict[str, bytes] = {
    "plain": MEDICARE,
    "renamed": MEDICARE,
    "again in another interchange": remittance({"A": "14.00", "B": "0.00"}, denied=("B",), control=2),
    "changed": remittance({"A": "15.00"}, control=3),
    "same content in another payment": remittance({"A": "14.00"}, trace="T2", control=4).replace(b"ICNT21", b"ICNT11"),
    "another payer": remittance({"C": "3.00"}, trace="T3", payer="PAYER2", control=5),
    "unreadable claim": remittance({"D": "1.00", "E": "2.00"}, trace="T4", control=6).replace(b"*E*1*40*", b"*E*1*4x*"),
    "cut off": remittance({"F": "1.00"}, trace="T5", control=7)[:300],
    "no X12": b"%PDF-1.7 nothing of ours",
    "nothing": b"",
    "claims": claims_file(transaction({"A": "40", "B": "41"}, number="B1")),
    "claims again": claims_file(transaction({"A": "40", "B": "41"}, number="B1"), control=2),
    "claims of a dependent": file_837(SUBSCRIBER, CLAIM_837, DEPENDENT),
}


def receipts(document: dict[str, Any], folder: Path) -> list[dict[str, Any]]:
    """What is said of each file, without where it lay and the day it came."""
    return json.loads(json.dumps(document["files"]).replace(str(folder), ""))  # type: ignore[no-any-return]


def rows(store: Store) -> dict[str, list[str]]:
    """Every stored row of the head, in an order of its own."""
    return {
        table: sorted(str(row) for row in pl.concat([pl.read_parquet(path) for path in paths]).rows())
        for table, paths in store.raw_parts(store.head()).items()
    }


def twins(place: Path) -> tuple[Store, Store]:
    """Two empty stores that hash patients alike."""
    stores = Store.create(place / "batch"), Store.create(place / "single")
    (stores[1].folder / "secret").write_bytes((stores[0].folder / "secret").read_bytes())
    return stores


@settings(max_examples=2, deadline=None)
@given(order=st.permutations(list(POOL)).map(lambda names: names[:8]))
def test_a_batch_says_and_stores_what_its_files_would_one_by_one(
    tmp_path_factory: pytest.TempPathFactory, order: list[str]
) -> None:
    place = tmp_path_factory.mktemp("twins")
    paths = [place / f"{number}.txt" for number in range(len(order))]
    for path, name in zip(paths, order, strict=True):
        path.write_bytes(POOL[name])
    batch, single = twins(place)
    together = ingest(paths, batch, build=False)
    alone = [ingest([path], single, build=False) for path in paths]
    assert receipts(together, place) == [said for one in alone for said in receipts(one, place)]
    assert rows(batch) == rows(single)
    sound(batch, together)


def test_many_days_are_few_parts(tmp_path: Path) -> None:
    """At most eight parts in use per table and month, however many loads."""
    store = Store.create(tmp_path / "store")
    for day in range(10):
        write_folder(tmp_path / str(day), 3, 2_000, day + 1)
        document = ingest([tmp_path / str(day)], store, build=False)
        assert {file["status"] for file in document["files"]} == {"loaded"}
    counts = store.rows("select count(*) n from part where removed_snap is null group by tbl, month")
    assert max(row["n"] for row in counts) <= MOST_PARTS
    sound(store, document)


@pytest.mark.parametrize("portion", ["BATCH_BYTES", "COMMIT_BYTES"])
def test_portions_of_any_size_load_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, portion: str) -> None:
    """Whether one child opens all files or one each, and whether they are committed together or not."""
    from analytics.ingest import run

    size = write_folder(tmp_path / "in", 40, 3_000, 1)
    batch, single = twins(tmp_path)
    ingest([tmp_path / "in"], batch, build=False)
    monkeypatch.setattr(run, portion, size // 3)
    ingest([tmp_path / "in"], single, build=False)
    assert batch.head() == 1 < single.head()
    assert rows(batch) == rows(single)
