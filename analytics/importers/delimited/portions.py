"""Rows and tables in portions that hold whole claims, put aside on disk when they are too many for memory."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from analytics.importers.batch import SCHEMAS
from analytics.importers.delimited.column_map import ColumnMap
from analytics.importers.delimited.source import ROW

PORTION_ROWS = 250_000
"""Typed rows that are made into claims at once."""
_MOST_PORTIONS = 64
_PORTION_KEY = {
    "claims": ("claim_key", "claim_id"),
    "remittances": ("payment_id", "trace", "payment_date", "production_date", "payer_source_id", "payer_source_name"),
}
Tables = dict[str, pl.DataFrame]


@dataclass
class Portion:
    """Stored rows of some claims, in memory or put aside."""

    held: Tables
    files: dict[str, Path] = field(default_factory=dict)

    def tables(self) -> Tables:
        """All tables, once; what was put aside is removed."""
        found = {**nothing_stored(), **self.held}
        for name, file in self.files.items():
            found[name] = pl.read_parquet(file)
            file.unlink()
        return found

    def put_aside(self, folder: Path, number: int) -> "Portion":
        """The same, on disk."""
        filled = {name: frame for name, frame in self.held.items() if frame.height}
        files = {name: folder / f"made-{number}-{name}.parquet" for name in filled}
        for name, frame in filled.items():
            frame.write_parquet(files[name], compression="lz4")
        return Portion({}, files)


class Portions:
    """Typed rows by side; on disk in portions by claim or payment once there are too many for memory."""

    def __init__(self, one: ColumnMap, spill: Path | None) -> None:
        self._one, self.spill = one, spill
        self._held: dict[str, list[pl.DataFrame]] = {side: [] for side in one.sides}
        self._count = dict.fromkeys(one.sides, 0)
        self._parts: dict[str, int] = {}

    def add(self, side: str, frame: pl.DataFrame) -> None:
        self._held[side].append(frame)
        self._count[side] += frame.height
        if self.spill and sum(part.height for part in self._held[side]) > 2 * PORTION_ROWS:
            self._out(side)

    def _out(self, side: str) -> None:
        """Rows of one claim (or payment) always go to the same portion."""
        if not self.spill or not self._held[side]:
            return
        frame = pl.concat(self._held[side])
        number = self._parts[side] = self._parts.get(side, 0) + 1
        keys = [name for name in _PORTION_KEY[side] if name in frame.columns]
        if side == "claims" and "claim_key" in keys and not frame["claim_key"].null_count():
            keys = ["claim_key"]
        elif "claim_key" in keys:
            keys.remove("claim_key")
        frame = frame.with_columns((pl.struct(keys).hash(7) % _MOST_PORTIONS).alias("~portion"))
        for (portion,), part in frame.partition_by("~portion", as_dict=True, include_key=False).items():
            part.write_parquet(self.spill / f"rows-{side}-{portion}-{number}.parquet", compression="lz4")
        self._held[side] = []

    def is_out(self, side: str) -> bool:
        """There were too many rows for memory."""
        return side in self._parts

    def of(self, side: str) -> Iterator[pl.DataFrame]:
        """Each portion, in the order of the file."""
        if side not in self._parts:
            held = self._held[side]
            if held:
                yield pl.concat(held, rechunk=True)
            return
        assert self.spill
        self._out(side)
        held_rows: list[pl.DataFrame] = []
        for portion in range(_MOST_PORTIONS):
            files = sorted(self.spill.glob(f"rows-{side}-{portion}-*.parquet"))
            if files:
                held_rows.append(pl.read_parquet(files).sort(ROW))
                for file in files:
                    file.unlink()
            if held_rows and sum(rows.height for rows in held_rows) > PORTION_ROWS:
                yield pl.concat(held_rows, rechunk=True).sort(ROW)
                held_rows = []
        if held_rows:
            yield pl.concat(held_rows, rechunk=True).sort(ROW)


def nothing_stored() -> Tables:
    return {name: pl.DataFrame(schema=schema) for name, schema in SCHEMAS.items()}
