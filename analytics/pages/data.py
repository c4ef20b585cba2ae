"""Data: what came in, what was refused and why, and how complete it is."""

from typing import Any

import polars as pl
import streamlit as st

from analytics import words
from analytics.charts.data import (
    balance_sentence,
    intake_headline,
    intake_tiles,
    silent_sentence,
    unmatched_sentence,
)
from analytics.charts.heat import completeness_heat
from analytics.metrics.cubes import View
from analytics.pages import cache, components, jobs
from analytics.pages.column_mapping import file_needs, table_map
from analytics.pages.editors import limit_edits, payer_edits, provider_edits
from analytics.pages.guard import guarded
from analytics.pages.jobs import receive
from analytics.pages.page import show
from analytics.pages.session import DataVersion
from analytics.pages.tables import Column, csv_of, no_rows, shaped, table
from analytics.questions.in_force import in_force
from analytics.store import Store

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


def load_rows(at: DataVersion, loads: pl.DataFrame) -> None:
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


def _one(at: DataVersion, row: dict[str, object]) -> None:
    sha256 = str(row["sha256"])
    with st.container(border=True):
        st.markdown(f"**{words.plain(str(row['label']))}** · {sha256[:12]}")
        notes = cache.notes(at, sha256)
        if notes.height:
            table(notes, NOTES, key=f"notes-{sha256}", alt="Notes on this load")
        else:
            no_rows("No notes on this file.")
        if row["state"] == "live" and st.button("Take this load back", key="void", disabled=jobs.is_busy()):
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
    jobs.begin("Taking the load back", ["void", sha256, "--store", folder])


_LEVEL = {"transaction": "Transaction (BPR)", "claim": "Claim (CLP)", "service": "Service line (SVC)"}

BY_REASON = (
    Column("label", "File", width="medium"),
    Column("parts", "Refused", "count", "Rows of a table; claims or transactions of an X12 file"),
    Column("first", "First row or segment", "count"),
    Column("reason", "Why", width="large"),
    Column("next_step", "Next step", width="large"),
    Column("at", "When", "time"),
)
REFUSED = (
    Column("label", "File", width="medium"),
    Column("position", "Segment or row", "count"),
    Column("reason", "Why", width="large"),
    Column("next_step", "Next step", width="large"),
    Column("at", "When", "time"),
)
BALANCE = (
    Column("level", "Level", said=lambda level: _LEVEL[level]),
    Column("checked", "Checked", "count"),
    Column("balanced", "Balance", "count"),
    Column("unbalanced", "Do not balance", "count"),
    Column("unknown", "Not checkable", "count"),
    Column("off_cents", "Difference", "dollars", "Sum of the differences, without their sign"),
)
UNBALANCED = (
    Column("payer_name", "Payer", said=words.name),
    Column("trace", "Check or EFT number"),
    Column("payment_date", "Paid on", "day"),
    Column("amount_cents", "Amount", "dollars"),
    Column("off_cents", "Difference", "dollars"),
    Column("source_position", "Segment", "count"),
)
UNMATCHED = (
    Column("payer_name", "Payer", said=words.name),
    Column("lines", "Lines", "count"),
    Column("injections", "of them 96372", "count"),
    Column("claims", "Claims", "count"),
    Column("charge_cents", "Charged", "dollars"),
    Column("paid_cents", "Paid", "dollars"),
    Column("first_service", "First service", "day"),
    Column("last_service", "Last service", "day"),
)
ANSWERS = (
    Column("payer_name", "Payer", said=words.name),
    Column("payer_class", "Class", said=words.payer_class),
    Column("claims", "Claims sent", "count"),
    Column("answered", "Answered", "count"),
    Column("share", "Share answered", "percent"),
    Column("open_charge_cents", "Charges not answered", "dollars"),
    Column("last_answer", "Last answer", "day"),
)
REFERENCE = (
    Column("name", "Table", said=words.reference_table),
    Column("source", "Source", width="large"),
    Column("release", "Release", width="medium"),
    Column("effective_from", "From", "day"),
    Column("effective_to", "Until", "day"),
    Column("rows", "Rows", "count"),
    Column("verified", "How sure", width="large"),
)

SETTINGS = (
    Column("npi", "NPI"),
    Column("locality", "Locality"),
    Column("locality_name", "Its name", width="large"),
    Column("is_qp", "Qualifying participant"),
)


def reach(at: DataVersion) -> str:
    """How far the data reach."""
    return f"Data through {words.day(cache.as_of(at))}, snapshot {at.snapshot}."


def refusals(frame: pl.DataFrame, by_reason: pl.DataFrame) -> None:
    """What was refused, summed by file and reason, the latest first; each part of it as a file to take along."""
    if not frame.height:
        no_rows("Nothing was refused.")
        return
    table(by_reason, BY_REASON, key="refused", alt="What was refused, by file and reason, with the next step")
    st.download_button(
        "Each refused part", lambda: csv_of(shaped(frame, REFUSED)), file_name="refused parts.csv", mime="text/csv",
        key="refused-csv", on_click="ignore", icon=":material/download:",
        help="File, row or segment, reason and next step of each; nothing of its content.",
    )  # fmt: skip


def balance(levels: pl.DataFrame, unbalanced: pl.DataFrame) -> None:
    """The three levels, and the payments that do not add up."""
    table(levels, BALANCE, key="balance", alt="Remittances that balance and that do not, by level")
    if unbalanced.height:
        st.caption("Payments that do not add up, the largest difference first")
        table(unbalanced, UNBALANCED, key="unbalanced", alt="Payments that do not balance")


def unmatched(frame: pl.DataFrame) -> None:
    """Lines without a claim, by payer."""
    if frame.height:
        table(frame, UNMATCHED, key="unmatched", alt="Remittance lines without a claim, by payer")


def answers(frame: pl.DataFrame) -> None:
    """Claims sent and answered, by payer."""
    shown = frame.with_columns(share=pl.col("answered") / pl.col("claims"))
    table(shown, ANSWERS, key="answers", alt="Claims sent and answered, by payer")


def reference(document: dict[str, Any]) -> None:
    """Which tables, from which source, for which dates; where the data run past them; what is set for which NPI."""
    dates = pl.col("effective_from", "effective_to").cast(pl.String).str.to_date("%Y-%m-%d")
    frame = pl.DataFrame(document["tables"], infer_schema_length=None).with_columns(dates)
    for warning in document["warnings"]:
        st.caption(words.plain(f"Note: {warning}."))
    table(frame, REFERENCE, key="reference", alt="Reference tables in force with source and dates", most=16)
    if document["settings"]:
        st.caption("Fee localities that you set")
        table(pl.DataFrame(document["settings"]), SETTINGS, key="sites", alt="Fee locality and participation by NPI")


def render(at: DataVersion, view: View) -> None:
    """What came in and what was refused, balances, who pays and who treats, completeness, reference."""
    loads, refused = cache.loads(at), cache.refused(at)
    live = cache.live(loads)
    levels, unbalanced = cache.balance(at), cache.unbalanced(at)
    components.headline(intake_headline(live, refused, unbalanced.height), reach(at))
    components.tiles(intake_tiles(live, refused))
    with st.container(border=True):
        receive(at.folder)
    with st.container(border=True):
        st.markdown("**Load a table**")
        table_map(at.folder)
        file_needs()
    components.titled(
        "What was loaded", "One row per file, the latest first. Choose a row for its notes, or to take it back."
    )
    load_rows(at, loads)
    components.titled(
        "What was refused, and why", "Refused parts are in no number. Nothing of their content is kept here."
    )
    refusals(refused, cache.refused_by_reason(at))
    components.titled(
        balance_sentence(levels), "Remittances must balance at three levels; differences are kept, marked and counted."
    )
    balance(levels, unbalanced)
    alone = cache.unmatched(at)
    components.titled(
        unmatched_sentence(alone),
        "Lines of all codes that only a remittance speaks of; 96372 lines among them count in every rate.",
    )
    unmatched(alone)
    silent = cache.silent(at)
    components.titled(
        silent_sentence(silent),
        "Claims with 96372 sent and answered, by payer. Below 30 answers nothing is called overdue.",
    )
    answers(cache.payer_answers(at))
    payer_edits(at)
    limit_edits(at)
    provider_edits(at)
    heat = completeness_heat(cache.groups(at, View(), ("payer", "month")))
    components.chart(heat, key="completeness", none="Too early to say how complete the months are.")
    components.titled("Reference data in force", "Fees, edits and code lists behind expected payments and reasons.")
    reference(in_force(Store.open(at.folder)))


if __name__ == "__main__":
    show(render)
