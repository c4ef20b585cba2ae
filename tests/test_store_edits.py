"""What the user says of payers and providers: kept whole or not at all, through builds, voids and kills."""

import os
import signal
import subprocess
import sys
import time
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from test_page_store import files

from analytics.build import build
from analytics.build.inputs import user_tables
from analytics.ingest.run import ingest
from analytics.store import Store, StoreBusyError
from analytics.store.user_data import MOST_LETTERS, EditError, PayerEdit, ProviderEdit, save_payers, save_providers
from analytics.store.void import void

ACME = ("100", "ACME", "CI")
EDIT = PayerEdit(*ACME, name="Acme Health", payer_class="medicaid", confirmed=True)


def kept(store: Store) -> list[dict[str, Any]]:
    return store.rows("select * from payer order by source_id, source_name, filing_indicator")


def test_an_edit_is_kept_and_is_a_new_state_of_the_data(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "s")
    assert save_payers(store, [EDIT])
    (row,) = kept(Store.open(store.folder))
    assert tuple(row.values()) == (*ACME, "", "Acme Health", "medicaid", 1, None)
    assert store.head() == 1 and "edits are saved" in (store.read().notice or "")
    assert not save_payers(store, [EDIT]), "the same again changes nothing"
    assert store.head() == 1


def test_an_edit_that_says_nothing_is_forgotten(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "s")
    save_payers(store, [EDIT])
    save_providers(store, [ProviderEdit("1000000001", site="North")])
    assert save_payers(store, [PayerEdit(*ACME)]) and save_providers(store, [ProviderEdit("1000000001")])
    assert kept(store) == store.rows("select * from provider") == []


def test_the_day_from_which_prices_are_accepted_reaches_the_build(tmp_path: Path) -> None:
    """One cell alone is an edit; emptied it is forgotten."""
    store = Store.create(tmp_path / "s")
    for day in (date(2000, 1, 1), date(2099, 12, 31)):
        assert save_payers(store, [PayerEdit(*ACME, accepted_from=day)])
        assert user_tables(store)["payer_edit"]["accepted_from"].to_list() == [day]
    assert save_payers(store, [PayerEdit(*ACME)]) and kept(store) == []


def test_below_a_wider_row_an_empty_one_keeps_what_the_files_say(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "s")
    save_payers(store, [PayerEdit("100", "ACME", "", payer_class="other"), EDIT])
    save_payers(store, [PayerEdit(*ACME), PayerEdit("", "ACME", "CI"), PayerEdit("200", "ACME", "CI")])
    assert [(row["filing_indicator"], row["class"]) for row in kept(store)] == [("", "other"), ("CI", "")]


def test_the_order_of_edits_does_not_matter(tmp_path: Path) -> None:
    edits = [EDIT, PayerEdit("", "ACME", ""), PayerEdit("100", "ACME", "", name="A"), PayerEdit("100", "ACME", "MB")]
    found = []
    for number, order in enumerate(permutations(edits)):
        store = Store.create(tmp_path / str(number))
        save_payers(store, order)
        found.append(kept(store))
    assert all(rows == found[0] for rows in found) and len(found[0]) == 3


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (PayerEdit(*ACME, name=""), "needs a letter or a digit"),
        (PayerEdit(*ACME, name=" * "), "needs a letter or a digit"),
        (PayerEdit(*ACME, name="A\x00B"), "cannot be seen"),
        (PayerEdit(*ACME, name="A\u202eB"), "cannot be seen"),
        (PayerEdit(*ACME, name="A" * (MOST_LETTERS + 1)), "shorten it"),
        (PayerEdit(*ACME, payer_class="martian"), "no such class"),
        (PayerEdit(*ACME, payer_class=""), "no such class"),
        (PayerEdit(*ACME, accepted_from=date(1999, 12, 31)), "choose a day from 2000 to 2099"),
        (PayerEdit(*ACME, accepted_from=date(2100, 1, 1)), "choose a day from 2000 to 2099"),
    ],
)
def test_a_bad_cell_is_told_and_nothing_is_saved(tmp_path: Path, edit: PayerEdit, why: str) -> None:
    store = Store.create(tmp_path / "s")
    with pytest.raises(EditError, match=why) as told:
        save_payers(store, [PayerEdit("7", "GOOD", "CI", confirmed=True), edit])
    assert "ACME" in str(told.value) and "\n" not in str(told.value)
    assert kept(store) == [] and store.head() == 0


@pytest.mark.parametrize("edit", [{"name": ""}, {"taxonomy": "363L"}, {"taxonomy": "363L F0000"}, {"site": "a\nb"}])
def test_a_bad_provider_is_told_and_nothing_is_saved(tmp_path: Path, edit: dict[str, str]) -> None:
    store = Store.create(tmp_path / "s")
    with pytest.raises(EditError, match="Provider 1000000001"):
        save_providers(store, [ProviderEdit("1000000001", **edit)])
    assert store.rows("select * from provider") == []


def test_values_are_bound_never_read_as_sql(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "s")
    nasty = "x'); drop table payer; --"
    save_payers(store, [PayerEdit(nasty, nasty, "'", name=nasty)])
    assert kept(store)[0]["name"] == nasty


def test_while_another_holds_the_store_nothing_is_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analytics.store.user_data.WAIT", 0.1)
    store, other = Store.create(tmp_path / "s"), Store.open(tmp_path / "s")
    held = subprocess.Popen(
        ["flock", str(other.folder / ".lock"), "sleep", "30"], stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        _wait_until_held(held, other)
        with pytest.raises(StoreBusyError, match="Nothing was saved: files are being loaded"):
            save_payers(store, [EDIT])
    finally:
        os.killpg(held.pid, signal.SIGKILL)
        held.wait()
    assert kept(store) == []


def _wait_until_held(held: "subprocess.Popen[bytes]", store: Store) -> None:
    for _ in range(200):
        try:
            with store.lock(0):
                time.sleep(0.02)
        except StoreBusyError:
            return
    raise AssertionError(f"flock did not take the lock: {held.poll()}")


@pytest.mark.kill
@pytest.mark.parametrize(("failpoint", "rows"), [("between_inserts", 0), ("after_commit", 2)])
def test_killed_while_saving_all_or_nothing_is_kept(tmp_path: Path, failpoint: str, rows: int) -> None:
    store = Store.create(tmp_path / "s")
    script = (
        "import sys; from analytics.store import Store; from analytics.store.user_data import *; "
        "save_payers(Store.open(sys.argv[1]), [PayerEdit(i, 'A', 'CI', confirmed=True) for i in '12'])"
    )
    env = {**os.environ, "FAILPOINT": failpoint, "PYTHONPATH": str(Path.cwd())}
    killed = subprocess.run([sys.executable, "-c", script, str(store.folder)], env=env, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(kept(store)) == rows and (store.head() > 0) == bool(rows)
    assert save_payers(store, [EDIT]), "no repair is needed"


def payer(store: Store) -> pl.DataFrame:
    return pl.read_parquet(store.read().built["payer"]).sort("source_id", "source_name", "filing_indicator")


def test_an_edit_survives_builds_loads_and_voids(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "s")
    ingest(files()[:20], store)
    first = payer(store).row(0, named=True)
    key = (first["source_id"], first["source_name"], first["filing_indicator"])
    save_payers(store, [PayerEdit(*key, payer_class="workers_comp", confirmed=True)])
    build(store, full=True)
    sha = store.rows("select sha256 from load order by rowid desc")[0]["sha256"]
    void(store, [sha])
    ingest(files()[20:24], store)
    where = pl.struct("source_id", "source_name", "filing_indicator") == dict(
        zip(("source_id", "source_name", "filing_indicator"), key, strict=True)
    )
    row = payer(store).filter(where).row(0, named=True)
    assert (row["payer_class"], row["confirmed"], row["file_class"]) == ("workers_comp", True, first["payer_class"])
    assert store.read().notice is None
    save_payers(store, [PayerEdit(*key)])
    ingest([], store)
    assert payer(store).filter(where)["payer_class"].to_list() == [first["payer_class"]]
