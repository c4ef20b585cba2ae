"""The data dictionary: every table and column with its meaning, and the reference data with their sources, as text.

`python -m analytics.tables.dictionary data/README.md` writes both between their marks in that file.
"""

import csv
import sys
from collections.abc import Mapping
from pathlib import Path

import dataframely as dy
import polars as pl

from analytics.paths import REFERENCE
from analytics.tables.built import BUILT
from analytics.tables.leakage import WorkItem
from analytics.tables.stored import STORED, schema_of

ASKED: dict[str, type[dy.Schema]] = {"work_item": WorkItem}
"""Tables that are made when they are asked for, and kept nowhere."""
KINDS: dict[pl.DataType, str] = {
    pl.String(): "text",
    pl.Date(): "day",
    pl.Decimal(12, 2): "dollars",
    pl.Decimal(18, 2): "dollars",
    pl.Decimal(15, 3): "quantity",
    pl.Int64(): "whole number",
    pl.Int32(): "whole number",
    pl.UInt64(): "hash",
    pl.Float64(): "share",
    pl.Boolean(): "yes or no",
    pl.List(pl.String()): "list of texts",
}
"""What a column holds, as a reader calls it."""


def tables(named: Mapping[str, type[dy.Schema]]) -> str:
    """Each table under a heading: what a row is, then its columns."""
    return "\n".join(_table(name, table) for name, table in named.items())


def sources() -> str:
    """Reference data by name: source, release, dates, how far they are verified."""
    with (REFERENCE / "sources.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            f"| `{row['name']}` | {row['source']} | {row['release']} | {_dates(row)} | {row['verified']} |"
            for row in csv.DictReader(file)
        ]
    return "\n".join(("| name | source | release | in force | verified |", "|---|---|---|---|---|", *rows)) + "\n"


def written(text: str) -> str:
    """The text with each block between its marks as the program has it now."""
    blocks = {"sources": sources(), "stored": tables(STORED), "built": tables(BUILT), "asked": tables(ASKED)}
    for mark, block in blocks.items():
        before, found, rest = text.partition(f"<!-- {mark} -->\n")
        if found:
            text = f"{before}{found}{block}<!-- /{mark} -->{rest.partition(f'<!-- /{mark} -->')[2]}"
    return text


def _table(name: str, table: type[dy.Schema]) -> str:
    grain = (table.__doc__ or "").split("\n")[0]
    kinds = schema_of(table)
    rows = [
        f"| `{column}` | {KINDS[kinds[column]]} | {(kind.description or '').replace('|', chr(92) + '|')} |\n"
        for column, kind in table.columns().items()
    ]
    return f"#### `{name}`\n\n{grain}\n\n| column | holds | meaning |\n|---|---|---|\n{''.join(rows)}"


def _dates(row: Mapping[str, str]) -> str:
    since, until = row["effective_from"], row["effective_to"]
    return f"{since or '…'} to {until or '…'}" if since or until else "no dates"


if __name__ == "__main__":
    place = Path(sys.argv[1])
    place.write_text(written(place.read_text(encoding="utf-8")), encoding="utf-8")
