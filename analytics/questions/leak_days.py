"""The leak ledger by day: how many days have a value, how many leak and how much; a day is counted once."""

import duckdb
import polars as pl

from analytics.metrics.cubes import LEAKS, LEDGER, Sums, View, cell, key_columns, together

TEXT, DAY, COUNT = pl.String(), pl.Date(), pl.Int64()
LEDGER_DAYS = Sums("ask/ledger_days.sql", cell(shared_day=TEXT, days=COUNT), rows=LEDGER)
LEAK_DAYS = Sums(
    "ask/leak_days.sql", cell(shared_day=TEXT, leak_class=TEXT, days=COUNT, cents=COUNT, squares=COUNT), rows=LEAKS
)
_ALONE = pl.col("shared_day").is_null()
_ADDED = [pl.col("days").sum(), pl.col("cents").sum(), pl.col("squares").sum()]
_TOLERATED = "tolerance"
"""A difference too small to work is no leak of the payer's."""


def ledger_days(cursor: duckdb.DuckDBPyConnection, view: View) -> pl.DataFrame:
    """One row per payer and month: injection days with a value in the ledger."""
    by = ("payer", "payer_class", "month")
    named = pl.col("shared_day").drop_nulls().n_unique().cast(COUNT)
    return together(LEDGER_DAYS.cells(cursor, view, by), key_columns(by), [pl.col("days").sum() + named])


def leak_days(cursor: duckdb.DuckDBPyConnection, view: View) -> pl.DataFrame:
    """One row per payer, month and class: days that leaked, cents, and squares of a day's cents."""
    keys = ["payer_id", "month"]
    cells = LEAK_DAYS.cells(cursor, view, ("payer", "month"))
    alone = together(cells.filter(_ALONE), [*keys, "leak_class"], _ADDED)
    return together(pl.concat([alone, _shared(cells.filter(~_ALONE), keys)]), [*keys, "leak_class"], _ADDED)


def _shared(cells: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """The days whose lines stand in several cells: first each day, then as one row of days per class."""
    cents = [pl.col("cents").sum()]
    days = together(cells, [*keys, "shared_day", "leak_class"], cents)
    whole = together(days.filter(pl.col("leak_class") != _TOLERATED), [*keys, "shared_day"], cents)
    every = pl.concat([days, whole.select(*keys, "shared_day", pl.lit("any").alias("leak_class"), "cents")])
    return every.select(
        *keys,
        "leak_class",
        pl.lit(1, COUNT).alias("days"),
        "cents",
        (pl.col("cents") * pl.col("cents")).alias("squares"),
    )
