"""A demo practice for the tests of the report: loaded once a run, and its last month of remittances apart."""

from datetime import date
from functools import cache
from pathlib import Path

from once import copied, once

from analytics.demo import write_demo
from analytics.facts import Facts, open_facts
from analytics.ingest.run import ingest
from analytics.store import Store

LATE = "remittances_commercial_2026-09.835"
MONTH = date(2026, 9, 1)
"""The last month of the first load; the data end on its last day."""


def _first(paths: list[Path]) -> list[Path]:
    return [path for path in paths if path.stem[-7:] <= "2026-09" and path.name != LATE]


def _make(place: Path) -> None:
    ingest(_first(list(write_demo(place, months=6, encounters=2400, seed=11).files)), Store.create(place / "store"))


@cache
def split() -> tuple[Path, list[Path]]:
    """A store through September 2026 that lacks the commercial payers' remittances of that month; the other files."""
    place = once("report", _make)
    paths = sorted(path for path in place.rglob("*") if path.suffix in (".837", ".835"))
    first = _first(paths)
    return place / "store", [path for path in paths if path not in first and path.stem[-7:] <= "2026-10"]


def own(place: Path) -> Path:
    """A copy of that store for tests that keep reports in it."""
    return copied(split()[0], place / "store")


@cache
def facts() -> Facts:
    """The facts through September."""
    return open_facts(Store.open(split()[0]))
