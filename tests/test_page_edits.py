"""Payers and providers edited on the Data page: what is typed becomes an edit, or a sentence."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import streamlit as st
from once import copied
from test_page_store import practice, said, visit

from analytics.charts.payer_provider_summary import alias_sentences, payers_sentence, providers_sentence
from analytics.pages import editors, jobs
from analytics.pages.editors import submit
from analytics.store import Snapshot, Store, StoreBusyError
from analytics.store.user_data import (
    MOST_DAYS,
    EditError,
    PayerEdit,
    PayerLimit,
    ProviderEdit,
    payer_limits,
    save_limits,
)

ROW: dict[str, Any] = {
    "source_id": "100",
    "source_name": "ACME HMO",
    "filing_indicator": "CI",
    "payer_name": "ACME HMO",
    "payer_class": "commercial",
    "file_class": "commercial",
    "edited_name": None,
    "confirmed": False,
}
EDITED = {**ROW, "payer_name": "Acme Gold", "edited_name": "Acme Gold", "payer_class": "medicaid", "confirmed": True}
KEY = ("100", "ACME HMO", "CI")
ACCEPTED = "Accepted from"


@pytest.mark.parametrize(
    ("row", "cells", "edit"),
    [
        (ROW, {"Payer": "Acme Gold"}, PayerEdit(*KEY, name="Acme Gold")),
        (ROW, {"Class": "Medicaid"}, PayerEdit(*KEY, payer_class="medicaid", confirmed=True)),
        (ROW, {"Class": "Medicaid", "Confirmed": False}, PayerEdit(*KEY, payer_class="medicaid")),
        (ROW, {"Confirmed": True}, PayerEdit(*KEY, payer_class="commercial", confirmed=True)),
        (ROW, {"Payer": "Acme HMO", "Class": "Commercial"}, PayerEdit(*KEY)),
        (ROW, {"Payer": None}, PayerEdit(*KEY, name="")),
        (ROW, {"Class": "Martian"}, PayerEdit(*KEY, payer_class="", confirmed=True)),
        (EDITED, {"Undo": True, "Payer": "X"}, PayerEdit(*KEY)),
        (EDITED, {"Payer": "ACME HMO", "Class": "Commercial"}, PayerEdit(*KEY)),
        (ROW, {ACCEPTED: "2025-04-01"}, PayerEdit(*KEY, accepted_from=date(2025, 4, 1))),
        ({**ROW, "accepted_from": date(2025, 4, 1)}, {ACCEPTED: None}, PayerEdit(*KEY)),
        (
            {**EDITED, "accepted_from": date(2025, 4, 1)},
            {"Class": "Medicare"},
            PayerEdit(*KEY, "Acme Gold", "medicare", True, date(2025, 4, 1)),
        ),
        (EDITED, {"Confirmed": False}, PayerEdit(*KEY, name="Acme Gold", payer_class="medicaid")),
        (EDITED, {"Class": "Medicare"}, PayerEdit(*KEY, name="Acme Gold", payer_class="medicare", confirmed=True)),
    ],
)
def test_what_is_typed_into_a_payer_less_what_the_files_say(
    row: dict[str, Any], cells: dict[str, Any], edit: PayerEdit
) -> None:
    assert editors.edit_of(row, cells) == edit


DOE = {"npi": "1", "name": "DOE, JO", "file_name": "DOE, JO", "taxonomy": None, "file_taxonomy": None, "site": None}
NORTH = {**DOE, "name": "Jo Doe", "taxonomy": "363LF0000X", "site": "North"}


@pytest.mark.parametrize(
    ("row", "cells", "edit"),
    [
        (DOE, {"Site": " North "}, ProviderEdit("1", site="North")),
        (DOE, {"Name": "Doe, Jo", "Taxonomy": "363lf0000x"}, ProviderEdit("1", taxonomy="363LF0000X")),
        (DOE, {"Name": None}, ProviderEdit("1", name="")),
        (NORTH, {"Name": "DOE, JO", "Site": "", "Taxonomy": None}, ProviderEdit("1")),
        (NORTH, {"Site": "South"}, ProviderEdit("1", "Jo Doe", "363LF0000X", "South")),
        (NORTH, {"Undo": True}, ProviderEdit("1")),
    ],
)
def test_what_is_typed_into_a_provider_less_what_the_files_say(
    row: dict[str, Any], cells: dict[str, Any], edit: ProviderEdit
) -> None:
    assert editors.provider_edit_of(row, cells) == edit


def payers(*rows: tuple[bool, bool, int]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["confirmed", "needs_confirmation", "charge_cents"], orient="row")


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([(True, False, 5)], "Every payer class is confirmed"),
        ([(True, False, 300), (False, False, 100)], "25.0 % of charged dollars rest on payer classes"),
        ([(True, False, 200), (False, True, 100), (False, False, 100)], "50.0 % of charged dollars"),
        ([(False, True, 100), (False, False, 300)], "25.0 % on a class in doubt: confirm the first row"),
        ([(False, True, 0)], "No payer has been billed yet"),
    ],
)
def test_the_headline_says_what_rests_on_unconfirmed_classes(rows: list[tuple[bool, bool, int]], sentence: str) -> None:
    assert sentence in payers_sentence(payers(*rows))


def test_payers_that_seem_to_be_one_are_named() -> None:
    row = {"billed_name": "ACME", "billed_class": "commercial", "payer_name": "AC-ME", "payer_class": "medicaid"}
    (sentence,) = alias_sentences(pl.DataFrame([{**row, "claims": 11, "answered_claims": 12}]))
    assert sentence.startswith("11 of 12 answered claims sent to Acme (Commercial) were answered by Ac-Me (Medicaid).")


def test_providers_without_a_name_are_counted() -> None:
    assert providers_sentence(pl.DataFrame({"name": ["A", None]})) == "2 providers seen in the files; 1 without a name"


class Began:
    """Which jobs a page began."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, typed: dict[int, dict[str, Any]]) -> None:
        self.args: list[list[str]] = []
        self.state: dict[str, Any] = {"k": {"edited_rows": typed}}
        monkeypatch.setattr(st, "session_state", self.state)
        monkeypatch.setattr(jobs, "begin", lambda _, args: self.args.append(list(args)))


def test_what_was_saved_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    began = Began(monkeypatch, {0: {"Payer": "X"}})
    submit("/s", "payers", "k", lambda typed: bool(typed))
    assert began.args == [["build", "--store", "/s"]] and began.state["payers-said"][0] == "saved"


def test_what_was_refused_is_told_and_not_built(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: editors.Edited) -> bool:
        raise StoreBusyError("Nothing was saved: wait.")

    began = Began(monkeypatch, {0: {"Payer": "X"}})
    submit("/s", "payers", "k", refuse)
    assert began.args == [] and began.state["payers-said"] == ("wrong", "Nothing was saved: wait.")


def test_nothing_typed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    began = Began(monkeypatch, {})
    submit("/s", "payers", "k", lambda _: True)
    assert began.args == [] and began.state["payers-said"] == ("note", "Nothing was changed.")


def test_edits_not_built_are_told_to_every_reader() -> None:
    assert Snapshot(1, 1, 2, 0, {}, {}, edits=1).notice is not None
    assert Snapshot(1, 1, 2, 0, {}, {}).notice is None


def test_the_data_page_shows_both_tables_and_an_edit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from analytics.build import build
    from analytics.store import Store
    from analytics.store.user_data import save_payers, save_providers

    copied(practice(), tmp_path / "store")
    store = Store.open(tmp_path / "store")
    seen = pl.read_parquet(store.read().built["payer"]).sort("charge").row(-1, named=True)
    key = (seen["source_id"], seen["source_name"], seen["filing_indicator"])
    save_payers(store, [PayerEdit(*key, name="Our Biggest", payer_class="other", confirmed=True)])
    save_providers(store, [ProviderEdit("2000001018", site="North")])
    build(store, full=True)
    app = visit(monkeypatch, store.folder, "data")
    assert not app.exception and not app.error
    frames = {tuple(element.value.columns[:2]): element.value for element in app.data_editor}
    payer, provider = frames["Standing", "Name in the files"], frames["NPI", "Name in the files"]
    mine = payer[payer["Payer"] == "Our Biggest"]
    assert mine[["Standing", "Class", "Confirmed"]].to_numpy().tolist() == [["Confirmed", "Other", True]]
    assert payer["Standing"].iloc[0] == "To confirm"
    assert provider["Site"].dropna().tolist() == ["North"]
    assert "rest on payer classes that nobody confirmed" in said(app)
    app.switch_page("analytics/pages/denials.py").run()
    assert "Our Biggest" in app.multiselect(key="payer").options


LIMITED: dict[str, Any] = {
    "payer_id": "ACME-commercial",
    **dict.fromkeys(("appeal_days", "second_appeal_days", "corrected_days", "filing_days")),
    **dict.fromkeys(("corrected_from", "filing_from", "source", "valid_from")),
}
SET = {**LIMITED, "appeal_days": 180, "filing_days": 90, "filing_from": "service", "valid_from": "2025-01-01"}
SINCE = date(2025, 1, 1)


@pytest.mark.parametrize(
    ("row", "cells", "limit"),
    [
        (LIMITED, {"Appeal": 180}, PayerLimit("ACME-commercial", appeal_days=180)),
        (LIMITED, {"Correction": 90.0, "Correction from": "denial"},
         PayerLimit("ACME-commercial", corrected_days=90, corrected_from="denial")),
        (SET, {"Appeal": None},
         PayerLimit("ACME-commercial", filing_days=90, filing_from="service", valid_from=SINCE)),
        (SET, {"In force from": "2026-01-01", "Appeal": 90},
         PayerLimit("ACME-commercial", 90, filing_days=90, filing_from="service", valid_from=date(2026, 1, 1))),
        (SET, {"In force from": None}, PayerLimit("ACME-commercial", 180, filing_days=90, filing_from="service")),
        (SET, {"Appeal": None, "Claim": None}, PayerLimit("ACME-commercial", filing_from="service", valid_from=SINCE)),
    ],
)  # fmt: skip
def test_what_is_typed_into_a_payers_limits(row: dict[str, Any], cells: dict[str, Any], limit: PayerLimit) -> None:
    """A cell emptied takes its days back; another day begins a period beside the old one."""
    assert editors.limit_of(row, cells) == limit


def test_limits_are_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store")
    good = PayerLimit("A", appeal_days=180)
    for wrong in (PayerLimit("B", appeal_days=0), PayerLimit("B", filing_days=MOST_DAYS + 1),
                  PayerLimit("B", corrected_days=9, corrected_from="birth")):  # fmt: skip
        with pytest.raises(EditError, match="Nothing was saved"):
            save_limits(store, [good, wrong])
        assert payer_limits(store) == []
    assert save_limits(store, [good, PayerLimit("B", filing_days=MOST_DAYS)]) and not save_limits(store, [good])
    assert [(row["payer_id"], row["appeal_from"], row["filing_from"]) for row in payer_limits(store)] == [
        ("A", "denial", None), ("B", None, "service"),
    ]  # fmt: skip
    assert store.head() > 0, "a new state of the data: the numbers are made again"
    assert save_limits(store, [PayerLimit("A")]) and [row["payer_id"] for row in payer_limits(store)] == ["B"]
