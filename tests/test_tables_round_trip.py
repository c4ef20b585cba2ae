"""The demo practice as 837P and 835, as parquet, as CSV and as XLSX: four stores, one document of metrics."""

import json
from pathlib import Path
from typing import Any

import pytest

from analytics.__main__ import main
from analytics.demo import write_demo
from analytics.ingest.run import ingest
from analytics.store import Store
from analytics.store.verify import verify


def metrics(store: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """Every metric, whole and by payer and month; the number of the snapshot is the store's own."""
    found = []
    for by in ((), ("--by", "payer"), ("--by", "month")):
        assert main(["metrics", *by, "--store", str(store), "--json"]) == 0
        document = json.loads(capsys.readouterr().out)
        found.append({key: value for key, value in document.items() if key != "snapshot"})
    return found


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("round")
    demo = write_demo(place / "demo", months=2, encounters=120, seed=3, keep_lines=False)
    store = Store.create(place / "x12")
    ingest([demo.folder], store)
    return store.folder


_once: list[list[dict[str, Any]]] = []


@pytest.fixture
def expected(original: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """What the X12 files say, asked once."""
    if not _once:
        _once.append(metrics(original, capsys))
    return _once[0]


@pytest.mark.parametrize("kind", ["parquet", "csv", "xlsx"])
def test_a_practice_gives_the_same_numbers_from_any_kind_of_file(
    original: Path, expected: list[dict[str, Any]], kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for table in ("claims", "remittances"):
        out = tmp_path / f"{table}.{kind}"
        assert main(["export", table, "--out", str(out), "--store", str(original)]) == 0
    capsys.readouterr()
    store = Store.create(tmp_path / "store")
    document = ingest(sorted(tmp_path.glob(f"*.{kind}")), store)
    assert [file["status"] for file in document["files"]] == ["loaded", "loaded"], document["files"]
    assert not document.get("build_error")
    assert all(check.ok for check in verify(store.folder))
    assert metrics(store.folder, capsys) == expected
