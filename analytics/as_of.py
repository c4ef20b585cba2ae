"""The facts as they stood on an earlier day."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from weakref import finalize

from analytics.build.as_of import build_cut, hold_cut
from analytics.facts import Facts, read_facts
from analytics.store import Snapshot, Store, StoreUnwritableError
from analytics.store.errors import said_plainly
from analytics.store.marks import history
from analytics.store.scratch import Place, take_place


@contextmanager
def facts_as_of(store: Store, day: date) -> Iterator[Facts]:
    """The facts of the current snapshot without what was submitted or remitted after a day; gone when left."""
    facts, place = _made(store, store.read(), day)
    try:
        yield facts
    finally:
        if place:
            place.leave()


def keep_facts_as_of(store: Store, snapshot: Snapshot, day: date) -> Facts:
    """The same of a snapshot already taken, for a reader that keeps them; their files go when nobody holds them."""
    facts, place = _made(store, snapshot, day)
    if place:
        finalize(facts, place.leave)
    return facts


def _made(store: Store, snapshot: Snapshot, day: date) -> tuple[Facts, Place | None]:
    """The facts and the private folder where they lie; on a disk that takes nothing they are held in memory."""
    snapshot = replace(snapshot, waiting=0, edits=0)
    try:
        facts, place = _written(store, snapshot, day)
    except StoreUnwritableError:
        facts, place = read_facts(snapshot, store.folder, hold_cut(store, snapshot.raw, day)), None
    facts.take_marks(history(store, day))
    return facts, place


def _written(store: Store, snapshot: Snapshot, day: date) -> tuple[Facts, Place]:
    place = take_place(store.folder)
    try:
        with said_plainly(store.folder):
            built = build_cut(store, snapshot.raw, day, place.path)
        return read_facts(replace(snapshot, built=built), store.folder), place
    except BaseException:
        place.leave()
        raise
