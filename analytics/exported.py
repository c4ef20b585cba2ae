"""Which rows an export holds: facts and the leak ledger by the shared filters, stored tables whole."""

from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from analytics.facts import Facts
from analytics.input_files import claims_of, remittances_of
from analytics.metrics.leakage import WORK_COST_CENTS
from analytics.metrics.view import View
from analytics.query import Query
from analytics.tables import BUILT, STORED, schema_of
from analytics.tables.leakage import WorkItem

_OF_WORK = {"root_line_id": pl.String(), "limit_basis": pl.String(), "is_late": pl.Boolean()}
LINE = Query("ask/export_line.sql", pl.Schema({**schema_of(BUILT["line"]), **_OF_WORK}))
EVENT = Query("ask/export_event.sql", schema_of(BUILT["event"]))
ENCOUNTER = Query("ask/export_encounter.sql", schema_of(BUILT["encounter"]))
LEAK = Query(
    "ask/export_leak.sql",
    pl.Schema(
        {
            **schema_of(BUILT["leak"]),
            **dict.fromkeys(("is_workable", "is_late"), pl.Boolean()),
            "net_value": pl.Decimal(12, 2),
        }
    ),
)
WORK_ITEM = Query("ask/export_work_item.sql", schema_of(WorkItem))
FLAG = Query("ask/export_flag.sql", schema_of(BUILT["flag"]))
LEDGER = Query("ask/export_ledger.sql", schema_of(BUILT["ledger"]))
TAKEBACK = Query("ask/export_takeback.sql", schema_of(BUILT["takeback"]))
HAS_WORK = Query("ask/has_work.sql", pl.Schema({"work_id": pl.String()}))

FACTS = ("line", "event", "encounter", "leak", "flag", "ledger", "work_item")
_PLAIN = {"flag": FLAG, "ledger": LEDGER, "work_item": WORK_ITEM}
WHOLE = {"takeback": TAKEBACK}
"""Tables about payments and not about lines: the filters of lines say nothing of them."""
INPUTS = {"claims": claims_of, "remittances": remittances_of}
"""What was loaded, as files of the input contract."""
TABLES = (*STORED, *FACTS, *WHOLE, *INPUTS)


class NotFilteredError(Exception):
    """A filter was given for a table that has no such columns."""


def exported(facts: Facts, table: str, view: View, *, work_cost_cents: int = WORK_COST_CENTS) -> pl.DataFrame:
    """The rows of one table under the filters of a view; leaks with their value less the cost of working them."""
    if table in FACTS:
        return _facts(facts, table, view, work_cost_cents)
    if view.filters():
        raise NotFilteredError(
            f"export {table}: filters apply to {', '.join(FACTS)}; leave them out, or export one of these"
        )
    if table in WHOLE:
        return WHOLE[table](facts.cursor())
    if table in INPUTS:
        return INPUTS[table]({name: _whole(facts, name) for name in STORED})
    return _whole(facts, table)


def work_of(facts: Facts, work_ids: Sequence[str]) -> list[str]:
    """What a mark on these ids counts for: each line that there is, those that are worked with it as one cause, and
    encounters with an administration that was never billed."""
    return HAS_WORK(facts.cursor(), work_ids=list(work_ids))["work_id"].sort().to_list()


def _facts(facts: Facts, table: str, view: View, work_cost_cents: int) -> pl.DataFrame:
    params = {name: value for name, value in view.params(facts.as_of).items() if name != "as_of"}
    if table == "leak":
        return LEAK(facts.cursor(), **params, work_cost=Decimal(work_cost_cents) / 100)
    if table in _PLAIN:
        return _PLAIN[table](facts.cursor(), **params)
    lines = LINE(facts.cursor(), **params)
    if table == "event":
        return EVENT(facts.cursor(), line_ids=lines["line_id"].to_list())
    if table == "encounter":
        return ENCOUNTER(facts.cursor(), encounter_ids=lines["encounter_id"].unique().to_list())
    return lines


def _whole(facts: Facts, table: str) -> pl.DataFrame:
    paths = facts.snapshot.raw.get(table, [])
    if not paths:
        return pl.DataFrame(schema=schema_of(STORED[table]))
    order = [name for name in ("source_sha", "source_position", "position", "line_number") if name in _columns(table)]
    return pl.concat([pl.read_parquet(path) for path in paths]).sort(order, maintain_order=True)


def _columns(table: str) -> list[str]:
    return list(schema_of(STORED[table]))
