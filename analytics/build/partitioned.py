"""The full build of a large store in slices of whole families, so that its memory does not grow with the store.

What is learned of all lines together is the same for every slice: it is learned between two passes over the slices.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

import duckdb
import polars as pl

from analytics.build.full import Progress, Stored, ask, ask_all, drop, drop_spent, offer, pace, prepare, table
from analytics.build.steps import ANSWERED, CLOSING, FACTS, JUDGED, LIMITS, OPENING, RATES, SHOWN, VIEWS, WHOLE
from analytics.query.query import sql_of

MOST_LINES = 500_000
"""Service lines of a slice: with them a build keeps well below the 6 GB that it may take."""
_SHARED = ("submitted_line", "remit_event_line", "remit_event_claim")
"""What was sent, shared out among the slices once; the adjustments follow."""
_PRICED = ("line_fact", "line_priced", "line_contract", "visit_arm")
_LASTING = ("line_state", "event")
"""What a pass reads and the reader of the facts as well."""
_QUICK = "snappy"
_ADDED = (*("price_row", "visit_row", "lag_row", "answered_row", "drug_unit_row", "tally_row", "resolution_row"),)
"""Counts of these lines: those of all slices go together."""


@dataclass(frozen=True)
class _Pass:
    """One way through all slices: its steps; the tables given to it (read often, so copied) and those it sees on disk;
    those it leaves there; and what is learned of them then."""

    steps: tuple[str, ...]
    given: tuple[str, ...]
    seen: tuple[str, ...]
    left: tuple[str, ...]
    learned: tuple[str, ...] = ()


_PASSES = (
    _Pass(ANSWERED, _SHARED, ("adjustment",), ("event", *_PRICED), RATES),
    _Pass(JUDGED, (), _PRICED, ("line_state", "day_drug"), LIMITS),
    _Pass(
        SHOWN, ("line_state", "day_drug"), ("event",), ("encounter", "ledger", "leak", "work_row", "flag", "injection")
    ),
)


class _Bar:
    """How far a build is, by the steps that it asked."""

    def __init__(self, progress: Progress | None, slices: int) -> None:
        self._progress, self._done = progress, 0
        once, sliced = len((*OPENING, *CLOSING, *WHOLE)), sum(len(one.steps) for one in _PASSES) * slices
        self._all = once + sliced + sum(len(one.learned) for one in _PASSES)

    def __call__(self, step: str) -> None:
        if self._progress:
            self._progress(step, self._done / self._all)
        self._done += 1


def make_whole(
    con: duckdb.DuckDBPyConnection,
    stored: Stored,
    edits: Mapping[str, pl.DataFrame],
    place: Path,
    progress: Progress | None = None,
    most_lines: int = MOST_LINES,
) -> None:
    """Makes the facts on a connection; those of a large store lie in a folder of the caller's and are read there."""
    prepare(con, edits)
    offer(con, stored)
    lines = pace(con)
    if lines <= most_lines:
        ask_all(con, progress)
    else:
        _ask_sliced(con, place, -(-lines // most_lines), progress)


def _ask_sliced(con: duckdb.DuckDBPyConnection, place: Path, slices: int, progress: Progress | None) -> None:
    con.execute("set variable slices = $slices", {"slices": slices})
    bar = _Bar(progress, slices)
    _ask_opening(con, place, bar)
    for one in _PASSES:
        for number in range(slices):
            _ask_slice(con, place, one, number, bar)
        for name in {*one.given, *one.seen}.difference(_LASTING):
            rmtree(place / name, ignore_errors=True)
        for step in one.learned:
            bar(step)
            ask(con, step)
            drop_spent(con, step)
    for name in {"line_state", *FACTS}.difference({"line"}):
        _read(con, place, name).create_view(name)
    ask(con, "line")
    for step in (*CLOSING, *WHOLE):
        bar(step)
        ask(con, step)


def _ask_opening(con: duckdb.DuckDBPyConnection, place: Path, bar: _Bar) -> None:
    """Asks what was sent and who sent it, and shares out what was sent among the slices."""
    for step in OPENING:
        bar(step)
        ask(con, step, _SHARED)
        if step == "load_number":
            _find_families(con)
        if step in _SHARED:
            _share_out(con, place, step)
            drop(con, step, "view")
            _read(con, place, step).create_view(step)
        else:
            drop_spent(con, step)
    _share_out(con, place, "adjustment")
    for name in _SHARED:
        drop(con, name, "view")
    for name in ("remit_place", "family"):
        drop(con, name)


def _find_families(con: duckdb.DuckDBPyConnection) -> None:
    """Joins all patients tied by shared numbers, and says of each claim payment in which slice its family lies."""
    for name in ("bond", "family"):
        table(con, name, f"slice/{name}.sql")
    before = None
    while before != (before := con.execute(sql_of("slice/family_sum.sql")).fetchall()):
        table(con, "family", "slice/family_joined.sql")
    drop(con, "bond")
    table(con, "remit_place", "slice/remit_place.sql")


def _ask_slice(con: duckdb.DuckDBPyConnection, place: Path, one: _Pass, number: int, bar: _Bar) -> None:
    """Asks the steps of a pass for one slice, and puts on disk what later ones read."""
    for name in one.given:
        _read(con, place, name, number).create(name)
    for name in one.seen:
        _read(con, place, name, number).create_view(name)
    own = {*one.given, *one.steps}.difference(VIEWS, _ADDED)
    for step in one.steps:
        bar(step)
        if step in _ADDED and number:
            con.sql(sql_of(f"build/{step}.sql")).insert_into(step)
        else:
            ask(con, step)
        drop_spent(con, step, own)
    for name in one.left:
        into = place / name / f"slice={number}"
        into.mkdir(parents=True)
        con.table(name).write_parquet(str(into / "all.parquet"), compression=_QUICK)
    for name in {*one.given, *one.steps}.difference(_ADDED):
        drop(con, name, "view" if name in VIEWS else "table")


def _share_out(con: duckdb.DuckDBPyConnection, place: Path, name: str) -> None:
    """Writes a table into a folder, the rows of each slice apart."""
    rows = con.sql(sql_of(f"slice/sliced_{name}.sql"))
    rows.write_parquet(str(place / name), compression=_QUICK, partition_by=["slice"])
    if not any((place / name).rglob("*.parquet")):
        (place / name).mkdir(exist_ok=True)
        rows.project("* exclude (slice)").write_parquet(str(place / name / "none.parquet"))


def _read(con: duckdb.DuckDBPyConnection, place: Path, name: str, number: int | None = None) -> duckdb.DuckDBPyRelation:
    """What was written of a table, or of one slice of it."""
    files = [str(path) for path in (place / name).rglob("*.parquet") if number in (None, _slice(path))]
    if files:
        return con.read_parquet(files, hive_partitioning=False)
    return _read(con, place, name).limit(0)


def _slice(path: Path) -> int | None:
    number = path.parent.name.partition("=")[2]
    return int(number) if number else None
