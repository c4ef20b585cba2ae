"""When the filters leave nothing: a sentence and the way back."""

import streamlit as st

from analytics.pages import components, filters
from analytics.pages.guard import guarded_call


def nothing() -> None:
    """The filters leave nothing."""
    components.headline("No 96372 line matches these filters.", "Take a filter away, or choose other months.")
    st.button("Clear all filters", key="clear-all", on_click=guarded_call("filters", filters.clear), type="secondary")
