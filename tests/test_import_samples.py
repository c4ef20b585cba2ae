"""Every sample file of the shelf, against the values that two independent readers found."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from x12_text import SECRET, source

from analytics.importers.reader import read_batch
from analytics.importers.result import MEASURES, FileReading, Import

SAMPLES = Path(__file__).parents[2] / "shared" / "samples"
AFTER_THEIR_OWN_DATE = ("edi_sample_25_claims.txt", "edi_sample_50_claims.txt")
"""All services lie after the file's own date: nothing of these loads."""
pytestmark = pytest.mark.skipif(not SAMPLES.exists(), reason="the shelf is not here")


def index() -> Iterator[tuple[str, str, list[str]]]:
    """Section, file and cells of every line of INDEX.md."""
    section = ""
    for line in (SAMPLES / "INDEX.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            section = line.split()[1]
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if cells and "/" in cells[0] and (SAMPLES / cells[0]).is_file():
            yield section, cells[0], cells[1:]


def cents(text: str) -> int:
    return int(Decimal(text) * 100)


@pytest.fixture(scope="module")
def batch() -> Import:
    """All samples read in one batch."""
    paths = [path for _, path, _ in index()]
    return read_batch([source((SAMPLES / path).read_bytes(), path) for path in paths], secret=SECRET)


@pytest.fixture(scope="module")
def readings(batch: Import) -> dict[str, FileReading]:
    return {one.path: one for one in batch.files}


def test_835_totals(readings: dict[str, FileReading]) -> None:
    """Claims, lines and six sums of money of every file, to the cent."""
    for section, path, cells in index():
        if section == "835":
            one, sums = readings[path], readings[path].came_in
            found = [
                sums.charge_cents,
                sums.paid_cents,
                sums.line_charge_cents,
                sums.line_paid_cents,
                one.bpr_cents,
                one.plb_cents,
            ]
            wanted = [cents(cells[n]) for n in (3, 4, 6, 7, 8, 9)]
            assert (path, sums.claims, sums.lines, found) == (path, int(cells[1]), int(cells[2]), wanted)
            assert one.kind == "835" and one.status != "rejected"


def test_837p_totals(readings: dict[str, FileReading]) -> None:
    """Claims, lines, charges of every file, to the cent."""
    for section, path, cells in index():
        if section == "837P":
            sums = readings[path].came_in
            found = (path, sums.claims, sums.lines, sums.charge_cents, sums.line_charge_cents)
            assert found == (path, int(cells[1]), int(cells[2]), cents(cells[3]), cents(cells[4]))
            wanted_status = "rejected" if path.endswith(AFTER_THEIR_OWN_DATE) else "loaded"
            if "/X298/" not in path:
                assert (readings[path].kind, readings[path].status) == ("837P", wanted_status)


def test_837i_is_refused_by_name(readings: dict[str, FileReading]) -> None:
    """Never read as something else."""
    for section, path, _ in index():
        if section == "837I":
            assert "837I" in readings[path].rejects[0].reason and readings[path].status == "rejected"


def test_only_service_after_the_files_own_date_is_quarantined(readings: dict[str, FileReading]) -> None:
    """Three files hold such claims, two nothing else; everything else loads, wrong counts included."""
    refused = {one.path: one for one in readings.values() if {reject.code for reject in one.rejects} == {"bad_date"}}
    assert sorted(path.rpartition("/")[2] for path in refused) == [*AFTER_THEIR_OWN_DATE, "emedny_sample.txt"]
    assert {one.status for one in readings.values() if one.path not in refused and one.kind != "unknown"} == {"loaded"}


def test_predeterminations_are_told_and_post_adjudicated_claims_refused_by_name(
    readings: dict[str, FileReading],
) -> None:
    """Eleven X291 files load as requests, one X298 file does not load."""
    told = [one.path for one in readings.values() if any(note.code == "predetermination" for note in one.warnings)]
    assert len(told) == 11 and all("/X291/" in path for path in told)
    (refused,) = (one for one in readings.values() if "/X298/" in one.path)
    assert refused.status == "rejected" and "post-adjudicated" in refused.rejects[0].reason


def test_unbalanced_files_are_the_ones_the_index_names(readings: dict[str, FileReading]) -> None:
    """Lines and claims that do not add up are marked, and no others."""
    for section, path, cells in index():
        if section == "835" and readings[path].status == "loaded":
            words, found = cells[-1], readings[path].unbalanced
            claims = max(_number("claims unbalanced", words), _number("claims whose lines do not add up", words))
            assert (path, found["service"], found["claim"]) == (path, _number("lines unbalanced", words), claims)


def _number(words: str, text: str) -> int:
    found = re.search(rf"{words} (\d+)", text)
    return int(found[1]) if found else 0


def test_nothing_is_lost(batch: Import) -> None:
    """Rows and cents in the tables plus quarantine are what came in, over all files."""
    tables = batch.tables
    claims = tables["claim_line"].unique(["source_sha", "source_position"])
    loaded = {
        "claims": tables["remit_claim"].height + claims.height,
        "lines": tables["remit_line"].height + tables["claim_line"].height,
        "charge_cents": int((tables["remit_claim"]["charge"].sum() + claims["claim_charge"].sum()) * 100),
        "paid_cents": int(tables["remit_claim"]["paid"].sum() * 100),
        "line_charge_cents": int((tables["remit_line"]["charge"].sum() + tables["claim_line"]["charge"].sum()) * 100),
        "line_paid_cents": int(tables["remit_line"]["paid"].sum() * 100),
    }
    for name in MEASURES:
        came_in = sum(getattr(one.came_in, name) for one in batch.files)
        assert came_in == loaded[name] + sum(getattr(one.quarantined, name) for one in batch.files), name
