"""Saved views: a name for the page and filters that stand now, to come back to them with one click."""

import getpass
from collections.abc import Callable
from typing import Any, Literal
from urllib.parse import parse_qs, urlencode

import streamlit as st

from analytics import words
from analytics.pages import filters
from analytics.pages.components import ANSWERED, AT_ONE_AGE
from analytics.pages.guard import guarded_call
from analytics.paths import PACKAGE
from analytics.store import Store
from analytics.store.user_data import LONGEST_NAME, SavedView, forget_view, save_view, saved_views

SINGLE = (
    "stood", "period", "from", "to", "against", "cfrom", "cto", "basis", "denied", "by", "look", "across", "category",
    "part", "age", "answered",
)  # fmt: skip
"""Choices of one value, by URL key; what a claim is called is none of them."""
_START = {
    **filters.DEFAULTS,
    "by": "Payer",
    "look": "One by one",
    "across": "Category",
    "category": "All categories",
    "part": "Ledger",
    "age": ANSWERED,
    "answered": AT_ONE_AGE,
}
Kind = Literal["secondary", "tertiary"]
_GO = "open_view"


def owner() -> str:
    """Whose views these are: the visitor that a sign-in in front names, else who runs the program."""
    signed_in = getattr(st.user, "email", None)
    return str(signed_in or getpass.getuser())


def ask(folder: str, page: str) -> None:
    """Draws the saved views in the sidebar: open, save, take away."""
    _follow(page)
    store = Store.open(folder)
    views = saved_views(store, owner())
    with st.expander("Saved views", icon=":material/bookmark:"):
        for at, view in enumerate(views):
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                _button(words.plain(view.name), f"view-{at}", _open, view, kind="tertiary", width="stretch")
                _button(
                    "", f"forget-{at}", _forget, folder, view.name, icon=":material/delete:", help=f"Remove {view.name}"
                )
        st.text_input(
            "Name for what you see now", key="view_name", max_chars=LONGEST_NAME, placeholder="Board, monthly"
        )
        _button("Save", "save-view", _save, folder, page, kind="secondary")
        if said := st.session_state.pop("view_said", None):
            st.caption(words.plain(said))


def _button(
    label: str, key: str, call: Callable[..., None], *args: object, kind: Kind = "tertiary", **more: Any
) -> None:
    st.button(label, key=key, type=kind, on_click=guarded_call("views", call), args=args, **more)


def query_now() -> str:
    """The choices that differ from what a visitor starts with, as a query string."""
    state = st.session_state
    single = [(key, str(state[key])) for key in SINGLE if state.get(key) not in (None, _START.get(key))]
    recent = [("recent", "true")] if state.get("recent") else []
    several = [(key, name) for key in filters.LABELS for name in state.get(key) or []]
    return urlencode([*single, *recent, *several])


def _save(folder: str, page: str) -> None:
    name = " ".join(str(st.session_state.get("view_name") or "").split())
    if not name or not name.isprintable():
        st.session_state["view_said"] = "Give it a name first."
        return
    save_view(Store.open(folder), owner(), SavedView(name, page, query_now()))
    st.session_state["view_name"], st.session_state["view_said"] = "", f"Saved as {name}."


def _forget(folder: str, name: str) -> None:
    forget_view(Store.open(folder), owner(), name)


def _open(view: SavedView) -> None:
    """Sets every choice to what was saved, the others back to the beginning."""
    filters.clear()
    chosen = parse_qs(view.query)
    for key in SINGLE:
        if key in chosen:
            st.session_state[key] = chosen[key][-1]
        elif key not in filters.DEFAULTS:
            st.session_state.pop(key, None)
    for key in filters.LABELS:
        st.session_state[key] = chosen.get(key, [])
    st.session_state["recent"] = "recent" in chosen
    st.session_state[_GO] = view


def _follow(page: str) -> None:
    """Goes to the page of the view that was opened, when it is another one."""
    view: SavedView | None = st.session_state.pop(_GO, None)
    if view is not None and view.page != page and (PACKAGE / "pages" / f"{view.page}.py").exists():
        st.switch_page(PACKAGE / "pages" / f"{view.page}.py", query_params=parse_qs(view.query))
