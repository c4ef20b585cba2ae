"""kill -9 of the real command, at each failpoint and at random: the next run finishes what was begun."""

import json
import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest
from test_command_line import ROOT, command, document
from test_ingest_files import paid_cents, remittance
from typed import typed

from analytics.store import Store

FAILPOINTS = ("after_tmp_write", "after_fsync", "after_first_rename", "before_begin", "between_inserts", "after_commit")


def kill(words: list[str | Path], failpoint: str = "", seconds: float = 30) -> str:
    """Runs the command until it is killed; what it said, if it was faster."""
    env = {**os.environ, "FAILPOINT": failpoint}
    running = subprocess.Popen(command(*words), cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    try:
        running.wait(seconds)
    except subprocess.TimeoutExpired:
        running.kill()
    said = running.communicate()[0]
    assert running.returncode == -signal.SIGKILL or not failpoint
    return said


@pytest.mark.kill
def test_a_killed_ingest_is_finished_by_the_next(tmp_path: Path) -> None:
    chance = random.Random(96372)
    store = tmp_path / "store"
    for number, failpoint in enumerate([*FAILPOINTS, "during_gc", *[""] * 6], 1):
        file = tmp_path / f"{number}.835"
        file.write_bytes(remittance({f"A{number}": "1.00"}, trace=f"T{number}", control=number))
        words: list[str | Path] = ["ingest", file, "--json", "--store", store, *(["--no-build"] if failpoint else [])]
        said = kill(words, failpoint, chance.uniform(0.1, 2.5) if not failpoint else 30)
        again = document(typed(*words))
        if failpoint:
            was_committed = failpoint in ("after_commit", "during_gc")
            assert again["files"][0]["status"] == ("duplicate" if was_committed else "loaded")
        elif said:
            assert json.loads(said)["files"][0]["status"] == "loaded"
        assert failpoint or again["built"] == again["snapshot"], "the build is finished, too"
        assert paid_cents(Store.open(store)) == 100 * number, f"after {failpoint or 'a random kill'}"
    assert typed("verify", "--store", store).returncode == 0
    assert not list(store.glob("tmp/*"))


def _reader(parent: int) -> int:
    """The reader, once it runs its own program: stopped before, it would hold up its parent, not its work."""
    children = Path(f"/proc/{parent}/task/{parent}/children")
    while True:
        for child in children.read_text().split():
            if b"analytics.ingest.read" in Path(f"/proc/{child}/cmdline").read_bytes():
                return int(child)
        time.sleep(0.01)


@pytest.mark.kill
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux says what a process uses")
def test_a_reader_that_hangs_is_ended_and_its_file_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.835"
    file.write_bytes(remittance({f"A{number}": "1.00" for number in range(20_000)}))
    words = command("ingest", file, "--no-build", "--json", "--store", tmp_path / "store")
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        try:
            os.kill(_reader(running.pid), signal.SIGSTOP)
            said, complaint = running.communicate(timeout=120)
        finally:
            running.kill()
    assert running.returncode == 2 and complaint.count("\n") == 1
    assert json.loads(said)["files"][0]["rejects"][0]["code"] == "reader_stopped"
