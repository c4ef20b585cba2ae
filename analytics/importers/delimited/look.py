"""A look at a table before it is loaded: header, guess, and samples that show no patient."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from analytics.importers.delimited.choose import choose
from analytics.importers.delimited.column_map import ColumnMap, written
from analytics.importers.delimited.guess import guessed
from analytics.importers.delimited.source import Table, TableError
from analytics.importers.delimited.typed import formats_of
from analytics.importers.delimited.words import notice
from analytics.tables.contract import inputs

SAMPLES = 3
MOST_WORDS = 60
_WORDY = ("payer_source_name", "payer_source_id", "filing_indicator", "status")
"""Columns of ours whose words may have to be put into ours; none says who a patient is."""


def look(table: Table, saved: Mapping[str, str]) -> dict[str, Any]:
    """Kind, map (TOML), formats, missing columns, and per column three samples: in full only where it is ours and
    says nothing of a patient, else their shape."""
    try:
        header = table.names
        chunk = next(table.chunks()).cells
    except TableError as error:
        said = notice(error.code, error.row, detail=error.detail)
        return {"fault": f"{said.reason} {said.next_step}"}
    one = _best(header, saved)
    return {
        "kind": table.kind,
        "table": one.table,
        "map": written(one),
        "missing": one.missing(),
        "formats": _formats(chunk, one, table.kind),
        "words": {name: _words(chunk[name]) for ours in _WORDY for name in one.columns.get(ours, ())[:1]},
        "columns": [{"name": name, "samples": _samples(chunk[name], name in _shown(one))} for name in header],
    }


def _best(header: list[str], saved: Mapping[str, str]) -> ColumnMap:
    try:
        return choose(header, "", saved).map
    except TableError:
        return guessed(header)


def _formats(chunk: pl.DataFrame, one: ColumnMap, kind: str) -> dict[str, str]:
    try:
        found = formats_of(chunk, one, kind)
    except (TableError, pl.exceptions.PolarsError):
        return {"day": "", "money": ""}
    return {"day": found.day, "money": found.money}


def _shown(one: ColumnMap) -> set[str]:
    """Columns of the file that are ours and tell nothing of a patient."""
    known = inputs(one.table)
    private = {name for ours, names in one.columns.items() if known[ours].is_private for name in names}
    return one.sources - private


def _samples(values: pl.Series, is_shown: bool) -> list[str]:
    text = values.drop_nulls().head(200).cast(pl.String, strict=False).drop_nulls()
    first = text.filter(text != "").unique(maintain_order=True).head(SAMPLES)
    if not is_shown:
        first = first.str.replace_all(r"\p{L}", "x").str.replace_all(r"\p{N}", "0")
    return [word[:40] for word in first.to_list()]


def _words(values: pl.Series) -> list[str]:
    """The words of a column, the most frequent first."""
    text = values.cast(pl.String, strict=False).str.strip_chars().alias("word").to_frame()
    counted = text.filter(pl.col("word").fill_null("") != "").group_by("word").len()
    return counted.sort("len", "word", descending=[True, False])["word"].head(MOST_WORDS).str.slice(0, 60).to_list()
