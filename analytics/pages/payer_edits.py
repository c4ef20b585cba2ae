"""Payers as the files write them; the visitor names them, gives them a class, and confirms it."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from analytics import words
from analytics.charts.who import alias_sentences, payers_sentence
from analytics.pages import elements, frames
from analytics.pages.editor import Edited, editor
from analytics.pages.tables import Column
from analytics.pages.visit import At
from analytics.store import Store
from analytics.store.edits import MOST_LETTERS, PayerEdit, save_payers

_CLASS = {label: name for name, label in words.PAYER_CLASS.items()}

COLUMNS = (
    Column("standing", "Standing", width=92, help="To confirm: indicator unknown, or the name hints at another class"),
    Column("source_name", "Name in the files", width=165, said=words.name),
    Column("source_id", "Id", width=60, help="Payer id as the files write it"),
    Column("filing_indicator", "Filing", width=55, help="Claim filing indicator (SBR09, CLP06) as the files write it"),
    Column("payer_name", "Payer", said=words.name),
    Column("payer_class", "Class", said=words.payer_class),
    Column("confirmed", "Confirmed"),
    Column("accepted_from", "Accepted from", "day"),
    Column("undo", "Undo"),
    Column("charge_cents", "Charged", "dollars", "Charges of the claim lines and remitted claims that carry it"),
    Column("row_count", "Rows", "count", "Claim lines and remitted claims that carry it"),
)
CELLS: Mapping[str, Any] = {
    "Payer": st.column_config.TextColumn(
        "Payer",
        width=170,
        required=True,
        max_chars=MOST_LETTERS,
        help="Rows with the same name and class are one payer",
    ),
    "Class": st.column_config.SelectboxColumn(
        "Class", width=140, required=True, options=list(_CLASS), help="A class you choose counts as confirmed"
    ),
    "Confirmed": st.column_config.CheckboxColumn("Confirmed", width=98, help="You looked at the class"),
    "Accepted from": st.column_config.DateColumn(
        "Accepted from",
        width=118,
        format="MM/DD/YYYY",
        help="From this day of service on you take what the payer pays as its price: only quarters that begin on it or "
        "later say what is usual, so a cut before it is no shortfall any more. Empty: a cut stays a shortfall for four "
        "quarters",
    ),
    "Undo": st.column_config.CheckboxColumn("Undo", width=68, help="Tick and save to go back to what the files say"),
}


def payer_edits(at: At) -> None:
    """What rests on unconfirmed classes, payers that may be one, and the table to say so."""
    payers = frames.payer_rows(at)
    elements.titled(
        payers_sentence(payers),
        "Click a cell to change it, then save. A row without indicator stands for every indicator of that payer, "
        "one without id for every id of that name, unless they are edited themselves.",
    )
    for sentence in alias_sentences(frames.payer_aliases(at)):
        st.info(words.plain(sentence))
    if payers.height:
        save = partial(_save, at, payers)
        editor(at, shown(payers), COLUMNS, CELLS, save, name="payers", alt="Payers with name, class and confirmation")


def shown(payers: pl.DataFrame) -> pl.DataFrame:
    """The rows with their standing in words and a box that undoes."""
    standing = (
        pl.when(pl.col("needs_confirmation"))
        .then(pl.lit("To confirm"))
        .when(pl.col("confirmed"))
        .then(pl.lit("Confirmed"))
        .when(pl.col("is_edited"))
        .then(pl.lit("Edited"))
        .otherwise(pl.lit("As in the files"))
    )
    return payers.with_columns(standing=standing, undo=pl.lit(False))


def _save(at: At, payers: pl.DataFrame, typed: Edited) -> bool:
    rows = payers.to_dicts()
    return save_payers(Store.open(at.folder), [edit_of(rows[place], cells) for place, cells in typed.items()])


def edit_of(row: Mapping[str, Any], cells: Mapping[str, Any]) -> PayerEdit:
    """What was typed into a row, less what the files say anyway."""
    whose = PayerEdit(row["source_id"], row["source_name"], row["filing_indicator"])
    if cells.get("Undo"):
        return whose
    chosen = _CLASS.get(cells["Class"], "") if "Class" in cells else row["payer_class"]
    by_hand = "Class" in cells and chosen != row["file_class"]
    confirmed = bool(cells.get("Confirmed", by_hand or ("Class" not in cells and row["confirmed"])))
    return PayerEdit(
        *whose.key,
        name=_name(row, cells),
        payer_class=chosen if confirmed or chosen != row["file_class"] else None,
        confirmed=confirmed,
        accepted_from=_accepted(row, cells),
    )


def _accepted(row: Mapping[str, Any], cells: Mapping[str, Any]) -> date | None:
    if "Accepted from" not in cells:
        return row.get("accepted_from")
    typed = cells["Accepted from"]
    return date.fromisoformat(str(typed)[:10]) if typed else None


def _name(row: Mapping[str, Any], cells: Mapping[str, Any]) -> str | None:
    typed = (cells["Payer"] or "").strip() if "Payer" in cells else words.name(row["payer_name"])
    if typed == words.name(row["payer_name"]):
        return row["edited_name"]  # type: ignore[no-any-return]
    return None if typed in (row["source_name"], words.name(row["source_name"])) else typed
