"""One look at the store per rerun: every number of the rerun comes from the snapshot seen then."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

import streamlit as st

from analytics.facts import Facts, keep_facts_as_of, read_facts
from analytics.metrics.cubes import View
from analytics.questions import last_loads
from analytics.questions.warm import warm as warm_up
from analytics.store import Snapshot, Store, StoreError, StoreMissingError
from analytics.store.marks import history, marks_made

STORE = "data/local"
"""Where the command line looks, too; a test keeps the two equal."""


@dataclass(frozen=True)
class DataVersion:
    """Which data: the store's folder, its snapshot and its build. The key of every cache.

    `marks`: how many marks there are, as they change numbers between two builds; `stood`: as of which earlier day.
    """

    folder: str
    snapshot: int
    build: int
    marks: int = 0
    stood: date | None = None


AS_KEY: dict[str | type[Any], Callable[[Any], Any]] = {DataVersion: repr, View: repr}
"""How caches read their keys: as one text that names every field; Streamlit would hash field by field, in 1 ms."""


@dataclass(frozen=True)
class Session:
    """What a rerun sees. Without `at` there is nothing to show: `fault` says why, or the store is empty."""

    folder: str
    at: DataVersion | None
    notice: str | None = None
    fault: str | None = None


class SnapshotGoneError(Exception):
    """The data changed while a page was being made; the next rerun sees the new ones."""


_AHEAD = Event()
_WAIT = "Adding up the numbers, once after each load: a moment, or half a minute with ten million lines …"
RESTS_ON = "rests_on"
"""Session state: what the numbers of the page that is shown depend on, name by name in words."""
STOOD = "stood_on"
"""Where the filters leave the day as of which this rerun looks at the data; pages without filters look at now."""


def folder() -> Path:
    """The store's folder: --store, else REIMBURSE_STORE, else data/local."""
    given = sys.argv[sys.argv.index("--store") + 1 :] if "--store" in sys.argv else []
    return Path(given[0] if given else os.environ.get("REIMBURSE_STORE") or STORE).absolute()


def arrive() -> Session:
    """Looks at the store and remembers what was seen for this rerun."""
    visit = _look(folder())
    if _AHEAD.is_set() and visit.at is not None:
        _summed(replace(visit.at, marks=0), visit.at)
    st.session_state["visit"] = visit
    st.session_state[STOOD] = None
    return visit


def _look(place: Path) -> Session:
    try:
        store = Store.open(place)
        snapshot = store.read()
        if not snapshot.build:
            return Session(str(place), None, notice=snapshot.notice)
        at = DataVersion(str(place), *snapshot.key, marks_made(store))
        _facts(replace(at, marks=0), snapshot)
        return Session(str(place), at, notice=snapshot.notice)
    except StoreMissingError:
        return Session(str(place), None)
    except StoreError as error:
        return Session(str(place), None, fault=str(error))


def sum_ahead() -> None:
    """From now on visitors wait together, once per snapshot, for the sums that pages ask, and no longer one by one.

    Those of the present snapshot are made at once; a store that cannot be read says so to its first visitor.
    """
    _AHEAD.set()
    visit = _look(folder())
    if visit.at is not None:
        _summed(replace(visit.at, marks=0), visit.at)


@st.cache_resource(max_entries=4, show_spinner=_WAIT, hash_funcs=AS_KEY)
def _summed(at: DataVersion, _now: DataVersion) -> bool:
    """Once per snapshot: the few sums that rest on marks are made again by who asks them after a new one."""
    here = facts(_now)
    loads, *_ = last_loads(Store.open(at.folder), at.snapshot)
    with suppress(Exception):  # whoever asks for what could not be summed is told so on the page
        warm_up(here.cursor, here.as_of, loads)
    return True


def current() -> Session:
    """What this rerun sees."""
    visit: Session = st.session_state["visit"]
    return visit


def facts(at: DataVersion) -> Facts:
    """The open facts of a snapshot, shared by all sessions; take a cursor for every use."""
    return _marked(at)


@st.cache_resource(max_entries=4, show_spinner=False, hash_funcs=AS_KEY)
def _marked(at: DataVersion) -> Facts:
    """Read once per snapshot, they take up every new mark."""
    here = _facts(replace(at, marks=0), None)
    here.take_marks(history(Store.open(at.folder), at.stood))
    return here


@st.cache_resource(max_entries=3, show_spinner=False, hash_funcs=AS_KEY)
def _facts(at: DataVersion, _snapshot: Snapshot | None) -> Facts:
    store = Store.open(at.folder)
    snapshot = _snapshot or store.read()
    if snapshot.key != (at.snapshot, at.build):
        raise SnapshotGoneError
    return keep_facts_as_of(store, snapshot, at.stood) if at.stood else read_facts(snapshot, store.folder)
