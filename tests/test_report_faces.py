"""One real report on its five faces: each number of the front page, read back from each file, is that of metrics."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl
import pytest
from lxml import html as markup
from once import once
from pptx import Presentation
from pypdf import PdfReader
from report_world import facts, own, split

from analytics.metrics.cubes import View
from analytics.metrics.evaluate import answers
from analytics.report.content import Asked
from analytics.report.content.front import RECEIVED, SHOWN, label_of
from analytics.report.formats import FACES
from analytics.report.make import make_report
from analytics.report.model import Report
from analytics.report.suppression import HIDDEN
from analytics.store import Store

MONTH = "2026-09"
STEADY = ("pdf", "xlsx", "html", "csv")
"""Faces that give the same bytes for the same snapshot, in whichever process."""


def asked() -> Asked:
    return Asked(month=date(2026, 9, 1), basis="answer", filters=View())


@cache
def report() -> Report:
    return make_report(Store.open(split()[0]), facts(), asked())


@cache
def drawn(face: str) -> bytes:
    return FACES[face].draw(report())


@cache
def known() -> dict[str, float | None]:
    """The numbers that `reimburse metrics` gives for the month and basis, by the label they have on the report."""
    ran = command("metrics", "--from", MONTH, "--to", MONTH, "--basis", "answer", "--json")
    metrics = json.loads(ran)["groups"][0]["metrics"]
    # Net received is the dollars above the line of the net collection rate.
    values = {name: each["value"] for name, each in metrics.items()}
    values[RECEIVED] = metrics["net_collection_rate"]["numerator"]
    return {label_of(name): values[name] for name in SHOWN}


def kept() -> Path:
    """A copy in which the command may keep its reports."""
    return once("report-faces", own) / "store"


def command(*words: str, seed: str = "7") -> str:
    done = subprocess.run(
        [sys.executable, "-m", "analytics", *words, "--store", str(kept())],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stderr == ""
    return done.stdout


def of_pdf(content: bytes) -> dict[str, str]:
    """What stands below each label on the first page."""
    text = " ".join((PdfReader(BytesIO(content)).pages[0].extract_text() or "").split())
    return {label: text[text.index(label) + len(label) :].strip() for label in known()}


def of_pptx(content: bytes) -> dict[str, str]:
    slides = Presentation(BytesIO(content)).slides
    tiles = [shape for slide in slides for shape in slide.shapes if shape.name in known()]
    return {tile.name: tile.text_frame.paragraphs[1].text for tile in tiles}


def of_xlsx(content: bytes) -> dict[str, str]:
    sheet = fastexcel.read_excel(content).load_sheet("Report", header_row=None, dtypes="string").to_polars()
    return {str(row[0]): str(row[1]) for row in sheet.iter_rows() if row[0] in known()}


def of_html(content: bytes) -> dict[str, str]:
    tiles = markup.fromstring(content.decode()).findall('.//ul[@class="tiles"]/li')
    return {tile.findtext("span"): tile.findtext("b") for tile in tiles}


def of_csv(content: bytes) -> dict[str, str]:
    """The cell as it stands, which is the whole number and not words of it."""
    rows = pl.read_csv(StringIO(content.decode()), infer_schema=False).filter(section="front", month=MONTH)
    return dict(rows.select("label", "value").iter_rows())


FOUND: Mapping[str, Callable[[bytes], dict[str, str]]] = {
    "pdf": of_pdf, "pptx": of_pptx, "xlsx": of_xlsx, "html": of_html,
}  # fmt: skip
SAID = re.compile(r"(?P<sign>−?)(?P<dollar>\$?)(?P<digits>[\d,]+(?:\.\d+)?)\s*(?P<unit>%|K|M|days?)?")


def number(text: str) -> tuple[float, float]:
    """The number that a text begins with, in the unit of metrics, and half of its last digit."""
    found = SAID.match(text.replace("\u00a0", " "))
    assert found, text
    digits = found["digits"].replace(",", "")
    places = len(digits.partition(".")[2])
    scale = {"%": 0.01, "K": 1_000.0, "M": 1_000_000.0}.get(found["unit"] or "", 1.0) * (100 if found["dollar"] else 1)
    return float(digits) * scale * (-1 if found["sign"] else 1), 0.5 * 10**-places * scale


@pytest.mark.parametrize("face", FOUND)
def test_a_face_says_the_numbers_of_metrics(face: str) -> None:
    found = FOUND[face](drawn(face))
    assert set(found) == set(known())
    told = {label: text for label, text in found.items() if not text.startswith(HIDDEN)}
    assert len(told) >= 5
    for label, text in told.items():
        value, half = number(text)
        assert value == pytest.approx(known()[label], abs=half * 1.001), (face, label, text)


def test_the_csv_and_the_workbook_hold_them_exactly() -> None:
    told = {label: float(value) for label, value in of_csv(drawn("csv")).items() if value}
    assert len(told) >= 5
    assert told == {label: known()[label] for label in told}
    sheet = fastexcel.read_excel(drawn("xlsx")).load_sheet("Numbers", header_row=2).to_polars()
    front = sheet.filter(pl.col("Section") == "front", pl.col("Month") == MONTH).select("Label", "Value")
    assert {label: value for label, value in front.iter_rows() if value is not None} == pytest.approx(told)


def test_what_one_face_hides_all_hide() -> None:
    hidden = {label for label, text in of_html(drawn("html")).items() if text == HIDDEN}
    assert {label for label, value in of_csv(drawn("csv")).items() if not value} == hidden
    for face, found in FOUND.items():
        assert {label for label, text in found(drawn(face)).items() if text.startswith(HIDDEN)} == hidden, face


def test_another_process_gives_the_same_bytes_and_stays_quiet(tmp_path: Path) -> None:
    """Whatever order sets have there: a scheduled run may be compared with the one before."""
    out = command("report", "--month", MONTH, "--out", str(tmp_path), "--format", ",".join(STEADY), "--json", seed="3")
    files: list[dict[str, Any]] = json.loads(out)["files"]
    made = {each["format"]: Path(each["path"]).read_bytes() for each in files}
    assert {face for face in STEADY if made[face] != drawn(face)} == set()


def test_the_front_page_is_asked_as_metrics_is() -> None:
    """The library and the command give one answer, so that reading either back is enough."""
    view = View(start=asked().month, end=asked().month, basis="answer")
    (group,) = answers(facts().cursor(), view, (), as_of=facts().as_of)
    assert group.metrics["denial_rate"].value == known()["Initial denial rate"]
