"""One question, one .sql file under queries/, and the columns it promises; the connections that may ask it."""

from dataclasses import dataclass
from functools import cache

import duckdb
import polars as pl

from analytics.paths import QUERIES


class QueryError(Exception):
    """A query does not keep what it promises; names the file and the difference."""


@cache
def sql_of(path: str) -> str:
    """The text of a query file, read once."""
    return (QUERIES / path).read_text(encoding="utf-8")


def over(path: str, rows: str) -> str:
    """The text of a query file that asks `measured`: the rows of another file."""
    return f"with measured as not materialized (\n{sql_of(rows)}\n)\n{sql_of(path)}"


@dataclass(frozen=True)
class Query:
    """One file under queries/, the columns it promises and, where it asks `measured`, the file that says its rows."""

    path: str
    returns: pl.Schema
    rows: str = ""

    def __call__(self, cursor: duckdb.DuckDBPyConnection, **params: object) -> pl.DataFrame:
        """Asks with bound parameters; the frame has exactly the promised columns and types."""
        text = over(self.path, self.rows) if self.rows else sql_of(self.path)
        frame: pl.DataFrame = cursor.sql(text, params=params or None).pl()
        if frame.schema != self.returns:
            raise QueryError(f"queries/{self.path} gave {frame.schema}, promised {self.returns}")
        return frame
