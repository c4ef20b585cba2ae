"""A click on a mark or a row sets the filter it stands for; a second click takes the filter away."""

import streamlit as st

from analytics.pages import cache
from analytics.pages.options import options_of
from analytics.pages.session import current


def pick(key: str, id_: str) -> None:
    """Filters by one value of the sidebar's filter `key` (class, payer, provider, place, drug)."""
    at = current().at
    if at is None:
        return
    name = next((name for name, its in options_of(cache.choices(at)).names[key].items() if its == id_), None)
    if name is not None:
        st.session_state[key] = [] if st.session_state.get(key) == [name] else [name]


def pick_payer(id_: str) -> None:
    """Filters by one payer."""
    pick("payer", id_)
