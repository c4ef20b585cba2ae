"""What was summed once for an open snapshot: frames shared by all its cursors, gone when it is closed."""

from collections.abc import Callable, Hashable
from threading import Lock
from weakref import WeakKeyDictionary

import duckdb
import polars as pl

MOST_VALUES = 40_000_000
"""Values on a shelf at most, about 300 megabytes; what was not asked for longest is dropped, and made again."""

_Place = tuple[int | None, Hashable]
"""With the number of the marks, where a frame rests on them."""


class Shelf:
    """Frames by what they answer; None where the answer is too large to be held."""

    def __init__(self) -> None:
        self._frames: dict[_Place, pl.DataFrame | None] = {}
        self._marks = 0
        self._making, self._placing = Lock(), Lock()

    def held(
        self, key: Hashable, make: Callable[[], pl.DataFrame | None], *, of_marks: bool = False
    ) -> pl.DataFrame | None:
        """The frame of a key: made by one session, while others that want one wait for it."""
        place = (self._marks if of_marks else None, key)
        found = self._taken(place)
        if found is None:
            with self._making:
                found = self._taken(place) or (self._put(place, make()),)
        return found[0]

    def _taken(self, place: _Place) -> tuple[pl.DataFrame | None] | None:
        """What is asked for last is dropped last."""
        with self._placing:
            if place not in self._frames:
                return None
            self._frames[place] = frame = self._frames.pop(place)
            return (frame,)

    def new_marks(self) -> None:
        """What rests on marks is made anew; to be called once the new ones are there."""
        with self._placing:
            self._marks += 1
            self._frames = {place: frame for place, frame in self._frames.items() if place[0] in (None, self._marks)}

    def _put(self, place: _Place, frame: pl.DataFrame | None) -> pl.DataFrame | None:
        with self._placing:
            self._frames[place] = frame
            while len(self._frames) > 1 and sum(map(_values, self._frames.values())) > MOST_VALUES:
                del self._frames[next(iter(self._frames))]
        return frame


def _values(frame: pl.DataFrame | None) -> int:
    return frame.height * frame.width if frame is not None else 0


_SHARED: WeakKeyDictionary[duckdb.DuckDBPyConnection, Shelf] = WeakKeyDictionary()


def share(cursor: duckdb.DuckDBPyConnection, shelf: Shelf) -> None:
    """Lets a cursor of an open snapshot find what was summed for it."""
    _SHARED[cursor] = shelf


def shelf_of(cursor: duckdb.DuckDBPyConnection) -> Shelf | None:
    """The shelf that a cursor shares; none for a connection whose rows may still change."""
    return _SHARED.get(cursor)
