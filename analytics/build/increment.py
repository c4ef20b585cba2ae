"""The incremental build: the queries of the full build over the families that have news, with what was learned of all
lines together given.

A family is all claim numbers tied by a patient's day, by a payer's number that a correction refers to, or by a payment
sent twice. Rows of the facts are those of a family by patient and day, answers by the number of their claim."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from analytics.build.full import Stored, ask, drop_spent, offer, prepare, table
from analytics.build.layout import cut_by, near, of_family
from analytics.build.steps import FACTS, KEPT, LEARNED, STEPS, WHOLE
from analytics.query.query import sql_of

MOST = 0.25
"""Share of all claims above which a full build is the shorter way."""
_ROUNDS = 4
_BEFORE = (
    *("load_number", "submitted_line", "undated_event", "undated_reversal", "undated_day"),
    *("remit_event_line", "remit_event_claim", "payer_row", "provider_row"),
)
"""What is asked of the snapshot before, to take the families out of what was counted over all files."""
_STORED = ("claim_line", "remit_claim", "remit_payment", "remit_line", "adjustment")
"""The stored tables that the build reads, each after those by which its rows are taken."""
_OTHERS = (
    *("payer_row", "provider_row", "payment", "line_known", "line_judged"),
    *("price_row", "visit_row", "lag_row", "answered_row", "drug_unit_row", "tally_row", "resolution_row"),
    *("seen_day", "claim_number"),
)
"""Tables about everybody: to the rows of the families comes what the build before knew of all others."""
_LEARNED_BY = STEPS.index("first_day") + 1
"""After this step nothing more is learned of all lines."""
_DAY = "cut_off"


Moment = Callable[[duckdb.DuckDBPyConnection, str], duckdb.DuckDBPyRelation]


class NotCoveredError(Exception):
    """The news reach further than families; says how."""


@dataclass(frozen=True)
class Before:
    """The last build: its stored and built parts, the loads that came and that went since, and the days per part."""

    raw: Mapping[str, Sequence[Path]]
    built: Mapping[str, Sequence[Path]]
    came: frozenset[str]
    went: frozenset[str]
    width: int


def increment(
    con: duckdb.DuckDBPyConnection,
    before: Before,
    stored: Mapping[str, Sequence[Path]],
    edits: Mapping[str, pl.DataFrame],
    most: float = MOST,
) -> None:
    """Makes the facts of all touched families on a connection, and the tables about everybody whole."""
    _begin(con, before, stored, edits)
    for _ in range(_ROUNDS):
        _close(con, most)
        _learn(con, before)
        if not _spread(con):
            break
    else:
        raise NotCoveredError("what is learned of all lines did not settle")
    if _count(con, "changed_payer"):
        raise NotCoveredError("a payer of the build before has another id, name or class")
    for step in STEPS[_LEARNED_BY:]:
        _ask(con, step)
    for name in FACTS:
        if name != "line":
            rows = near(con, before.built[name], _touched_parts(con))
            of_family(con, rows, name).create_view(f"was_{name}")


def _begin(
    con: duckdb.DuckDBPyConnection,
    before: Before,
    stored: Mapping[str, Sequence[Path]],
    edits: Mapping[str, pl.DataFrame],
) -> None:
    """Opens both snapshots and finds the claims with news of their own."""
    prepare(con, edits)
    cut_by(con, before.width)
    offer(con, stored, "now_")
    offer(con, _apart(stored, before.raw), "came_")
    offer(con, _apart(before.raw, stored) if before.went else {}, "gone_")
    for name in (*KEPT, *LEARNED):
        con.read_parquet([str(path) for path in before.built[name]]).create_view(f"kept_{name}")
    changed = pl.DataFrame({"source_sha": sorted(before.came | before.went)}, schema={"source_sha": pl.String})
    con.register("changed_load", changed)
    for name in _STORED:
        con.view(f"now_{name}").create_view(name)
    ask(con, _DAY)
    con.execute("create temp table limit_now as select * from kept_response_limit")
    for name in ("payment_group", "tie", "late", "touched"):
        _make(con, name)


def _apart(some: Stored, others: Stored) -> Stored:
    """The parts that only one snapshot has: a load that came or went lies in no other."""
    known = {path for paths in others.values() if not isinstance(paths, pl.DataFrame) for path in paths}
    return {
        name: paths if isinstance(paths, pl.DataFrame) else [path for path in paths if path not in known]
        for name, paths in some.items()
    }


def _close(con: duckdb.DuckDBPyConnection, most: float) -> None:
    """Adds to the touched claims all that are tied to them."""
    size = -1
    while size != (size := _size(con, "touched")):
        _make(con, "reached_number")
        _make(con, "touched", "reached_claim")
    if size > most * _count(con, "tied_claim"):
        raise NotCoveredError("more families have news than have none")


def _learn(con: duckdb.DuckDBPyConnection, before: Before) -> None:
    """Asks all steps up to what is learned of all lines; first takes what the families said before out of the sums."""
    _make(con, "touched_number")
    for name in _STORED:
        if name == "remit_payment":
            _make(con, "touched_payment")
        _make(con, f"taken_{name}")
    _make(con, "touched_part")
    near(con, before.built["line"], _touched_parts(con)).create_view("near_line", replace=True)
    _make(con, "was_line")
    _show(con, _past)
    for step in _BEFORE:
        ask(con, step)
    for name in ("before_payer_row", "before_provider_row"):
        _make(con, name)
    _show(con, _present)
    for step in STEPS[:_LEARNED_BY]:
        _ask(con, step)


def _show(con: duckdb.DuckDBPyConnection, moment: Moment) -> None:
    """Gives the stored tables of the touched families their own names, as they are now or were before."""
    for name in _STORED:
        moment(con, name).create_view(name, replace=True)
    con.view("now_provider_adjustment").create_view("provider_adjustment", replace=True)


def _present(con: duckdb.DuckDBPyConnection, name: str) -> duckdb.DuckDBPyRelation:
    return con.table(f"taken_{name}")


def _past(con: duckdb.DuckDBPyConnection, name: str) -> duckdb.DuckDBPyRelation:
    """What did not come since, and what went."""
    changed = con.table("changed_load")
    stayed = _present(con, name).join(changed, "source_sha", how="anti")
    return stayed.union(con.view(f"gone_{name}").join(changed, "source_sha", how="semi"))


def _everything(con: duckdb.DuckDBPyConnection, name: str) -> duckdb.DuckDBPyRelation:
    return con.view(f"now_{name}")


def _ask(con: duckdb.DuckDBPyConnection, step: str) -> None:
    if step == _DAY:
        return
    if step == WHOLE[0]:
        _show(con, _everything)
    ask(con, step, ("line",))
    if step in _OTHERS:
        con.execute(f'insert into "{step}" by name\n{sql_of(f"increment/others_{step}.sql")}')
    drop_spent(con, step)


def _spread(con: duckdb.DuckDBPyConnection) -> bool:
    """Adds the claims whose lines rest on something learned anew; says whether there are any."""
    _make(con, "relearned")
    if not _size(con, "relearned"):
        return False
    if con.table("relearned").filter("what = 'limit'").shape[0]:
        con.execute("create or replace temp table limit_now as select * from response_limit")
        _make(con, "late")
    con.execute("set variable visited_since = (select min(service_date) from relearned where what = 'visit')")
    _make(con, "spread")
    if not _size(con, "spread"):
        return False
    _make(con, "touched", "touched_further")
    return True


def _touched_parts(con: duckdb.DuckDBPyConnection) -> set[int]:
    return {part for (part,) in con.table("touched_part").fetchall()}


def _make(con: duckdb.DuckDBPyConnection, name: str, query: str = "") -> None:
    table(con, name, f"increment/{query or name}.sql")


def _count(con: duckdb.DuckDBPyConnection, query: str) -> int:
    return con.sql(sql_of(f"increment/{query}.sql")).shape[0]


def _size(con: duckdb.DuckDBPyConnection, name: str) -> int:
    return con.table(name).shape[0]
