"""What is worth doing: deadlines, batches by cause and payer, the lines themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import polars as pl
import streamlit as st

from analytics import words
from analytics.charts.comparable import Scope, in_months, span_of
from analytics.charts.work import batch_title, due_title, with_fix, worked
from analytics.export import work_of
from analytics.leakage import rule
from analytics.metrics.cubes import View
from analytics.metrics.leakage import WORK_COST_CENTS
from analytics.pages import cache, components
from analytics.pages.components import about, command, follow, pick_claim, pick_payer
from analytics.pages.guard import guarded_call
from analytics.pages.saved import owner as who
from analytics.pages.session import DataVersion, facts
from analytics.pages.tables import Column, downloads, no_rows, table
from analytics.questions.leaks import SOON, Wanted
from analytics.store import Store, StoreError
from analytics.store.marks import add_marks


@dataclass(frozen=True)
class Asked:
    """The data, the filters as chosen, and the months of them that may be compared."""

    at: DataVersion
    view: View
    scope: Scope

    @property
    def span(self) -> str:
        """The months of the ledger in words."""
        return in_months(self.scope.view)

    @property
    def against(self) -> str:
        """The months compared with."""
        before = span_of(self.scope.before) if self.scope.before else None
        return f"vs {before}" if before else ""


def leak_about(asked: Asked) -> dict[str, str]:
    """The ledger knows no definition of denied; its command is another one."""
    kept = {name: said for name, said in about(asked.at, asked.scope).items() if name != "Denied means"}
    said = command(asked.scope.view).replace("metrics", "leaks", 1)
    definition = f" --definition {asked.scope.view.definition}"
    if asked.at.stood:
        return {name: its for name, its in kept.items() if name != "Same numbers"}
    return {**kept, "Same numbers": f"reimburse {said.replace(definition, '', 1)}"}


def work_about(asked: Asked) -> dict[str, str]:
    """Work is asked of all months."""
    return {**leak_about(asked), "Worklist": "all months: work does not ask in which one the service was"}


WAIT = 3.0
"""Seconds: a person waits for the button."""
LONGEST_NOTE = 500
KINDS = {said: kind for kind, said in words.MARK.items()}
ROUND = "mark_round"
"""Counts the marks set: the table of the next round starts without ticks."""
_SAID = "mark_said"


def choose(work_ids: Sequence[str]) -> None:
    """The rows ticked: lines, and encounters whose administration was never billed."""
    st.session_state["to_mark"] = list(work_ids)


def marking(at: DataVersion, shown: Sequence[str]) -> None:
    """The form under the worklist: what was done, by whom, a note, when to look again."""
    chosen = [line_id for line_id in st.session_state.get("to_mark", []) if line_id in shown]
    with st.container(border=True):
        with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
            st.selectbox("What was done", list(KINDS), key="mark_kind", width=180)
            st.text_input("Owner", key="mark_owner", max_chars=80, width=220, placeholder="Who has it")
            st.text_input(
                "Note", key="mark_note", max_chars=LONGEST_NOTE, width=360, placeholder="Stays in the store, in no file"
            )
            st.date_input("Follow up on", value=None, key="mark_follow_up", width=160, format="MM/DD/YYYY")
            st.button(
                f"Mark {words.number_of(len(chosen), 'item')}", key="mark-save", disabled=not chosen,
                on_click=guarded_call("mark", _save), args=(at, chosen),
            )  # fmt: skip
        said = st.session_state.pop(_SAID, None)
        hint = (
            "Tick items at their left edge. Closed and written-off ones leave the list, worked ones until their "
            "follow-up day or a new answer; Marked shows them."
        )
        st.caption(words.plain(said or hint))


def _save(at: DataVersion, chosen: Sequence[str]) -> None:
    state = st.session_state
    kind = KINDS[state["mark_kind"]]
    owner, note = (" ".join(str(state.get(name) or "").split()) or None for name in ("mark_owner", "mark_note"))
    here = facts(at)
    try:
        add_marks(
            Store.open(at.folder), work_of(here, chosen), kind, owner=owner, note=note, as_of=here.as_of,
            follow_up=state.get("mark_follow_up"), who=who(), wait=WAIT,
        )  # fmt: skip
    except StoreError as error:
        state[_SAID] = f"Nothing was marked. {error}"
        return
    later = " Numbers that know of write-offs take it up with the next load." if kind == "written_off" else ""
    state[_SAID] = f"Marked {words.number_of(len(chosen), 'item')} as {words.MARK[kind].lower()}.{later}"
    state["to_mark"], state["mark_note"], state["mark_follow_up"] = [], "", None
    state[ROUND] = state.get(ROUND, 0) + 1


MARKED = "Marked"
SHOWN = {
    "Can be worked": "ahead",
    f"Due in {SOON} days": "soon",
    "Too late": "late",
    "Both": "any",
    MARKED: "any",
}
WAYS = ("opens its claim", "ticks it for a mark")
ALL = "All causes"
BATCHES = (
    Column("payer_name", "Payer", said=words.name),
    Column("title", "Cause"),
    Column("lines", "Items", "count", "Lines, and injections with the drug that they went down with"),
    Column("amount_cents", "Worth", "dollars", "What may still be had, before the work"),
    Column("each_cents", "Per line", "dollars"),
    Column("unvalued_charge_cents", "Charged, no value", "dollars", "Charges of items that nothing says the value of"),
    Column("worth_count", "Worth a try alone", "count", "Lines above the cost of working one"),
    Column("worth_cents", "After the work", "dollars", "These lines less the cost of working each"),
    Column("due_lines", "Due soon", "count"),
    Column("next_deadline", "Next deadline", "day"),
    Column("fix", "One fix"),
    Column("why", "Why"),
)
LINES = (
    Column("claim_id", "Claim"),
    Column("payer_name", "Payer", said=words.name),
    Column("title", "Cause"),
    Column("amount_cents", "Worth", "dollars", "Blank where nothing says what it should bring"),
    Column("charge_cents", "Charged", "dollars"),
    Column("net_cents", "After the work, $", "signed", "Less the cost of working one line"),
    Column("due", "Deadline is", "due", "Against the last day of the data, never today"),
    Column("deadline", "Deadline", "day"),
    Column("left", "Days left", "days"),
    Column("deadline_kind", "For", said=words.spelt),
    Column("age", "Age, days", "days", "Since the first determination that stands, else since the service"),
    Column("first_step", "First step"),
    Column("role", "Line", said=lambda role: words.ROLE[role]),
    Column("service_date", "Service date", "day"),
    Column("side", "Began at", said=lambda side: words.SIDE[side]),
    Column("mark", "Stands", help="By the last mark, and by answers that came after it"),
    Column("owner", "Owner"),
    Column("follow_up", "Follow up", "day"),
    Column("recovered_cents", "Came after the mark", "dollars"),
    Column("lines", "Lines", "count", "An injection that went down with its drug is worked with it"),
    Column("provider_name", "Provider", said=words.name),
    Column("deadline_note", "What the deadline rests on"),
)


def work(asked: Asked) -> None:
    """Deadlines, batches, items; all months, less what is closed, written off or waits for its answer."""
    cost = _cost()
    batches = cache.batches(asked.at, asked.view, cost)
    components.titled(
        due_title(batches),
        f"Against {words.day(cache.as_of(asked.at))}, the last day of the data. What can still be had, whatever the "
        "months above. Closed and written-off items are off the list, worked ones until their follow-up day or a new "
        "answer.",
    )
    _batches(asked, batches)
    _lines(asked, batches, cost)


def _cost() -> int:
    """What working one line costs, in cents."""
    dollars = st.number_input(
        "Working one line costs, $", min_value=0.0, max_value=1000.0, value=WORK_COST_CENTS / 100, step=1.0,
        format="%.2f", key="cost", width=220, bind="query-params",
        help="A line worth less than its work is worth doing only in a batch.",
    )  # fmt: skip
    return round(dollars * 100)


def _batches(asked: Asked, every: pl.DataFrame) -> None:
    batches = every.filter(pl.col("lines") > 0)
    components.titled(
        batch_title(batches),
        "One cause at one payer is one piece of work, such as one call or one corrected batch; a single $14 line is "
        "worth less than its rework. Choose a row to see its lines.",
    )
    if not batches.height:
        no_rows("No line here can still be had back.")
        return
    rows = with_fix(batches)
    keys = rows.select("rule", "payer_id").rows()
    alt = "Causes by payer with lines, dollars and the one fix"
    # With a key of its own per cut no tick outlives it, so that a second click is one.
    key = f"batches-{st.session_state.get('cause')}-{asked.view.payers}"
    table(rows, BATCHES, key=key, alt=alt, on_pick=lambda place: _pick(*keys[place]))
    downloads(lambda: rows, BATCHES, "96372 leak batches", work_about(asked), key="batches", holds_phi=False)


def _pick(name: str, payer: str) -> None:
    """A click on a batch cuts the lines to its cause and payer; a second click takes the cut back."""
    title, is_cut = rule(name).title, st.session_state["view"].payers == (payer,)
    is_same = is_cut and st.session_state.get("cause") == title
    st.session_state["cause"] = ALL if is_same else title
    if is_same or not is_cut:
        pick_payer(payer)


def _lines(asked: Asked, batches: pl.DataFrame, cost: int) -> None:
    named = {rule(name).title: name for name in batches["rule"].unique(maintain_order=True)}
    components.titled(
        "Item by item", "The most money first, then by charge what has no value; what is due soon by its deadline."
    )
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        shown = st.selectbox("Show", list(SHOWN), key="show", bind="query-params", width=200)
        cause = st.selectbox("Cause", [ALL, *named], key="cause", bind="query-params", width=360)
        way = st.segmented_control("A click on a row", WAYS, key="way", default=WAYS[0], required=True)
    wanted = Wanted(named.get(cause or ALL), SHOWN.get(shown or "", "any"), shown == MARKED)
    found = cache.lines(asked.at, asked.view, wanted, cost)
    if not found.height:
        no_rows("No line here: show others, or take a filter away.")
        return
    rows = _worked(asked, found)
    first = "The first " if found.height == cache.MOST_LINES else ""
    total = words.money(int(found["amount_cents"].sum()))
    st.caption(words.plain(f"{first}{words.number_of(found.height, 'item')}, {total}"))
    _table(asked, rows, is_marking=way == WAYS[1])
    every = partial(cache.lines, asked.at, asked.view, wanted, cost, 1_000_000)
    downloads(
        lambda: _worked(asked, every()), LINES, "96372 worklist", work_about(asked), key="worklist",
        holds_phi=True,
    )  # fmt: skip


def _worked(asked: Asked, found: pl.DataFrame) -> pl.DataFrame:
    return worked(found, cache.data_end(asked.at))


def _table(asked: Asked, rows: pl.DataFrame, *, is_marking: bool) -> None:
    """The worklist; a click opens the claim, or ticks the line for a mark."""
    alt = "Lines worth working, with value, deadline and first step"
    if is_marking:
        ids = rows["work_id"].to_list()
        key = f"work-mark-{st.session_state.get(ROUND, 0)}"
        table(rows, LINES, key=key, alt=alt, on_picks=lambda places: choose([ids[at] for at in places]))
        marking(asked.at, ids)
        return
    claims = rows["claim_id"].to_list()
    table(rows, LINES, key="work", alt=alt, on_pick=lambda place: pick_claim(claims[place]))
    follow()
