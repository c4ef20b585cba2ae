"""Providers as the files write them; the visitor corrects name and taxonomy, and says at which site they work."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from analytics import words
from analytics.charts.payer_provider_summary import providers_sentence
from analytics.pages import cache, components
from analytics.pages.editors import Edited, editor
from analytics.pages.session import At
from analytics.pages.tables import Column
from analytics.store import Store
from analytics.store.user_data import MOST_LETTERS, ProviderEdit, save_providers

COLUMNS = (
    Column("npi", "NPI"),
    Column("file_name", "Name in the files", width="medium", said=words.name),
    Column("name", "Name", said=words.name),
    Column("taxonomy", "Taxonomy"),
    Column("site", "Site"),
    Column("lines", "96372 lines", "count", "Lines of 96372 rendered"),
    Column("undo", "Undo"),
)
CELLS: Mapping[str, Any] = {
    "Name": st.column_config.TextColumn("Name", width="medium", required=True, max_chars=MOST_LETTERS),
    "Taxonomy": st.column_config.TextColumn(
        "Taxonomy", max_chars=10, help="363L…, 363A… and 364S… are paid 85 % of the Medicare fee"
    ),
    "Site": st.column_config.TextColumn("Site", max_chars=MOST_LETTERS, help="Where they work, as you call it"),
    "Undo": st.column_config.CheckboxColumn("Undo", width=80, help="Tick and save to go back to what the files say"),
}


def provider_edits(at: At) -> None:
    """Who was seen in the files, and the table to correct it."""
    providers = cache.provider_rows(at)
    components.titled(providers_sentence(providers), "Click a cell to change it, then save.")
    if providers.height:
        rows = providers.with_columns(undo=pl.lit(False))
        save = partial(_save, at, providers)
        editor(at, rows, COLUMNS, CELLS, save, name="providers", alt="Providers with name, taxonomy and site")


def _save(at: At, providers: pl.DataFrame, typed: Edited) -> bool:
    rows = providers.to_dicts()
    return save_providers(Store.open(at.folder), [edit_of(rows[place], cells) for place, cells in typed.items()])


def edit_of(row: Mapping[str, Any], cells: Mapping[str, Any]) -> ProviderEdit:
    """What was typed into a row, less what the files say anyway."""
    if cells.get("Undo"):
        return ProviderEdit(row["npi"])
    name = _name(row, cells)
    taxonomy = (cells["Taxonomy"] or "").strip().upper() if "Taxonomy" in cells else row["taxonomy"]
    site = (cells["Site"] or "").strip() if "Site" in cells else row["site"]
    return ProviderEdit(
        row["npi"],
        name=None if name == row["file_name"] else name,
        taxonomy=None if taxonomy in ("", row["file_taxonomy"]) else taxonomy,
        site=site or None,
    )


def _name(row: Mapping[str, Any], cells: Mapping[str, Any]) -> str | None:
    if "Name" not in cells:
        return row["name"]  # type: ignore[no-any-return]
    typed = (cells["Name"] or "").strip()
    return row["file_name"] if typed == words.name(row["file_name"]) else typed
