"""Which rows an export holds: facts by the shared filters, stored tables whole."""

import polars as pl

from analytics.facts import Facts
from analytics.metrics.view import View
from analytics.query import Query
from analytics.tables import BUILT, STORED, schema_of

LINE = Query("ask/export_line.sql", schema_of(BUILT["line"]))
EVENT = Query("ask/export_event.sql", schema_of(BUILT["event"]))
ENCOUNTER = Query("ask/export_encounter.sql", schema_of(BUILT["encounter"]))

FACTS = ("line", "event", "encounter")
TABLES = (*STORED, *FACTS)


class NotFilteredError(Exception):
    """A filter was given for a table that has no such columns."""


def exported(facts: Facts, table: str, view: View) -> pl.DataFrame:
    """The rows of one table under the filters of a view."""
    if table in FACTS:
        return _facts(facts, table, view)
    if view.filters():
        raise NotFilteredError(
            f"export {table}: filters apply to {', '.join(FACTS)}; leave them out, or export one of these"
        )
    return _whole(facts, table)


def _facts(facts: Facts, table: str, view: View) -> pl.DataFrame:
    params = {name: value for name, value in view.params(facts.as_of).items() if name != "as_of"}
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
