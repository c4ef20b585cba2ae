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


@cache
def over(path: str, **steps: str) -> str:
    """The text of a query file that asks the rows of other files by these names, each of which may ask those before."""
    named = ",\n".join(f"{name} as not materialized (\n{sql_of(step)}\n)" for name, step in steps.items())
    return f"with {named}\nselect * from (\n{sql_of(path)}\n)"


@dataclass(frozen=True)
class Query:
    """One file under queries/ and the columns it promises."""

    path: str
    returns: pl.Schema

    def __call__(self, cursor: duckdb.DuckDBPyConnection, **params: object) -> pl.DataFrame:
        """Asks with bound parameters; the frame has exactly the promised columns and types."""
        return self.promised(cursor.sql(sql_of(self.path), params=params or None).pl())

    def promised(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The same frame, where it keeps the promise."""
        if frame.schema != self.returns:
            raise QueryError(f"queries/{self.path} gave {frame.schema}, promised {self.returns}")
        return frame
