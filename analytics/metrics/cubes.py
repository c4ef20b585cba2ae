"""Where the sums of a view are read: in cells of all keys and filters, summed once per snapshot, else in the lines.

A cube is made of the lines of an open snapshot when it is first asked for, and lives as long as its connection:
whatever built the lines, and on whatever day they stand, the cube is of them.
"""

from collections.abc import Hashable
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial

import duckdb
import polars as pl
import polars.selectors as cs

from analytics.query import Query, over, shelf_of

DEFINITIONS = ("initial", "open", "claim_status_4", "zero_paid", "allowed_zero", "any_reason")
BASES = ("service", "answer")

KEYS: dict[str, tuple[str, ...]] = {
    "month": ("month",),
    "payer_class": ("payer_class",),
    "payer": ("payer_id", "payer_name"),
    "provider": ("rendering_npi", "provider_name"),
    "place_of_service": ("place_of_service",),
    "drug": ("drug",),
}
"""What numbers can be split by, and the columns that name a group."""


@dataclass(frozen=True)
class View:
    """One question's filters; an empty tuple filters nothing. `start` and `end` are first days of inclusive months."""

    start: date | None = None
    end: date | None = None
    basis: str = "service"
    definition: str = "initial"
    payer_classes: tuple[str, ...] = ()
    payers: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    drugs: tuple[str, ...] = ()

    def params(self, as_of: date | None) -> dict[str, object]:
        """Bound parameters for queries/ask; None leaves a filter open."""
        lists = {name: list(value) or None for name, value in asdict(self).items() if isinstance(value, tuple)}
        return {"start": self.start, "end": self.end, "basis": self.basis, "as_of": as_of, **lists}

    def filters(self) -> dict[str, object]:
        """The filters that are set, as plain values for JSON."""
        words = {name: list(value) for name, value in asdict(self).items() if isinstance(value, tuple) and value}
        months = {name: f"{day:%Y-%m}" for name, day in (("from", self.start), ("to", self.end)) if day}
        return {**months, **words}


def key_columns(by: tuple[str, ...]) -> list[str]:
    """The columns that name a group."""
    return [column for key in by for column in KEYS[key]]


def in_order(by: tuple[str, ...]) -> tuple[str, ...]:
    """The same keys in the order in which groups are listed, whatever the order they were asked in."""
    return tuple(key for key in KEYS if key in by)


TEXT, DAY = pl.String(), pl.Date()
CELL: dict[str, pl.DataType] = {
    "service_month": DAY,
    "answer_month": DAY,
    **{column: TEXT for name, columns in KEYS.items() for column in columns if name != "month"},
}
"""What names a cell: all that lines can be split by, and the month on both bases."""
FILTERS = {
    "payer_classes": "payer_class",
    "payers": "payer_id",
    "providers": "rendering_npi",
    "places": "place_of_service",
    "drugs": "drug",
}
"""The column that each filter of a view looks at."""
INJECTIONS, LEAKS, LEDGER = "cube/injection_row.sql", "cube/leak_row.sql", "cube/ledger_row.sql"
WORK = "cube/work_item.sql"
MOST_VALUES = 8_000_000
"""Values of a cube at most, about 60 megabytes; where there would be more, the lines are summed for each question."""
AGE = 45
"""Days after submission at which months are compared at the same age."""

_SWITCHES = {
    "by_class": "payer_class",
    "by_payer": "payer",
    "by_provider": "provider",
    "by_place": "place_of_service",
    "by_drug": "drug",
}
_ALL = tuple(name for name in KEYS if name != "month")
_GRAINS = (_ALL, tuple(name for name in _ALL if name != "provider"))
"""The cubes of a question, the first that is small enough is asked; most questions do not need the provider."""


@dataclass(frozen=True)
class Sums(Query):
    """A file under queries/ that sums the rows of another by CELL and keys of its own."""

    rows: str = INJECTIONS
    own: tuple[str, ...] = ()
    least: tuple[str, ...] = ()
    """Columns of which the least is wanted, not the sum."""
    of_marks: bool = False
    """Marks change these sums, and they are set between two builds."""

    def of(self, cursor: duckdb.DuckDBPyConnection, view: View, by: tuple[str, ...], **asked: object) -> pl.DataFrame:
        """One row per group of `by` and own keys, in their order."""
        return self.added(self.cells(cursor, view, by, **asked), by)

    def cells(
        self, cursor: duckdb.DuckDBPyConnection, view: View, by: tuple[str, ...], **asked: object
    ) -> pl.DataFrame:
        """The cells of a view from which groups of `by` can be added up, with the month that they count in."""
        month = pl.col("answer_month" if view.basis == "answer" else "service_month")
        cube = self._held(cursor, {*by, *(("provider",) if view.providers else ())}, asked)
        if cube is None:
            return _coded(self._lines(cursor, view, by, asked)).with_columns(month=month)
        return cube.filter(_chosen(cube, view, month)).with_columns(month=month)

    def added(self, cells: pl.DataFrame, by: tuple[str, ...]) -> pl.DataFrame:
        """Cells added up by group."""
        keys = [*key_columns(by), *self.own]
        sums = [pl.col(name).min() if name in self.least else pl.col(name).sum() for name in self._summed]
        return together(cells, keys, sums)

    @property
    def _summed(self) -> list[str]:
        return [name for name in self.returns if name not in CELL and name not in self.own]

    def _held(
        self, cursor: duckdb.DuckDBPyConnection, wanted: set[str], asked: dict[str, object]
    ) -> pl.DataFrame | None:
        shelf = shelf_of(cursor)
        if shelf is None:
            return None
        of = (self.path, *((name, _key(value)) for name, value in asked.items()))
        for grain in (one for one in _GRAINS if wanted <= {*one, "month"}):
            cube = shelf.held((grain, of), partial(self._cube, cursor, grain, asked), of_marks=self.of_marks)
            if cube is not None:
                return cube
        return None

    def _cube(
        self, cursor: duckdb.DuckDBPyConnection, grain: tuple[str, ...], asked: dict[str, object]
    ) -> pl.DataFrame | None:
        most = MOST_VALUES // len(self.returns)
        params = {**_params(View(), grain), "by_service_month": True, "by_answer_month": True, **asked}
        cube = self.promised(cursor.sql(self.text, params=params).limit(most + 1).pl())
        return _coded(cube) if cube.height <= most else None

    def _lines(
        self, cursor: duckdb.DuckDBPyConnection, view: View, by: tuple[str, ...], asked: dict[str, object]
    ) -> pl.DataFrame:
        months = {"by_service_month": view.basis == "service", "by_answer_month": view.basis == "answer"}
        params = {**_params(view, by), **months, **asked}
        return self.promised(cursor.sql(self.text, params=params).pl())

    @property
    def text(self) -> str:
        return over(self.path, measured=self.rows, kept="cube/kept.sql")


def cell(**more: pl.DataType) -> pl.Schema:
    """What a file of sums promises: the keys of a cell, then these columns."""
    return pl.Schema({**CELL, **more})


def together(cells: pl.DataFrame, keys: list[str], sums: list[pl.Expr]) -> pl.DataFrame:
    """One row per group of these keys, in their order, blanks last; no row of no cells."""
    if not keys:
        return cells.select(sums) if cells.height else cells.select(sums).clear()
    rows = cells.group_by(keys).agg(sums).sort(keys, nulls_last=True)
    return rows.with_columns(cs.enum().cast(TEXT))


def _params(view: View, by: tuple[str, ...]) -> dict[str, object]:
    filters = {name: value for name, value in view.params(None).items() if name != "as_of"}
    return {**filters, **{switch: name in by for switch, name in _SWITCHES.items()}}


def _key(value: object) -> Hashable:
    return tuple(value) if isinstance(value, list) else value


def _coded(frame: pl.DataFrame) -> pl.DataFrame:
    """Names as numbers in their order: groups of them are found several times faster."""
    names = [name for name, kind in frame.schema.items() if kind == TEXT]
    return frame.with_columns(pl.col(name).cast(pl.Enum(frame[name].drop_nulls().unique().sort())) for name in names)


def _chosen(cube: pl.DataFrame, view: View, month: pl.Expr) -> list[pl.Expr]:
    found = [month.is_not_null()] if view.basis == "answer" else [pl.lit(True)]
    if view.start:
        found.append(month >= view.start)
    if view.end:
        found.append(month <= view.end)
    for name, column in FILTERS.items():
        if wanted := getattr(view, name):
            # A name that no cell has is none of the codes.
            known = set(cube[column].dtype.categories)  # type: ignore[attr-defined]
            found.append(pl.col(column).is_in([value for value in wanted if value in known]))
    return found
