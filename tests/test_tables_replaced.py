"""A corrected table sent again: changed claims take the place of earlier ones in one snapshot, nothing else does."""

import json
from pathlib import Path

import polars as pl
import pytest
from table_files import OTHER, ROW, text
from test_kill_ingest import FAILPOINTS, kill

from analytics.__main__ import main
from analytics.ingest.run import ingest
from analytics.questions.intake import loads, notes
from analytics.store import Store
from analytics.store.verify import verify

PAID = "claim_id,payer_claim_id,payer,service date,code,charge,paid,paid date,check no,check amount"
PAID_ONE = "A1,77,FIRST PAYER,2026-01-06,96372,40.00,20.00,2026-02-20,900,25.00"
PAID_TWO = "A2,78,FIRST PAYER,2026-01-07,J1885,18.50,5.00,2026-02-20,900,25.00"
CORRECTED = PAID_ONE.replace("20.00,", "30.00,", 1).replace("25.00", "35.00")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store")


def load(store: Store, data: bytes, name: str = "x.csv") -> dict[str, object]:
    path = store.folder.parent / name
    path.write_bytes(data)
    (receipt,) = ingest([path], store, build=False)["files"]
    assert all(check.ok for check in verify(store.folder)), verify(store.folder)
    found: dict[str, object] = receipt
    return found


def rows(store: Store, table: str, *columns: str) -> list[tuple[object, ...]]:
    """What counts, without what is marked as a copy."""
    frame = pl.read_parquet(store.raw_parts(store.head())[table])
    kept = frame.filter(pl.col("duplicate_of").is_null()) if "duplicate_of" in frame.columns else frame
    return sorted(kept.select(pl.col(columns).cast(pl.String)).rows())


FOUR = {"in": 2, "loaded": 1, "quarantined": 0, "duplicate": 1}


def test_a_changed_claim_replaces_the_earlier_one_in_one_snapshot(store: Store) -> None:
    load(store, text(ROW, ROW, OTHER))
    before = store.head()
    receipt = load(store, text(ROW.replace("40.00", "45.00"), OTHER))
    assert store.head() == before + 1
    assert rows(store, "claim_line", "claim_id", "charge") == [("A1", "45.00"), ("A2", "18.50")]
    assert receipt["claims"] == receipt["rows"] == FOUR
    assert receipt["replaced"] == {
        "claims": 1, "lines": 1, "charge_cents": 4000, "paid_cents": 0, "line_charge_cents": 4000, "line_paid_cents": 0
    }  # fmt: skip
    assert "1 claim replaces" in json.dumps(receipt["warnings"])
    after, first = loads(store).select("claims", "replaced", "sent_claims", "sent_cents").rows(named=True)
    assert first == {"claims": 1, "replaced": 1, "sent_claims": 1, "sent_cents": 1850}
    assert after == {"claims": 1, "replaced": 0, "sent_claims": 1, "sent_cents": 4500}
    assert "1 claims left" in notes(store, loads(store)["sha256"].to_list()[1])["reason"][0]


@pytest.mark.parametrize(
    ("second", "why"),
    [
        (ROW.replace("A1", "A3"), "another number"),
        (ROW.replace("1999999984", "1000000004").replace("40.00", "45.00"), "another practice"),
        (ROW.replace("FIRST", "OTHER").replace("40.00", "45.00"), "another payer"),
        (ROW.replace("2026-01-09", "2026-01-12").replace("40.00", "45.00"), "sent on another day"),
        (ROW.replace("2026-01-06", "2026-01-08"), "another visit of the same account"),
        (ROW.replace("96372", "J1885"), "a late charge: no line in common"),
    ],
)
def test_what_is_another_claim_replaces_nothing(store: Store, second: str, why: str) -> None:
    load(store, text(ROW))
    assert "replaced" not in load(store, text(second)), why
    assert len(rows(store, "claim_line", "claim_id")) == 2


def test_two_that_could_be_meant_are_left_alone(store: Store) -> None:
    head = "claim_id,payer_source_name,billing_npi,service_date,code,units,charge,submitted_date,patient_id"
    load(store, text(f"{ROW},7001", f"{ROW},7002", head=head))
    assert "replaced" not in load(store, text(f"{ROW.replace('40.00', '45.00')},7001", head=head))


def test_a_submission_id_of_the_file_tells_claims_apart(store: Store) -> None:
    head = "claim_id,payer_source_name,billing_npi,service_date,code,units,charge,submitted_date,claim_key"
    load(store, text(f"{ROW},K1", f"{OTHER},K2", head=head))
    changed = f"{ROW.replace('FIRST', 'RENAMED').replace('40.00', '45.00')},K1"
    assert load(store, text(changed, f"{OTHER},K2", head=head))["claims"] == FOUR
    assert rows(store, "claim_line", "claim_id", "charge") == [("A1", "45.00"), ("A2", "18.50")]


def test_a_payment_is_said_anew_as_a_whole(store: Store) -> None:
    load(store, text(PAID_ONE, PAID_TWO, head=PAID))
    receipt = load(store, text(CORRECTED, PAID_TWO.replace("25.00", "35.00"), head=PAID))
    assert receipt["claims"] == {"in": 2, "loaded": 2, "quarantined": 0, "duplicate": 0}
    assert receipt["replaced"]["paid_cents"] == 2500 and receipt["replaced"]["claims"] == 2  # type: ignore[index]
    assert rows(store, "remit_claim", "claim_id", "paid") == [("A1", "30.00"), ("A2", "5.00")]
    assert len(rows(store, "remit_line", "paid")) == 2
    assert rows(store, "remit_payment", "amount", "claim_paid") == [("35.00", "35.00")]


def test_of_a_payment_said_in_part_the_rest_stays(store: Store) -> None:
    load(store, text(PAID_ONE, PAID_TWO, head=PAID))
    assert load(store, text(CORRECTED, head=PAID))["replaced"]["claims"] == 1  # type: ignore[index]
    assert rows(store, "remit_claim", "claim_id", "paid") == [("A1", "30.00"), ("A2", "5.00")]


def test_an_earlier_made_remittance_replaces_no_later_one(store: Store) -> None:
    head = f"{PAID},processed date"
    load(store, text(f"{CORRECTED},2026-02-19", head=head))
    assert "replaced" not in load(store, text(f"{PAID_ONE},2026-02-17", head=head))


def test_taking_the_correction_back_says_what_stays_away(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    first = load(store, text(ROW, OTHER), "first.csv")
    second = load(store, text(ROW.replace("40.00", "45.00"), OTHER), "second.csv")
    assert main(["void", str(second["sha256"]), "--no-build", "--store", str(store.folder)]) == 0
    said = capsys.readouterr().out
    assert "1 claims of first.csv" in said and f"reimburse void {str(first['sha256'])[:12]}" in said
    assert rows(store, "claim_line", "claim_id", "charge") == [("A2", "18.50")]
    assert all(check.ok for check in verify(store.folder))
    assert main(["void", str(first["sha256"]), "--no-build", "--store", str(store.folder)]) == 0
    load(store, text(ROW, OTHER), "first.csv")
    assert rows(store, "claim_line", "claim_id", "charge") == [("A1", "40.00"), ("A2", "18.50")]


@pytest.mark.kill
@pytest.mark.parametrize("failpoint", [FAILPOINTS[0], FAILPOINTS[2], FAILPOINTS[4], FAILPOINTS[5]])
def test_killed_in_the_middle_either_the_old_rows_stand_or_the_new(store: Store, failpoint: str) -> None:
    load(store, text(ROW, OTHER))
    path = store.folder.parent / "second.csv"
    path.write_bytes(text(ROW.replace("40.00", "45.00"), OTHER))
    kill(["ingest", path, "--no-build", "--store", store.folder], failpoint)
    charge = "45.00" if failpoint == "after_commit" else "40.00"
    assert rows(store, "claim_line", "claim_id", "charge") == [("A1", charge), ("A2", "18.50")]
    ingest([path], store, build=False)
    assert rows(store, "claim_line", "claim_id", "charge") == [("A1", "45.00"), ("A2", "18.50")]
    assert all(check.ok for check in verify(store.folder))
