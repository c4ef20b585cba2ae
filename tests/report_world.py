"""A demo practice for the tests of the report: loaded once a process, and its last month of remittances apart."""

import atexit
import shutil
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

from analytics.demo import write_demo
from analytics.facts import Facts, open_facts
from analytics.ingest import ingest
from analytics.store import Store

LATE = "remittances_commercial_2026-09.835"
MONTH = date(2026, 9, 1)
"""The last month of the first load; the data end on its last day."""


@cache
def split() -> tuple[Path, Path, list[Path]]:
    """Twice a store through September 2026 that lacks the commercial payers' remittances of that month; the others.

    The second store is for the tests that load these files.
    """
    place = Path(tempfile.mkdtemp(prefix="reimburse-report-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    demo = write_demo(place / "files", months=6, encounters=2400, seed=11)
    paths = sorted(path for path in demo.folder.rglob("*") if path.suffix in (".837", ".835"))
    first = [path for path in paths if path.stem[-7:] <= "2026-09" and path.name != LATE]
    store = Store.create(place / "store")
    ingest(first, store)
    shutil.copytree(place / "store", place / "later")
    return store.folder, place / "later", [path for path in paths if path not in first and path.stem[-7:] <= "2026-10"]


@cache
def facts() -> Facts:
    """The facts through September."""
    return open_facts(Store.open(split()[0]))
