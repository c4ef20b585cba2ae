"""The same claims and payments as X12 and as a table: copies are marked, look-alikes are named in the receipt."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from test_ingest_files import remittance

from analytics.demo import write_demo
from analytics.ingest.run import ingest
from analytics.store import Store

SENT = {
    "claim_id": "Acct No", "line_number": "Line", "payer_source_name": "Ins", "filing_indicator": "Filing Code",
    "submitted_date": "Bill Date", "service_date": "DOS", "place_of_service": "POS", "code": "CPT", "units": "Qty",
    "charge": "Billed Amt", "billing_npi": "Group NPI",
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store")


def receipt(store: Store, path: Path) -> dict[str, Any]:
    (found,) = ingest([path], store, build=False)["files"]
    return dict(found)


def told(found: dict[str, Any], code: str) -> list[str]:
    return [one["reason"] for one in found["warnings"] if one["code"] == code]


def test_claims_that_look_like_those_of_an_837_are_named(store: Store, tmp_path: Path) -> None:
    demo = write_demo(tmp_path / "demo", months=1, encounters=30, seed=3, keep_lines=False)
    ingest([demo.folder], store, build=False)
    lines = pl.read_parquet(store.raw_parts(store.head())["claim_line"]).filter(pl.col("frequency_code") == "1")
    lines.select(*SENT).rename(SENT).write_csv(tmp_path / "pm.csv")
    found = receipt(store, tmp_path / "pm.csv")
    claims = found["claims"]
    assert claims["loaded"] == claims["in"] > 20
    (said,) = told(found, "claims_alike")
    assert said.startswith(f"{claims['in']} claims look the same as claims from 837P files")


NAMED = {"Payer": "FIRST", "Check Date": "2026-10-31", "Check No": "9"}
PAID = "Acct No,Payer,DOS,CPT,Charge,Paid,Check Date,Check No"


def test_payments_that_look_like_those_of_an_835_are_named(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.835").write_bytes(remittance({"A1": "12.00", "A2": "15.00"}))
    receipt(store, tmp_path / "a.835")
    parts = store.raw_parts(store.head())
    line = pl.read_parquet(parts["remit_line"]).row(0, named=True)
    day, code, charge, paid = (line[name] for name in ("service_date", "code", "charge", "paid"))
    cells = [
        f"A1,FIRST,{day},{code},{charge},{paid},2026-01-20,9",
        f"A9,FIRST,{day},{code},{charge},{paid},2026-01-20,9",
    ]
    (tmp_path / "pm.csv").write_text("\n".join([PAID, *cells, ""]))
    (said,) = told(receipt(store, tmp_path / "pm.csv"), "payments_alike")
    assert said.startswith("1 claim looks the same as payments from 835 files")


def test_x12_files_that_come_after_a_table_of_the_same_are_named(store: Store, tmp_path: Path) -> None:
    """The other way round: the receipt of the 835 and of the 837P, and the load on Data, name the table."""
    demo = write_demo(tmp_path / "demo", months=1, encounters=30, seed=3, keep_lines=False)
    other = Store.create(tmp_path / "other")
    ingest([demo.folder], other, build=False)
    parts = other.raw_parts(other.head())
    pl.read_parquet(parts["claim_line"]).select(*SENT).rename(SENT).write_csv(tmp_path / "sent.csv")
    lines = pl.read_parquet(parts["remit_line"]).join(
        pl.read_parquet(parts["remit_claim"]).select("remit_claim_id", "claim_id"), on="remit_claim_id"
    )
    paid = lines.filter(pl.col("charge") > 0).select("claim_id", "service_date", "code", "charge", "paid")
    paid.unique(["claim_id", "service_date", "code", "charge"], keep="any").rename(
        dict(zip(paid.columns, ("Acct No", "DOS", "CPT", "Charge", "Paid"), strict=True))
    ).with_columns(*(pl.lit(cell).alias(name) for name, cell in NAMED.items())).write_csv(tmp_path / "paid.csv")
    receipt(store, tmp_path / "paid.csv")
    receipt(store, tmp_path / "sent.csv")
    loads = {row["label"]: row["sha256"][:12] for row in store.rows("select label, sha256 from load")}
    found = ingest([demo.folder], store, build=False)["files"]
    for code, table in (("claims_alike", "sent.csv"), ("payments_alike", "paid.csv")):
        named = [one for file in found for one in file["warnings"] if one["code"] == code]
        assert named and all("from a table" in one["reason"] and loads[table] in one["next_step"] for one in named)
    kept = [json.loads(row["reading"]) for row in store.rows("select reading from load where kind in ('835', '837P')")]
    assert any("payments_alike" in str(reading["warnings"]) for reading in kept)
    for file in found:
        four = file["claims"]
        assert four["in"] == four["loaded"] + four["quarantined"] + four["duplicate"]


def test_a_table_is_no_look_alike_of_tables_and_replaces_nothing_of_x12(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.835").write_bytes(remittance({"A1": "12.00"}))
    receipt(store, tmp_path / "a.835")
    before = pl.read_parquet(store.raw_parts(store.head())["remit_claim"])
    payment = pl.read_parquet(store.raw_parts(store.head())["remit_payment"]).row(0, named=True)
    row = f"A1,{payment['payer_source_name']},2026-01-06,96372,40.00,1.00,{payment['payment_date']},{payment['trace']}"
    (tmp_path / "pm.csv").write_text(f"{PAID}\n{row}\n")
    found = receipt(store, tmp_path / "pm.csv")
    after = pl.read_parquet(store.raw_parts(store.head())["remit_claim"])
    assert "replaced" not in found and not told(found, "payments_alike")
    assert after.filter(pl.col("source_sha").is_in(before["source_sha"].to_list())).equals(before)
