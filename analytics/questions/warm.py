"""What every page asks of a snapshot, asked before anybody waits: the sums are made then, and only added up later."""

from collections.abc import Callable
from datetime import date

import duckdb

from analytics.metrics.cubes import DEFINITIONS, View
from analytics.metrics.leakage import WORK_COST_CENTS, ledgers
from analytics.metrics.measures import measures, response_days
from analytics.questions import bridges, denied, leak_days, leaks, overview, pairs, payments
from analytics.questions.offered import choices

_OF_A_VIEW = (
    *(payments.prices, payments.outcome_strata, payments.payment_sums, payments.short_paid),
    *(payments.drug_authorization, pairs.pairs, leak_days.ledger_days, leak_days.leak_days, bridges.resolution),
)


def warm(cursor: Callable[[], duckdb.DuckDBPyConnection], as_of: date | None, last_loads: tuple[str, ...] = ()) -> None:
    """Makes the sums that pages read, a cursor for each."""
    choices(cursor())
    if last_loads:
        overview.arrivals(cursor(), View(), last_loads)
    for definition in DEFINITIONS:
        view = View(definition=definition)
        measures(cursor(), view, (), as_of)
        denied.reasons(cursor(), view)
    for ask in _OF_A_VIEW:
        ask(cursor(), View())
    response_days(cursor(), View(), (), as_of)
    overview.ageing(cursor(), View(), as_of)
    ledgers(cursor(), View(), work_cost_cents=WORK_COST_CENTS)
    if as_of is not None:
        leaks.work_batches(cursor(), View(), as_of, work_cost_cents=WORK_COST_CENTS)
