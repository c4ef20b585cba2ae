"""Denials: what is denied, by whom, why, and does it come back?"""

from functools import partial

import streamlit as st

from analytics import words
from analytics.charts.comparable import Month, Scope
from analytics.charts.denials import reason_pareto
from analytics.charts.explain import counted
from analytics.charts.fates import fate_tiles, resolution_chart, settled
from analytics.charts.headline import empty, headline, left_out
from analytics.charts.tiles import Tile, tile
from analytics.metrics.evaluate import Value
from analytics.metrics.view import View
from analytics.pages import cache, components, filters
from analytics.pages.about import about
from analytics.pages.bases import why_months_differ
from analytics.pages.definitions import why_they_differ
from analytics.pages.denied_rows import chosen_category, pick_category, rows
from analytics.pages.nothing import nothing
from analytics.pages.session import At, show
from analytics.pages.side_by_side import payer_heat, side_by_side
from analytics.pages.trend import ANSWERED, trend

Values = dict[str, Value]


def render(at: At, view: View) -> None:
    """Headline, tiles, trend, reasons, groups side by side, payers by category, rows."""
    filters.chips()
    months = cache.months(at, view)
    scope = filters.scope(view, months)
    now, before = cache.values(at, scope.view), cache.values(at, scope.before)
    if now is None:
        nothing()
        return
    components.headline(
        headline(scope, now["denial_rate"], before["denial_rate"] if before else None), left_out(scope, of_denials=True)
    )
    components.tiles(_tiles(at, scope, months, now, before), {"Counted": counted(now), **about(at, scope)})
    why_they_differ(at, scope)
    why_months_differ(at, scope, view)
    trend(at, scope, view, months, now["denial_rate"], first=ANSWERED)
    reasons = cache.reasons(at, scope.view)
    left, right = st.columns(2, gap="large")
    with left:
        chosen = chosen_category()
        components.chart(
            reason_pareto(reasons, chosen),
            key="pareto",
            on_pick=pick_category,
            none=empty(now["denial_rate"], "Nothing is denied here."),
        )
    with right:
        side_by_side(at, scope, now["denial_rate"])
    payer_heat(at, scope, reasons, now["denial_rate"])
    chart = resolution_chart(*cache.resolution(at, scope.view))
    components.chart(chart, key="resolution", none="Too few denials have come back to say how long they take.")
    rows(at, scope, reasons)
    components.footline(about(at, scope))


def _tiles(at: At, scope: Scope, months: tuple[Month, ...], now: Values, before: Values | None) -> list[Tile]:
    """Denied first, still denied, what became of it in months that can tell, passed on, dollars."""
    second = "initial_denial_rate" if scope.view.definition == "open" else "open_denial_rate"
    first = words.DEFINITION[scope.view.definition] if scope.view.definition != "initial" else "Initial denial rate"

    def one(name: str, label: str | None = None) -> Tile:
        return tile(name, label, scope, now[name], before[name] if before else None, months)

    decided = settled(scope, months, partial(cache.values, at))
    fates = fate_tiles(scope, decided, months)
    return [one("denial_rate", first), one(second), *fates, one("routed_rate"), one("denied_dollars_expected")]


if __name__ == "__main__":
    show(render)
