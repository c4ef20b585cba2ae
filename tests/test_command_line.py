"""The command as a user types it: exit codes, one JSON document, one line per fault, never a traceback."""

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from test_ingest_files import remittance

from analytics.commands.parser import VERBS, Parser, register

ROOT = Path(__file__).resolve().parent.parent
Finished = subprocess.CompletedProcess[str]


def command(*words: str | Path) -> list[str]:
    return [sys.executable, "-m", "analytics", *map(str, words)]


def reimburse(*words: str | Path, limits: Callable[[], None] | None = None, **env: str) -> Finished:
    """Runs the command to its end; no traceback is ever right."""
    done = subprocess.run(
        command(*words), cwd=ROOT, env={**os.environ, **env}, capture_output=True, text=True, preexec_fn=limits
    )
    assert "Traceback" not in done.stdout + done.stderr
    return done


def document(done: Finished) -> dict[str, Any]:
    """The one JSON document on standard output."""
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.835"
    path.write_bytes(remittance({"A": "14.00", "B": "0.00"}))
    return path


def test_ingest_verify_and_void_from_the_command_line(tmp_path: Path, file: Path) -> None:
    store = tmp_path / "store"
    loaded = document(reimburse("ingest", file, "--no-build", "--json", "--store", store))
    assert loaded["files"][0]["status"] == "loaded" and loaded["snapshot"] == 1
    checked = reimburse("--json", "--store", store, "verify")
    assert checked.returncode == 0 and document(checked)["ok"] is True
    sha = loaded["files"][0]["sha256"]
    taken = reimburse("void", sha[:10], "--no-build", "--json", REIMBURSE_STORE=str(store))
    assert document(taken) == {"sha256": sha, "rows": 7, "snapshot": 2, "built": None, "stays_away": []}
    again = reimburse("ingest", file, "--no-build", "--store", store)
    assert again.returncode == 0 and again.stdout.startswith("loaded") and again.stderr == ""


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["ingest"], "required: PATH"),
        (["nonsense"], "invalid choice"),
        (["void", "a" * 64], "no data yet"),
        (["verify"], "no data yet"),
        (["build"], "no data yet"),
        (["repair"], "no data yet"),
    ],
)
def test_bad_use_is_one_line_and_exit_code_two(tmp_path: Path, words: list[str], says: str) -> None:
    done = reimburse(*words, "--store", tmp_path / "none")
    assert done.returncode == 2 and says in done.stderr
    assert done.stderr.count("\n") == 1 and done.stdout == ""
    assert not (tmp_path / "none").exists()


def test_a_named_file_that_is_refused_gives_two_and_the_others_load(tmp_path: Path, file: Path) -> None:
    bad = tmp_path / "letter.pdf"
    bad.write_bytes(b"%PDF-1.7")
    done = reimburse("ingest", file, bad, tmp_path / "none.835", "--no-build", "--json", "--store", tmp_path / "store")
    assert done.returncode == 2
    assert [row["status"] for row in document(done)["files"]] == ["loaded", "rejected", "rejected"]
    lines = done.stderr.splitlines()
    assert len(lines) == 2 and "letter.pdf" in lines[0] and "none.835: There is no such file." in lines[1]


def test_a_refused_file_in_a_folder_gives_zero(tmp_path: Path, file: Path) -> None:
    (tmp_path / "letter.835").write_bytes(b"%PDF-1.7")
    done = reimburse("ingest", tmp_path, "--no-build", "--json", "--store", tmp_path / "store")
    assert done.returncode == 0
    assert {row["status"] for row in document(done)["files"]} == {"loaded", "rejected"}


def test_a_flipped_bit_is_found_and_named(tmp_path: Path, file: Path) -> None:
    store = tmp_path / "store"
    reimburse("ingest", file, "--no-build", "--store", store)
    part = next(store.glob("remits/*/remit_line-*"))
    data = bytearray(part.read_bytes())
    data[len(data) // 2] ^= 4
    part.write_bytes(data)
    done = reimburse("verify", "--store", store)
    faults = [line for line in done.stdout.splitlines() if line.startswith("FAULT")]
    assert done.returncode == 1 and len(faults) == 1
    assert part.name in faults[0] and "reimburse void" in faults[0] and "reimburse repair --store" in faults[0]


def test_an_unknown_sha_and_a_strange_store_are_refused(tmp_path: Path, file: Path) -> None:
    store = tmp_path / "store"
    reimburse("ingest", file, "--no-build", "--store", store)
    unknown = reimburse("void", "f" * 64, "--store", store)
    assert unknown.returncode == 2 and "no load has the sha256" in unknown.stderr
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("dear")
    for place, says in [(tmp_path / "letters", "holds other files"), (file, "is a file, not a folder")]:
        done = reimburse("ingest", file, "--no-build", "--store", place)
        assert done.returncode == 2 and says in done.stderr


def test_a_full_disk_changes_nothing_and_the_next_load_works(tmp_path: Path) -> None:
    many, one = tmp_path / "many.835", tmp_path / "one.835"
    many.write_bytes(remittance({f"A{number}": f"{number % 40}.{number % 97:02d}" for number in range(30_000)}))
    one.write_bytes(remittance({"B": "1.00"}, trace="T2", control=2))
    store = tmp_path / "store"
    reimburse("ingest", one, "--no-build", "--store", store)
    small = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))  # noqa: E731
    full = reimburse("ingest", many, "--no-build", "--store", store, limits=small)
    assert full.returncode == 2 and "nothing changed" in full.stderr and full.stderr.count("\n") == 1
    assert reimburse("verify", "--store", store).returncode == 0
    assert document(reimburse("ingest", many, "--no-build", "--json", "--store", store))["snapshot"] == 2


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Callable[..., None]]:
    """Mounts for one test; skipped where that is not allowed."""
    places: list[Path] = []

    def mounted(place: Path, *options: str) -> None:
        if subprocess.run(["mount", *options, place], capture_output=True).returncode:
            pytest.skip("mounting is not allowed here")
        if place not in places:
            places.append(place)

    yield mounted
    for place in reversed(places):
        subprocess.run(["umount", place], check=True)


def test_a_read_only_store_is_read_and_not_written(tmp_path: Path, file: Path, mount: Callable[..., None]) -> None:
    store = tmp_path / "store"
    reimburse("ingest", file, "--no-build", "--store", store)
    mount(store, "--bind", str(store))
    mount(store, "-o", "remount,ro,bind")
    other = tmp_path / "b.835"
    other.write_bytes(remittance({"B": "1.00"}, trace="T2", control=2))
    done = reimburse("ingest", other, "--no-build", "--store", store)
    assert done.returncode == 2 and "read-only" in done.stderr and done.stderr.count("\n") == 1
    assert reimburse("verify", "--store", store).returncode == 0


def test_a_small_disk_fills_without_losing_what_is_loaded(
    tmp_path: Path, file: Path, mount: Callable[..., None]
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount(disk, "-t", "tmpfs", "-o", "size=3m", "tmpfs")
    many = tmp_path / "many.835"
    many.write_bytes(remittance({f"A{number}": f"{number % 40}.{number % 97:02d}" for number in range(60_000)}))
    assert reimburse("ingest", file, "--no-build", "--store", disk / "store").returncode == 0
    full = reimburse("ingest", many, "--no-build", "--store", disk / "store")
    assert full.returncode == 2 and "disk is full" in full.stderr and "nothing changed" in full.stderr
    assert reimburse("verify", "--store", disk / "store").returncode == 0
    assert reimburse("ingest", file, "--no-build", "--store", disk / "store").returncode == 0


def test_a_file_that_kills_its_reader_is_refused_alone(tmp_path: Path, file: Path) -> None:
    big = tmp_path / "big.835"
    big.write_bytes(remittance({f"A{number}": "1.00" for number in range(60_000)}, trace="T2", control=2))
    little = lambda: resource.setrlimit(resource.RLIMIT_DATA, (300 << 20, 300 << 20))  # noqa: E731
    done = reimburse("ingest", big, file, "--no-build", "--json", "--store", tmp_path / "store", limits=little)
    assert done.returncode == 2
    big_one, small_one = document(done)["files"]
    assert (big_one["status"], small_one["status"]) == ("rejected", "loaded")
    assert "memory" in big_one["rejects"][0]["reason"]


def test_interrupting_leaves_a_sound_store_and_130(tmp_path: Path) -> None:
    big = tmp_path / "big.835"
    big.write_bytes(remittance({f"A{number}": "1.00" for number in range(60_000)}))
    store = tmp_path / "store"
    running = subprocess.Popen(
        command("ingest", big, "--no-build", "--store", store), cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    while not any(store.glob("tmp/*")):
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    said = running.communicate()[1]
    assert running.returncode == 130 and said.startswith("reimburse: interrupted") and said.count("\n") == 1
    assert not any(store.glob("tmp/*")) and reimburse("verify", "--store", store).returncode == 0


def test_three_processes_load_the_same_files_exactly_once(tmp_path: Path) -> None:
    for number in range(12):
        data = remittance({f"A{number}": "1.00"}, trace=f"T{number}", control=number + 1)
        (tmp_path / f"{number}.835").write_bytes(data)
    words = ["ingest", *sorted(tmp_path.glob("*.835")), "--no-build", "--json", "--store", tmp_path / "store"]
    racers = [subprocess.Popen(command(*words), cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = [json.loads(racer.communicate()[0]) for racer in racers]
    assert [racer.returncode for racer in racers] == [0, 0, 0]
    kinds = [row["status"] for one in said for row in one["files"]]
    assert (kinds.count("loaded"), kinds.count("duplicate")) == (12, 24)
    assert reimburse("verify", "--store", tmp_path / "store").returncode == 0


def test_the_command_starts_without_loading_the_engines() -> None:
    code = "import sys; from analytics.commands.parser import parse; parse(['verify']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"polars", "duckdb", "streamlit", "plotly", "dataframely"} & set(done.stdout.split())


def test_every_verb_is_where_the_list_says() -> None:
    choices = argparse.ArgumentParser().add_subparsers(parser_class=Parser)
    register(choices, [])
    assert list(choices.choices) == list(VERBS)
