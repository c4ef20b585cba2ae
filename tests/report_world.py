"""A demo practice for the tests of the report: loaded once a process, and its last month of remittances apart."""

import atexit
import shutil
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

from test_page_store import practice

from analytics.charts.comparable import later
from analytics.demo import write_demo
from analytics.facts import Facts, open_facts
from analytics.ingest import ingest
from analytics.store import Store

LATE = "remittances_commercial_2026-09.835"


@cache
def facts() -> Facts:
    """The facts of the small practice that the tests of pages visit, too."""
    return open_facts(Store.open(practice()))


def last_closed(its: Facts) -> date:
    """The newest month that has closed."""
    assert its.as_of is not None
    return later(its.as_of.replace(day=1), -1)


@cache
def split() -> tuple[Path, list[Path]]:
    """A store through September 2026 that lacks the commercial payers' remittances of that month; the files to come."""
    place = Path(tempfile.mkdtemp(prefix="reimburse-report-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    demo = write_demo(place / "files", months=6, encounters=2400, seed=11)
    paths = sorted(path for path in demo.folder.rglob("*") if path.suffix in (".837", ".835"))
    first = [path for path in paths if path.stem[-7:] <= "2026-09" and path.name != LATE]
    store = Store.create(place / "store")
    ingest(first, store)
    return store.folder, [path for path in paths if path not in first and path.stem[-7:] <= "2026-10"]
