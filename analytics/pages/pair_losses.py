"""What the pair costs on the modifier 25 page: by payer and by provider in dollars, and what G2211 says of it."""

from collections.abc import Sequence

import polars as pl

from analytics import words
from analytics.charts.comparable import Scope
from analytics.metrics.pairing import PAYER, PROVIDER, Usage, losses
from analytics.pages import components, leak_frames
from analytics.pages.about import about
from analytics.pages.picking import pick, pick_payer
from analytics.pages.session import At
from analytics.pages.tables import Column, table
from analytics.pages.take_away import downloads

_LOST = (
    Column(
        "standing_cents", "Lost now, $", "dollars", "Expected payment of the visits lost now, as the leak ledger has it"
    ),
    Column(
        "standing", "Lost now", "count", "Visits whose denial stands, with the injection as the only cause in sight"
    ),
)
_PAIRS = (
    Column("pairs", "Pairs", "count", "Office visit and injection of one provider and day, both answered"),
    Column("share", "With 25", "percent", "Of these visits first billed with modifier 25; empty up to 10 pairs"),
)
_REST = (
    Column("lost_first", "Lost at first", "count", "Visits that the first answer denied for the injection alone"),
    Column("recovered_cents", "Recovered, $", "dollars", "What came in for those that are paid now"),
    Column("beside_cents", "Beside others, $", "dollars", "Expected payment of these: not in the rates of lost visits"),
    Column("beside", "Beside others", "count", "Denied beside another paid service that can take a visit, too"),
    Column("reduced_cents", "Reduced, $", "dollars", "What these fell short of, where a rate is known"),
    Column("reduced", "Reduced", "count", "Visits with 25 that the payer cut beside the injection"),
)
BY_PAYER = (Column("payer_name", "Payer", said=words.name), *_LOST, *_PAIRS, *_REST)
BY_PROVIDER = (
    Column("visit_provider", "Provider of the visit", said=words.name),
    *_LOST,
    *_PAIRS,
    Column("use", "25 against peers", "text", "Beyond what chance and the scatter among peers explain (99.8 %)"),
    *_REST,
)
INFORMATION = "complexity_beside_25"


def by_payer(at: At, scope: Scope, pairs: pl.DataFrame) -> None:
    """The payers at which visits are lost or cut, most dollars first."""
    rows = losses(pairs, *PAYER)
    if not rows.height:
        return
    components.titled(
        cost_title(rows, "payer_name", "at"),
        "Dollars of the leak ledger as they stand now. Click a payer to see it alone.",
    )
    names = rows["payer_id"].to_list()
    alt = "Lost and reduced visits by payer"
    table(rows, BY_PAYER, key="pair-payers", alt=alt, on_pick=lambda place: pick_payer(names[place]))
    downloads(lambda: rows, BY_PAYER, "96372 visits lost by payer", about(at, scope), key="payers", holds_phi=False)


def by_provider(at: At, scope: Scope, pairs: pl.DataFrame, found: Usage | None) -> None:
    """The renderers of the visits, most dollars first; high use and low use with losses are both named."""
    uses = {} if found is None else {use.npi: _said(use.is_beyond, use.is_named) for use in found.providers}
    rows = losses(pairs, *PROVIDER)
    if not rows.height:
        return
    shown = rows.with_columns(pl.Series("use", [uses.get(npi, "") for npi in rows["visit_npi"]], dtype=pl.String))
    note = "By the renderer of the visit. Read records before anything is changed: a modifier reports what they show."
    components.titled(cost_title(rows, "visit_provider", "with"), note)
    names = rows["visit_npi"].to_list()
    alt = "Lost and reduced visits by the provider of the visit"
    table(shown, BY_PROVIDER, key="pair-providers", alt=alt, on_pick=lambda place: pick("provider", names[place]))
    downloads(
        lambda: shown, BY_PROVIDER, "96372 visits lost by provider", about(at, scope), key="providers", holds_phi=False
    )


def _said(is_high: bool, is_named: bool) -> str:
    return "High: audit risk" if is_high else "Low, visits lost" if is_named else ""


def cost_title(rows: pl.DataFrame, names: str, word: str) -> str:
    """Where the dollars are lost, and where visits are cut."""
    parts = (("lost to the injection", "standing_cents"), ("cut beside it", "reduced_cents"))
    said = [_sentence(rows, what, column, names, word) for what, column in parts if int(rows[column].sum())]
    return "; ".join(said) or "No visit is lost to the injection or cut beside it now"


def _sentence(rows: pl.DataFrame, what: str, column: str, names: str, word: str) -> str:
    ranked = rows.filter(pl.col(column) > 0).sort(column, names, descending=[True, False])
    total = words.money(int(ranked[column].sum()))
    return f"{total} {what}, most {word} {_listed(ranked[names].to_list())}"


def _listed(names: Sequence[str]) -> str:
    return words.listing([words.name(name) for name in names[:2]])


def information(at: At, scope: Scope) -> None:
    """G2211 denied on the day of a visit with 25: told, never advised on."""
    mine = leak_frames.flags(at, scope.view).filter(rule=INFORMATION)
    if not mine.height:
        return
    lines, cents = int(mine["count"].sum()), int(mine["charge_cents"].sum())
    components.titled(
        f"G2211 denied beside a visit with 25: {words.number_of(lines, 'line')}, {words.money(cents)} charged",
        "Information: Medicare is said not to pay G2211 where its visit carries modifier 25 (not confirmed). What the "
        "marked visit brings in is less by that.",
    )
