"""What a run makes once, whichever of its processes needs it first: to be read; a test that writes takes a copy."""

import fcntl
import os
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

from analytics.demo import write_demo
from analytics.ingest.run import ingest
from analytics.store import Store


def once(name: str, make: Callable[[Path], None]) -> Path:
    """The folder of this name in the folder of the run, filled by the first who asks; the others wait for it."""
    run = Path(os.environ["REIMBURSE_TEST_RUN"])
    place = run / name
    with (run / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (run / f"{name}.made").exists():
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            make(place)
            (run / f"{name}.made").touch()
    return place


@cache
def demo(months: int, encounters: int, seed: int = 1) -> Path:
    """A demo practice: its files in `x12`, what was planted in `truth.json`, and the `store` that was loaded."""

    def make(place: Path) -> None:
        made = write_demo(place, months=months, encounters=encounters, seed=seed)
        ingest([made.folder], Store.create(place / "store"))

    return once(f"demo-{months}-{encounters}-{seed}", make)


def copied(store: Path, place: Path) -> Path:
    """A store of one's own. What SQLite lays beside the ledger is its readers', who come and go meanwhile."""
    return Path(shutil.copytree(store, place, ignore=shutil.ignore_patterns("ledger.sqlite-*")))
