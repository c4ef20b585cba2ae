"""91 and 92: a store that is not what it was, readers beside writers, and stores and filters that leave nothing."""

import re
import shlex
import shutil
import threading
from pathlib import Path

import pytest
from test_bad_input_machine import drawn, files, is_sound, numbers, run, store
from test_page_store import practice, said, visit
from test_page_walk import PAYER

from analytics.facts import open_facts
from analytics.metrics.cubes import View
from analytics.metrics.evaluate import answers
from analytics.store import Store
from analytics.store.ledger import transaction

__all__ = ["drawn", "store"]
READERS = (["metrics"], ["leaks"], ["export", "line", "--out", "never.csv"])
Said = pytest.CaptureFixture[str]


def complaint(said_by: Said, *words: str | Path) -> str:
    """The one line of a refused command."""
    said_by.readouterr()
    assert run(*words) == 2
    out, line = said_by.readouterr()
    assert not out and line.count("\n") == 1, line
    return line


def refused(store: Store, said_by: Said) -> str:
    """Every reader refuses such a store with the same line; no number is shown."""
    lines = {complaint(said_by, *words, "--store", store.folder).partition("store")[2] for words in READERS}
    assert len(lines) == 1 and not Path("never.csv").exists()
    return lines.pop()


def follow(text: str) -> int:
    """Runs the command that a message names, word for word."""
    named = re.search(r"reimburse ((?:verify|repair|void)[^;,()\n]*--store \S+)", text)
    assert named, text
    return run(*shlex.split(named[1]))


@pytest.mark.parametrize("harm", ["missing", "changed"])
@pytest.mark.parametrize("kind", ["built", "raw"])
def test_a_part_that_is_not_what_it_was_is_refused_with_the_way_back(
    store: Store, drawn: Path, capsys: Said, kind: str, harm: str
) -> None:
    """91: each command that is named works: verify names what heals, and healing heals."""
    before = numbers(store, capsys)
    parts = store.read().built["injection"] if kind == "built" else store.read().raw["remit_claim"]
    if harm == "missing":
        parts[0].unlink()
    else:
        data = bytearray(parts[0].read_bytes())
        data[len(data) // 2] ^= 16
        parts[0].write_bytes(data)
    line = refused(store, capsys)
    assert follow(line) == 1
    found = capsys.readouterr().out
    assert parts[0].name in found
    assert follow(next(fault for fault in found.splitlines() if fault.startswith("FAULT"))) == 0
    assert run("ingest", drawn / "in", "--store", store.folder) == 0
    assert numbers(store, capsys) == before and is_sound(store.folder)


def test_a_newer_ledger_is_refused_and_left_alone(store: Store, drawn: Path, capsys: Said) -> None:
    """91: nothing is written to what this program does not understand."""
    with transaction(store.folder) as db:
        db.execute("pragma user_version=99")
    before = {path: path.stat().st_mtime_ns for path in store.folder.rglob("*")}
    assert "newer version" in refused(store, capsys)
    for words in (["ingest", drawn / "in"], ["build"], ["repair"], ["void", "a" * 64], ["mark", "x" * 32, "worked"]):
        assert "newer version" in complaint(capsys, *words, "--store", store.folder)
    assert run("verify", "--store", store.folder) == 1
    parts = {path: time for path, time in before.items() if path.suffix == ".parquet"}
    assert {path: path.stat().st_mtime_ns for path in store.folder.rglob("*.parquet")} == parts


def test_a_lost_ledger_is_never_replaced_by_an_empty_one(
    store: Store, drawn: Path, tmp_path: Path, capsys: Said
) -> None:
    """91: with parts present, an empty ledger would be a store without data."""
    for file in store.folder.glob("ledger*"):
        shutil.move(file, tmp_path / file.name)
    line = refused(store, capsys)
    assert "ledger.sqlite is missing" in line and "restore it from a backup" in line
    for words in (["ingest", drawn / "in"], ["build"], ["repair"]):
        assert "is missing" in complaint(capsys, *words, "--store", store.folder)
    assert not list(store.folder.glob("ledger*"))
    for file in tmp_path.glob("ledger*"):
        shutil.move(file, store.folder / file.name)
    assert is_sound(store.folder)


def test_a_reader_beside_ingest_void_and_clean_up_sees_whole_snapshots(store: Store, tmp_path: Path) -> None:
    """92: every answer is that of one built snapshot."""
    done, seen, faults = threading.Event(), set[float | None](), list[str]()

    def read() -> None:
        while not done.is_set():
            try:
                facts = open_facts(store)
                (group,) = answers(facts.cursor(), View(), (), as_of=facts.as_of)
                seen.add(group.metrics["injections_billed"].value)
            except Exception as error:
                faults.append(f"{type(error).__name__}: {error}")

    reader = threading.Thread(target=read)
    reader.start()
    try:
        assert run("ingest", *files(tmp_path / "more", 2, 10), "--store", store.folder) == 0
        (load,) = store.rows("select sha256 from load where label = '010.835'")
        assert run("void", load["sha256"], "--store", store.folder) == 0
        assert run("repair", "--store", store.folder) == 0
    finally:
        done.set()
        reader.join()
    assert faults == [] and seen <= {3, 5, 4} and len(seen) > 1


@pytest.mark.parametrize("page", ["overview", "denials", "payments", "modifier25", "leakage"])
def test_filters_that_leave_nothing_leave_a_sentence(monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    """92: no 0 %, no nan; and the way back."""
    app = visit(monkeypatch, practice(), page, payer=PAYER, cls="Medicare", drug="Several drugs")
    assert not app.exception and not app.error
    assert "No 96372 line matches these filters" in said(app) and not app.metric
    app.button(key="clear-all").click().run()
    assert app.metric and not app.error


def test_every_page_of_an_empty_store_stands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Said) -> None:
    """92: a store that was made and never filled: words, no numbers, and a command that finds nothing wrong."""
    empty = Store.create(tmp_path / "store")
    for page in ("overview", "payments", "modifier25", "leakage", "claims", "reconciliation"):
        app = visit(monkeypatch, empty.folder, page)
        assert not app.exception and not app.error and "No data yet" in said(app)
    assert "no 96372 lines" in numbers(empty, capsys)
    assert "nothing is loaded yet" in complaint(capsys, "build", "--store", empty.folder)
    assert run("verify", "--store", empty.folder) == 0
