"""A table that a visitor edits: cells are kept until Save, written together, and brought into the numbers."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from analytics import words
from analytics.pages import work
from analytics.pages.guard import guarded_call
from analytics.pages.session import At
from analytics.pages.tables import FORMATS, Column, shaped
from analytics.store import StoreError

Edited = Mapping[int, Mapping[str, Any]]
"""Place of a row → label of a column → what was typed there."""
Save = Callable[[Edited], bool]
"""Writes what was typed; False when it changes nothing."""
MOST = 12


def editor(
    at: At, frame: pl.DataFrame, columns: Sequence[Column], cells: Mapping[str, Any], save: Save, *, name: str, alt: str
) -> None:
    """Draws a table whose `cells` (label → how it is edited) may be changed, and its Save."""
    # Another build has other rows in other places: what was typed must never land on them.
    key = f"{name}-{at.snapshot}-{at.build}"
    read_only = {
        column.label: FORMATS[column.kind](column.label, help=column.help, width=column.width)
        for column in columns
        if column.label not in cells
    }
    with st.form(f"{name}-form", border=False):
        st.data_editor(
            shaped(frame, columns),
            hide_index=True,
            column_config={**read_only, **cells},
            disabled=list(read_only),
            height="content" if frame.height <= MOST else 35 * (MOST + 1),
            placeholder="",
            key=key,
            alt=alt,
        )
        st.form_submit_button(
            f"Save {name}",
            disabled=work.is_busy(),
            on_click=guarded_call("edits", partial(submit, at.folder, name, key, save)),
        )
    _tell(st.session_state.get(f"{name}-said"))


def submit(folder: str, name: str, key: str, save: Save) -> None:
    """Writes what was typed and starts the build; else keeps the sentence that says why not."""
    typed = st.session_state[key]["edited_rows"]
    try:
        changed = bool(typed) and save({int(place): cells for place, cells in typed.items()})
    except StoreError as error:
        st.session_state[f"{name}-said"] = ("wrong", str(error))
        return
    if changed:
        work.begin("Bringing your edits into the numbers", ["build", "--store", folder])
    said = "Saved; the numbers follow." if changed else "Nothing was changed."
    st.session_state[f"{name}-said"] = ("saved" if changed else "note", said)


def _tell(said: tuple[str, str] | None) -> None:
    if said is None:
        return
    tone, sentence = said
    if tone == "wrong":
        st.error(words.plain(sentence))
    elif tone == "note" or work.is_busy():
        st.caption(words.plain(sentence))
