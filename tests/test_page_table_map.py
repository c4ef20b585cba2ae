"""The mapping screen: header read by another process, guess shown without patients, corrected, named, loaded."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from table_files import HEAD, OTHER, ROW, text

from analytics.__main__ import main
from analytics.pages import jobs
from analytics.store import Store
from analytics.store.scratch import take_place
from analytics.store.user_data import saved_maps

PAGE = """
import streamlit as st
from analytics.pages.column_mapping import file_needs, table_map

table_map({folder!r})
file_needs()
"""


def held(data: bytes, folder: Path) -> dict[str, Any]:
    """A file that a visitor dropped, with the job that looked at it at its end."""
    place = take_place(folder)
    path = place.path / "x.csv"
    path.write_bytes(data)
    name = jobs.start("Reading the header", ["look", str(path), "--store", str(folder)])
    _wait(name)
    return {"place": place, "path": str(path), "label": "x.csv", "job": name}


def _wait(name: str) -> None:
    job = jobs.job_of(name)
    for _ in range(600):
        if job is None or not job.is_running:
            return
        time.sleep(0.1)


def test_a_look_shows_samples_but_no_patient(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(text(f"{ROW},CANARY,1956-03-04,CANARY", head=f"{HEAD},Pt Last Name,DOB,Remark from desk"))
    assert main(["look", str(file), "--store", str(tmp_path / "s"), "--json"]) == 0
    said = capsys.readouterr().out
    found = json.loads(said)
    assert "CANARY" not in said and "1956" not in said
    assert found["table"] == "claims" and found["missing"] == []
    samples = {column["name"]: column["samples"] for column in found["columns"]}
    assert samples["code"] == ["96372"] and samples["Pt Last Name"] == ["xxxxxx"]


def test_a_guess_is_corrected_named_and_loaded(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store")
    data = text(ROW, OTHER, head=HEAD.replace("claim_id", "Our Ref").replace("charge", "Billed Amt"))
    page = AppTest.from_string(PAGE.format(folder=str(store.folder)), default_timeout=30)
    page.session_state["table_held"] = held(data, store.folder)
    page.run()
    assert not page.exception and "Claim id" in page.warning[0].value and page.button(key="map_load").disabled
    page.selectbox(key="map-claims-claim_id").select("Our Ref")
    page.text_input(key="map_name").input("Desk list").run()
    assert not page.exception and not page.warning
    page.button(key="map_load").click().run()
    _wait(page.session_state["job"])
    assert list(saved_maps(store)) == ["Desk list"]
    (load,) = store.rows("select rows_ok, cents_charge from load")
    assert (load["rows_ok"], load["cents_charge"]) == (2, 5850)
    assert not (tmp_path / "drop").exists()


def test_what_is_no_table_is_refused_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.csv").write_bytes(b"%PDF-1.7")
    assert main(["look", str(tmp_path / "x.csv"), "--store", str(tmp_path / "s")]) == 2
    assert "Choose a CSV" in capsys.readouterr().err
