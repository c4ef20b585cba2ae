"""Modifier 25: what happens to the pair of visit and injection, with it and without it?"""

import polars as pl
import streamlit as st

from analytics.charts.comparable import in_months
from analytics.charts.explain import counted
from analytics.charts.headline import left_out
from analytics.charts.pair_tiles import pair_tiles
from analytics.charts.pairing import difference_dots, pair_headline, pair_stacks, usage_funnel
from analytics.metrics.pairing import PAYER, answered, arms, arms_by_payer, outcomes, usage
from analytics.metrics.view import View
from analytics.pages import cache, components, filters, paid
from analytics.pages.about import about
from analytics.pages.nothing import nothing
from analytics.pages.pair_losses import by_payer, by_provider, information
from analytics.pages.pair_rows import documentation, nurse_visits, other_visits, recovered, rows
from analytics.pages.picking import pick, pick_payer
from analytics.pages.session import At, show

WHICH = {"By the first answers": "outcome_first", "By now": "outcome_now"}


def render(at: At, view: View) -> None:
    """Headline, tiles, dollars by payer and provider, outcomes, matched difference, use, recovery, 99211, rows."""
    filters.chips()
    months = cache.months(at, view)
    scope = filters.scope(view, months)
    now, before = cache.values(at, scope.view), cache.values(at, scope.before)
    if now is None:
        nothing()
        return
    pairs = paid.pairs(at, scope.view)
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
