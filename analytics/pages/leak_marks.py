"""Noting what was done about lines of the worklist: the same marks as the command line's, kept through rebuilds."""

from collections.abc import Sequence

import streamlit as st

from analytics import words
from analytics.exported import work_of
from analytics.pages.guard import guarded_call
from analytics.pages.saved import owner as who
from analytics.pages.session import At, facts
from analytics.store import Store, StoreError
from analytics.store.marks import add_marks

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


def marking(at: At, shown: Sequence[str]) -> None:
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


def _save(at: At, chosen: Sequence[str]) -> None:
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
