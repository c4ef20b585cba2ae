"""From a row to its claim: the number goes through the session, never through the address."""

import streamlit as st

from analytics.paths import PACKAGE

CLAIM = "claim"
_GO = "open_claim"


def ask_claim(claim_id: str) -> None:
    """On the page of claims: a click on a row asks for its claim."""
    st.session_state[CLAIM] = claim_id


def pick_claim(claim_id: str) -> None:
    """On other pages: a click on a row asks for its claim, and goes there."""
    ask_claim(claim_id)
    st.session_state[_GO] = True


def follow() -> None:
    """Goes to the claim that was asked for on this page, if one was."""
    if st.session_state.pop(_GO, False):
        # Without parameters of its own Streamlit refuses to leave a page whose filters stand in the address.
        st.switch_page(PACKAGE / "pages" / "claims.py", query_params={})
