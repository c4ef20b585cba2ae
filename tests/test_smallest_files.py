"""The smallest odd files of the trade, from the command line's document to the numbers."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from test_bad_input_x12 import SECOND, changed, swapped, wrapped
from x12_text import (
    CLAIM_835,
    CLAIM_837,
    SECRET,
    SUBSCRIBER,
    claims,
    file_835,
    file_837,
    interchange,
    remittance,
    source,
    text,
)  # fmt: skip

from analytics.__main__ import main
from analytics.facts import open_facts
from analytics.importers.reader import read_batch
from analytics.ingest.run import ingest
from analytics.store import Store

DENIED = """
    CLP*A101*4*60*0**12~
    SVC*HC:96372*60*0**1
    DTM*472*20250102
    CAS*CO*16*60
    LQ*HE*M76
"""
BUNDLED = CLAIM_835.replace("    REF*6R*L1\n", "") + "SVC*HC:59426******742*742**1\n DTM*472*20250102"
PAID_837 = CLAIM_837.replace("CLM*A1*100", "CLM*A1*140").replace("*HC:96372*100*", "*HC:96372*40*")
REQUEST = PAID_837 + "LX*2\n SV1*HC:J0897*100*UN*60***1\n DTP*472*D8*20250102"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store")


def load(store: Store, data: bytes, name: str = "a.835", *, build: bool = False) -> dict[str, Any]:
    """The receipt of one file."""
    path = store.folder.parent / name
    path.write_bytes(data)
    (receipt,) = ingest([path], store, build=build)["files"]
    return dict(receipt)


def told(receipt: dict[str, Any]) -> dict[str, str]:
    return {one["code"]: one["reason"] for one in receipt["warnings"]}


def asked(store: Store, question: str) -> list[tuple[Any, ...]]:
    return open_facts(store).cursor().execute(question).fetchall()


def test_f03_lines_of_80_characters_load_to_the_cent(store: Store) -> None:
    """93: CR LF also inside elements; one warning."""
    receipt = load(store, wrapped(file_835(CLAIM_835, SECOND, paid="110"), 80))
    assert receipt["status"] == "loaded" and list(told(receipt)) == ["wrapped_lines"]
    assert told(receipt)["wrapped_lines"].startswith("Wrapped lines joined")
    assert receipt["paid_cents"] == {"in": 11000, "loaded": 11000, "quarantined": 0, "duplicate": 0}
    assert receipt["unbalanced"] == {"service": 0, "claim": 0, "transaction": 0}


YEARS = {
    "GS04 has eight digits": ("930602", "19940103", "1993-06-02", "1994-01-03"),
    "GS04 is cut short": ("930602", "930603", "1993-06-02", "1993-06-03"),
    "of this century": ("250110", "20250110", "2025-01-10", "2025-01-10"),
}


@pytest.mark.parametrize("case", YEARS)
def test_f04_a_year_of_two_digits_is_one_of_the_last_century_where_it_must_be(store: Store, case: str) -> None:
    """94: 93 is 1993, and all eight digits of GS04 win: a service a day later than the file's own day loads."""
    isa09, gs04, sent, own = YEARS[case]
    late = (date.fromisoformat(own) + timedelta(days=2)).strftime("%Y%m%d").encode()
    last = (date.fromisoformat(own) + timedelta(days=1)).strftime("%Y%m%d").encode()
    bare = file_835().replace(b"*444*20250110~", b"*444~").replace(b"DTM*405*20250110~", b"")
    data = bare.replace(b"*250110*1200*", f"*{isa09}*1200*".encode()).replace(b"20250110", gs04.encode())
    assert load(store, data.replace(b"20250102", late), "late.835")["status"] == "rejected"
    assert load(store, data.replace(b"20250102", last))["status"] == "loaded"
    (row,) = store.rows("select isa_date from interchange")
    assert row["isa_date"] == sent


@pytest.mark.parametrize(("year", "says"), [("27", "2027"), ("28", "1928"), ("26", "2026")])
def test_a_year_is_of_this_century_up_to_one_year_ahead_of_the_clock(year: str, says: str) -> None:
    """94: below, at and above, on a clock of 2026."""
    data = file_835().replace(b"*250110*1200*", f"*{year}0110*1200*".encode())
    reading = read_batch([source(data)], secret=SECRET, today=date(2026, 6, 1)).files[0]
    expected = None if says < "1950" else f"{says}-01-10"  # no file is from before 1950
    assert (reading.status, reading.interchanges[0]["isa_date"]) == ("loaded", expected)


def test_f05_a_wrong_count_warns_with_both_numbers(store: Store) -> None:
    """20 and 37: SE01 says 20, the transaction has 16 segments, BPR02 is off by 45.67."""
    receipt = load(store, swapped("SE*16*", "SE*20*", file_835(paid="105.67")))
    assert receipt["status"] == "loaded"
    assert told(receipt)["se_count"] == "SE01 says 20, the transaction has 16 segments."
    assert receipt["unbalanced"]["transaction"] == 1
    assert store_balance(store) == 4567


def store_balance(store: Store) -> int:
    return int(pl.read_parquet(store.raw_parts(store.head())["remit_payment"])["balanced_cents"].sum())


def test_f06_a_claim_without_the_payers_number_counts_as_denied(store: Store) -> None:
    """60: no CLP07, CO-16 for all of it."""
    receipt = load(store, file_835(DENIED.replace("~", ""), paid="0"), build=True)
    assert (receipt["status"], list(told(receipt))) == ("loaded", ["payer_claim_number_missing"])
    assert asked(store, "select claim_id, state, open_denial from line") == [("A101", "denied", 60)]
    assert asked(store, "select is_counted, denied_initial from injection") == [(True, True)]


def test_f07_an_empty_provider_adjustment_is_nothing(store: Store) -> None:
    """23: the payment balances, and IEA02 is another number than ISA13."""
    data = file_835(paid="55", plb="PLB*1999999984*20251231*WO:X1*5.00*CS:X2*")
    receipt = load(store, swapped("IEA*1*000000001", "IEA*1*000000022", data))
    assert (receipt["status"], set(told(receipt))) == ("loaded", {"amount_missing", "iea_control"})
    assert told(receipt)["iea_control"] == "IEA02 is 000000022, ISA13 is 000000001."
    assert receipt["payments"] == {"count": 1, "bpr_cents": 5500, "plb_cents": 500}
    assert receipt["unbalanced"]["transaction"] == 0


def test_f08_a_bundled_line_without_amounts_keeps_its_claim(store: Store) -> None:
    """Charge and paid are empty beside a paid line: the claim as sent, both lines, in balance."""
    receipt = load(store, file_835(BUNDLED))
    assert (receipt["status"], list(told(receipt))) == ("loaded", ["amount_missing", "units_missing"])
    assert (receipt["claims"]["loaded"], receipt["lines"]["loaded"]) == (1, 2)
    assert receipt["line_charge_cents"]["loaded"] == 10000
    assert receipt["unbalanced"] == {"service": 0, "claim": 0, "transaction": 0}


@pytest.mark.parametrize("data", [file_835(), file_837(), wrapped(file_835(), 72, b"\n")])
def test_f09_a_whole_file_without_its_last_terminator_loads(store: Store, data: bytes) -> None:
    """11: the last segment is the IEA."""
    receipt = load(store, data[:-1])
    assert receipt["status"] == "loaded" and "unterminated" in told(receipt)


def test_f10_a_file_of_which_nothing_loads_is_rejected(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every service lies after the file's own date: rejected, exit 2, and no bare payment stays behind."""
    late = file_835(CLAIM_835, SECOND, paid="110").replace(b"DTM*472*20250102", b"DTM*472*20250301")
    path = tmp_path / "late.835"
    path.write_bytes(late)
    assert main(["ingest", str(path), "--store", str(store.folder), "--no-build"]) == 2
    assert "after the file's own date" in capsys.readouterr().err
    receipt = load(store, late)
    assert receipt["status"] == "rejected"
    assert {one["code"] for one in receipt["rejects"]} == {"bad_date"}
    assert all("Nothing of the file is loaded" in one["next_step"] for one in receipt["rejects"])
    assert receipt["claims"] == {"in": 2, "loaded": 0, "quarantined": 2, "duplicate": 0}
    assert store.rows("select * from load") == []


def test_one_claim_that_loads_makes_the_file_partial(store: Store) -> None:
    """Just above: the other claim of two is in time."""
    receipt = load(store, file_835(CLAIM_835, changed(SECOND, "20250102", "20250301"), paid="110"))
    assert (receipt["status"], receipt["claims"]["loaded"]) == ("partial", 1)


@pytest.mark.parametrize("version", ["999999X999X9", "5010", "X221A1", ""])
def test_f11_a_blanked_version_is_read_by_the_rest(store: Store, version: str) -> None:
    """95: by ISA12, GS01 and ST01."""
    data = text(interchange(remittance(), version=version)).replace(b"GS*HC", b"GS*HP")
    receipt = load(store, data)
    assert (receipt["status"], receipt["kind"], list(told(receipt))) == ("loaded", "835", ["version_blanked"])


NAMED: dict[str, tuple[Callable[[], bytes], str]] = {
    "X292": (lambda: institutional("005010X292"), "837I"),
    "X222 with SV2": (lambda: institutional("005010X222A1"), "837I"),
    "a blanked version with SV2": (lambda: institutional("999999X999X9"), "837I"),
    "X222 with SV3": (lambda: institutional("005010X222A1").replace(b"SV2*0510*HC", b"SV3*AD"), "837D"),
    "X298": (lambda: text(interchange(claims(version="005010X298"), version="005010X298")), "post-adjudicated"),
}


def institutional(version: str) -> bytes:
    claim = CLAIM_837.replace("SV1*HC:96372*100", "SV2*0510*HC:96372*100")
    return text(interchange(claims(SUBSCRIBER, claim, version=version), version=version))


@pytest.mark.parametrize("case", NAMED)
def test_f12_claims_of_another_kind_are_refused_by_name(store: Store, case: str) -> None:
    """96: by the guide, or by the lines where the guide says nothing."""
    data, name = NAMED[case]
    receipt = load(store, data())
    assert receipt["status"] == "rejected" and name in receipt["rejects"][0]["reason"]


def test_f13_the_same_file_again_says_all_its_counts_again(store: Store) -> None:
    """98: claims, lines, cents, payments and what is out of balance."""
    data = file_835(CLAIM_835, changed(SECOND, "CLP*A2*1*50*50", "CLP*A2*1*51*50"), paid="111")
    first, second = load(store, data), load(store, data)
    assert (first["status"], second["status"]) == ("loaded", "duplicate")
    for name in ("claims", "lines", "charge_cents", "paid_cents", "line_charge_cents", "line_paid_cents"):
        assert second[name] == {"in": first[name]["in"], "loaded": 0, "quarantined": 0, "duplicate": first[name]["in"]}
    for name in ("payments", "unbalanced", "unreadable"):
        assert second[name] == first[name]
    assert second["unbalanced"] == {"service": 0, "claim": 1, "transaction": 1}


REQUESTS = {
    "by its guide": ("005010X291", "00", "CH"),
    "by BHT02": ("005010X222A1", "13", "CH"),
}


@pytest.mark.parametrize("case", REQUESTS)
def test_t24_a_request_is_not_a_bill(store: Store, case: str) -> None:
    """96: stored, named in the receipt, in no number; a bill of the same claim beside it is one line each."""
    version, purpose, kind = REQUESTS[case]
    heads = text(interchange(claims(SUBSCRIBER, REQUEST, version=version), version=version))
    data = heads.replace(
        b"BHT*0019*00*B0001*20250110*1200*CH", f"BHT*0019*{purpose}*B0001*20250110*1200*{kind}".encode()
    )
    receipt = load(store, data, "a.837", build=True)
    assert (receipt["status"], receipt["claims"]["loaded"], receipt["lines"]["loaded"]) == ("loaded", 1, 2)
    assert "predetermination" in told(receipt)["predetermination"]
    assert asked(store, "select * from line") == [] and asked(store, "select * from injection") == []
    billed = file_837(SUBSCRIBER, REQUEST)
    load(store, billed, "b.837", build=True)
    assert asked(store, "select code, charge from line order by code") == [("96372", 40), ("J0897", 100)]
