"""Modifier 25: what happens to the pair of visit and injection, with it and without it?"""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from analytics import words
from analytics.charts.comparable import Scope, in_months
from analytics.charts.headline import left_out
from analytics.charts.pairing import ARM, ROUTES, difference_dots, pair_headline, pair_stacks, pair_tiles, usage_funnel
from analytics.charts.tiles import counted
from analytics.metrics.cubes import View
from analytics.metrics.pairing import (
    PAYER,
    PROVIDER,
    Usage,
    answered,
    arms,
    arms_by_payer,
    losses,
    outcomes,
    recovery,
    usage,
)
from analytics.pages import cache, components, filters
from analytics.pages.components import about, nothing, pick, pick_payer
from analytics.pages.page import show
from analytics.pages.session import DataVersion
from analytics.pages.tables import Column, downloads, no_rows, table

_LOST = (
    Column(
        "standing_cents", "Lost now, $", "dollars", "Expected payment of the visits lost now, as the leak ledger has it"
    ),
    Column(
        "standing", "Lost now", "count", "Visits whose denial stands, with the injection as the only cause in sight"
    ),
)
_PAIRS = (
    Column("pairs", "Pairs", "count", "Office visit and injection of one provider and day, both answered"),
    Column("share", "With 25", "percent", "Of these visits first billed with modifier 25; empty up to 10 pairs"),
)
_REST = (
    Column("lost_first", "Lost at first", "count", "Visits that the first answer denied for the injection alone"),
    Column("recovered_cents", "Recovered, $", "dollars", "What came in for those that are paid now"),
    Column("beside_cents", "Beside others, $", "dollars", "Expected payment of these: not in the rates of lost visits"),
    Column("beside", "Beside others", "count", "Denied beside another paid service that can take a visit, too"),
    Column("reduced_cents", "Reduced, $", "dollars", "What these fell short of, where a rate is known"),
    Column("reduced", "Reduced", "count", "Visits with 25 that the payer cut beside the injection"),
)
BY_PAYER = (Column("payer_name", "Payer", said=words.name), *_LOST, *_PAIRS, *_REST)
BY_PROVIDER = (
    Column("visit_provider", "Provider of the visit", said=words.name),
    *_LOST,
    *_PAIRS,
    Column("use", "25 against peers", "text", "Beyond what chance and the scatter among peers explain (99.8 %)"),
    *_REST,
)
INFORMATION = "complexity_beside_25"


def by_payer(at: DataVersion, scope: Scope, pairs: pl.DataFrame) -> None:
    """The payers at which visits are lost or cut, most dollars first."""
    rows = losses(pairs, *PAYER)
    if not rows.height:
        return
    components.titled(
        cost_title(rows, "payer_name", "at"),
        "Dollars of the leak ledger as they stand now. Click a payer to see it alone.",
    )
    names = rows["payer_id"].to_list()
    alt = "Lost and reduced visits by payer"
    table(rows, BY_PAYER, key="pair-payers", alt=alt, on_pick=lambda place: pick_payer(names[place]))
    downloads(lambda: rows, BY_PAYER, "96372 visits lost by payer", about(at, scope), key="payers", holds_phi=False)


def by_provider(at: DataVersion, scope: Scope, pairs: pl.DataFrame, found: Usage | None) -> None:
    """The renderers of the visits, most dollars first; high use and low use with losses are both named."""
    uses = {} if found is None else {use.npi: _said(use.is_beyond, use.is_named) for use in found.providers}
    rows = losses(pairs, *PROVIDER)
    if not rows.height:
        return
    shown = rows.with_columns(pl.Series("use", [uses.get(npi, "") for npi in rows["visit_npi"]], dtype=pl.String))
    note = "By the renderer of the visit. Read records before anything is changed: a modifier reports what they show."
    components.titled(cost_title(rows, "visit_provider", "with"), note)
    names = rows["visit_npi"].to_list()
    alt = "Lost and reduced visits by the provider of the visit"
    table(shown, BY_PROVIDER, key="pair-providers", alt=alt, on_pick=lambda place: pick("provider", names[place]))
    downloads(
        lambda: shown, BY_PROVIDER, "96372 visits lost by provider", about(at, scope), key="providers", holds_phi=False
    )


def _said(is_high: bool, is_named: bool) -> str:
    return "High: audit risk" if is_high else "Low, visits lost" if is_named else ""


def cost_title(rows: pl.DataFrame, names: str, word: str) -> str:
    """Where the dollars are lost, and where visits are cut."""
    parts = (("lost to the injection", "standing_cents"), ("cut beside it", "reduced_cents"))
    said = [_sentence(rows, what, column, names, word) for what, column in parts if int(rows[column].sum())]
    return "; ".join(said) or "No visit is lost to the injection or cut beside it now"


def _sentence(rows: pl.DataFrame, what: str, column: str, names: str, word: str) -> str:
    ranked = rows.filter(pl.col(column) > 0).sort(column, names, descending=[True, False])
    total = words.money(int(ranked[column].sum()))
    return f"{total} {what}, most {word} {_listed(ranked[names].to_list())}"


def _listed(names: Sequence[str]) -> str:
    return words.listing([words.name(name) for name in names[:2]])


def information(at: DataVersion, scope: Scope) -> None:
    """G2211 denied on the day of a visit with 25: told, never advised on."""
    mine = cache.flags(at, scope.view).filter(rule=INFORMATION)
    if not mine.height:
        return
    lines, cents = int(mine["count"].sum()), int(mine["charge_cents"].sum())
    components.titled(
        f"G2211 denied beside a visit with 25: {words.number_of(lines, 'line')}, {words.money(cents)} charged",
        "Information: Medicare is said not to pay G2211 where its visit carries modifier 25 (not confirmed). What the "
        "marked visit brings in is less by that.",
    )


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


def recovered(at: DataVersion, scope: Scope, pairs: pl.DataFrame) -> None:
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


def other_visits(at: DataVersion, scope: Scope, pairs: pl.DataFrame) -> None:
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


def rows(at: DataVersion, scope: Scope, pairs: pl.DataFrame) -> None:
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


WHICH = {"By the first answers": "outcome_first", "By now": "outcome_now"}


def render(at: DataVersion, view: View) -> None:
    """Headline, tiles, dollars by payer and provider, outcomes, matched difference, use, recovery, 99211, rows."""
    filters.chips()
    months = cache.months(at, view)
    scope = filters.scope(view, months)
    now, before = cache.values(at, scope.view), cache.values(at, scope.before)
    if now is None:
        nothing()
        return
    pairs = cache.pairs(at, scope.view)
    components.headline(pair_headline(arms(pairs), in_months(scope.view)), left_out(scope))
    components.tiles(pair_tiles(scope, now, before, months, pairs), {"Counted": counted(now), **about(at, scope)})
    found = usage(pairs)
    by_payer(at, scope, pairs)
    by_provider(at, scope, pairs, found)
    _outcomes(pairs)
    left, right = st.columns(2, gap="large")
    with left:
        dots = difference_dots(arms_by_payer(pairs))
        none = "No payer has 30 like pairs both with and without 25: no difference is named."
        components.chart(dots, key="difference", on_pick=pick_payer, none=none)
    with right:
        funnel = usage_funnel(found)
        none = "Fewer than two providers with more than 10 pairs: nobody to compare with."
        components.chart(funnel, key="usage", on_pick=lambda npi: pick("provider", npi), none=none)
    recovered(at, scope, pairs)
    information(at, scope)
    nurse_visits(pairs)
    other_visits(at, scope, pairs)
    documentation(pairs)
    rows(at, scope, pairs)
    components.footline(about(at, scope))


def _outcomes(pairs: pl.DataFrame) -> None:
    which = st.segmented_control(
        "Outcome", list(WHICH), key="which", default=next(iter(WHICH)), required=True, bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip
    column = WHICH[which or next(iter(WHICH))]
    stacks = pair_stacks(outcomes(answered(pairs), column, *PAYER, "has_25"), now=column == "outcome_now")
    none = "No payer has more than 10 pairs with both lines answered here."
    components.chart(stacks, key="outcomes", on_pick=pick_payer, none=none)


if __name__ == "__main__":
    show(render)
