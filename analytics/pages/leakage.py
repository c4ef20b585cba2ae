"""Leakage: where does money leak, by payer, and what is worth doing?"""

from functools import partial

import polars as pl
import streamlit as st

from analytics import words
from analytics.charts.headline import left_out
from analytics.charts.leakage import (
    MEASURES,
    beside,
    equation,
    leak_dots,
    leak_headline,
    leak_matrix,
    ledger_waterfall,
    moved_rows,
    moved_title,
    quadrant,
)
from analytics.charts.work import leak_tiles
from analytics.leakage import FLAGS, rule, statements
from analytics.metrics.catalog import BY_NAME
from analytics.metrics.cubes import View
from analytics.metrics.evaluate import WAITING_LABELS
from analytics.metrics.leakage import WORK_COST_CENTS, Ledger, class_rates, moves
from analytics.pages import cache, components, filters
from analytics.pages.components import follow, nothing, pick_claim, pick_payer
from analytics.pages.page import show
from analytics.pages.session import DataVersion
from analytics.pages.tables import Column, downloads, files, no_rows, table
from analytics.pages.worklist import Asked, leak_about, work, work_about

_WHY, _RESTS = Column("why", "Why"), Column("rests_on", "Rests on")
_STEP = Column("fix", "First step", width="large")
FLAGGED = (
    Column("title", "To look at"),
    Column("count", "Lines", "count"),
    Column("charge_cents", "Charge", "dollars", "What these lines were billed at; nothing of it is in the ledger."),
    *(_STEP, _WHY, _RESTS),
    Column("side", "Began at", said=lambda side: words.SIDE[side]),
)
OVERPAID = (Column("title", "Possible overpayment"), Column("count", "Lines", "count"), _WHY, _STEP, _RESTS)
LINES = (
    Column("claim_id", "Claim"),
    Column("service_date", "Service date", "day"),
    Column("payer_name", "Payer", said=words.name),
    Column("provider_name", "Provider", said=words.name),
    Column("role", "Line", said=lambda role: words.ROLE[role]),
    Column("code", "Code"),
    Column("units", "Units", "count"),
    Column("place_of_service", "Place"),
    Column("drug", "Drug"),
)
UNSEEN = (
    Column("id", "Statement"),
    Column("statement", "What the trade says"),
    Column("not_visible", "Not visible in claims"),
    Column("proxy", "The nearest sign in claims"),
    Column("shown", "Shown by"),
)
SEEN = (Column("id", "Statement"), Column("statement", "What the trade says"), Column("shown", "Shown by"))


def look_at(asked: Asked) -> None:
    """Rules without dollars: how many lines, why, and the first step."""
    rows = _told(cache.flags(asked.at, asked.scope.view).filter(pl.col("kind") == "flag"))
    count = int(rows["count"].sum())
    components.titled(
        f"{words.number_of(count, 'flag')} to look at, without a dollar in the ledger",
        "A sign, not a finding: the record decides. A line may carry several. Choose a row to see its lines.",
    )
    _rows(asked, rows, FLAGGED, "flagged", "96372 to look at")


def compliance(asked: Asked) -> None:
    """Possible overpayments by name, never by value, never netted against what leaked."""
    found = cache.flags(asked.at, asked.scope.view).filter(pl.col("kind") == "possible_overpayment")
    rows = _told(found).sort(pl.col("rule").replace_strict({name: at for at, name in enumerate(FLAGS)}))
    components.titled(
        "Possible overpayments, for the compliance officer",
        "Money that may have to go back under the report-and-return rule. In a fixed order, without dollars, and in no "
        "total of this page. Choose a row to see its lines.",
    )
    _rows(asked, rows, OVERPAID, "overpaid", "96372 possible overpayments")


def _told(found: pl.DataFrame) -> pl.DataFrame:
    names = found["rule"].to_list()
    proxy = pl.when(pl.col("is_unverified")).then(pl.lit("a proxy or unverified reference data"))
    return found.with_columns(
        *(
            pl.Series(name, [getattr(rule(one), told) for one in names], dtype=pl.String)
            for name, told in (("title", "title"), ("why", "why"), ("fix", "step"))
        ),
        proxy.otherwise(pl.lit("the claims and remittances")).alias("rests_on"),
    )


def _rows(asked: Asked, rows: pl.DataFrame, columns: tuple[Column, ...], key: str, what: str) -> None:
    if not rows.height:
        no_rows("Nothing of the kind here.")
        return
    names = rows["rule"].to_list()
    chosen = st.session_state.get("flag_rule")
    table(rows, columns, key=f"{key}-{chosen}", alt=what, on_pick=lambda place: _pick(names[place]), most=20)
    downloads(lambda: rows, columns, what, leak_about(asked), key=key, holds_phi=False)
    if isinstance(chosen, str) and chosen in names:
        _lines(asked, chosen)


def _pick(name: str) -> None:
    is_same = st.session_state.get("flag_rule") == name
    st.session_state["flag_rule"] = None if is_same else name


def _lines(asked: Asked, name: str) -> None:
    at, view = asked.at, asked.scope.view
    shown = cache.flag_lines(at, view, name)
    title = rule(name).title
    first = f"{rule(name).why} First step: {rule(name).step}"
    components.titled(title, f"{first} The latest first; choose a line for the story of its claim.")
    claims = shown["claim_id"].to_list()
    alt = f"Lines to look at: {title}"
    table(shown, LINES, key=f"flag-{name}", alt=alt, on_pick=lambda place: pick_claim(claims[place]))
    follow()
    every = partial(cache.flag_lines, at, view, name, 1_000_000)
    downloads(every, LINES, f"96372 {title.lower()}", leak_about(asked), key="flag-lines", holds_phi=True)


def unseen(asked: Asked) -> None:
    """The statements of the trade that need the chart, and what shows each of the others."""
    every = _shown(statements())
    hidden = every.filter(pl.col("not_visible") != "")
    components.titled(
        f"{words.number_of(hidden.height, 'statement')} of the trade cannot be checked in claims",
        "They need the chart. Where claims hold a sign of it, the sign is named; a sign is not a finding.",
    )
    table(hidden, UNSEEN, key="unseen", alt="Statements that claims cannot show", most=20)
    downloads(lambda: hidden, UNSEEN, "96372 not in claims", leak_about(asked), key="unseen", holds_phi=False)
    seen = every.filter(pl.col("not_visible") == "")
    components.titled(
        f"{words.number_of(seen.height, 'statement')} can be, by these rules and measures",
        "Each statement of the two articles that this product started from, and what shows it here.",
    )
    table(seen, SEEN, key="seen", alt="Statements and what shows them", most=20)
    downloads(lambda: seen, SEEN, "96372 statements", leak_about(asked), key="seen", holds_phi=False)


def _shown(every: pl.DataFrame) -> pl.DataFrame:
    """Rules and flags by their titles, metrics by their labels."""
    said = [_names(row["rules"], row["flags"], row["metrics"]) for row in every.iter_rows(named=True)]
    return every.with_columns(pl.Series("shown", said, dtype=pl.String))


def _names(rules: str, flags: str, metrics: str) -> str:
    titles = [rule(name).title for name in f"{rules} {flags}".split()]
    return ", ".join(dict.fromkeys([*titles, *(_label(name) for name in metrics.split())]))


def _label(metric: str) -> str:
    return WAITING_LABELS.get(metric) or BY_NAME[metric].label


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


def render(at: DataVersion, view: View) -> None:
    """Headline, tiles and equation; then the ledger, the worklist, flags, compliance, and what no claim can show."""
    filters.chips()
    scope = filters.scope(view, cache.months(at, view))
    whole = cache.whole(at, scope.view)
    asked = Asked(at, view, scope)
    if cache.values(at, scope.view) is None and not whole.has_lines:
        nothing()
        return
    payers, before = cache.payers(at, scope.view), cache.payers(at, scope.before)
    batches = cache.batches(at, view, WORK_COST_CENTS)
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
        dots = leak_dots(cache.payers(at, view))
        components.chart(dots, key="leaking", on_pick=pick_payer, none="No payer has more than 10 injection days here.")
    measure = st.segmented_control(
        "Cells", list(MEASURES), key="cells", default=next(iter(MEASURES)), required=True, bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip
    matrix = leak_matrix(class_rates(*cache.days(at, view)), measure or next(iter(MEASURES)))
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
    found = moves(*cache.all_days(asked.at, asked.view), months)
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
        lambda: cache.export(at, "leak", view, WORK_COST_CENTS), "96372 leaks", leak_about(asked),
        key="leak-lines", holds_phi=True,
    )  # fmt: skip
    st.caption("The same to share: no identifiers, months for days, nothing of fewer than 11 patients")
    files(
        lambda: cache.shareable_export(at, "leak", view, WORK_COST_CENTS), "96372 leaks to share",
        leak_about(asked), key="leak-share", holds_phi=False,
    )  # fmt: skip


if __name__ == "__main__":
    show(render)
