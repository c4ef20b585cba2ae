"""The bench of budgets: its files balance, its large store is sound, its sessions see their own numbers."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from test_page_store import practice, visit
from x12_text import read_one

from analytics.bench.alone import FailedError, alone, has
from analytics.bench.files import files, write_file, write_folder
from analytics.bench.peers import JOIN
from analytics.bench.result import Result, judged, skipped
from analytics.bench.size import Progress, Size
from analytics.bench.stores import _listed, large_store
from analytics.bench.table import END, START, write_table
from analytics.store.verify import verify

SMALL = Size(file=30_000, files=6, small=2_000, lines=2_000, sessions=3, looks=2, think=0.1)


def quiet(_what: str, _share: float) -> None:
    """Nobody watches."""


def test_a_written_remittance_balances_and_loads_whole(tmp_path: Path) -> None:
    assert write_file(tmp_path / "a.835", 60_000, 1) >= 60_000
    batch, reading = read_one((tmp_path / "a.835").read_bytes())
    assert (reading.status, reading.rejects, reading.warnings) == ("loaded", [], [])
    assert reading.unbalanced == {"service": 0, "claim": 0, "transaction": 0}
    assert batch.tables["remit_claim"].height > 100


def test_the_same_seed_writes_the_same_bytes_and_another_other_claims(tmp_path: Path) -> None:
    write_folder(tmp_path / "one", 3, 2_000, 1)
    write_folder(tmp_path / "two", 3, 2_000, 1)
    one, two = ([path.read_bytes() for path in sorted((tmp_path / name).iterdir())] for name in ("one", "two"))
    assert one == two and len(set(one)) == 3


def test_a_large_store_is_sound_and_its_practices_are_strangers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What verify counts is what the ledger says; no two copies share a patient, a claim or a payment."""
    from analytics.bench import stores

    monkeypatch.setattr(stores, "MONTHS", 3)
    monkeypatch.setattr(stores, "ENCOUNTERS", 150)
    monkeypatch.setattr(stores, "LARGEST", 900)
    store = large_store(tmp_path, 1_500, quiet)
    assert [check for check in verify(store.folder) if not check.ok] == []
    parts = store.raw_parts(store.head())
    lines = pl.concat([pl.read_parquet(path) for path in parts["claim_line"]])
    assert lines.height >= 1_500 and len(parts["claim_line"]) > 1
    for name in ("patient_key", "claim_key"):
        assert lines.group_by(name).agg(pl.col("source_sha").n_unique()).max()["source_sha"].item() == 1
    assert lines["source_sha"].n_unique() == len(store.rows("select 1 from load"))
    bare = alone(["-c", JOIN, str(_listed(tmp_path / "parts.json", parts)), str(tmp_path)])
    assert bare.said["seconds"] > 0 and pl.read_parquet(tmp_path / "joined.parquet").height >= lines.height


def test_files_are_judged_against_each_other_and_missing_peers_are_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from analytics.bench import files as bench_files

    monkeypatch.setattr(bench_files, "TIMES", 1)
    monkeypatch.setattr(bench_files, "has", lambda module: False)
    found = {one.name: one for one in files(tmp_path, SMALL, quiet)}
    assert found["read an 835, seconds, against pyx12"].note == "skipped: pyx12 is not installed"
    folder = found["load a folder, seconds, against one file"]
    assert folder.ratio == pytest.approx((folder.ours or 0) / (folder.theirs or 1))
    assert "1 parts per table and month" in folder.note


def test_a_budget_is_kept_by_the_ratio_or_by_itself() -> None:
    assert judged("a", 2.0, 4.0, 0.5, "") == Result("a", 2.0, 4.0, 0.5, 0.5, True, "")
    assert judged("a", 2.0, 4.0, 0.4, "").ok is False
    assert judged("a", 2.0, None, 2.0, "") == Result("a", 2.0, None, None, 2.0, True, "")
    assert skipped("a", 2.0, "no peer").ok is None


def test_a_measured_process_that_fails_says_its_last_line() -> None:
    with pytest.raises(FailedError, match="ValueError: no"):
        alone(["-c", "raise ValueError('no')"])
    assert has("json") and not has("a_peer_that_nobody_has")


def test_the_table_is_written_between_its_marks_and_nowhere_else(tmp_path: Path) -> None:
    readme, kept = tmp_path / "README.md", judged("read | fast", 1.234567, 2.0, 1.0, "20 MB")
    readme.write_text(f"# Title\n\n{START}\nold\n{END}\n\nafter\n")
    write_table(readme, "2 cores", [kept, replace(kept, ok=False), skipped("b", 3.0, "no peer")])
    text = readme.read_text()
    assert text.startswith(f"# Title\n\n{START}\n") and text.endswith(f"{END}\n\nafter\n") and "old" not in text
    assert "| read / fast | 1.23 | 2 | 0.617 | 1 | yes | 20 MB |" in text
    assert "| b |  |  |  | 3 | – | skipped: no peer |" in text
    once = text
    write_table(readme, "2 cores", [kept, replace(kept, ok=False), skipped("b", 3.0, "no peer")])
    assert readme.read_text() == once


@pytest.mark.skipif(not has("websockets"), reason="the driver of sessions needs websockets")
def test_three_sessions_see_their_own_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """R14: what a session is shown beside others is what a visitor is shown who asks the same alone."""
    from analytics.bench.sessions import watch

    seen = watch(practice(), sessions=3, looks=4, think=0.2, at_once=True)
    assert (seen.crossed, seen.failed, len(seen.first), len(seen.again)) == (0, 0, 3, 12)
    assert len(set[object]().union(*seen.seen.values())) > 6, "other questions, other numbers"
    assert 0 < seen.peak_mb < 1200
    for (page, payer, definition), (numbers,) in list(seen.seen.items())[:5]:
        alone_here = visit(monkeypatch, practice(), page, payer=payer, denied=definition)
        assert tuple((tile.label, tile.value) for tile in alone_here.metric) == numbers


def test_what_cannot_be_measured_is_a_missed_budget_and_the_rest_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    from analytics.bench import budgets as listed

    def fails(_place: Path, _size: Size, _progress: Progress) -> Iterator[Result]:
        yield judged("before", 1.0, None, 2.0, "")
        raise FailedError("it ended")

    monkeypatch.setattr(listed, "GROUPS", {"files": fails})
    first, second = listed.budgets(SMALL, quiet)
    assert first.ok and second.ok is False and "it ended" in second.note
