"""89 and 90: others at the same store, and a machine that fails: killed, full, forbidden, the clock back, moved."""

import ctypes
import json
import os
import resource
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from test_command_line import ROOT, document, mount, reimburse
from test_ingest_files import paid_cents, remittance
from test_page_store import said, visit

from analytics.__main__ import main
from analytics.pages import jobs
from analytics.store import Store
from analytics.store.ledger import transaction
from analytics.store.verify import verify

__all__ = ["mount"]


def files(folder: Path, count: int, start: int = 0) -> list[Path]:
    """So many remittances of one claim of $1.00."""
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{number:03}.835" for number in range(start, start + count)]
    for number, path in enumerate(paths, start):
        path.write_bytes(remittance({f"A{number}": "1.00"}, trace=f"T{number}", control=number + 1))
    return paths


def run(*words: str | Path) -> int:
    """The command in this process: its exit code."""
    return main([str(word) for word in words])


def one_line(done: "subprocess.CompletedProcess[str]") -> str:
    """The complaint of a refused command: exit code 2, one line, nothing on standard output."""
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    return done.stderr


def is_sound(store: Path) -> bool:
    return all(check.ok for check in verify(store))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three files, and a store of them with its facts: to be copied, never changed."""
    place = tmp_path_factory.mktemp("machine")
    assert run("ingest", *files(place / "in", 3), "--store", place / "store") == 0
    return place


@pytest.fixture
def store(drawn: Path, tmp_path: Path) -> Store:
    return Store.open(shutil.copytree(drawn / "store", tmp_path / "store"))


def numbers(store: Store, capsys: pytest.CaptureFixture[str]) -> str:
    """All metrics as the command says them."""
    capsys.readouterr()
    assert run("metrics", "--store", store.folder) == 0
    return capsys.readouterr().out


def test_two_uploads_and_a_command_at_once_load_each_file_once(tmp_path: Path) -> None:
    """89: the second waits for the lock, or finds the files there."""
    words = ["ingest", *map(str, files(tmp_path / "in", 12)), "--no-build", "--store", str(tmp_path / "store")]
    uploads = [jobs.job_of(jobs.start("Loading", words)) for _ in range(2)]
    third = reimburse(*words, "--json")
    while any(upload is None or upload.is_running for upload in uploads):
        time.sleep(0.05)
    told = [document(third), *(upload.document for upload in uploads if upload and upload.document)]
    statuses = [file["status"] for one in told for file in one["files"]]
    assert (statuses.count("loaded"), statuses.count("duplicate")) == (12, 24)
    assert third.returncode == 0 and [upload.code for upload in uploads if upload] == [0, 0]
    assert paid_cents(Store.open(tmp_path / "store")) == 1200


# Several commits per folder; killed as often as this place was passed before.
KILLED = """
import os
from analytics.ingest import run
from analytics.store import commit, parts
run.COMMIT_BYTES, left = 4_000, [{passed}]
def failpoint(name):
    if name == "{name}":
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), 9)
commit.failpoint = parts.failpoint = failpoint
from analytics.__main__ import main
main({words!r})
"""


@pytest.mark.kill
@pytest.mark.parametrize(("name", "passed"), [("after_first_rename", 5), ("between_inserts", 1), ("after_commit", 1)])
def test_a_folder_killed_in_the_middle_keeps_what_was_committed(tmp_path: Path, name: str, passed: int) -> None:
    """90: the next run loads the rest, and nothing twice."""
    count, store = len(files(tmp_path / "in", 18)), tmp_path / "store"
    words = ["ingest", str(tmp_path / "in"), "--no-build", "--store", str(store)]
    script = KILLED.format(name=name, passed=passed, words=words)
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True).returncode == -9
    kept = paid_cents(Store.open(store)) // 100
    assert 0 < kept < count
    again = document(reimburse(*words, "--json"))
    statuses = [file["status"] for file in again["files"]]
    assert (statuses.count("duplicate"), statuses.count("loaded")) == (kept, count - kept)
    assert paid_cents(Store.open(store)) == 100 * count and is_sound(store)


def test_a_disk_that_fills_during_the_build_keeps_the_load_and_the_old_numbers(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """90: the files are safe, readers see what they saw, and nothing of the failed build stands in the way."""
    before = numbers(store, capsys)
    assert run("ingest", *files(tmp_path / "more", 3, start=10), "--no-build", "--store", store.folder) == 0
    largest = max(path.stat().st_size for path in store.folder.glob("built/*/*"))
    small = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest - 2000, largest - 2000))  # noqa: E731
    (store.folder / "ledger.sqlite-wal").unlink(missing_ok=True)
    full = reimburse("build", "--store", store.folder, limits=small)
    assert "nothing changed" in one_line(full)
    assert before.strip() in numbers(store, capsys) and is_sound(store.folder)
    assert run("build", "--store", store.folder) == 0
    assert store.head() == store.built()
    assert len(list(store.folder.glob("built/*"))) == 2, "the one readers may still hold, and the new one"


def test_a_full_disk_is_called_full_whichever_engine_meets_it(
    drawn: Path, tmp_path: Path, mount: Callable[..., None]
) -> None:
    """90: SQLite says "disk I/O error", DuckDB and Polars give only text."""
    (tmp_path / "disk").mkdir()
    mount(tmp_path / "disk", "-t", "tmpfs", "-o", "size=3m", "tmpfs")
    store = shutil.copytree(drawn / "store", tmp_path / "disk" / "store")
    more, filler = files(tmp_path / "more", 3, start=10), tmp_path / "disk" / "filler"
    for room in (0, 60_000, 150_000):
        free = shutil.disk_usage(tmp_path / "disk").free + (filler.stat().st_size if filler.exists() else 0)
        filler.write_bytes(bytes(max(0, free - room)))
        for words in (["build", "--full"], ["ingest", *more]):
            done = reimburse(*words, "--store", store)
            assert done.returncode in (0, 2) and (done.returncode == 0 or "disk is full" in done.stderr), done.stderr
            assert done.returncode == 2 or room
    filler.unlink()
    assert is_sound(store)
    assert run("ingest", *more, "--store", store) == 0 and paid_cents(Store.open(store)) == 600


READERS = (
    ["metrics", "--json"],
    ["metrics", "--as-of", "2026-01-01", "--json"],
    ["leaks", "--json"],
    ["export", "line", "--json"],
    ["report", "--month", "2026-01", "--json"],
    ["reference", "--json"],
    ["verify", "--json"],
)


def answers(store: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """What every reading command says of a store; files go elsewhere."""
    said = []
    out.mkdir()
    for words in READERS:
        more = (
            [] if words[0] not in ("export", "report") else ["--out", out / ("l.csv" if words[0] == "export" else "r")]
        )
        capsys.readouterr()
        assert run(*words, *more, "--store", store) == 0, words
        said.append(json.loads(capsys.readouterr().out))
    return said


def with_an_open_log(store: Path) -> None:
    """Commits that wait in SQLite's log, as a killed writer leaves them: they count as well."""
    before = (store / "ledger.sqlite").read_bytes()
    kept = sqlite3.connect(store / "ledger.sqlite", isolation_level=None)
    kept.execute("pragma wal_autocheckpoint = 0")
    kept.execute("insert into mark (line_id, at, kind) values ('x', '2026-01-01', 'worked')")
    log = (store / "ledger.sqlite-wal").read_bytes()
    kept.close()
    (store / "ledger.sqlite").write_bytes(before)
    (store / "ledger.sqlite-wal").write_bytes(log)


@pytest.mark.parametrize("is_open", [False, True])
def test_a_full_disk_is_read_and_reported_from(
    drawn: Path, tmp_path: Path, mount: Callable[..., None], capsys: pytest.CaptureFixture[str], is_open: bool
) -> None:
    """112: reading, metrics, an earlier day and a report that is kept nowhere; only what writes is refused."""
    (tmp_path / "disk").mkdir()
    mount(tmp_path / "disk", "-t", "tmpfs", "-o", "size=6m", "tmpfs")
    store = shutil.copytree(drawn / "store", tmp_path / "disk" / "store")
    before = answers(shutil.copytree(drawn / "store", tmp_path / "other"), tmp_path / "before", capsys)
    if is_open:
        with_an_open_log(store)
    with suppress(OSError), (tmp_path / "disk" / "filler").open("wb", buffering=0) as filler:
        while True:
            filler.write(bytes(1024))
    after = answers(store, tmp_path / "after", capsys)
    assert [[*one] for one in after] == [[*one] for one in before]
    assert after[:3] == before[:3]
    assert len(Store.open(store).rows("select * from mark")) == is_open
    done = reimburse("report", "--month", "2026-01", "--out", tmp_path / "again", "--store", store)
    assert done.returncode == 0 and "not kept" in done.stderr and "full" in done.stderr and done.stderr.count("\n") == 1
    assert "disk is full" in one_line(reimburse("ingest", *files(tmp_path / "more", 1, start=10), "--store", store))


def test_a_read_only_store_is_read_and_reported_from(
    drawn: Path, tmp_path: Path, mount: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    """112."""
    store = shutil.copytree(drawn / "store", tmp_path / "store")
    before = answers(shutil.copytree(drawn / "store", tmp_path / "other"), tmp_path / "before", capsys)
    mount(store, "--bind", str(store))
    mount(store, "-o", "remount,ro,bind")
    after = answers(store, tmp_path / "after", capsys)
    assert after[:3] == before[:3] and [[*one] for one in after] == [[*one] for one in before]
    done = reimburse("report", "--month", "2026-01", "--out", tmp_path / "again", "--store", store)
    assert done.returncode == 0 and "not kept" in done.stderr and "read-only" in done.stderr


def test_an_upload_onto_a_disk_that_takes_nothing_is_told(
    monkeypatch: pytest.MonkeyPatch, store: Store, tmp_path: Path
) -> None:
    """112: the page says so in words, and holds nothing."""
    state: dict[str, str] = {}
    monkeypatch.setattr(jobs.st, "session_state", state)
    strange = tmp_path / "strange"
    strange.mkdir()
    (strange / "letter.txt").write_text("no store")
    assert jobs.take([], strange) is None and "holds other files" in jobs.not_taken()
    assert jobs.not_taken() == "" and [path.name for path in strange.iterdir()] == ["letter.txt"]
    taken = jobs.take([], store.folder)
    assert taken is not None and taken[0].path.is_dir()
    taken[0].leave()


@pytest.mark.parametrize("verb", ["serve", "demo"])
def test_a_taken_port_is_told_before_any_address(tmp_path: Path, verb: str) -> None:
    """111: one line, exit code 2, and nothing else done."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = one_line(reimburse(verb, "--port", str(port), "--store", tmp_path / "store"))
    assert str(port) in said and "another program listens there" in said and "--port" in said
    assert not (tmp_path / "store").exists()


def test_a_demo_that_cannot_be_built_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2 and the reason, as after ingest; the dashboard is not opened."""

    def broken(*_: object, **__: object) -> None:
        raise ValueError("ZQCANARY")

    monkeypatch.setattr("analytics.build.build", broken)
    for words in (["demo", "--months", "1", "--encounters", "20"], ["ingest", *files(tmp_path / "in", 1)]):
        assert run(*words, "--json", "--store", tmp_path / words[0]) == 2
        out, err = capsys.readouterr()
        told = json.loads(out)
        assert "the build failed (ValueError)" in told["build_error"] and told["build_error"] in err
        assert err.count("\n") == 1 and "ZQCANARY" not in out + err
    monkeypatch.undo()
    assert run("build", "--store", tmp_path / "demo") == 0


def _without_privileges() -> None:
    """Root that must obey permissions: the capabilities to override them do not survive the exec."""
    if not os.getuid():
        for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            ctypes.CDLL(None).prctl(24, capability)  # PR_CAPBSET_DROP


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="permissions are taken away the Linux way")
@pytest.mark.parametrize("mode", [0, 0o500])
def test_a_folder_without_permission_is_refused_in_one_line(store: Store, tmp_path: Path, mode: int) -> None:
    """90: what cannot be read is not read, what cannot be written is not written; then all is as it was."""
    files(tmp_path / "more", 1, start=10)
    readers = ["metrics"], ["verify"]
    writers = ["ingest", str(tmp_path / "more"), "--no-build"], ["build", "--full"]
    places = [store.folder, *(path for path in store.folder.rglob("*") if path.is_dir())]
    for place in places[::-1]:
        place.chmod(mode)
    try:
        for words in (*readers, *writers):
            done = reimburse(*words, "--store", store.folder, limits=_without_privileges)
            if mode and words in readers:
                assert done.returncode == 0, done.stderr
            else:
                assert "permission" in one_line(done) or "read-only" in done.stderr
    finally:
        for place in places:
            place.chmod(0o700)
    assert is_sound(store.folder)


def test_a_clock_set_back_changes_no_number_and_removes_nothing(
    store: Store, drawn: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """90: to this store every time of the past lies in the future; order comes from the files and the snapshots."""
    before = numbers(store, capsys)
    with transaction(store.folder) as db:
        for table, column in (("load", "loaded_at"), ("snapshot", "at"), ("build", "at")):
            db.execute(f"update {table} set {column} = '2099-01-01T00:00:00+00:00'")
    for path in store.folder.rglob("*.parquet"):
        os.utime(path, (4e9, 4e9))
    assert numbers(store, capsys) == before
    assert run("ingest", drawn / "in", "--no-build", "--store", store.folder) == 0 and store.head() == 1
    assert run("ingest", *files(tmp_path / "more", 1, start=10), "--store", store.folder) == 0
    assert store.built() == store.head() == 2 and paid_cents(store) == 400 and is_sound(store.folder)


def test_a_folder_moved_while_a_page_is_open_is_said_and_found_again(
    monkeypatch: pytest.MonkeyPatch, store: Store, tmp_path: Path
) -> None:
    """90."""
    app = visit(monkeypatch, store.folder, "data")
    before = [metric.value for metric in app.metric]
    moved = store.folder.rename(tmp_path / "elsewhere")
    app.run()
    assert not app.exception and "No data yet" in said(app) and not app.metric
    assert run("metrics", "--store", tmp_path / "store") == 2
    monkeypatch.setenv("REIMBURSE_STORE", str(moved))
    app.run()
    assert [metric.value for metric in app.metric] == before
