"""Planted canaries: no name, address, birth date or member id of a patient is found again anywhere in a store."""

from pathlib import Path

import polars as pl
import pytest
from test_command_line import reimburse
from typed import typed
from x12_text import file_835, file_837

CANARIES = (
    "ZQCANARYLAST",
    "ZQFIRST",
    "ZQMIDDLE",
    "MZQ99887766",
    "19460807",
    "1946-08-07",
    "4711 ZQSTREET",
    "ZQTOWN",
    "GRPZQ5544",
    "AUTHZQ7788",
    "ZQINSURED",
)

CLAIM = """
    HL*2*1*22*0
    SBR*P*18*GRPZQ5544******CI
    NM1*IL*1*ZQCANARYLAST*ZQFIRST*ZQMIDDLE***MI*MZQ99887766
    N3*4711 ZQSTREET
    N4*ZQTOWN*NC*276011234
    DMG*D8*19460807*F
    NM1*PR*2*FIRST PAYER*****PI*12345
    CLM*A1*100***11:B:1*Y*A*Y*Y
    REF*G1*AUTHZQ7788
    HI*ABK:E538
    LX*1
    SV1*HC:96372*100*UN*1***1
    DTP*472*D8*20250102
    REF*6R*L1
"""
BROKEN_CLAIM = CLAIM.replace("CLM*A1*100*", "CLM*A2*12.345*")
REMIT = """
    CLP*A1*1*100*60*10*12*ICN1*11*1
    NM1*QC*1*ZQCANARYLAST*ZQFIRST*ZQMIDDLE***MI*MZQ99887766
    NM1*IL*1*ZQINSURED*ZQFIRST****MI*MZQ99887766
    REF*G1*AUTHZQ7788
    SVC*HC:96372*100*60**1
    DTM*472*20250102
    CAS*CO*45*30
    CAS*PR*2*10
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A store after an end-to-end run with refused claims and exports, and all that was printed."""
    place = tmp_path_factory.mktemp("canary")
    files = place / "in"
    files.mkdir()
    (files / "claims.837").write_bytes(file_837(CLAIM, BROKEN_CLAIM))
    (files / "remits.835").write_bytes(file_835(REMIT))
    (files / "broken.835").write_bytes(file_835(REMIT)[:700])
    store = place / "store"
    said = ""
    for words in (
        # What reads files runs in a process of its own: engines below Python may print, too.
        ["ingest", str(files), "--json"],
        ["ingest", str(files / "broken.835")],
        ["metrics", "--json"],
        ["verify"],
        *(["export", t, "--out", str(place / f"{t}.csv")] for t in ("line", "event", "claim_line", "remit_claim")),
        ["export", "line", "--shareable", "--out", str(place / "shareable.csv")],
    ):
        run = reimburse if words[0] in ("ingest", "metrics") else typed
        done = run(*words, "--store", store)
        said += done.stdout + done.stderr
    return place, said


def test_nothing_printed_or_exported_holds_a_canary(run: tuple[Path, str]) -> None:
    place, said = run
    exported = "".join(path.read_text(encoding="utf-8") for path in place.glob("*.csv"))
    assert not [canary for canary in CANARIES if canary in said + exported]


def test_no_file_of_the_store_holds_a_canary(run: tuple[Path, str]) -> None:
    place, _ = run
    for path in (place / "store").rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            text = str(pl.read_parquet(path).to_dicts()) if path.suffix == ".parquet" else ""
            assert not [c for c in CANARIES if c.encode() in raw or c in text], path.name


def test_a_shareable_export_holds_no_claim_number_nor_day(run: tuple[Path, str]) -> None:
    text = (run[0] / "shareable.csv").read_text(encoding="utf-8")
    header = text.splitlines()[0]
    assert "claim_id" not in header and "patient_key" not in header and "line_id" not in header
