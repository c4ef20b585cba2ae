"""The facts as they stood on an earlier day."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory, mkdtemp
from weakref import finalize

from analytics.build.cut import build_cut
from analytics.facts import Facts, read_facts
from analytics.store import Snapshot, Store
from analytics.store.marks import history


@contextmanager
def facts_as_of(store: Store, day: date) -> Iterator[Facts]:
    """The facts of the current snapshot without what was submitted or remitted after a day; gone when left."""
    # Not beside the data: that place belongs to whoever holds the store's lock, and a reader must not wait for it.
    with TemporaryDirectory(prefix="reimburse-") as place:
        yield _built(store, store.read(), day, Path(place))


def keep_facts_as_of(store: Store, snapshot: Snapshot, day: date) -> Facts:
    """The same of a snapshot already taken, for a reader that keeps them; their files go when nobody holds them."""
    place = Path(mkdtemp(prefix="reimburse-"))
    try:
        facts = _built(store, snapshot, day, place)
    except BaseException:
        rmtree(place, ignore_errors=True)
        raise
    finalize(facts, rmtree, place, ignore_errors=True)
    return facts


def _built(store: Store, snapshot: Snapshot, day: date, place: Path) -> Facts:
    built = build_cut(store, snapshot.raw, day, place)
    facts = read_facts(replace(snapshot, built=built, waiting=0, edits=0))
    facts.take_marks(history(store, day))
    return facts
