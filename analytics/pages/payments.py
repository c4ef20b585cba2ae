"""Payments: what does Medicare pay, and what do commercial payers pay for the same thing?"""

from functools import partial

import polars as pl
import streamlit as st

from analytics import words
from analytics.charts.comparable import Scope, in_months
from analytics.charts.headline import left_out
from analytics.charts.prices import (
    bridge_chart,
    index_trend,
    price_headline,
    price_note,
    price_strips,
    price_tiles,
    step_words,
)
from analytics.charts.shortfalls import (
    DUES,
    OUTCOMES,
    outcome_rows,
    outcome_title,
    shortfall_heat,
    shortfall_title,
    shortfalls,
)
from analytics.charts.tiles import counted
from analytics.metrics.cubes import View
from analytics.metrics.matching import Matched
from analytics.metrics.pairing import authorization_rows, bundled_rows
from analytics.metrics.prices import bridge, by_month, by_payer, outcome_match
from analytics.pages import cache, components, filters
from analytics.pages.components import about, follow, nothing, pick_claim, pick_payer
from analytics.pages.page import show
from analytics.pages.session import DataVersion
from analytics.pages.tables import Column, downloads, no_rows, table
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


def outcomes(at: DataVersion, scope: Scope) -> None:
    """The same record at a commercial payer and at Medicare: what each denies, matched."""
    strata = cache.outcome_strata(at, scope.view)
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
        both = authorization_rows(strata, cache.drug_authorization(at, scope.view))
        table(both, AUTHORIZED, key="authorized", alt="Authorization denials of injection and drug, by payer class")


def short_rows(at: DataVersion, scope: Scope, short: pl.DataFrame) -> None:
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
    for step in cache.steps(at, scope.view):
        st.markdown(words.plain(f"{step_words(step)} ({words.number_of(step.lines, 'line')} since)."))
    components.chart(shortfall_heat(short), key="short-months", on_pick=pick_payer)
    table(rows, SHORT, key="short", alt="Lines paid short, by payer and by what says the amount due")
    downloads(lambda: rows, SHORT, "96372 paid short", about(at, scope), key="short", holds_phi=False)


def payers(at: DataVersion, scope: Scope, by_payer: pl.DataFrame) -> None:
    """Each payer's price in one row; choosing one shows its lines."""
    if not by_payer.height:
        return
    rows = _with_match(cache.payer_matches(at, scope.view), by_payer)
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


def _lines(at: DataVersion, scope: Scope, payer: str, name: str) -> None:
    shown = cache.priced_lines(at, scope.view, payer)
    st.caption(words.plain(f"Lines of {name}, the shortest paid first. Choose one for the story of its claim"))
    claims = shown["claim_id"].to_list()
    table(shown, LINES, key=f"priced-{payer}", alt=f"Priced lines of {name}", on_pick=lambda at: pick_claim(claims[at]))
    follow()
    every = partial(cache.priced_lines, at, scope.view, payer, 1_000_000)
    downloads(every, LINES, f"96372 priced lines {name}", about(at, scope), key="priced", holds_phi=True)


COMMERCIAL = pl.col("payer_class") == "commercial"
MEDICARE = pl.col("payer_class") == "medicare"
EVERY = "Commercial payers"


def render(at: DataVersion, view: View) -> None:
    """Headline, tiles, distributions, bridge and trend, same record with other outcome, shortfalls, payers in rows."""
    filters.chips()
    months = cache.months(at, view)
    scope = filters.scope(view, months)
    now, before = cache.values(at, scope.view), cache.values(at, scope.before)
    if now is None:
        nothing()
        return
    prices, short = cache.prices(at, scope.view), cache.short_paid(at, scope.view)
    match = cache.commercial_match(at, scope.view)
    notes = [note for note in (price_note(match), left_out(scope)) if note]
    components.headline(price_headline(match, in_months(scope.view)), " ".join(notes) or None)
    components.tiles(
        price_tiles(scope, now, before, months, match, short), {"Counted": counted(now), **about(at, scope)}
    )
    table = by_payer(prices)
    strips = price_strips(table)
    components.chart(strips, key="strips", on_pick=pick_payer, none="No payer has more than 10 priced lines here.")
    _one_payer(at, scope, table)
    outcomes(at, scope)
    short_rows(at, scope, short)
    payers(at, scope, table)
    components.footline(about(at, scope))


def _one_payer(at: DataVersion, scope: Scope, table: pl.DataFrame) -> None:
    """The bridge and the trend of one payer, or of the commercial ones together."""
    others = table.filter(pl.col("payer_class") != "medicare")
    names = {words.name(row["payer_name"]): row["payer_id"] for row in others.iter_rows(named=True)}
    chosen = st.selectbox("Compare Medicare with", [EVERY, *names], key="with", bind="query-params", width=360)
    mine = pl.col("payer_id") == names[chosen] if chosen in names else COMMERCIAL
    sums, prices = cache.payment_sums(at, scope.view), cache.prices(at, scope.view)
    left, right = st.columns(2, gap="large")
    with left:
        found = bridge(sums.filter(MEDICARE), sums.filter(mine))
        none = "No bridge: it needs answered lines of Medicare and of the payer."
        components.chart(bridge_chart(found, chosen or EVERY), key="bridge", none=none)
    with right:
        chosen_prices = prices.filter(mine)
        payers_chosen = set(chosen_prices["payer_id"].to_list())
        steps = [step for step in cache.steps(at, scope.view) if step.payer_id in payers_chosen]
        trend = index_trend(by_month(chosen_prices), chosen or EVERY, steps)
        components.chart(trend, key="index", none="Too few months with more than 10 priced lines for a trend.")


if __name__ == "__main__":
    show(render)
