"""Overview: how are we doing, what came in since the last load, and what is open?"""

import streamlit as st

from analytics.charts.explain import counted
from analytics.charts.groups import rate_dots
from analytics.charts.headline import empty, headline, left_out
from analytics.charts.overview import ageing_heat, overview_tiles
from analytics.metrics.view import View
from analytics.pages import cache, components, filters
from analytics.pages.about import about
from analytics.pages.nothing import nothing
from analytics.pages.payer_rows import came_in, payers
from analytics.pages.picking import pick_payer
from analytics.pages.session import At, show
from analytics.pages.trend import AT_ONE_AGE, trend
from analytics.pages.what_changed import what_changed
from analytics.paths import PACKAGE


def render(at: At, view: View) -> None:
    """Headline, tiles, trend, what changed, where money went, payers that differ, what is open and came in, rows."""
    filters.chips()
    months = cache.months(at, view)
    scope = filters.scope(view, months)
    now, before = cache.values(at, scope.view), cache.values(at, scope.before)
    if now is None:
        nothing()
        return
    ageing = cache.ageing(at, view)
    components.headline(
        headline(scope, now["denial_rate"], before["denial_rate"] if before else None), left_out(scope, of_denials=True)
    )
    components.tiles(overview_tiles(scope, now, before, months, ageing), {"Counted": counted(now), **about(at, scope)})
    trend(at, scope, view, months, now["denial_rate"], first=AT_ONE_AGE)
    st.page_link(PACKAGE / "pages" / "denials.py", label="What is denied, and why", icon=":material/arrow_forward:")
    what_changed(at, scope, now["denial_rate"], before["denial_rate"] if before else None)
    left, right = st.columns(2, gap="large")
    with left:
        groups = cache.groups(at, scope.view, ("payer",))
        dots = rate_dots(groups, "payer", {}, cache.classes(at), now["denial_rate"])
        none = empty(now["denial_rate"], "No payer has more than 10 answered lines here.")
        components.chart(dots, key="payers", on_pick=pick_payer, none=none)
    with right:
        heat = ageing_heat(ageing, cache.as_of(at))
        components.chart(heat, key="ageing", on_pick=pick_payer, none="Nothing is open.")
    came_in(at, scope)
    payers(at, scope, view, months, ageing)
    components.footline(about(at, scope))


if __name__ == "__main__":
    show(render)
