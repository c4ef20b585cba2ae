"""Overview: how are we doing, what came in since the last load, and what is open?"""

import polars as pl
import streamlit as st

from analytics import words
from analytics.charts.changed import payer_bridge
from analytics.charts.comparable import Month, Scope, span_of
from analytics.charts.control import payer_signals, screened
from analytics.charts.groups import rate_dots
from analytics.charts.headline import empty, headline, left_out
from analytics.charts.leakage import ledger_waterfall
from analytics.charts.model import Chart
from analytics.charts.overview import ageing_heat, arrivals_title, overview_tiles, scorecard, told_arrivals
from analytics.charts.tiles import change, counted
from analytics.metrics.changed import by_rate_and_mix, counts_of
from analytics.metrics.cubes import View
from analytics.metrics.evaluate import Value
from analytics.pages import cache, components, filters
from analytics.pages.components import AT_ONE_AGE, about, nothing, pick_payer, trend
from analytics.pages.page import show
from analytics.pages.session import DataVersion
from analytics.pages.tables import Column, downloads, no_rows, table
from analytics.paths import PACKAGE

SCORECARD = (
    Column("payer_name", "Payer", said=words.name),
    Column("lines", "Injections", "count", "96372 lines billed in these months"),
    Column("rate", "Denial rate", "percent"),
    Column("certainty", "How sure", help="95 % interval and answered lines"),
    Column(
        "ranking",
        "For ranking",
        "percent",
        "Denial rate pulled towards that of all payers, the fewer the lines the more: sort by this one. "
        "None below 30 answered lines",
    ),
    Column(
        "signal",
        "Newest month",
        width=210,
        help="Outside the limits that chance alone would keep, or 7 in a row on one side of the payer's own level, "
        "up to its newest month that is answered; held against the number of payers",
    ),
    Column("against", "Against before", help="Change of the denial rate; limits widened for the number of payers"),
    Column("open_cents", "Open, expected", "dollars", "Not answered, or denied and still standing; all months"),
    Column("days", "Days", "days", "To the first response: half of the lines had one by then"),
    Column("payer_class", "Class", said=words.payer_class),
)
TREND = Column("trend", "By month", "trend", "Denial rate of up to twelve comparable months, in percent, from zero")
ARRIVALS = (
    Column("payer_name", "Payer", said=words.name),
    Column("billed", "New lines", "count", "96372 lines first billed in these files"),
    Column("answered", "Answered", "count", "96372 lines with an answer in these files"),
    Column("denied", "New denials", "count", "Lines with a denial that these files did not take back"),
    Column("denied_cents", "Denied charges", "dollars"),
    Column("unsure", "Not known", "count", "Paid $0 without a code or a status: denied or not is not known"),
    Column("paid_cents", "Paid", "dollars"),
    Column("taken_back_cents", "Taken back", "dollars"),
)


def came_in(at: DataVersion, scope: Scope) -> None:
    """New denials and new cash by payer, from the files of the last day of loading."""
    loads, day, has_earlier = cache.last_loads(at)
    if not loads:
        return
    frame = cache.arrivals(at, scope.view, loads)
    components.titled(*arrivals_title(frame, day, len(loads), is_first=not has_earlier))
    if not frame.height:
        no_rows("These files hold no 96372 line that matches the filters.")
        return
    payers, told = frame["payer_id"].to_list(), told_arrivals(frame)
    columns = tuple(column for column in ARRIVALS if column.name != "unsure" or frame["unsure"].sum())
    alt = "New lines, denials and cash by payer, from the last files"
    table(told, columns, key="arrivals", alt=alt, on_pick=lambda place: pick_payer(payers[place]))
    downloads(lambda: told, columns, f"96372 what came in {day}", about(at, scope), key="arrivals", holds_phi=False)


def payers(at: DataVersion, scope: Scope, chosen: View, months: tuple[Month, ...], ageing: pl.DataFrame) -> None:
    """The payers, the largest first; a click filters by one, a second click takes the filter away."""
    comparable = [month.day for month in months if month.is_comparable and _is_before_end(month, chosen)]
    before = cache.groups(at, scope.before, ("payer",)) if scope.before else []
    by_month, now = cache.payer_months(at, chosen), cache.groups(at, scope.view, ("payer",))
    early = {month.day for month in months if month.is_early}
    signals = payer_signals(by_month, early=early, end=chosen.end)
    frame = scorecard(now, before, by_month, ageing, cache.classes(at), comparable, signals)
    earlier = f", against {span_of(scope.before)}" if scope.before else ""
    names = {group.key["payer_id"]: group.key["payer_name"] for group in by_month}
    components.titled(
        screened(signals, names, len(comparable)),
        f"Each payer in one row: {span_of(scope.view) or 'all months'}{earlier}. Choose a row to filter by it.",
    )
    ids = frame["payer_id"].to_list()
    alt = "Payers with volume, denial rate, interval, change, open dollars, days and trend"
    table(
        frame,
        (*SCORECARD[:3], TREND, *SCORECARD[3:]),
        key="scorecard",
        alt=alt,
        on_pick=lambda place: pick_payer(ids[place]),
    )
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        downloads(lambda: frame, SCORECARD, "96372 payers", about(at, scope), key="payers", holds_phi=False)


def _is_before_end(month: Month, chosen: View) -> bool:
    return chosen.end is None or month.day <= chosen.end


def what_changed(at: DataVersion, scope: Scope, now: Value, before: Value | None) -> None:
    """Two waterfalls: of denials by payer, and of money by cause."""
    left, right = st.columns(2, gap="large")
    with left:
        none = "Nothing to compare with: choose a period that has earlier months."
        components.chart(_moved(at, scope, now, before), key="changed", none=none)
    with right:
        waterfall = ledger_waterfall(cache.whole(at, scope.view))
        components.chart(waterfall, key="expected", none="No line of these months has a value that is known.")
        leakage = PACKAGE / "pages" / "leakage.py"
        st.page_link(leakage, label="Where money leaks, and what to do", icon=":material/arrow_forward:")


def _moved(at: DataVersion, scope: Scope, now: Value, before: Value | None) -> Chart | None:
    if scope.before is None or before is None or before.value is None or now.value is None:
        return None
    groups = [cache.groups(at, view, ("payer",)) for view in (scope.before, scope.view)]
    names = {group.key["payer_id"]: words.name(group.key["payer_name"]) for both in groups for group in both}
    parts = by_rate_and_mix(counts_of(groups[0], groups[1], "payer_id"))
    moved = change(now, before)
    spans = span_of(scope.before) or "", span_of(scope.view) or ""
    is_beyond = moved is not None and moved.is_beyond_chance is True
    return payer_bridge(parts, names, (before.value, now.value), spans, is_beyond=is_beyond)


def render(at: DataVersion, view: View) -> None:
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
