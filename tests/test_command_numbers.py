"""The commands that show numbers: demo, metrics, export, reference; their JSON shapes and exit codes."""

import csv
import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from typed import typed

from analytics.build.full import make
from analytics.metrics.catalog import METRICS
from analytics.query import connect


def reimburse(store: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return typed(*words, "--store", store)


def in_its_own_process(store: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """What also an engine below Python may write into."""
    return subprocess.run(
        [sys.executable, "-m", "analytics", *words, "--store", str(store)],
        capture_output=True,
        text=True,
        timeout=180,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("demo") / "store"
    done = in_its_own_process(store, "demo", "--months", "3", "--encounters", "150", "--no-serve", "--json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert set(document) >= {"store", "files", "encounters", "truth"}
    assert Path(document["truth"]).exists()
    return store


def test_the_demo_knows_the_limits_of_some_payers_and_not_of_others(demo: Path) -> None:
    rows = json.loads(reimburse(demo, "limits", "--json").stdout)["limits"]
    known = {row["payer_id"] for row in rows if row["appeal_days"]}
    assert {"98401-commercial", "98301-medicaid"} <= known < {row["payer_id"] for row in rows}


def test_metrics_have_the_shape_of_the_contract(demo: Path) -> None:
    document = json.loads(in_its_own_process(demo, "metrics", "--by", "payer_class", "--json").stdout)
    assert set(document) == {"snapshot", "as_of", "basis", "definition", "filters", "groups"}
    classes = {group["key"]["payer_class"] for group in document["groups"]}
    assert classes >= {"medicare", "medicare_advantage", "medicaid", "commercial"}
    for group in document["groups"]:
        assert {metric.name for metric in METRICS} <= set(group["metrics"])
        for value in group["metrics"].values():
            assert set(value) == {
                *("value", "unit", "numerator", "denominator", "n", "low", "high", "completeness", "status"),
                "unsure",  # lines of which the files do not say whether they count
            }
            assert value["unit"] in ("rate", "cents", "count", "days", "ratio")
            assert value["status"] in ("ok", "immature", "no_data")
            assert (value["value"] is None) == (value["status"] == "no_data")


@pytest.fixture(scope="module")
def whole(demo: Path) -> dict[str, dict[str, Any]]:
    """Every metric of all lines."""
    found: dict[str, dict[str, Any]] = json.loads(reimburse(demo, "metrics", "--json").stdout)["groups"][0]["metrics"]
    return found


@pytest.mark.parametrize("by", ["month", "payer", "provider", "place_of_service", "drug", "month,payer"])
def test_parts_add_up_to_the_whole(demo: Path, whole: dict[str, dict[str, Any]], by: str) -> None:
    parts = json.loads(reimburse(demo, "metrics", "--by", by, "--json").stdout)["groups"]
    for name in ("injections_billed", "denial_rate", "open_expected", "denied_dollars_expected", "routed_rate"):
        assert sum(part["metrics"][name]["numerator"] for part in parts) == whole[name]["numerator"]


def test_an_export_of_lines_sums_to_the_metrics(demo: Path, tmp_path: Path) -> None:
    out = tmp_path / "lines.csv"
    done = reimburse(demo, "export", "line", "--out", str(out), "--payer-class", "commercial", "--json")
    assert done.returncode == 0 and "protected health information" in done.stderr
    with out.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["role"] == "injection"]
    answered = [
        row
        for row in rows
        if row["has_answer"] == "true"
        and row["state"] not in ("voided", "withdrawn", "routed", "capitated", "in_encounter_rate")
        and row["primary_missing"] == row["history_incomplete"] == "false"
    ]
    denied = [row for row in answered if Decimal(row["initial_denial"]) > 0]
    metrics = json.loads(reimburse(demo, "metrics", "--payer-class", "commercial", "--json").stdout)
    rate = metrics["groups"][0]["metrics"]["initial_denial_rate"]
    assert (rate["numerator"], rate["denominator"]) == (len(denied), len(answered))


@pytest.mark.parametrize("name", ["line.csv", "line.xlsx", "line.parquet"])
def test_a_shareable_export_says_nothing_of_single_people(demo: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    done = reimburse(demo, "export", "line", "--out", str(out), "--shareable")
    assert done.returncode == 0 and "protected health" not in done.stderr
    if out.suffix == ".parquet":
        frame = pl.read_parquet(out)
        assert not {"claim_id", "patient_key", "line_id", "claim_key"} & set(frame.columns)
        assert frame["service_date"].dt.day().unique().to_list() in ([1], [])


def test_the_same_export_has_the_same_bytes(demo: Path, tmp_path: Path) -> None:
    texts = []
    for name in ("one.csv", "two.csv"):
        reimburse(demo, "export", "event", "--out", str(tmp_path / name))
        texts.append((tmp_path / name).read_bytes())
    assert texts[0] == texts[1]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("metrics", "--by", "moon"), "choose from"),
        (("metrics", "--from", "2026-13"), "not a month"),
        (("metrics", "--definition", "all"), "invalid choice"),
        (("export", "moon", "--out", "x.csv"), "no such table"),
        (("export", "line", "--out", "x.txt"), "must end in"),
        (("export", "remit_line", "--payer", "A", "--out", "x.csv"), "filters apply to"),
        (("export", "line", "--out", "no/such/folder/x.csv"), "cannot be written"),
        (("demo", "--months", "0"), "at least 1"),
    ],
)
def test_bad_use_is_one_line_and_exit_code_2(demo: Path, words: tuple[str, ...], says: str) -> None:
    done = reimburse(demo, *words)
    assert done.returncode == 2
    assert says in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_a_filter_that_matches_nothing_is_no_fault(demo: Path) -> None:
    done = reimburse(demo, "metrics", "--payer", "nobody' or 1=1 --", "--json")
    assert done.returncode == 0 and json.loads(done.stdout)["groups"] == []


def test_numbers_of_an_empty_store_are_a_sentence(tmp_path: Path) -> None:
    done = reimburse(tmp_path / "none", "metrics")
    assert done.returncode == 2 and "reimburse ingest" in done.stderr


def test_reference_names_source_release_and_dates(demo: Path) -> None:
    tables = json.loads(reimburse(demo, "reference", "--json").stdout)["tables"]
    assert {"medicare_rvu", "conversion_factor", "ncci_pair", "carc_class"} <= {table["name"] for table in tables}
    for table in tables:
        assert set(table) >= {"name", "source", "release", "effective_from", "effective_to", "rows", "sha256"}


def test_the_demo_does_not_mix_with_loaded_files(demo: Path, tmp_path: Path) -> None:
    from x12_text import file_835

    (tmp_path / "real.835").write_bytes(file_835())
    store = tmp_path / "real"
    assert reimburse(store, "ingest", str(tmp_path / "real.835")).returncode == 0
    done = reimburse(store, "demo", "--months", "1", "--encounters", "10", "--no-serve")
    assert done.returncode == 2 and "mix" in done.stderr


def test_no_progress_bar_of_the_engine_gets_into_a_document() -> None:
    """DuckDB draws one on standard output after two seconds, terminal or not, unless it is told not to."""
    base = connect({}, {})
    with duckdb.connect() as con:
        make(con, {}, {})
        for one in (base, con):  # a cursor draws none
            assert one.execute(
                "select current_setting('enable_progress_bar'), current_setting('enable_progress_bar_print')"
            ).fetchall() == [(False, False)]
