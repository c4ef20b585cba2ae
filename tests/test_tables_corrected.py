"""Refused rows: taken out with place and reason, corrected, sent again, and every claim counted once."""

from pathlib import Path

import polars as pl
import pytest
from table_files import HEAD, OTHER, ROW, text

from analytics.__main__ import main
from analytics.ingest.run import ingest
from analytics.store import Store


def test_a_corrected_file_brings_what_was_refused_and_nothing_twice(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store")
    (tmp_path / "x.csv").write_bytes(text(ROW, OTHER.replace("18.50", "CANARY")))
    (first,) = ingest([tmp_path / "x.csv"], store, build=False)["files"]
    assert (first["status"], first["claims"]) == ("partial", {"in": 2, "loaded": 1, "quarantined": 1, "duplicate": 0})
    (tmp_path / "x.csv").write_bytes(text(ROW, OTHER))
    (again,) = ingest([tmp_path / "x.csv"], store, build=False)["files"]
    assert (again["status"], again["claims"]) == ("loaded", {"in": 2, "loaded": 1, "quarantined": 0, "duplicate": 1})
    assert again["rows"] == {"in": 2, "loaded": 1, "quarantined": 0, "duplicate": 1}
    kept = pl.read_parquet(store.raw_parts(store.head())["claim_line"]).filter(pl.col("duplicate_of").is_null())
    assert sorted(kept["claim_id"].to_list()) == ["A1", "A2"]


def test_what_was_refused_is_a_file_without_content(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = Store.create(tmp_path / "store")
    (tmp_path / "x.csv").write_bytes(text(ROW.replace("40.00", "CANARY"), OTHER, head=HEAD))
    ingest([tmp_path / "x.csv"], store, build=False)
    out = tmp_path / "refused.csv"
    assert main(["export", "refused", "--out", str(out), "--store", str(store.folder)]) == 0
    (row,) = pl.read_csv(out).rows(named=True)
    assert (row["label"], row["position"], row["reason_code"]) == ("x.csv", 2, "unreadable_amount")
    assert "CANARY" not in out.read_text()
