"""The input contract: every column has a meaning of ours, and a template can be loaded as it is."""

import json
from pathlib import Path

import polars as pl
import pytest

from analytics.__main__ import main
from analytics.importers.delimited.guess import plain
from analytics.ingest.run import ingest
from analytics.store import Store
from analytics.tables.contract import CONTRACT, NEEDED, TABLES, described, need_of, template
from analytics.tables.stored import STORED, schema_of

DERIVED = {
    "claim_line": {"patient_key", "duplicate_of", "source_sha", "source_position"},
    "remit_payment": {"claim_count", "claim_paid", "provider_adjusted", "balanced_cents"},
    "remit_claim": {"patient_key", "payment_id", "unbalanced_cents", "repeated_adjustments", "line_count", "identity"},
    "remit_line": {"remit_line_id", "remit_claim_id", "allowed_source", "date_source", "unbalanced_cents", "identity"},
    "adjustment": {"remit_claim_id", "remit_line_id", "position", "is_repeated"},
    "provider_adjustment": {"payment_id", "position"},
}
"""What the importer works out; nobody can fill it in."""


@pytest.mark.parametrize("table", STORED)
def test_every_stored_column_can_be_filled_or_is_derived(table: str) -> None:
    filled = {
        one.stored.partition(".")[2] for side in TABLES for one in CONTRACT[side] if one.stored.startswith(f"{table}.")
    }
    rest = set(schema_of(STORED[table])) - filled - {"duplicate_of", "source_sha", "source_position"}
    assert rest == DERIVED[table] - {"duplicate_of", "source_sha", "source_position"}


@pytest.mark.parametrize("side", TABLES)
def test_the_contract_says_of_each_column_what_it_is(side: str) -> None:
    rows = described(side)
    assert rows.filter(pl.col("meaning") == "").is_empty() and rows["column"].is_unique().all()
    assert {need for group in NEEDED[side] for need in group} <= set(rows["column"])
    assert need_of(side, "claim_id") == "yes" and need_of(side, "payer_source_id") == "yes, or payer_source_name"
    needed = [one for one in CONTRACT[side] if need_of(side, one.name) == "yes"]
    assert all(one.examples[0] for one in needed)


@pytest.mark.parametrize("side", TABLES)
def test_no_name_of_another_program_means_two_columns(side: str) -> None:
    called: dict[str, str] = {}
    for one in CONTRACT[side]:
        for word in (one.name, *one.also):
            assert called.setdefault(plain(word), one.name) == one.name, word
    assert template(side).height == 2


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
def test_a_template_loads_as_it_is(suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for side in TABLES:
        assert main(["template", side, "--out", str(tmp_path / f"{side}.{suffix}"), "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["rows"] == 2
    store = Store.create(tmp_path / "store")
    document = ingest(sorted(tmp_path.glob(f"*.{suffix}")), store, build=False)
    for file in document["files"]:
        assert (file["kind"], file["status"], file["rejects"]) == (suffix, "loaded", [])
        assert file["claims"]["loaded"] == file["rows"]["loaded"] == 2 and file["line_charge_cents"]["in"] == 5850
        assert file["unbalanced"] == {"service": 0, "claim": 0, "transaction": 0}


def test_a_template_goes_only_into_a_kind_of_file_that_is_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["template", "claims", "--out", str(tmp_path / "x.doc")]) == 2
    assert "must end in" in capsys.readouterr().err
