"""The process that test_kill_store kills: loads and builds one drawn file after the other. Starts fast: no Polars."""

import shutil
import sys
from pathlib import Path

from analytics.store import Store
from analytics.store.commit import NewLoad, add_loads
from analytics.store.failpoints import failpoint
from analytics.store.parts import Draft, Share
from analytics.store.scratch import scratch
from analytics.store.tidy import tidy

ROWS = 20
FOUR = {"in": 0, "loaded": 0, "quarantined": 0, "duplicate": 0}


def name(number: int) -> str:
    return f"{number:064x}"


def drive(folder: Path, drawn: Path) -> None:
    """Loads and builds one file after the other, saying which ones are committed, until it is killed."""
    store = Store.create(folder)
    print("ready 0", flush=True)
    for number in range(1, 400):
        with store.lock():
            if store.rows("select 1 from load where sha256 = ?", (name(number),)):
                continue
            _load(store, drawn, number)
            print(f"loaded {number}", flush=True)
            tidy(store)
            file = store.begin_build(store.head()) / "event.parquet"
            shutil.copy(drawn / f"event-{number}.parquet", file)
            store.commit_build(store.head(), {"event": file}, {})
            print(f"built {number}", flush=True)


def _load(store: Store, drawn: Path, number: int) -> None:
    reading = {"lines": FOUR, "charge_cents": FOUR, "paid_cents": FOUR, "rejects": []}
    with scratch(store.folder) as place:
        files = [shutil.copy(drawn / f"{table}-{number}.parquet", place) for table in ("adjustment", "provider")]
        failpoint("after_tmp_write")
        share = (Share(name(number), ROWS, ROWS * 100),)
        tables = ("adjustment", "provider_adjustment")
        drafts = [Draft(Path(file), table, "2025-01", share) for file, table in zip(files, tables, strict=True)]
        add_loads(store.folder, [NewLoad(name(number), "x.835", "835", 1, reading)], drafts)


if __name__ == "__main__":
    drive(Path(sys.argv[1]), Path(sys.argv[2]))
