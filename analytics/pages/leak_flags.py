"""What asks for a look without dollars, what is for compliance alone, and what claims cannot show."""

from functools import partial

import polars as pl
import streamlit as st

from analytics import words
from analytics.leakage import FLAGS, rule, statements
from analytics.metrics.catalog import BY_NAME
from analytics.metrics.evaluate import WAITING_LABELS
from analytics.pages import components, leak_frames
from analytics.pages.leak_about import Asked, leak_about
from analytics.pages.open_claim import follow, pick_claim
from analytics.pages.tables import Column, no_rows, table
from analytics.pages.take_away import downloads

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
    rows = _told(leak_frames.flags(asked.at, asked.scope.view).filter(pl.col("kind") == "flag"))
    count = int(rows["count"].sum())
    components.titled(
        f"{words.number_of(count, 'flag')} to look at, without a dollar in the ledger",
        "A sign, not a finding: the record decides. A line may carry several. Choose a row to see its lines.",
    )
    _rows(asked, rows, FLAGGED, "flagged", "96372 to look at")


def compliance(asked: Asked) -> None:
    """Possible overpayments by name, never by value, never netted against what leaked."""
    found = leak_frames.flags(asked.at, asked.scope.view).filter(pl.col("kind") == "possible_overpayment")
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
    shown = leak_frames.flag_lines(at, view, name)
    title = rule(name).title
    first = f"{rule(name).why} First step: {rule(name).step}"
    components.titled(title, f"{first} The latest first; choose a line for the story of its claim.")
    claims = shown["claim_id"].to_list()
    alt = f"Lines to look at: {title}"
    table(shown, LINES, key=f"flag-{name}", alt=alt, on_pick=lambda place: pick_claim(claims[place]))
    follow()
    every = partial(leak_frames.flag_lines, at, view, name, 1_000_000)
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
