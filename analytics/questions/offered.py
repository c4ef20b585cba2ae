"""What filters can be set to: every value of their columns, with how many 96372 lines have it."""

from datetime import date

import duckdb
import polars as pl

from analytics.metrics.cubes import KEYS, Sums, View, cell

CHOICES = Sums("ask/choices.sql", cell(lines=pl.Int64()))
_KINDS = (
    *(("payer_class", "payer_class", "service"), ("payer", "payer", "service"), ("provider", "provider", "service")),
    *(("place", "place_of_service", "service"), ("drug", "drug", "service")),
    *(("service_month", "month", "service"), ("answer_month", "month", "answer")),
)
"""What is filtered, the key that holds its values, and how months are counted meanwhile."""


def choices(cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """One row per value that a filter can take, its kind and its name: how many 96372 lines; most frequent first."""
    found = [_values(cursor, *kind) for kind in _KINDS]
    return pl.concat(found).sort("kind", "lines", "value", descending=[False, True, False])


def _values(cursor: duckdb.DuckDBPyConnection, kind: str, key: str, basis: str) -> pl.DataFrame:
    rows = CHOICES.of(cursor, View(basis=basis), (key,)).drop_nulls(KEYS[key][0])
    value, name = pl.col(KEYS[key][0]), pl.col(KEYS[key][-1])
    if key == "month":
        value, name = value.dt.strftime("%Y-%m"), pl.lit(None, pl.String())
    return rows.select(kind=pl.lit(kind), value=value, name=name, lines="lines")


def first_service(choices: pl.DataFrame) -> date | None:
    """The first month of service in the data."""
    months = choices.filter(pl.col("kind") == "service_month")["value"].sort().to_list()
    return date.fromisoformat(f"{months[0]}-01") if months else None
