"""The rows of the modifier 25 page: recovery by route, 99211, other visits, documentation, and pairs in detail."""

import polars as pl
import streamlit as st

from analytics import words
from analytics.charts.comparable import Scope
from analytics.charts.pairing import ARM, ROUTES
from analytics.metrics.pairing import answered, outcomes, recovery
from analytics.pages import components
from analytics.pages.about import about
from analytics.pages.session import At
from analytics.pages.tables import Column, no_rows, table
from analytics.pages.take_away import downloads

BY = {
    "Payer": ("payer_id", "payer_name"),
    "Visit level": ("em_code",),
    "Place": ("place_of_service",),
    "Month": ("month",),
}
_COUNTS = (
    Column("pairs", "Pairs", "count", "With both lines answered, by one provider"),
    Column("both_paid", "Both paid", "count"),
    Column("em_denied", "Visit denied", "count"),
    Column("injection_denied", "Injection denied", "count"),
    Column("both_denied", "Both denied", "count"),
    Column(
        "visit_first_cents", "Visit, at first", "dollars", "Expected payment of visits that the first answer denied"
    ),
    Column("visit_open_cents", "Visit, still", "dollars", "Of which the denial still stands"),
    Column("shot_first_cents", "Injection, at first", "dollars", "Expected payment of injections first denied"),
    Column("shot_open_cents", "Injection, still", "dollars", "Of which the denial still stands"),
)
_ARM = Column("arm", "Modifier 25")
_KEYS = {
    "Payer": Column("payer_name", "Payer", said=words.name),
    "Visit level": Column("em_code", "Visit"),
    "Place": Column("place_of_service", "Place of service"),
    "Month": Column("month", "Month", "day"),
}
RECOVERY = (
    Column("route", "Route", said=lambda route: ROUTES[route]),
    Column("visits", "Visits", "count"),
    Column("after_25_added", "After 25 was added", "count", "Where a later version of the claim carries 25"),
)
OTHER = (
    Column("em_code", "Visit"),
    Column("payer_name", "Payer", said=words.name),
    _ARM,
    *_COUNTS[:5],
)


def recovered(at: At, scope: Scope, pairs: pl.DataFrame) -> None:
    """How the visits first lost to the injection came back."""
    rows = recovery(pairs)
    if not rows.height:
        return
    total, back = int(rows["visits"].sum()), int(rows.filter(pl.col("route") != "none")["visits"].sum())
    added = int(rows.filter(pl.col("route") != "none")["after_25_added"].sum())
    components.titled(
        f"{words.count(back)} of {words.number_of(total, 'lost visit')} came back, "
        f"{words.count(added)} of them after 25 was added",
        "By the route seen on the visit's line. A modifier belongs on a claim only where the record made that day "
        "shows a separately identifiable visit: review the record first, correct only if it supports it.",
    )
    table(rows, RECOVERY, key="recovery", alt="Visits first lost to the injection, by the route they came back")
    downloads(lambda: rows, RECOVERY, "96372 lost visits by route", about(at, scope), key="recovery", holds_phi=False)


def nurse_visits(pairs: pl.DataFrame) -> None:
    """99211 apart: Medicare's edit never pays both, whatever the modifier."""
    mine = pairs.filter(pl.col("pair_kind") == "em_99211")
    if not mine.height:
        return
    count = int(mine["pairs"].sum())
    both = int(mine.filter(pl.col("outcome_now") == "both_paid")["pairs"].sum())
    with st.container(border=True):
        components.titled(
            f"99211 beside 96372: {words.number_of(count, 'day')}, {words.count(both)} of them paid both",
            "Medicare's edit (NCCI) pays 96372 and denies 99211, and no modifier changes that: not in the rates above. "
            "Where both were paid, the compliance officer should look at it (report and return).",
        )


def other_visits(at: At, scope: Scope, pairs: pl.DataFrame) -> None:
    """Hospital, emergency, nursing-facility and home visits, as the edit table names them."""
    mine = _with_arm(outcomes(pairs.filter(pl.col("pair_kind") == "other_em"), "outcome_first", *_OTHER))
    if not mine.height:
        return
    components.titled(
        "Other visits on the day of an injection",
        "Inpatient, emergency, nursing-facility and home visits by the NCCI pair table. There the injection is the "
        "line that the edit denies.",
    )
    table(mine, OTHER, key="other-visits", alt="Other visits beside an injection, by code and payer")
    downloads(lambda: mine, OTHER, "96372 other visits", about(at, scope), key="other-visits", holds_phi=False)


_OTHER = ("em_code", "payer_id", "payer_name", "has_25")


def documentation(pairs: pl.DataFrame) -> None:
    """The same diagnoses on both lines: a proxy for what the record might not show."""
    mine = pairs.filter(pl.col("has_25") & (pl.col("pair_kind") == "office_em"))
    known, same = int(mine["with_diagnoses"].sum()), int(mine["same_diagnoses"].sum())
    if not known:
        return
    components.titled(
        f"{words.count(same)} of {words.number_of(known, 'visit')} with 25 name the same diagnoses as the injection",
        "A proxy for documentation risk, nothing more: the same diagnosis does not forbid a separate visit, and the "
        "chart is not in the claims. Worth a look when records are reviewed.",
    )


def rows(at: At, scope: Scope, pairs: pl.DataFrame) -> None:
    """Answered pairs by what the visitor chooses, without and with 25."""
    mine = answered(pairs)
    if not mine.height:
        no_rows("No pair of an office visit and an injection has both lines answered here.")
        return
    components.titled("Pairs in detail", "First answers; dollars at the expected payment of the line that was denied.")
    chosen = st.segmented_control(
        "Pairs by", list(BY), key="pairs_by", default="Payer", required=True, label_visibility="collapsed"
    )
    by = chosen or "Payer"
    shown = _with_arm(outcomes(mine, "outcome_first", *BY[by], "has_25"))
    columns = (_KEYS[by], _ARM, *_COUNTS)
    table(shown, columns, key=f"pairs-{by}", alt=f"Pairs of visit and injection by {by.lower()}", most=24)
    downloads(lambda: shown, columns, f"96372 pairs by {by.lower()}", about(at, scope), key="pairs", holds_phi=False)


def _with_arm(frame: pl.DataFrame) -> pl.DataFrame:
    said = pl.when(pl.col("has_25")).then(pl.lit(ARM[True])).otherwise(pl.lit(ARM[False]))
    return frame.with_columns(arm=said)
