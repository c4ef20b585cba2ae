"""The loads, the notes on one of them, and taking it back."""

import polars as pl
import streamlit as st

from analytics import words
from analytics.pages import cache, work
from analytics.pages.guard import guarded
from analytics.pages.session import At
from analytics.pages.tables import Column, no_rows, table

_KIND = {
    "837P": "Claims (837P)", "835": "Remittances (835)", "csv": "Table (CSV)", "xlsx": "Table (Excel)",
    "parquet": "Table (parquet)",
}  # fmt: skip
_STATE = {"live": "In use", "voided": "Taken back"}

LOADS = (
    Column("label", "File", width="medium"),
    Column("kind", "Kind", said=lambda kind: _KIND.get(kind, kind)),
    Column("claims", "Claims", "count"),
    Column("lines", "Lines", "count"),
    Column("charge_cents", "Charged", "dollars"),
    Column("paid_cents", "Paid", "dollars"),
    Column("refused", "Refused", "count"),
    Column("duplicates", "Came before", "count", "Claims that another load brought already; counted once"),
    Column(
        "replaced", "Replaced since", "count", "Claims that a later, corrected table says anew; they left this load"
    ),
    Column("notes", "Notes", "count"),
    Column("state", "State", said=lambda state: _STATE.get(state, state)),
    Column("loaded_at", "Loaded", "time"),
)
NOTES = (
    Column("reason", "Note", width="large"),
    Column("next_step", "Next step", width="large"),
    Column("position", "Segment or row", "count"),
)


def load_rows(at: At, loads: pl.DataFrame) -> None:
    """All loads; of the chosen one its notes and the way to take it back."""
    shas = loads["sha256"].to_list()
    table(
        loads, LOADS, key="loads", alt="Loaded files with counts and dollars", on_pick=lambda place: _pick(shas[place])
    )
    chosen = loads.filter(pl.col("sha256") == st.session_state.get("load_chosen", ""))
    for row in chosen.iter_rows(named=True):
        _one(at, row)


def _pick(sha256: str) -> None:
    st.session_state["load_chosen"] = sha256


def _one(at: At, row: dict[str, object]) -> None:
    sha256 = str(row["sha256"])
    with st.container(border=True):
        st.markdown(f"**{words.plain(str(row['label']))}** · {sha256[:12]}")
        notes = cache.notes(at, sha256)
        if notes.height:
            table(notes, NOTES, key=f"notes-{sha256}", alt="Notes on this load")
        else:
            no_rows("No notes on this file.")
        if row["state"] == "live" and st.button("Take this load back", key="void", disabled=work.is_busy()):
            _confirm(at.folder, sha256, str(row["label"]))


@st.dialog("Take this load back?")
def _confirm(folder: str, sha256: str, label: str) -> None:
    with guarded("void"):
        st.markdown(
            f"All rows of **{words.plain(label)}** leave every number. The ledger keeps the load as taken back; "
            "the same file can be loaded again."
        )
        if not st.button("Take it back", key="void-confirmed", type="secondary"):
            return
        _void(folder, sha256)
    st.rerun()  # a dialog reruns itself alone; the page must see the job


def _void(folder: str, sha256: str) -> None:
    st.session_state.pop("load_chosen", None)
    work.begin("Taking the load back", ["void", sha256, "--store", folder])
