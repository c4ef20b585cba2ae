"""110: what is half made, held or spilled lies in a locked folder of the store; kills and stops leave nothing outside.

Names and numbers of a patient are looked for in every file that a process could have left elsewhere.
"""

import asyncio
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from test_command_line import ROOT, document, reimburse
from test_ingest_files import paid_cents, remittance
from test_page_store import practice

from analytics.bench.alone import has
from analytics.bench.sessions import served
from analytics.store import Store
from analytics.store.folder import make_private
from analytics.store.scratch import NAME, Left, leave_all, scratch, sweep, take_place, what_lies
from analytics.store.verify import verify

CANARY = "ZQCANARYLAST"
NOTHING = Left(0, 0, 0, 0)

# A page that has taken an upload, starts a job on it and looks at an earlier day; then it waits to be ended.
PAGE = """
import sys, time
from datetime import date
from pathlib import Path
from analytics.facts import keep_facts_as_of
from analytics.pages import jobs
from analytics.store import Store

class Upload:
    name, size = "{canary}.835", 1
    def getbuffer(self): return memoryview(Path({file!r}).read_bytes())

folder = Path({store!r})
place, paths = jobs.take([Upload()], folder)
if {starts}:
    jobs.start("Loading", ["ingest", *map(str, paths), "--no-build", "--store", str(folder)], place)
store = Store.open(folder)
facts = keep_facts_as_of(store, store.read(), date(2026, 1, 1))
print("ready", flush=True)
time.sleep(60)
"""

# A command that is in the middle of an answer of an earlier day.
COMMAND = """
import signal, sys, time
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whoever runs the tests may have told its children to ignore it
from analytics.metrics import evaluate
def wait(*_, **__):
    print("ready", flush=True)
    time.sleep(60)
evaluate.answers = wait
from analytics.__main__ import main
sys.exit(main(["metrics", "--as-of", "2026-01-01", "--store", {store!r}]))
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store of one built remittance, and a second file with a canary in it."""
    (tmp_path / "a.835").write_bytes(remittance({"A": "14.00"}))
    text = remittance({"B": "1.00"}, trace="T2", control=2)
    (tmp_path / "b.835").write_bytes(text.replace(b"NM1*QC*1*", b"NM1*QC*1*" + CANARY.encode()) + CANARY.encode())
    assert reimburse("ingest", tmp_path / "a.835", "--store", tmp_path / "store").returncode == 0
    return Store.open(tmp_path / "store")


@contextmanager
def running(script: str, temporary: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that says when it is ready; TMPDIR is a folder of its own."""
    temporary.mkdir(exist_ok=True)
    env = {**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, env=env, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None and process.stdout.readline() == b"ready\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def outside(place: Path) -> list[Path]:
    """Files of a temporary folder; there should be none, whatever is in them."""
    return [path for path in place.rglob("*") if path.is_file()]


def page(store: Store, file: Path, *, starts: bool) -> str:
    return PAGE.format(canary=CANARY, file=str(file), store=str(store.folder), starts=starts)


def test_a_place_is_private_and_gone_afterwards(tmp_path: Path) -> None:
    with scratch(tmp_path) as place:
        assert place.parent == tmp_path / NAME
        assert [stat.S_IMODE(path.stat().st_mode) for path in (place, place.parent)] == [0o700, 0o700]
        (place / "half").write_bytes(b"12345")
        assert what_lies(tmp_path) == Left(1, 0, 1, 5)
    assert what_lies(tmp_path) == NOTHING


def test_a_sweep_takes_what_nobody_holds_and_nothing_else(tmp_path: Path) -> None:
    """Folders of an older program have no lock; strangers' files are nobody's."""
    held = take_place(tmp_path)
    (held.path / "in use").write_bytes(b"1")
    make_private(tmp_path / NAME / "of an older program")
    (tmp_path / NAME / "of an older program" / "left").write_bytes(b"12")
    (tmp_path / NAME / "loose").write_bytes(b"123")
    assert what_lies(tmp_path) == Left(1, 1, 3, 6)
    for _ in range(2):
        sweep(tmp_path)
        assert what_lies(tmp_path) == Left(1, 0, 1, 1)
    held.leave()
    held.leave()
    assert what_lies(tmp_path) == NOTHING
    sweep(tmp_path / "no such store")


def test_many_that_take_and_sweep_at_once_lose_nothing(tmp_path: Path) -> None:
    """The law: whatever the moment of a sweep, a place that was taken stays until it is left."""
    script = (
        "import sys; from pathlib import Path; from analytics.store.scratch import scratch, sweep\n"
        "for n in range(150):\n"
        "    with scratch(Path(sys.argv[1])) as place:\n"
        "        (place / 'mine').write_bytes(b'x'); sweep(Path(sys.argv[1])); (place / 'mine').read_bytes()\n"
    )
    several = [subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT) for _ in range(4)]
    assert [one.wait() for one in several] == [0] * 4
    assert what_lies(tmp_path) == NOTHING


def test_who_ends_leaves_all_that_it_holds(tmp_path: Path) -> None:
    for _ in range(3):
        take_place(tmp_path)
    leave_all()
    assert what_lies(tmp_path) == NOTHING


def test_a_fork_never_removes_what_its_parent_holds(tmp_path: Path) -> None:
    place = take_place(tmp_path)
    child = os.fork()
    if not child:
        place.leave()
        leave_all()
        os._exit(0)
    os.waitpid(child, 0)
    assert what_lies(tmp_path).in_use == 1
    place.leave()


@pytest.mark.kill
@pytest.mark.parametrize("command", ["ingest", "repair", "build"])
def test_a_page_killed_with_an_upload_and_an_earlier_day_leaves_nothing_outside(
    store: Store, tmp_path: Path, command: str
) -> None:
    """What it held lies in the store, is told by verify, and goes with the next writer."""
    with running(page(store, tmp_path / "b.835", starts=False), tmp_path / "tmp") as process:
        assert what_lies(store.folder).in_use >= 2
        sweep(store.folder)
        assert what_lies(store.folder).in_use >= 2 and list((store.folder / NAME).rglob(f"{CANARY}.835"))
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert not outside(tmp_path / "tmp")
    (told,) = (check for check in verify(store.folder) if check.name == "private_folder")
    assert told.ok and "0 in use" in told.detail and "left behind" in told.detail and "repair" in told.detail
    words = [command, tmp_path / "a.835"] if command == "ingest" else [command]
    assert reimburse(*words, "--store", store.folder).returncode == 0
    assert what_lies(store.folder) == NOTHING
    (told,) = (check for check in verify(store.folder) if check.name == "private_folder")
    assert "no upload" in told.detail


@pytest.mark.kill
def test_a_job_keeps_its_upload_although_its_server_was_killed(store: Store, tmp_path: Path) -> None:
    """The job waits for the store; a sweep between leaves it what it is to read, and it loads."""
    with store.lock():
        with running(page(store, tmp_path / "b.835", starts=True), tmp_path / "tmp") as process:
            time.sleep(0.5)
            process.send_signal(signal.SIGKILL)
            process.wait()
        sweep(store.folder)
        assert list((store.folder / NAME).rglob(f"{CANARY}.835"))
    until = time.monotonic() + 60
    while paid_cents(store) != 1500 and time.monotonic() < until:
        time.sleep(0.1)
    assert paid_cents(store) == 1500 and not outside(tmp_path / "tmp")
    while what_lies(store.folder).in_use and time.monotonic() < until:
        time.sleep(0.1)
    sweep(store.folder)
    assert what_lies(store.folder) == NOTHING


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_command_that_is_stopped_puts_away_what_it_holds(store: Store, tmp_path: Path, number: int) -> None:
    with running(COMMAND.format(store=str(store.folder)), tmp_path / "tmp") as process:
        assert what_lies(store.folder).in_use >= 1
        process.send_signal(number)
        assert process.wait(timeout=20) == 130
    assert what_lies(store.folder) == NOTHING and not outside(tmp_path / "tmp")


def test_what_is_asked_of_a_store_leaves_nothing_in_it(store: Store, tmp_path: Path) -> None:
    for words in (["metrics"], ["metrics", "--as-of", "2026-01-01"], ["leaks"], ["verify"]):
        assert document(reimburse(*words, "--json", "--store", store.folder))
        assert what_lies(store.folder) == NOTHING


@pytest.mark.kill
@pytest.mark.skipif(not has("websockets"), reason="the driver of sessions needs websockets")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_server_ended_while_it_shows_an_earlier_day_leaves_nothing_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Told to stop it leaves nothing at all; killed, what it held goes when the next one comes up."""
    store = shutil.copytree(practice(), tmp_path / "store")
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    with served(store) as (port, pid):
        asyncio.run(earlier_day(port))
        assert what_lies(store).in_use >= 2 and what_lies(store).files > 5
        os.kill(pid, number)
        until = time.monotonic() + 20
        while what_lies(store).in_use and time.monotonic() < until:
            time.sleep(0.05)
    assert not outside(tmp_path / "tmp")
    left = what_lies(store)
    assert left.files == 0 if number == signal.SIGTERM else left.behind >= 2
    with served(store):
        assert what_lies(store).behind == 0
    assert what_lies(store) == NOTHING


async def earlier_day(port: int) -> None:
    """A visitor who asks for the numbers as they stood."""
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from websockets.asyncio.client import connect

    from analytics.bench.sessions import Visitor

    address = f"ws://localhost:{port}/_stcore/stream"
    async with connect(address, subprotocols=["streamlit"], max_size=None) as wire:  # type: ignore[list-item]
        await Visitor(wire).look("overview")
        message = BackMsg()
        message.rerun_script.page_name = "denials"
        message.rerun_script.query_string = "stood=at the end of May 2026"
        await wire.send(message.SerializeToString())
        painted = await Visitor(wire)._painted(time.monotonic())
        assert painted.numbers and not painted.failed
