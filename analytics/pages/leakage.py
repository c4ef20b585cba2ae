"""Leakage: where does money leak, by payer, and what is worth doing?"""

import polars as pl
import streamlit as st

from analytics import words
from analytics.charts.headline import left_out
from analytics.charts.leak_payers import MEASURES, leak_dots, leak_matrix, moved_rows, moved_title
from analytics.charts.leakage import beside, equation, leak_headline, ledger_waterfall, quadrant
from analytics.charts.work import leak_tiles
from analytics.leakage import rule
from analytics.metrics.leak_rates import class_rates, moves
from analytics.metrics.leakage import WORK_COST_CENTS, Ledger
from analytics.metrics.view import View
from analytics.pages import cache, components, filters, leak_frames
from analytics.pages.leak_about import Asked, leak_about, work_about
from analytics.pages.leak_flags import compliance, look_at, unseen
from analytics.pages.nothing import nothing
from analytics.pages.picking import pick_payer
from analytics.pages.session import At, show
from analytics.pages.tables import Column, no_rows, table
from analytics.pages.take_away import downloads, files
from analytics.pages.worklist import work

PARTS = ("Ledger", "Worklist", "To look at", "For compliance", "Not in claims")
MOVED = (
    Column("payer", "Payer"),
    Column("leak_class", "Class"),
    Column("month", "Since", "day", "First day of the month from which on it differs"),
    Column("before", "Days before", "percent", "Share of the payer's injection days that leaked in this class"),
    Column("after", "Days since", "percent"),
    Column("difference", "Difference", help="95 % interval"),
    Column("monthly_cents", "A month", "signed", "The difference in dollars a month, at what such a day leaks"),
    Column("chance", "Chance of it", help="That chance alone moves it so, adjusted for all that was searched"),
)
CLASSES = (
    Column("title", "Cause"),
    Column("role", "Line", said=lambda role: words.ROLE[role]),
    Column("count", "Lines", "count"),
    Column("amount_cents", "Leaked", "dollars"),
    Column("preventable", "Preventable", said=lambda grade: words.GRADE[grade]),
    Column("recoverable", "Recoverable", said=lambda grade: words.GRADE[grade]),
    Column("worth_cents", "After the work", "dollars", "Recoverable lines above the cost of working one, less it"),
    Column("why", "Why"),
    Column("fix", "First step"),
)


def render(at: At, view: View) -> None:
    """Headline, tiles and equation; then the ledger, the worklist, flags, compliance, and what no claim can show."""
    filters.chips()
    scope = filters.scope(view, cache.months(at, view))
    whole = leak_frames.whole(at, scope.view)
    asked = Asked(at, view, scope)
    if cache.values(at, scope.view) is None and not whole.has_lines:
        nothing()
        return
    payers, before = leak_frames.payers(at, scope.view), leak_frames.payers(at, scope.before)
    batches = leak_frames.batches(at, view, WORK_COST_CENTS)
    components.headline(leak_headline(whole, payers, asked.span), left_out(scope))
    components.tiles(leak_tiles(whole, payers, before, asked.against, batches), leak_about(asked))
    _equation(whole)
    part = st.segmented_control(
        "Part of the page", PARTS, key="part", default=PARTS[0], required=True, bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip
    if part == "Worklist":
        work(asked)
    elif part == "To look at":
        look_at(asked)
    elif part == "For compliance":
        compliance(asked)
    elif part == "Not in claims":
        unseen(asked)
    else:
        _ledger(asked, whole)
    components.footline(work_about(asked) if part == "Worklist" else leak_about(asked))


def _equation(whole: Ledger) -> None:
    with st.container(border=True, gap="xxsmall"):
        for name, sums in (("Injections and visits", whole.headline), ("Drugs", whole.drugs)):
            st.markdown(f"**{name}** {words.plain(equation(sums))}")
        st.caption(words.plain(f"Together {equation(whole.total)}. {beside(whole.total)}"))


def _ledger(asked: Asked, whole: Ledger) -> None:
    at, view = asked.at, asked.scope.view
    left, right = st.columns(2, gap="large")
    with left:
        components.chart(ledger_waterfall(whole), key="ledger", none="Nothing leaked here.")
    with right:
        dots = leak_dots(leak_frames.payers(at, view))
        components.chart(dots, key="leaking", on_pick=pick_payer, none="No payer has more than 10 injection days here.")
    measure = st.segmented_control(
        "Cells", list(MEASURES), key="cells", default=next(iter(MEASURES)), required=True, bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip
    matrix = leak_matrix(class_rates(*leak_frames.days(at, view)), measure or next(iter(MEASURES)))
    components.chart(matrix, key="matrix", on_pick=pick_payer, none="No payer has more than 10 injection days here.")
    left, right = st.columns(2, gap="large")
    with left:
        components.chart(quadrant(whole), key="quadrant", none="Nothing leaked here.")
    with right:
        _moved(asked)
    _classes(asked, whole)


def _moved(asked: Asked) -> None:
    """What moved, in every comparable month up to the last chosen one."""
    end = asked.scope.view.end
    months = [
        month.day
        for month in cache.months(asked.at, asked.view)
        if month.is_comparable and (end is None or month.day <= end)
    ]
    found = moves(*leak_frames.all_days(asked.at, asked.view), months)
    rows = moved_rows(found)
    components.titled(
        moved_title(found, len(months)),
        "A payer's class that leaks on more, or fewer, of its days since one month than before: searched in every "
        "comparable month up to the last chosen one, named allowing for the number of payers and classes looked at.",
    )
    if not rows.height:
        no_rows("Needs four comparable months, 30 days on either side and 12 leaking ones.")
        return
    ids = rows["payer_id"].to_list()
    alt = "Payers' classes that moved"
    table(rows, MOVED, key=f"moved-{asked.view.payers}", alt=alt, on_pick=lambda place: pick_payer(ids[place]))
    downloads(lambda: rows, MOVED, "96372 leaks that moved", leak_about(asked), key="moved", holds_phi=False)


def _classes(asked: Asked, whole: Ledger) -> None:
    """Every cause in one row; the rows add up to the equation."""
    components.titled("Every cause in one row", "Injections, visits and drugs; together they are the equation above.")
    if not whole.classes.height:
        no_rows("Nothing leaked here.")
        return
    rows = whole.classes.with_columns(
        [
            pl.Series(name, [getattr(rule(one), name) for one in whole.classes["rule"]], dtype=pl.String)
            for name in ("title", "why", "fix")
        ]
    )
    table(rows, CLASSES, key="causes", alt="Causes of leaks with lines and dollars")
    downloads(lambda: rows, CLASSES, "96372 leaks by cause", leak_about(asked), key="causes", holds_phi=False)
    at, view = asked.at, asked.scope.view
    st.caption("Every leaking line of these months, with its claim number")
    files(
        lambda: leak_frames.export(at, "leak", view, WORK_COST_CENTS), "96372 leaks", leak_about(asked),
        key="leak-lines", holds_phi=True,
    )  # fmt: skip
    st.caption("The same to share: no identifiers, months for days, nothing of fewer than 11 patients")
    files(
        lambda: leak_frames.shareable_export(at, "leak", view, WORK_COST_CENTS), "96372 leaks to share",
        leak_about(asked), key="leak-share", holds_phi=False,
    )  # fmt: skip


if __name__ == "__main__":
    show(render)
