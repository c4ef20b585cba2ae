"""reimburse reference add and set-site: what they keep and rebuild; a fault or a kill changes nothing."""

import io
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from test_ingest_files import remittance
from test_reference_files import AGREED, INDICES, INJECTION, PAIRS, UNITS, values

from analytics import reference
from analytics.__main__ import main
from analytics.build import build, is_stale, version
from analytics.build.inputs import user_tables
from analytics.ingest.reference import resolved
from analytics.ingest.run import ingest
from analytics.questions.in_force import in_force
from analytics.store import Store, StoreDamagedError, StoreError
from analytics.store.added import added_files
from analytics.store.schema import VERSION
from analytics.store.user_data import PayerEdit, save_payers, site_settings
from analytics.store.verify import verify

ROOT = Path(__file__).parent.parent
RVU = "PPRRVU2025_Oct.csv"
VALUES = values(
    INJECTION.replace("33.4009", "32.3465"),
    title="2025 National Physician Fee Schedule Relative Value File October Release",
)
"""0.51 x 32.3465 = 16.50 instead of 13.91."""
RATES = "payer,code,modifier,basis,rate,from,to\nPAYER1 NAME,96372,,fixed,14.50,2025-01-01,2025-01-31\n"
NPI = "1234567893"


def reimburse(store: Path, *words: str | Path) -> tuple[int, str, str]:
    """The command in this process: exit code, what it says, what it complains of."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = main([*map(str, words), "--store", str(store)])
        except SystemExit as left:
            code = int(str(left.code))
    return code, out.getvalue(), err.getvalue()


def killed_at(place: str, store: Path, *words: str | Path) -> bool:
    """The command in a process of its own, which dies at a named place."""
    command = [sys.executable, "-m", "analytics", *map(str, words), "--store", str(store)]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "FAILPOINT": place}
    return subprocess.run(command, env=env, capture_output=True).returncode == -signal.SIGKILL


def told(store: Path, *words: str | Path) -> dict[str, Any]:
    code, out, err = reimburse(store, *words, "--json")
    assert code == 0, err
    document: dict[str, Any] = json.loads(out)
    return document


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one remittance of Medicare, March 2025, built."""
    place = tmp_path_factory.mktemp("loaded")
    (place / "a.835").write_bytes(remittance({"A": "14.00", "B": "13.00"}))
    ingest([place / "a.835"], Store.create(place / "store"))
    return place


@pytest.fixture
def store(loaded: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    shutil.copytree(loaded, tmp_path, dirs_exist_ok=True)
    return tmp_path / "store"


@pytest.fixture
def rates(tmp_path: Path) -> Path:
    return written(tmp_path / RVU, VALUES)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def lines(store: Path, *columns: str) -> list[tuple[object, ...]]:
    paths = Store.open(store).read().built["line"]
    return sorted(pl.read_parquet(paths).select(pl.col(columns).cast(pl.String)).unique().rows())


def content(store: Path) -> dict[str, object]:
    """All that a fault must leave alone."""
    files = {str(path): path.stat().st_mtime_ns for path in store.rglob("*.parquet")}
    return {**files, "added": added_files(Store.open(store)), "built": Store.open(store).build_info()}


def test_an_added_file_makes_the_facts_again(store: Path, rates: Path) -> None:
    """The fee of 2025 comes from the file; the build remembers with which reference data it was made."""
    before = Store.open(store).build_info() or {}
    assert lines(store, "medicare_fee", "expected_basis") == [("13.91", "medicare_fee_national")]
    document = told(store, "reference", "add", rates)
    assert (document["status"], document["kind"], document["rows"]) == ("added", "medicare_rvu", 1)
    assert document["release"] == "PPRRVU 2025 Oct, released 2026-09-15" and document["warnings"] == []
    assert lines(store, "medicare_fee", "expected_basis") == [("16.50", "medicare_fee_national")]
    after = Store.open(store).build_info() or {}
    assert before["reference"] == reference.version() != after["reference"] == document["version"]
    assert document["snapshot"] == document["built"] == 1


def test_the_same_file_again_changes_nothing(store: Path, rates: Path, tmp_path: Path) -> None:
    told(store, "reference", "add", rates)
    before = content(store)
    again = written(tmp_path / "PPRRVU25_OCT.csv", VALUES)
    document = told(store, "reference", "add", again)
    assert document["status"] == "duplicate" and content(store) == before
    assert reimburse(store, "reference", "add", again)[1].startswith("nothing changed, this file was added before")


def test_an_added_file_can_be_taken_back_and_come_again(store: Path, rates: Path) -> None:
    """As it was before: facts and version; the bytes go with the next adding."""
    sha = told(store, "reference", "add", rates)["sha256"]
    for name in (sha[:5], "0" * 64):
        code, _, err = reimburse(store, "reference", "remove", name)
        assert code == 2 and "no added reference file begins" in err and err.count("\n") == 1
    document = told(store, "reference", "remove", sha[:8])
    assert (document["status"], document["sha256"], document["version"]) == ("removed", sha, reference.version())
    assert lines(store, "medicare_fee") == [("13.91",)] and all(check.ok for check in verify(store))
    assert told(store, "reference", "add", rates)["status"] == "added" and lines(store, "medicare_fee") == [("16.50",)]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        (RVU, VALUES.replace("0.17,0.33", "x,0.33"), "line 7: work_rvu 'x' is not a number; nothing changed"),
        ("c.csv", AGREED.replace("120%", "1.2"), "line 2: rate '1.2' is under 10 % of Medicare"),
        ("c.csv", "", "the file is empty"),
        ("c.csv", "%PDF-1.7", "looks like a PDF"),
        ("c.csv", "name,age\nx,1\n", "none of the tables"),
        ("c.csv", AGREED.replace("2025-12-31", "2026-02-01"), "line 3: the period overlaps that of line 2"),
    ],
)
def test_a_bad_file_is_one_line_and_changes_nothing(
    store: Path, tmp_path: Path, name: str, text: str, says: str
) -> None:
    before = content(store)
    bad = written(tmp_path / name, text)
    code, out, err = reimburse(store, "reference", "add", bad, "--json")
    assert code == 2 and out == "" and err.count("\n") == 1
    assert f"{bad}: " in err and says in err and "reimburse reference add FILE" in err
    assert content(store) == before


def test_a_bad_file_makes_no_store(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", written(tmp_path / "x.csv", "x"), tmp_path):
        assert reimburse(tmp_path / "store", "reference", "add", path)[0] == 2
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["add"],
        ["remove"],
        ["remove", "abcdef12"],
        ["add", "x.csv", "--npi", NPI, "--qp"],
        ["set-site"],
        ["set-site", "--npi", NPI],
        ["set-site", "--locality", "CA-05"],
        ["set-site", "--npi", "123", "--qp"],
        ["set-site", "--npi", NPI, "--locality", "ZZ-99"],
        ["--npi", NPI, "--qp"],
        ["nonsense"],
    ],
)
def test_bad_use_is_one_line(tmp_path: Path, words: list[str]) -> None:
    code, out, err = reimburse(tmp_path / "store", "reference", *words)
    assert code == 2 and err.count("\n") == 1 and out == ""
    assert not (tmp_path / "store").exists()


def test_every_kind_is_kept_and_shown_with_its_source(store: Path, tmp_path: Path) -> None:
    """Each file by the name CMS gives it; what was shipped stays beside it."""
    files = {
        "GPCI2026.csv": INDICES,
        "ccipra-v323r0-f1.txt": PAIRS,
        "MCR_MUE_PractitionerServices_Eff_10-01-2026.csv": UNITS,
        "contracts.csv": AGREED,
    }
    for name, text in files.items():
        told(store, "reference", "add", written(tmp_path / name, text), "--no-build")
    tables = told(store, "reference")["tables"]
    added = {table["file"]: table for table in tables if table["file"]}
    assert set(added) == set(files) and len(tables) == len(reference.in_force()) + 4
    assert [added[name]["name"] for name in files] == ["gpci", "ncci_pair", "mue_units", "contract"]
    for table in tables:
        assert {"name", "source", "release", "effective_from", "effective_to", "rows", "sha256", "verified"} <= set(
            table
        )
    assert not any("words" in str(path.read_bytes()) for path in (store / "reference").glob("*"))


def test_the_settings_of_a_site_price_its_lines(store: Path) -> None:
    """The billing group is in San Francisco: 2025, 17.60."""
    document = told(store, "reference", "set-site", "--npi", NPI, "--locality", "CA-05")
    assert (document["locality"], document["changed"]) == ("01112-05", True)
    assert lines(store, "medicare_fee", "expected_basis", "locality") == [("17.60", "medicare_fee", "01112-05")]
    told(store, "reference", "set-site", "--npi", NPI, "--qp")
    settings = told(store, "reference")["settings"]
    assert [(row["npi"], row["locality"], row["is_qp"]) for row in settings] == [(NPI, "01112-05", True)]
    assert told(store, "reference", "set-site", "--npi", NPI, "--qp")["changed"] is False
    told(store, "reference", "set-site", "--npi", NPI, "--clear")
    assert lines(store, "medicare_fee", "locality") == [("13.91", "national")]
    assert (Store.open(store).build_info() or {})["reference"] == reference.version()


def test_a_locality_is_named_in_several_ways_and_never_guessed() -> None:
    gpci = reference.gpci()
    for text in ("01112-05", "CA-05", "ca 5", "CA-5"):
        assert resolved(gpci, text) == "01112-05"
    assert resolved(gpci, "65") == "01112-65" and resolved(gpci, "National") == "national"
    with pytest.raises(StoreError, match=r"'05' is 2 localities \(.*01112-05 SAN FRANCISCO"):
        resolved(gpci, "05")


@pytest.mark.parametrize("place", ["after_tmp_write", "after_fsync", "after_first_rename", "between_inserts"])
def test_a_kill_before_the_commit_changes_nothing(store: Path, rates: Path, place: str) -> None:
    assert killed_at(place, store, "reference", "add", rates)
    assert added_files(Store.open(store)) == [] and not is_stale(Store.open(store))
    assert all(check.ok for check in verify(store))
    told(store, "reference", "add", rates)
    assert lines(store, "medicare_fee") == [("16.50",)]
    assert len(list((store / "reference").iterdir())) == 1


def test_a_kill_after_the_commit_is_finished_by_the_next_command(store: Path, rates: Path, tmp_path: Path) -> None:
    assert killed_at("after_commit", store, "reference", "add", rates)
    assert is_stale(Store.open(store)) and lines(store, "medicare_fee") == [("13.91",)]
    assert any("reimburse build" in warning for warning in in_force(Store.open(store))["warnings"])
    assert reimburse(store, "ingest", tmp_path / "a.835")[0] == 0
    assert lines(store, "medicare_fee") == [("16.50",)] and not is_stale(Store.open(store))


def test_changed_rows_of_an_added_file_are_never_priced_with(store: Path, rates: Path) -> None:
    told(store, "reference", "add", rates)
    (kept,) = (store / "reference").iterdir()
    kept.write_bytes(kept.read_bytes()[:-1])
    assert [check.name for check in verify(store) if not check.ok] == ["reference_hashes"]
    with pytest.raises(StoreDamagedError, match=r"add the file PPRRVU2025_Oct\.csv again"):
        user_tables(Store.open(store))
    code, _, said = reimburse(store, "build")
    assert code == 2 and "add the file" in said
    assert any("missing or changed" in warning for warning in told(store, "reference")["warnings"])
    assert told(store, "reference", "add", rates)["status"] == "added"
    assert all(check.ok for check in verify(store))


def test_a_store_of_an_older_program_gets_the_new_tables(store: Path, rates: Path) -> None:
    """What is in it stays; one on a disk that cannot be written is read as it is."""
    with sqlite3.connect(store / "ledger.sqlite") as db:
        db.execute("drop table reference_file")
        db.execute("drop table site_setting")
        db.execute("pragma user_version=1")
    db.close()
    store.chmod(0o500)
    try:
        if not os.access(store, os.W_OK):
            assert added_files(Store.open(store)) == [] and site_settings(Store.open(store)) == []
            assert version(Store.open(store)) == reference.version()
    finally:
        store.chmod(0o700)
    assert added_files(Store.open(store)) == []
    with sqlite3.connect(store / "ledger.sqlite") as db:
        assert db.execute("pragma user_version").fetchall() == [(VERSION,)]
    db.close()
    told(store, "reference", "add", rates)
    assert lines(store, "medicare_fee") == [("16.50",)]


def test_a_store_made_before_prices_could_be_accepted_gets_the_column(store: Path) -> None:
    """What is in it stays, and an edit can be saved and built."""
    with sqlite3.connect(store / "ledger.sqlite") as db:
        db.execute("insert into payer values ('7', 'OLD', 'CI', '', 'Old name', '', 1, null)")
        db.execute("alter table payer drop column accepted_from")
        db.execute("pragma user_version=3")
    db.close()
    opened = Store.open(store)
    assert opened.rows("select name, accepted_from from payer") == [{"name": "Old name", "accepted_from": None}]
    assert save_payers(opened, [PayerEdit("7", "OLD", "CI", accepted_from=date(2025, 4, 1))])
    build(opened)
    assert opened.rows("select accepted_from from payer") == [{"accepted_from": "2025-04-01"}]
