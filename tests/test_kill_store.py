"""kill -9 at any moment, with a reader beside it: nothing acknowledged is lost, nothing half is ever seen."""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TextIO

import polars as pl
import pytest
import test_kill_driver
from test_kill_driver import ROWS, name

from analytics.store import Store
from analytics.store.verify import verify

FAILPOINTS = (
    "after_tmp_write",
    "after_fsync",
    "after_first_rename",
    "before_begin",
    "between_inserts",
    "after_commit",
    "during_gc",
    "during_compaction",
)


def draw(folder: Path, loads: int) -> None:
    """The files that the driver loads: twenty dollars each, and a build that says how many loads it saw."""
    folder.mkdir()
    for number in range(1, loads):
        rows = {"source_sha": [name(number)] * ROWS, "amount": pl.Series(["1.00"] * ROWS).cast(pl.Decimal(12, 2))}
        for table in ("adjustment", "provider"):
            pl.DataFrame(rows).write_parquet(folder / f"{table}-{number}.parquet")
        pl.DataFrame({"loads": [number]}).write_parquet(folder / f"event-{number}.parquet")


class Reader(threading.Thread):
    """Reads all the time, as the dashboard does; keeps what it finds wrong."""

    def __init__(self, store: Store) -> None:
        super().__init__(daemon=True)
        self._store = store
        self.done = threading.Event()
        self.faults: list[str] = []
        self.reads = 0

    def run(self) -> None:
        while not self.done.wait(0.01):
            try:
                fault = self._look()
            except Exception as error:
                fault = f"{type(error).__name__}: {error}"
            self.reads += 1
            if fault:
                self.faults.append(fault)

    def _look(self) -> str | None:
        seen = self._store.read()
        if not seen.raw:
            return None
        counts = [
            dict(pl.read_parquet(seen.raw[table]).group_by("source_sha").len().iter_rows())
            for table in ("adjustment", "provider_adjustment")
        ]
        loads = pl.read_parquet(seen.built["event"])["loads"].to_list()
        if counts[0] != counts[1] or set(counts[0].values()) != {ROWS}:
            return "half a load was seen"
        return None if loads == [len(counts[0])] else f"the build saw {loads} loads, the data hold {len(counts[0])}"


def one_run(folder: Path, drawn: Path, failpoint: str | None, chance: random.Random) -> tuple[set[int], set[int]]:
    """Starts the driver, has it killed, and returns what it acknowledged."""
    env = {**os.environ, "PYTHONPATH": str(Path.cwd()), "FAILPOINT": failpoint or ""}
    command = [sys.executable, test_kill_driver.__file__, str(folder), str(drawn)]
    driver = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
    assert driver.stdout and driver.stdout.readline() == "ready 0\n"
    said = [] if failpoint else killed_at_random(driver, driver.stdout, chance)
    said += driver.communicate(timeout=60)[0].splitlines(keepends=True)
    words = [line.split() for line in said if line.endswith("\n")]
    assert driver.returncode == -signal.SIGKILL, f"the driver ended by itself at {failpoint}"
    return tuple({int(number) for word, number in words if word == what} for what in ("loaded", "built"))  # type: ignore[return-value]


def killed_at_random(driver: subprocess.Popen[str], says: TextIO, chance: random.Random) -> list[str]:
    """Somewhere after some of its lines, at the pace of this machine."""
    start, some = time.monotonic(), chance.randrange(4)
    said = [says.readline() for _ in range(some)]
    pace = (time.monotonic() - start) / some if some else 0.1
    time.sleep(chance.uniform(0, 2 * pace))
    driver.kill()
    return said


@pytest.mark.kill
def test_forty_kills_lose_nothing_and_tear_nothing(tmp_path: Path) -> None:
    folder, drawn, chance = tmp_path / "s", tmp_path / "drawn", random.Random(96372)
    draw(drawn, 400)
    store = Store.create(folder)
    reader = Reader(store)
    reader.start()
    loaded: set[int] = set()
    built: set[int] = set()
    for kill in range(44):
        failpoint = FAILPOINTS[kill // 2] if kill < 2 * len(FAILPOINTS) else None
        acknowledged = one_run(folder, drawn, failpoint, chance)
        loaded |= acknowledged[0]
        built |= acknowledged[1]
        known = {int(row["sha256"], 16) for row in store.rows("select sha256 from load where state = 'live'")}
        assert loaded <= known, f"kill {kill} ({failpoint}) lost {loaded - known}"
        assert store.loads_at(store.head()) == {name(number) for number in known}
        assert store.read().built.keys() <= {"event"}
    reader.done.set()
    reader.join()
    assert reader.faults == [] and reader.reads > 100
    assert len(loaded) > 15 and len(built) > 10, "enough was acknowledged to prove something"
    checks = verify(folder)
    assert [check for check in checks if not check.ok] == [], "no manual repair"


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_files_and_names_are_on_disk_before_the_ledger_says_so(tmp_path: Path) -> None:
    drawn, log = tmp_path / "drawn", tmp_path / "strace.txt"
    draw(drawn, 3)
    Store.create(tmp_path / "s")
    watch = ["strace", "-f", "-y", "-e", "trace=fsync,fdatasync,rename", "-o", str(log)]
    driver = [sys.executable, test_kill_driver.__file__, str(tmp_path / "s"), str(drawn)]
    env = {**os.environ, "PYTHONPATH": str(Path.cwd()), "FAILPOINT": "after_commit"}
    subprocess.run([*watch, *driver], env=env, stdout=subprocess.DEVNULL)
    calls = [line.split(maxsplit=1)[1] for line in log.read_text().splitlines()]
    moved = [(at, *re.findall(r'"([^"]+)"', call)) for at, call in enumerate(calls) if call.startswith("rename(")]
    synced = [
        (at, match[1]) for at, call in enumerate(calls) if (match := re.match(r"f(?:data)?sync\(\d+<([^>]+)>", call))
    ]
    committed = max(at for at, path in synced if "ledger.sqlite" in path)
    assert len(moved) == 2
    for at, before, after in moved:
        assert any(when < at and path == before for when, path in synced), "the file is on disk before its name"
        assert any(at < when < committed and path == str(Path(after).parent) for when, path in synced)
