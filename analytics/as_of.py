"""The facts as they stood on an earlier day."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from analytics.build.cut import build_cut
from analytics.facts import Facts, read_facts
from analytics.store import Store


@contextmanager
def facts_as_of(store: Store, day: date) -> Iterator[Facts]:
    """The facts of the current snapshot without what was submitted or remitted after a day; gone when left."""
    snapshot = store.read()
    # Not beside the data: that place belongs to whoever holds the store's lock, and a reader must not wait for it.
    with TemporaryDirectory(prefix="reimburse-") as place:
        built = build_cut(store, snapshot.raw, day, Path(place))
        yield read_facts(replace(snapshot, built=built, waiting=0, edits=0))
