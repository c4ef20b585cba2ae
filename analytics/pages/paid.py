"""What the pages of money ask: prices, pairs, payments; cached by snapshot and view, as frames are."""

import polars as pl
import streamlit as st

from analytics.metrics.matching import Matched
from analytics.metrics.prices import StepDown, price_match, steps_down
from analytics.metrics.view import View
from analytics.pages.cache import MOST_LINES
from analytics.pages.session import AS_KEY, At, facts
from analytics.questions import pairs as pairing
from analytics.questions import payments, reconciliation


@st.cache_data(max_entries=100, show_spinner=False, hash_funcs=AS_KEY)
def prices(at: At, view: View) -> pl.DataFrame:
    """One row per payer, month, stratum and price per unit."""
    return payments.prices(facts(at).cursor(), view)


@st.cache_data(max_entries=100, show_spinner=False, hash_funcs=AS_KEY)
def commercial_match(at: At, view: View) -> Matched:
    """Commercial prices held against Medicare's over like lines."""
    return price_match(prices(at, view), pl.col("payer_class") == "commercial", _MEDICARE)


@st.cache_data(max_entries=100, show_spinner=False, hash_funcs=AS_KEY)
def payer_matches(at: At, view: View) -> dict[str, Matched]:
    """The same for every payer with a priced line, by its id."""
    found = prices(at, view)
    payers = found["payer_id"].unique().sort().to_list()
    return {payer: price_match(found, pl.col("payer_id") == payer, _MEDICARE) for payer in payers}


@st.cache_data(max_entries=100, show_spinner=False, hash_funcs=AS_KEY)
def steps(at: At, view: View) -> list[StepDown]:
    """The payers whose price stepped down."""
    return steps_down(prices(at, view))


_MEDICARE = pl.col("payer_class") == "medicare"


@st.cache_data(max_entries=100, show_spinner=False, hash_funcs=AS_KEY)
def outcome_strata(at: At, view: View) -> pl.DataFrame:
    """One row per payer and stratum of the outcome match."""
    return payments.outcome_strata(facts(at).cursor(), view)


@st.cache_data(max_entries=100, show_spinner=False, hash_funcs=AS_KEY)
def payment_sums(at: At, view: View) -> pl.DataFrame:
    """One row per payer: from the fee of the billed units to what the plan paid."""
    return payments.payment_sums(facts(at).cursor(), view)


@st.cache_data(max_entries=100, show_spinner=False, hash_funcs=AS_KEY)
def short_paid(at: At, view: View) -> pl.DataFrame:
    """One row per payer, month and what says the amount due."""
    return payments.short_paid(facts(at).cursor(), view)


@st.cache_data(max_entries=50, show_spinner=False, hash_funcs=AS_KEY)
def pairs(at: At, view: View) -> pl.DataFrame:
    """One row per payer, month, visit, place, provider, modifier 25 and outcome: pairs of visit and injection."""
    return pairing.pairs(facts(at).cursor(), view)


@st.cache_data(max_entries=50, show_spinner=False, hash_funcs=AS_KEY)
def drug_authorization(at: At, view: View) -> pl.DataFrame:
    """One row per payer: drug lines of injection days, denied for authorization or not."""
    return payments.drug_authorization(facts(at).cursor(), view)


@st.cache_data(max_entries=50, show_spinner=False, hash_funcs=AS_KEY)
def priced_lines(at: At, view: View, payer: str, most: int = MOST_LINES) -> pl.DataFrame:
    """One row per priced line of a payer, the shortest paid first."""
    return payments.priced_lines(facts(at).cursor(), view, payer, most=most)


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs=AS_KEY)
def bank_payments(at: At) -> pl.DataFrame:
    """One row per payment that counts."""
    return reconciliation.bank_payments(facts(at).cursor())


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs=AS_KEY)
def paid_lines(at: At) -> pl.DataFrame:
    """One row: what all lines were paid, and the injections."""
    return reconciliation.paid_lines(facts(at).cursor())


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs=AS_KEY)
def provider_adjustments(at: At) -> pl.DataFrame:
    """One row per provider adjustment."""
    return reconciliation.provider_adjustments(facts(at).cursor())


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs=AS_KEY)
def takebacks(at: At) -> pl.DataFrame:
    """One row per takeback by PLB."""
    return reconciliation.takebacks(facts(at).cursor())
