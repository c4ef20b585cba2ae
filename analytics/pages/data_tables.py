"""The tables of the data page."""

from typing import Any

import polars as pl
import streamlit as st

from analytics import words
from analytics.pages import cache
from analytics.pages.session import At
from analytics.pages.sheets import csv_of
from analytics.pages.tables import Column, no_rows, shaped, table

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


def reach(at: At) -> str:
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
