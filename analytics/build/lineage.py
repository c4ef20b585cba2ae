"""The lineage of the built tables: for each step of a build, the tables that its query reads.

`python -m analytics.build.lineage queries/README.md` writes it between its marks in that file.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from analytics.build.rules import STEP
from analytics.build.steps import STEPS
from analytics.leakage import RULES
from analytics.query.query import sql_of


def lineage() -> dict[str, list[str]]:
    """Each step in order, and the stored, reference, user's and built tables that it reads, by name."""
    with duckdb.connect() as con:
        return {step: sorted({name for path in _files(step) for name in _tables(con, path)}) for step in STEPS}


def written(text: str) -> str:
    """The text with the lineage between its marks as the program has it now."""
    rows = "".join(f"| `{step}` | {' '.join(f'`{name}`' for name in reads)} |\n" for step, reads in lineage().items())
    before, mark, rest = text.partition("<!-- lineage -->\n")
    after = rest.partition("<!-- /lineage -->")[2]
    return f"{before}{mark}| table | reads |\n|---|---|\n{rows}<!-- /lineage -->{after}"


def _files(step: str) -> Iterator[str]:
    yield f"build/{step}.sql"
    if step == STEP:
        yield from (f"leakage/{rule}.sql" for rule in RULES)


def _tables(con: duckdb.DuckDBPyConnection, path: str) -> Iterator[str]:
    # DuckDB's own parser; its `get_table_names` would also look the columns up, which are not there yet.
    rows = con.execute("select json_serialize_sql($sql)", {"sql": sql_of(path)}).fetchall()
    return _named(json.loads(rows[0][0]), frozenset())


def _named(node: Any, inner: frozenset[str]) -> Iterator[str]:
    """The tables under a node of a parsed query, but for the names that the query gives its own parts."""
    if isinstance(node, list):
        for one in node:
            yield from _named(one, inner)
    if not isinstance(node, dict):
        return
    for part in (node.get("cte_map") or {}).get("map", ()):
        is_of_itself = part["value"]["query_node"]["type"] == "RECURSIVE_CTE_NODE"
        yield from _named(part["value"], inner | {part["key"]} if is_of_itself else inner)
        inner |= {part["key"]}
    if node.get("type") == "BASE_TABLE" and node["table_name"] not in inner:
        yield node["table_name"]
    for key, value in node.items():
        if key != "cte_map":
            yield from _named(value, inner)


if __name__ == "__main__":
    place = Path(sys.argv[1])
    place.write_text(written(place.read_text(encoding="utf-8")), encoding="utf-8")
