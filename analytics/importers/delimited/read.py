"""One table from file to stored rows: map, types, claims; large ones in portions that hold whole claims."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from analytics.importers.delimited import claims, remittances
from analytics.importers.delimited.choose import Chosen, choose
from analytics.importers.delimited.column_map import ColumnMap
from analytics.importers.delimited.csv_text import style_of
from analytics.importers.delimited.cuts import beside
from analytics.importers.delimited.formats import amount
from analytics.importers.delimited.guess import meaning_of, plain
from analytics.importers.delimited.layouts import RIF
from analytics.importers.delimited.portions import Portion, Portions, Tables, nothing_stored
from analytics.importers.delimited.rows import REFUSED, Side
from analytics.importers.delimited.source import ROW, Chunk, Table, TableError, opened
from analytics.importers.delimited.typed import COLUMN, FAULT, Formats, formats_of, refuse_types, typed
from analytics.importers.delimited.words import notice
from analytics.importers.refused import QUARANTINE
from analytics.importers.result import MEASURES, FileReading, Notice, Refusal, Sums

MOST_NOTICES = 100
_MANY_DAYS = 0.1
"""Share of claim numbers with several days of service, above which they are no claim numbers."""


def unseen(tables: Tables) -> None:
    """Nobody wants to see the rows before all are read."""


@dataclass
class TableImport:
    """A table that was read: portions of stored rows, what was refused, and one reading of it all."""

    file: FileReading
    portions: list[Portion] = field(default_factory=list)
    quarantine: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=QUARANTINE))
    per_claim: pl.DataFrame = field(default_factory=pl.DataFrame)
    without_claim: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    refused_rows: int = 0
    """Rows of which at least one side is refused."""

    @property
    def is_joined(self) -> bool:
        """Claims and their answers in one table: each row is both."""
        return len(self.file.sides) > 1


@dataclass
class _Tally:
    """What became of the rows of one side."""

    came_in: dict[str, int] = field(default_factory=lambda: dict.fromkeys(MEASURES, 0))
    repeated: dict[str, int] = field(default_factory=lambda: dict.fromkeys(MEASURES, 0))
    rows: dict[str, int] = field(default_factory=lambda: {"in": 0, "repeated": 0})
    refused: list[pl.DataFrame] = field(default_factory=list)
    warned: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, made: Side) -> None:
        _add(self.came_in, made.came_in)
        _add(self.repeated, made.repeated)
        _add(self.rows, made.rows)
        self.refused.append(made.refused)
        for code, (number, first) in made.warned.items():
            before = self.warned.get(code, (0, first))
            self.warned[code] = (before[0] + number, min(before[1], first))

    @property
    def frame(self) -> pl.DataFrame:
        return pl.concat([pl.DataFrame(schema=REFUSED), *self.refused])


@dataclass
class _Count:
    """What is summed up over chunks."""

    rows: int = 0
    odd: list[tuple[int, str]] = field(default_factory=list)
    told: list[Notice] = field(default_factory=list)


def read_table(
    table: Table, *, secret: bytes, given: str = "", saved: Mapping[str, str] | None = None,
    spill: Path | None = None, today: date | None = None, seen: Callable[[Tables], None] = unseen,
) -> TableImport:  # fmt: skip
    """Stored rows of one table; a refusal is a reading too. `seen` is shown the rows of every portion."""
    try:
        header = table.names
        chosen = choose(header, given, saved or {})
        return _read(table, header, chosen, secret, spill, today or date.today(), seen)
    except TableError as error:
        file = FileReading(table.path, table.sha256, table.kind, "rejected")
        file.rejects = [notice(error.code, error.row, detail=error.detail)]
        return TableImport(file)


def _read(
    table: Table, header: list[str], chosen: Chosen, secret: bytes, spill: Path | None, today: date,
    seen: Callable[[Tables], None],
) -> TableImport:  # fmt: skip
    count = _Count()
    portions = Portions(chosen.map, spill)
    formats: Formats | None = None
    for chunk in table.chunks():
        _note(count, chunk)
        cells = chunk.cells
        if formats is None:
            refuse_types(cells, chosen.map)
            formats = formats_of(cells, chosen.map, table.kind)
            count.told = _of_map(cells, chosen.map)
        for side in chosen.map.sides:
            portions.add(side, _typed(cells, chosen.map, side, formats, today))
    return _finished(table, header, chosen, count, portions, formats, secret, seen)


def _note(count: _Count, chunk: Chunk) -> None:
    count.rows += chunk.cells.height + len(chunk.ragged) + len(chunk.broken)
    count.odd += [(row, "ragged_row") for row in chunk.ragged] + [(row, "broken_row") for row in chunk.broken]


def _typed(cells: pl.DataFrame, one: ColumnMap, side: str, formats: Formats, today: date) -> pl.DataFrame:
    frame = typed(cells, one, side, formats, today)
    if side == "claims" or not one.adjustments:
        return frame
    texts = {cut.amount: pl.col(cut.amount).cast(pl.String).str.strip_chars() for cut in one.adjustments if cut.amount}
    amounts = {name: amount(text, formats.money, is_binary=formats.is_binary) for name, text in texts.items()}
    return frame.hstack(cells.select(beside(cells, one, amounts)))


def _finished(
    table: Table, header: list[str], chosen: Chosen, count: _Count, portions: Portions, formats: Formats | None,
    secret: bytes, seen: Callable[[Tables], None],
) -> TableImport:  # fmt: skip
    file = FileReading(table.path, table.sha256, table.kind, "loaded")
    found = TableImport(file)
    per_claim, tallies = [], {side: _Tally() for side in chosen.map.sides}
    tallies[chosen.map.sides[0]].refused.append(_odd(count))
    for side, tally in tallies.items():
        for rows in portions.of(side):
            made = _side(side, rows, chosen.map, table.sha256, secret)
            tally.add(made)
            _add(file.sides.setdefault(side, {}), _left(made))
            found.without_claim += made.without_claim
            per_claim.append(made.per_claim.with_columns(side=pl.lit(side)))
            tables = {**nothing_stored(), **made.tables}
            _count_payments(file, made, tables)
            seen(tables)
            portion = Portion(tables)
            if portions.spill and portions.is_out(side):
                portion = portion.put_aside(portions.spill, len(found.portions))
            found.portions.append(portion)
    found.per_claim = pl.concat(per_claim) if per_claim else pl.DataFrame()
    _judge(file, tallies)
    first = tallies[chosen.map.sides[0]]
    refused = pl.concat([tally.frame for tally in tallies.values()])
    found.refused_rows = int(refused.group_by(ROW).agg(pl.col("rows").max())["rows"].sum() or 0)
    found.quarantine = _quarantine(refused, table.sha256)
    file.rejects, file.refusals = _said(refused, formats, chosen.map)
    file.warnings = _warnings(table, header, chosen, count, tallies)
    first.rows["in"] += len(count.odd)
    found.rows = {**first.rows, "quarantined": int(first.frame["rows"].sum() or 0)}
    return found


def _count_payments(file: FileReading, made: Side, tables: Tables) -> None:
    file.payment_count += made.payments.get("payment_count", 0)
    file.bpr_cents += made.payments.get("bpr_cents", 0)
    file.plb_cents += made.payments.get("plb_cents", 0)
    for level, name, off in (
        ("service", "remit_line", "unbalanced_cents"),
        ("claim", "remit_claim", "unbalanced_cents"),
        ("transaction", "remit_payment", "balanced_cents"),
    ):
        file.unbalanced[level] += tables[name].filter(pl.col(off) != 0).height


def _side(side: str, rows: pl.DataFrame, one: ColumnMap, sha: str, secret: bytes) -> Side:
    if side == "claims":
        return claims.read(rows, sha=sha, secret=secret)
    return remittances.read(rows, one, sha=sha, secret=secret)


def _add(total: dict[str, int], more: Mapping[str, int]) -> None:
    for name, value in more.items():
        total[name] = total.get(name, 0) + value


def _left(made: Side) -> dict[str, int]:
    """Claims and cents of one side that are stored."""
    names = ("claims", "charge_cents", "paid_cents")
    return {name: made.came_in[name] - int(made.refused[name].sum() or 0) - made.repeated[name] for name in names}


def _odd(count: _Count) -> pl.DataFrame:
    """Rows that never became cells: they count as rows, and as nothing else that could be read."""
    zero = dict.fromkeys((*MEASURES, "unreadable"), 0)
    rows = [{ROW: row, "level": "row", FAULT: code, COLUMN: None, **zero, "rows": 1} for row, code in count.odd]
    return pl.DataFrame(rows, schema=REFUSED)


def once(sides: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """Six measures of a table: of a joined one what was sent is counted by its claims, what was paid by its answers."""
    if len(sides) == 1:
        return dict(next(iter(sides.values())))
    return {name: sides["remittances" if "paid" in name else "claims"][name] for name in MEASURES}


def _judge(file: FileReading, tallies: Mapping[str, _Tally]) -> None:
    """Counts in, refused and repeated; a file of which nothing is left is refused whole."""
    refused = {side: {name: int(tally.frame[name].sum() or 0) for name in (*MEASURES, "rows", "unreadable")}
               for side, tally in tallies.items()}  # fmt: skip
    file.came_in = Sums(**once({side: tally.came_in for side, tally in tallies.items()}))
    file.repeated = Sums(**once({side: tally.repeated for side, tally in tallies.items()}))
    file.quarantined = Sums(**{name: number for name, number in once(refused).items() if name in MEASURES})
    file.unreadable = sum(one["unreadable"] for one in refused.values())
    if any(one["rows"] for one in refused.values()):
        left = sum(tally.came_in[name] - refused[side][name] for side, tally in tallies.items()
                   for name in ("lines", "claims"))  # fmt: skip
        file.status = "partial" if left > 0 else "rejected"


def _said(refused: pl.DataFrame, formats: Formats | None, one: ColumnMap) -> tuple[list[Notice], list[Refusal]]:
    """One notice per refused row, the first hundred of each kind; and one refusal per kind, with all its rows."""
    rejects, refusals = [], []
    day = formats.day if formats else ""
    ordered = refused.sort(ROW)
    for code, column in ordered.select(FAULT, COLUMN).unique(maintain_order=True).iter_rows():
        mine = ordered.filter((pl.col(FAULT) == code) & pl.col(COLUMN).eq_missing(pl.lit(column)))
        mine = mine.unique(ROW, keep="first", maintain_order=True)
        name = one.columns.get(column or "", (column or "",))[0][:60]
        said = [notice(code, row, detail=name, format=day) for row in mine[ROW].head(MOST_NOTICES).to_list()]
        rejects += said
        refusals.append(Refusal(code, name, int(mine["rows"].sum()), said[0].position or 0, said[0].reason,
                                said[0].next_step))  # fmt: skip
    kept = {(one.position, one.code): one for one in reversed(rejects)}
    return sorted(kept.values(), key=lambda one: one.position or 0), sorted(refusals, key=lambda one: -one.rows)


def _quarantine(refused: pl.DataFrame, sha: str) -> pl.DataFrame:
    renamed = refused.select(
        pl.lit(sha).alias("source_sha"), pl.col(ROW).alias("source_position"), "level",
        pl.col(FAULT).alias("reason_code"), *MEASURES, "unreadable",
    )  # fmt: skip
    return renamed.select(pl.col(name).cast(dtype) for name, dtype in QUARANTINE.items()).sort("source_position")


def _warnings(
    table: Table, header: list[str], chosen: Chosen, count: _Count, tallies: Mapping[str, _Tally]
) -> list[Notice]:
    found = [notice("header_only")] if not count.rows else []
    found += [*count.told, *_written(table)]
    if chosen.is_guess:
        pairs = [f"{theirs[0][:40]} = {ours}" for ours, theirs in chosen.map.columns.items() if theirs[0] != ours]
        found += [notice("columns_known", detail=", ".join(pairs))] if pairs else []
    found += _unused([name for name in header if name not in chosen.map.sources])
    first = tallies[chosen.map.sides[0]]
    if first.rows["repeated"]:
        found.append(notice("repeated_rows", count=first.rows["repeated"]))
    warned: dict[str, tuple[int, int]] = {}
    for tally in tallies.values():  # both sides of a joined table say the same of one row
        for code, (number, row) in tally.warned.items():
            before = warned.get(code, (0, row))
            warned[code] = (max(before[0], number), min(before[1], row))
    return found + [notice(code, row, count=number) for code, (number, row) in sorted(warned.items())]


def _of_map(cells: pl.DataFrame, one: ColumnMap) -> list[Notice]:
    """What the first rows tell of the map: account numbers in place of claim numbers, a day in place of another."""
    found = []
    number, day = one.columns.get("claim_id", ("",))[0], one.columns.get("service_date", ("",))[0]
    if re.search(r"\b(account|acct|chart|mrn|patient)\b", plain(number)) and day:
        text = pl.col(day).cast(pl.String).str.strip_chars()
        days = cells.select(number, day=text).drop_nulls().group_by(number).agg(pl.col("day").n_unique())["day"]
        if days.len() and (days > 1).mean() > _MANY_DAYS:  # type: ignore[operator]
            found.append(notice("account_numbers", detail=number[:60]))
    paid = one.columns.get("payment_date", ("",))[0]
    if one.name == RIF.name and paid not in RIF.columns["payment_date"]:
        found.append(notice("payment_day_instead", detail=paid[:60]))
    return found


def _written(table: Table) -> list[Notice]:
    """How the text of the file is written, where that is unusual."""
    if table.kind == "xlsx" and (others := opened(table).others):
        return [notice("sheets_unread", detail="1 more sheet" if others == 1 else f"{others} more sheets")]
    if table.kind != "csv":
        return []
    with suppress(ValueError):
        style = style_of(table.content()[: 1 << 22])
        odd = {
            "utf16": style.encoding.startswith("utf-16"),
            "not_utf8": style.encoding == "cp1252",
            "bare_returns": style.bare_returns,
        }
        return [notice(code) for code, is_so in odd.items() if is_so]
    return []


def _unused(names: list[str]) -> list[Notice]:
    """Columns nobody reads; those that sound like money, a status, a date or a denial with what they may mean."""
    near = {name: meaning_of(name) for name in names}
    said = [f"{name[:40]!r} (nearest: {meaning})" for name, meaning in near.items() if meaning]
    rest = [name[:40] for name, meaning in near.items() if not meaning]
    found = [notice("columns_telling", detail=", ".join(said[:30]))] if said else []
    return found + ([notice("columns_unused", detail=", ".join(rest[:30]))] if rest else [])


__all__ = ["TableImport", "once", "read_table"]
