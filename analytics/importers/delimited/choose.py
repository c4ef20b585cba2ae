"""Which map reads a file: the one that was given, a saved one that fits, or a guess from the header."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analytics.importers.delimited.column_map import ColumnMap, MapError, parse
from analytics.importers.delimited.guess import guessed, nearest
from analytics.importers.delimited.layouts import LAYOUTS
from analytics.importers.delimited.source import TableError
from analytics.tables.contract import CONTRACT


@dataclass(frozen=True)
class Chosen:
    """A map, and whether it was only guessed."""

    map: ColumnMap
    is_guess: bool


def choose(header: Sequence[str], given: str, saved: Mapping[str, str]) -> Chosen:
    """The map of a header; a TableError says what is missing, with the nearest name."""
    if given:
        return Chosen(_given(header, given), False)
    own = guessed(header)
    is_ours = own.name in {layout.map.name for layout in LAYOUTS} or any(
        set(header) <= {one.name for one in CONTRACT[side]} for side in CONTRACT
    )
    if is_ours and not own.missing():
        return Chosen(own, False)
    fitting = [one for one in map(_parsed, saved.values()) if one and one.fits(header)]
    if fitting:
        return Chosen(max(fitting, key=lambda one: len(one.sources)), False)
    if own.missing():
        raise TableError("columns_missing", _told(own, header))
    return Chosen(own, True)


def _given(header: Sequence[str], text: str) -> ColumnMap:
    try:
        one = parse(text)
    except MapError as error:
        raise TableError("map_unusable", str(error)) from None
    absent = sorted(one.sources - set(header))
    if absent:
        near = [
            f"{name!r} (nearest: {_near(name, header)!r})" if _near(name, header) else repr(name) for name in absent
        ]
        raise TableError("map_unfit", ", ".join(near[:10]))
    if one.missing():
        raise TableError("columns_missing", _told(one, header))
    return one


def _near(name: str, header: Sequence[str]) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, header, 1, 0.5)), "")


def _parsed(text: str) -> ColumnMap | None:
    try:
        return parse(text)
    except MapError:
        return None


def _told(one: ColumnMap, header: Sequence[str]) -> str:
    """What is missing for this kind of table, each with the column that comes closest."""
    free = [name for name in header if name not in one.sources]
    parts = []
    for wanted in one.missing():
        near = nearest(wanted, free)
        parts.append(f"{wanted} (nearest: {near!r})" if near else wanted)
    kind = {"both": "claims and remittances"}.get(one.table, one.table)
    return f"{', '.join(parts)}. The file was taken for {kind}."
