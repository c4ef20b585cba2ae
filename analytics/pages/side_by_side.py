"""Denial rates side by side: what is compared is the visitor's choice, and stands in the address."""

from functools import partial

import polars as pl
import streamlit as st

from analytics.charts.comparable import Scope
from analytics.charts.funnels import rate_funnel
from analytics.charts.groups import rate_dots
from analytics.charts.headline import empty
from analytics.charts.heat import denial_heat
from analytics.charts.reasons import reason_heat
from analytics.metrics.evaluate import Value
from analytics.pages import cache, components
from analytics.pages.options import options_of
from analytics.pages.picking import pick, pick_payer
from analytics.pages.session import At

BY = {"Payer": "payer", "Provider": "provider", "Drug": "drug", "Place": "place_of_service"}
FILTER = {"payer": "payer", "provider": "provider", "drug": "drug", "place_of_service": "place"}
"""Which filter of the sidebar a group is."""
ACROSS = ("Category", "Month")
SIZED = ("payer", "provider")
"""Those that a funnel is for: few enough to know by name, and of very different size."""
LOOKS = ("One by one", "By size")


def side_by_side(at: At, scope: Scope, now: Value) -> None:
    """Dots of payers, providers, drugs or places; a click filters by one."""
    chosen = st.segmented_control(
        "Compare by",
        list(BY),
        key="by",
        default="Payer",
        required=True,
        bind="query-params",
        label_visibility="collapsed",
    )
    by = BY[chosen or "Payer"]
    names = {id_: name for name, id_ in options_of(cache.choices(at)).names[FILTER[by]].items()}
    groups = cache.groups(at, scope.view, (by,))
    if by in SIZED and _look() == LOOKS[1]:
        chart, name, none = (
            rate_funnel(groups, by, names),
            "funnel",
            "A funnel needs two with more than 10 answered lines.",
        )
    else:
        chart, name = rate_dots(groups, by, names, cache.classes(at), now), "dots"
        none = "Nothing here has more than 10 answered lines."
    components.chart(chart, key=f"{name}-{by}", on_pick=partial(pick, FILTER[by]), none=empty(now, none))


def _look() -> str:
    chosen = st.segmented_control(
        "Drawn as",
        LOOKS,
        key="look",
        default=LOOKS[0],
        required=True,
        bind="query-params",
        label_visibility="collapsed",
    )
    return chosen or LOOKS[0]


def payer_heat(at: At, scope: Scope, reasons: pl.DataFrame, now: Value) -> None:
    """Payers by category or by month; a click filters by the payer."""
    across = st.segmented_control(
        "Payers by",
        ACROSS,
        key="across",
        default=ACROSS[0],
        required=True,
        bind="query-params",
        label_visibility="collapsed",
        format_func=_across,
    )
    if across == "Month":
        heat = denial_heat(cache.groups(at, scope.view, ("payer", "month")))
    else:
        heat = reason_heat(reasons, cache.groups(at, scope.view, ("payer",)))
    none = empty(now, "No payer has more than 10 answered lines here.")
    components.chart(heat, key=f"heat-{across}", on_pick=pick_payer, none=none)


def _across(name: str) -> str:
    return f"Payers by {name.lower()}"
