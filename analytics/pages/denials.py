"""Denials: what is denied, by whom, why, and does it come back?"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import polars as pl
import streamlit as st

from analytics import words
from analytics.charts import denials
from analytics.charts.comparable import Month, Scope
from analytics.charts.definitions import (
    STEPS,
    bases_table,
    bases_title,
    definition_bridge,
    definitions_table,
    definitions_title,
)
from analytics.charts.denials import fate_tiles, reason_heat, reason_pareto, resolution_chart, settled
from analytics.charts.groups import rate_dots, rate_funnel
from analytics.charts.headline import empty, headline, left_out
from analytics.charts.heat import denial_heat
from analytics.charts.tiles import Tile, counted, tile
from analytics.metrics.cubes import DEFINITIONS as DEFINITION_IDS
from analytics.metrics.cubes import View
from analytics.metrics.evaluate import Value
from analytics.pages import cache, components, filters
from analytics.pages.components import ANSWERED, about, follow, nothing, pick, pick_claim, pick_payer, trend
from analytics.pages.filters import options_of
from analytics.pages.page import show
from analytics.pages.session import DataVersion
from analytics.pages.tables import Column, downloads, table

BY = {"Payer": "payer", "Provider": "provider", "Drug": "drug", "Place": "place_of_service"}
FILTER = {"payer": "payer", "provider": "provider", "drug": "drug", "place_of_service": "place"}
"""Which filter of the sidebar a group is."""
ACROSS = {name: f"Payers by {name.lower()}" for name in ("Category", "Month")}
"""A dictionary: what the script of a page defines itself cannot be held in the state of a session."""
SIZED = ("payer", "provider")
"""Those that a funnel is for: few enough to know by name, and of very different size."""
LOOKS = ("One by one", "By size")


def side_by_side(at: DataVersion, scope: Scope, now: Value) -> None:
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


def payer_heat(at: DataVersion, scope: Scope, reasons: pl.DataFrame, now: Value) -> None:
    """Payers by category or by month; a click filters by the payer."""
    across = st.segmented_control(
        "Payers by",
        ACROSS,
        key="across",
        default=next(iter(ACROSS)),
        required=True,
        bind="query-params",
        label_visibility="collapsed",
        format_func=ACROSS.__getitem__,
    )
    if across == "Month":
        heat = denial_heat(cache.groups(at, scope.view, ("payer", "month")))
    else:
        heat = reason_heat(reasons, cache.groups(at, scope.view, ("payer",)))
    none = empty(now, "No payer has more than 10 answered lines here.")
    components.chart(heat, key=f"heat-{across}", on_pick=pick_payer, none=none)


DEFINITIONS = (
    Column("definition", "Definition", said=lambda name: words.DEFINITION[name]),
    Column("denied", "Denied", "count"),
    Column("counted", "Of", "count", "Lines that the definition counts"),
    Column("rate", "Rate", "percent"),
    Column("interval", "95 % interval"),
    Column("more", "More than ours", "count", "Lines it calls denied and ours does not; the next four add up to it"),
    Column("more_paid", "now paid", "count"),
    Column("more_patient", "patient's share", "count"),
    Column("more_routed", "passed on", "count"),
    Column("more_other", "other", "count"),
    Column("fewer", "Fewer than ours", "count", "Lines that ours calls denied and it does not"),
    Column("definition", "What it counts", width="large", said=lambda name: words.DEFINITION_WORDS[name]),
)


BRIDGE_LINES = (
    Column("claim_id", "Claim"),
    Column("service_date", "Service date", "day"),
    Column("payer_name", "Payer", said=words.name),
    Column("provider_name", "Provider", said=words.name),
    Column("state", "Now", said=words.state),
    Column("category", "Category", said=words.category),
    Column("reason", "Code"),
    Column("charge_cents", "Charge", "dollars"),
    Column("received_cents", "Received", "dollars"),
    Column("first_answer_date", "First answer", "day"),
)

STEP = "bridge-step"


def why_they_differ(at: DataVersion, scope: Scope) -> None:
    """All six on the same lines; counted only when the panel is opened."""
    panel = st.expander("Why do the definitions differ?", key="why", on_change="rerun")
    if not panel.open:
        return
    with panel:
        shown = definitions_table(cache.definitions(at, scope.view))
        components.titled(
            definitions_title(shown),
            "Ours is: denied by the first answer. Beside it the lines that others count and ours does not, by where "
            "they stand now; and the other way round.",
        )
        table(shown, DEFINITIONS, key="definitions", alt="The six definitions of denied on the same lines")
        downloads(lambda: shown, DEFINITIONS, "96372 definitions", about(at, scope), key="definitions", holds_phi=False)
        if shown.height:
            _bridge(at, scope, shown)


def _bridge(at: DataVersion, scope: Scope, shown: pl.DataFrame) -> None:
    """From our count to another's, step by step; a click on a step, or a choice, shows its lines."""
    names = {words.DEFINITION[name]: name for name in DEFINITION_IDS if name != "initial"}
    first = words.DEFINITION["zero_paid"]
    chosen = st.selectbox("From ours to", list(names), index=list(names).index(first), key="bridge-to", width=360)
    definition = names[chosen or first]
    components.chart(definition_bridge(shown, definition), key=f"bridge-{definition}", on_pick=_pick)
    counts = shown.row(by_predicate=pl.col("definition") == definition, named=True)
    steps = {label: name for name, label in STEPS.items() if counts[name]}
    if not steps:
        return
    label = st.selectbox("Lines behind", list(steps), index=None, key=STEP, placeholder="Choose a step", width=360)
    if label not in steps:
        return
    step = steps[label]
    rows = cache.definition_lines(at, scope.view, definition, step)
    st.caption(words.plain(f"{words.number_of(counts[step], 'line')}. Choose one for the story of its claim"))
    claims = rows["claim_id"].to_list()
    alt = f"Lines that the two definitions read differently: {label}"
    table(
        rows, BRIDGE_LINES, key=f"bridge-{definition}-{step}", alt=alt, on_pick=lambda place: pick_claim(claims[place])
    )
    follow()
    every = partial(cache.definition_lines, at, scope.view, definition, step, counts[step])
    downloads(every, BRIDGE_LINES, "96372 lines between definitions", about(at, scope), key="bridge", holds_phi=True)


def _pick(step: str) -> None:
    if step in STEPS:
        st.session_state[STEP] = None if st.session_state.get(STEP) == STEPS[step] else STEPS[step]


BASES = (
    Column("label", "From one count to the other", width="large"),
    Column("lines", "Lines", "count"),
    Column("rated", "In the denial rate", "count", "Answered by the payer; lines passed on are not"),
    Column("denied", "Denied first", "count", "Denied by the first answer"),
    Column("rate", "Denied share", "percent", "Of the lines of this row that are in the rate"),
)


def why_months_differ(at: DataVersion, scope: Scope, view: View) -> None:
    """The chosen months counted both ways; counted only when the panel is opened."""
    panel = st.expander("Month of service or month of answer?", key="bases", on_change="rerun")
    if not panel.open:
        return
    with panel:
        chosen = replace(scope.view, start=view.start, end=view.end)
        shown = bases_table(cache.bases(at, chosen))
        components.titled(
            bases_title(shown),
            "All chosen months, those too early to compare included. The rows between the first and the last add up.",
        )
        table(shown, BASES, key="bases-rows", alt="Lines by month of service and by month of first answer")
        downloads(
            lambda: shown, BASES, "96372 two ways to count months", about(at, scope), key="bases", holds_phi=False
        )


ALL = "All categories", "All reason codes"

_SUMS = (
    Column("lines", "Lines", "count"),
    Column("share", "Share of denied", "percent"),
    Column("expected_cents", "Expected dollars", "dollars", "What the payer would have been expected to pay"),
    Column("denied_cents", "Denied charges", "dollars"),
    Column("overturned", "Paid later", "count", "Denied first, later paid or the patient's share"),
    Column("still_open", "Still denied", "count"),
)
CATEGORIES = (Column("category", "Category", said=words.category), *_SUMS)
REASONS = (
    Column("reason", "Reason code", help="Claim adjustment reason code", said=lambda code: code or "none"),
    *_SUMS,
)
LINES = (
    Column("claim_id", "Claim"),
    Column("service_date", "Service date", "day"),
    Column("payer_name", "Payer", said=words.name),
    Column("provider_name", "Provider", said=words.name),
    Column("category", "Category", said=words.category),
    Column("reason", "Code"),
    Column("state", "Now", said=words.state),
    Column("charge_cents", "Charge", "dollars"),
    Column("denied_cents", "Denied", "dollars"),
    Column("expected_cents", "Expected", "dollars"),
    Column("received_cents", "Received", "dollars"),
    Column("place_of_service", "Place"),
    Column("drug", "Drug"),
    Column("first_answer_date", "First answer", "day"),
)


def chosen_category() -> str | None:
    """The category that the rows are cut to, known before they are drawn."""
    name = st.session_state.get("category") or st.query_params.get("category")
    return next((id_ for id_, its in words.CATEGORY.items() if its == name), None)


def pick_category(id_: str) -> None:
    """A click on a bar or a row chooses its category; a second click takes the choice back."""
    name = words.category(id_)
    st.session_state["category"] = ALL[0] if st.session_state.get("category") == name else name


def rows(at: DataVersion, scope: Scope, reasons: pl.DataFrame) -> None:
    """Categories; within one its reason codes; and the lines of what is chosen."""
    if not reasons.height:
        return
    st.markdown("**The lines behind these numbers**")
    by_category = denials.categories(reasons)
    category = _choose("Category", ALL[0], by_category["category"].to_list(), words.category, "category")
    if category is None:
        picks = by_category["category"].to_list()
        _sums(at, scope, by_category, CATEGORIES, "categories", lambda place: pick_category(picks[place]))
        st.caption("Choose a category to see its reason codes and lines.")
        return
    within = denials.codes(reasons, category)
    codes = within["reason"].to_list()
    reason = _choose("Reason code", ALL[1], codes, lambda code: code or "none", "reason")
    _sums(at, scope, within, REASONS, f"reasons-{category}", lambda place: _pick_reason(codes[place]))
    chosen = within if reason is None else within.filter(pl.col("reason") == reason)
    _lines(at, scope, category, reason, int(chosen["lines"].sum()))


def _choose(label: str, every: str, ids: list[str], said: Callable[[str], str], key: str) -> str | None:
    named = {said(id_): id_ for id_ in ids}
    chosen = st.selectbox(label, [every, *named], key=key, bind="query-params", width=360)
    return named.get(chosen or every)


def _pick_reason(code: str) -> None:
    st.session_state["reason"] = code or "none"


def _sums(
    at: DataVersion,
    scope: Scope,
    frame: pl.DataFrame,
    columns: tuple[Column, ...],
    key: str,
    on_pick: Callable[[int], None],
) -> None:
    shown = frame.with_columns(share=pl.col("lines") / frame["lines"].sum())
    table(shown, columns, key=f"rows-{key}", alt="Denied lines by category or reason code", on_pick=on_pick)
    downloads(lambda: shown, columns, _file("denials", scope), about(at, scope), key=key, holds_phi=False)


def _lines(at: DataVersion, scope: Scope, category: str, reason: str | None, count: int) -> None:
    shown = cache.denied_lines(at, scope.view, category, reason)
    said = f"{words.number_of(count, 'line')}, the most expected money first"
    said = f"{said}. Choose one for the story of its claim"
    st.caption(words.plain(said if count <= shown.height else f"The first {words.count(shown.height)} of {said}"))
    claims = shown["claim_id"].to_list()
    key, alt = f"lines-{category}-{reason}", f"Denied lines: {words.category(category)}"
    table(shown, LINES, key=key, alt=alt, on_pick=lambda place: pick_claim(claims[place]))
    follow()
    every = partial(cache.denied_lines, at, scope.view, category, reason, count)
    what = _file(f"denied lines {words.category(category).lower()}", scope)
    downloads(every, LINES, what, about(at, scope), key="lines", holds_phi=True)


def _file(what: str, scope: Scope) -> str:
    start, end = scope.view.start, scope.view.end
    return f"96372 {what} {start:%Y-%m} to {end:%Y-%m}" if start and end else f"96372 {what}"


Values = dict[str, Value]


def render(at: DataVersion, view: View) -> None:
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


def _tiles(at: DataVersion, scope: Scope, months: tuple[Month, ...], now: Values, before: Values | None) -> list[Tile]:
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
