"""The rules of queries/leakage asked in a build: each file's rows go to one table, with the rule's name and place."""

import re

import duckdb

from analytics.leakage import BY_ROW, RULES, rule
from analytics.query.query import sql_of

STEP = "rule_hit"
"""The table that the rules fill."""


def words_of(step: str) -> set[str]:
    """The names that a step reads: in its own file, and for the rules' table in every rule's."""
    texts = [sql_of(f"build/{step}.sql"), *(map(_sql, RULES) if step == STEP else ())]
    return set(re.findall(r"[a-z_]+", "\n".join(texts)))


def ask(con: duckdb.DuckDBPyConnection) -> None:
    """Fills the rules' table."""
    for place, name in enumerate(RULES):
        unverified = "is_unverified" if rule(name).unverified == BY_ROW else "null"
        con.execute(
            f"insert into rule_hit select line_no, part, $rule, $place, {unverified} from (\n{_sql(name)}\n)",
            {"rule": name, "place": place},
        )


def _sql(rule: str) -> str:
    return sql_of(f"leakage/{rule}.sql")
