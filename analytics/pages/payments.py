"""Payments: what does Medicare pay, and what do commercial payers pay for the same thing?"""

import polars as pl
import streamlit as st

from analytics import words
from analytics.charts.comparable import Scope, in_months
from analytics.charts.explain import counted
from analytics.charts.headline import left_out
from analytics.charts.price_tiles import price_tiles
from analytics.charts.prices import bridge_chart, index_trend, price_headline, price_note, price_strips
from analytics.metrics.bridge import bridge
from analytics.metrics.prices import by_month, by_payer
from analytics.metrics.view import View
from analytics.pages import cache, components, filters, paid
from analytics.pages.about import about
from analytics.pages.nothing import nothing
from analytics.pages.payment_rows import outcomes, payers, short_rows
from analytics.pages.picking import pick_payer
from analytics.pages.session import At, show

COMMERCIAL = pl.col("payer_class") == "commercial"
MEDICARE = pl.col("payer_class") == "medicare"
EVERY = "Commercial payers"


def render(at: At, view: View) -> None:
    """Headline, tiles, distributions, bridge and trend, same record with other outcome, shortfalls, payers in rows."""
    filters.chips()
    months = cache.months(at, view)
    scope = filters.scope(view, months)
    now, before = cache.values(at, scope.view), cache.values(at, scope.before)
    if now is None:
        nothing()
        return
    prices, short = paid.prices(at, scope.view), paid.short_paid(at, scope.view)
    match = paid.commercial_match(at, scope.view)
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


def _one_payer(at: At, scope: Scope, table: pl.DataFrame) -> None:
    """The bridge and the trend of one payer, or of the commercial ones together."""
    others = table.filter(pl.col("payer_class") != "medicare")
    names = {words.name(row["payer_name"]): row["payer_id"] for row in others.iter_rows(named=True)}
    chosen = st.selectbox("Compare Medicare with", [EVERY, *names], key="with", bind="query-params", width=360)
    mine = pl.col("payer_id") == names[chosen] if chosen in names else COMMERCIAL
    sums, prices = paid.payment_sums(at, scope.view), paid.prices(at, scope.view)
    left, right = st.columns(2, gap="large")
    with left:
        found = bridge(sums.filter(MEDICARE), sums.filter(mine))
        none = "No bridge: it needs answered lines of Medicare and of the payer."
        components.chart(bridge_chart(found, chosen or EVERY), key="bridge", none=none)
    with right:
        chosen_prices = prices.filter(mine)
        payers_chosen = set(chosen_prices["payer_id"].to_list())
        steps = [step for step in paid.steps(at, scope.view) if step.payer_id in payers_chosen]
        trend = index_trend(by_month(chosen_prices), chosen or EVERY, steps)
        components.chart(trend, key="index", none="Too few months with more than 10 priced lines for a trend.")


if __name__ == "__main__":
    show(render)
