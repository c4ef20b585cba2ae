"""The rows of the payments page: same records with other outcomes, shortfalls, payers, and one payer's lines."""

from functools import partial

import polars as pl
import streamlit as st

from analytics import words
from analytics.charts.comparable import Scope
from analytics.charts.prices import step_words
from analytics.charts.shortfalls import (
    DUES,
    OUTCOMES,
    outcome_rows,
    outcome_title,
    shortfall_heat,
    shortfall_title,
    shortfalls,
)
from analytics.metrics.matching import Matched
from analytics.metrics.outcomes import authorization_rows, bundled_rows
from analytics.metrics.prices import outcome_match
from analytics.pages import components, paid
from analytics.pages.about import about
from analytics.pages.open_claim import follow, pick_claim
from analytics.pages.picking import pick_payer
from analytics.pages.session import At
from analytics.pages.tables import Column, no_rows, table
from analytics.pages.take_away import downloads
from analytics.statistics import ENOUGH

_LIKE = "Over the groups of like services that both have, each group weighing the same on either side"
MATCHED = (
    Column("outcome", "Outcome"),
    Column(
        "one",
        "Commercial",
        "percent",
        _LIKE,
    ),
    Column(
        "two",
        "Medicare",
        "percent",
        _LIKE,
    ),
    Column("difference", "Difference", help="95 % interval"),
    Column(
        "common",
        "Weighed otherwise",
        help="The same difference with the groups of like services weighed another way (Mantel and Haenszel): where it "
        "is about the same, the finding does not hang on the weights",
    ),
    Column("note", "Reading"),
    Column("crude_one", "Commercial, unmatched", "percent"),
    Column("crude_two", "Medicare, unmatched", "percent"),
    Column("matched", "Matched", "percent", "Share of lines with a counterpart"),
)
BUNDLED = (
    Column("payer_class", "Payer class", said=words.payer_class),
    Column("beside_rate", "Beside a visit", "percent", "Injections with a visit of the same payer that day"),
    Column("beside_answered", "Lines beside", "count"),
    Column("alone_rate", "Alone", "percent", "Injections without such a visit"),
    Column("alone_answered", "Lines alone", "count"),
)
AUTHORIZED = (
    Column("payer_class", "Payer class", said=words.payer_class),
    Column("injection_rate", "Injection", "percent"),
    Column("injection_answered", "Injection lines", "count"),
    Column("drug_rate", "Drug", "percent"),
    Column("drug_answered", "Drug lines", "count"),
)
SHORT = (
    Column("payer_name", "Payer", said=words.name),
    Column("due", "What says the amount due", said=lambda due: DUES[due]),
    Column("short_cents", "Short", "dollars"),
    Column("short_lines", "Short lines", "count"),
    Column("lines", "Of lines", "count", "Lines paid as billed with such a basis"),
    Column("share", "Of expected", "percent"),
    Column("first", "First", "day", "First month with a short line"),
    Column("last", "Last", "day", "Last month with a short line"),
)
PAYERS = (
    Column("payer_name", "Payer", said=words.name),
    Column("payer_class", "Class", said=words.payer_class),
    Column("lines", "Priced lines", "count"),
    Column("median", "Median", "percent", "Allowed per unit as a share of Medicare's fee"),
    Column("q1", "Lower quarter", "percent"),
    Column("q3", "Upper quarter", "percent"),
    Column("index", "Mean", "percent", "All allowed dollars over all fee dollars"),
    Column("ratio", "Against Medicare, matched", "percent"),
    Column("sure", "95 % interval"),
    Column("matched", "Matched", "percent"),
)
LINES = (
    Column("claim_id", "Claim"),
    Column("service_date", "Service date", "day"),
    Column("provider_name", "Provider", said=words.name),
    Column("place_of_service", "Place"),
    Column("units", "Units paid", "days"),
    Column("allowed_cents", "Allowed", "dollars"),
    Column("fee_cents", "Medicare's fee per unit", "dollars"),
    Column("price_index", "Price", "percent"),
    Column("expected_cents", "Expected", "dollars"),
    Column(
        "expected_basis",
        "Rests on",
        help="What the expected amount rests on. The payer's own past is its highest usual price of the four quarters "
        "before, in dollars or as a share of Medicare's fee, whichever is less; or one of its other habitual prices",
        said=lambda basis: words.EXPECTED_BASIS.get(basis, words.spelt(basis)),
    ),
    Column("short_cents", "Short", "dollars"),
)


def outcomes(at: At, scope: Scope) -> None:
    """The same record at a commercial payer and at Medicare: what each denies, matched."""
    strata = paid.outcome_strata(at, scope.view)
    one, two = pl.col("payer_class") == "commercial", pl.col("payer_class") == "medicare"
    found = {name: outcome_match(strata, name, one, two) for name in OUTCOMES}
    components.titled(
        outcome_title(found),
        "The same drug family, visit that day, place and quarter, at commercial payers and at Medicare: how often the "
        "first answer denied. Associated with the payer, not proven to be caused by it.",
    )
    rows = outcome_rows(found)
    table(rows, MATCHED, key="outcomes", alt="Denials of like records at commercial payers and at Medicare")
    downloads(lambda: rows, MATCHED, "96372 same record", about(at, scope), key="outcomes", holds_phi=False)
    left, right = st.columns(2, gap="large")
    with left:
        components.titled("Denied as bundled, by payer class", "Beside a visit of the same payer that day, and alone.")
        shown = bundled_rows(strata, tuple(words.PAYER_CLASS))
        table(shown, BUNDLED, key="bundled", alt="Bundled denials beside a visit and alone, by payer class")
    with right:
        components.titled("Denied without authorization, by payer class", "The injection, and the drug given that day.")
        both = authorization_rows(strata, paid.drug_authorization(at, scope.view))
        table(both, AUTHORIZED, key="authorized", alt="Authorization denials of injection and drug, by payer class")


def short_rows(at: At, scope: Scope, short: pl.DataFrame) -> None:
    """Shortfalls by payer and month, what is owed apart from what is only unusual; and whose price stepped down."""
    components.titled(
        shortfall_title(short),
        "Lines paid as billed, short by more than $0.50 and 1 %. Denials, part-denied units, recoded lines and lines "
        "paid nothing without a reason are apart. A usual rate is against this payer's own past, and a cut of it stays "
        "here for four quarters; only a contract can show a rate that was always low. A cut that you agreed to leaves "
        "with the contract, or with “Accepted from” at the payer on the Data page.",
    )
    rows = shortfalls(short)
    if not rows.height:
        no_rows("No line fell short of what a contract, the Medicare fee or the payer's usual rate says.")
        return
    for step in paid.steps(at, scope.view):
        st.markdown(words.plain(f"{step_words(step)} ({words.number_of(step.lines, 'line')} since)."))
    components.chart(shortfall_heat(short), key="short-months", on_pick=pick_payer)
    table(rows, SHORT, key="short", alt="Lines paid short, by payer and by what says the amount due")
    downloads(lambda: rows, SHORT, "96372 paid short", about(at, scope), key="short", holds_phi=False)


def payers(at: At, scope: Scope, by_payer: pl.DataFrame) -> None:
    """Each payer's price in one row; choosing one shows its lines."""
    if not by_payer.height:
        return
    rows = _with_match(paid.payer_matches(at, scope.view), by_payer)
    components.titled("Each payer's price in one row", "Choose a row to see its lines, the shortest paid first.")
    ids = rows["payer_id"].to_list()
    table(rows, PAYERS, key="prices", alt="Prices against Medicare's fee by payer", on_pick=lambda at: _pick(ids[at]))
    downloads(lambda: rows, PAYERS, "96372 prices by payer", about(at, scope), key="prices", holds_phi=False)
    payer = str(st.session_state.get("priced_payer"))
    if payer in ids:
        _lines(at, scope, payer, words.name(rows["payer_name"][ids.index(payer)]))


def _with_match(found: dict[str, Matched], by_payer: pl.DataFrame) -> pl.DataFrame:
    """Beside each payer's own price its ratio to Medicare over like lines."""
    matches = [found[payer] for payer in by_payer["payer_id"]]
    ratios = [one.ratio if one.is_comparable and min(one.n_one, one.n_two) >= ENOUGH else None for one in matches]
    sure = [
        words.interval(one.ratio_low, one.ratio_high) if ratio is not None else "not comparable"
        for one, ratio in zip(matches, ratios, strict=True)
    ]
    more = {"ratio": ratios, "sure": sure, "matched": [one.share for one in matches]}
    schema = {"ratio": pl.Float64(), "sure": pl.String(), "matched": pl.Float64()}
    return by_payer.hstack(pl.DataFrame(more, schema=schema))


def _pick(payer: str) -> None:
    chosen = st.session_state.get("priced_payer")
    st.session_state["priced_payer"] = None if chosen == payer else payer


def _lines(at: At, scope: Scope, payer: str, name: str) -> None:
    shown = paid.priced_lines(at, scope.view, payer)
    st.caption(words.plain(f"Lines of {name}, the shortest paid first. Choose one for the story of its claim"))
    claims = shown["claim_id"].to_list()
    table(shown, LINES, key=f"priced-{payer}", alt=f"Priced lines of {name}", on_pick=lambda at: pick_claim(claims[at]))
    follow()
    every = partial(paid.priced_lines, at, scope.view, payer, 1_000_000)
    downloads(every, LINES, f"96372 priced lines {name}", about(at, scope), key="priced", holds_phi=True)
