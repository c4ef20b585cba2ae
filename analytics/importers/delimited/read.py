"""One table from file to stored rows: map, types, claims; large ones in portions that hold whole claims."""

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
from analytics.importers.delimited.portions import Portion, Portions, Tables, nothing_stored
from analytics.importers.delimited.rows import Side
from analytics.importers.delimited.source import ROW, Chunk, Table, TableError
from analytics.importers.delimited.typed import COLUMN, FAULT, UNREADABLE, Formats, formats_of, refuse_types, typed
from analytics.importers.delimited.words import notice
from analytics.importers.refused import QUARANTINE
from analytics.importers.result import MEASURES, FileReading, Sums

MOST_NOTICES = 100


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


@dataclass
class _Count:
    """What is summed up over chunks."""

    rows: int = 0
    odd: list[tuple[int, str]] = field(default_factory=list)


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
        for side in chosen.map.sides:
            portions.add(side, _typed(cells, chosen.map, side, formats, today))
    return _finished(table, header, chosen, count, portions, secret, seen)


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
    table: Table, header: list[str], chosen: Chosen, count: _Count, portions: Portions, secret: bytes,
    seen: Callable[[Tables], None],
) -> TableImport:  # fmt: skip
    file = FileReading(table.path, table.sha256, table.kind, "loaded")
    found = TableImport(file)
    total, repeated, warned = dict.fromkeys(MEASURES, 0), dict.fromkeys(MEASURES, 0), dict[str, tuple[int, int]]()
    row_sums, per_claim, rejected = {"in": len(count.odd), "repeated": 0}, [], [_odd(count)]
    for side in chosen.map.sides:
        for rows in portions.of(side):
            made = _side(side, rows, chosen.map, table.sha256, secret)
            _add(total, made.came_in)
            _add(repeated, made.repeated)
            _add(row_sums, made.rows)
            for code, (number, first) in made.warned.items():
                before = warned.get(code, (0, first))
                warned[code] = (before[0] + number, min(before[1], first))
            rejected.append(made.refused)
            _add(file.sides.setdefault(side, {}), _left(made))
            found.without_claim += made.without_claim
            per_claim.append(made.per_claim.with_columns(side=pl.lit(side)))
            file.payment_count += made.payments.get("payment_count", 0)
            file.bpr_cents += made.payments.get("bpr_cents", 0)
            file.plb_cents += made.payments.get("plb_cents", 0)
            tables = {**nothing_stored(), **made.tables}
            for level, name, off in (
                ("service", "remit_line", "unbalanced_cents"),
                ("claim", "remit_claim", "unbalanced_cents"),
                ("transaction", "remit_payment", "balanced_cents"),
            ):
                file.unbalanced[level] += tables[name].filter(pl.col(off) != 0).height
            seen(tables)
            portion = Portion(tables)
            if portions.spill and portions.is_out(side):
                portion = portion.put_aside(portions.spill, len(found.portions))
            found.portions.append(portion)
    refused = pl.concat([one for one in rejected if one.height] or [_odd(_Count())])
    _judge(file, refused, total, repeated, count)
    file.warnings = _warnings(table, header, chosen, count, warned, row_sums)
    found.quarantine = _quarantine(refused, table.sha256)
    found.per_claim = pl.concat(per_claim) if per_claim else pl.DataFrame()
    if len(chosen.map.sides) == 1:  # of a joined file each row is two things: rows are counted by its lines
        found.rows = {**row_sums, "quarantined": int(refused["rows"].sum() or 0)}
    return found


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
    from analytics.importers.delimited.rows import REFUSED

    zero = dict.fromkeys((*MEASURES, "unreadable"), 0)
    rows = [{ROW: row, "level": "row", FAULT: code, COLUMN: None, **zero, "rows": 1} for row, code in count.odd]
    return pl.DataFrame(rows, schema=REFUSED)


def _judge(
    file: FileReading, refused: pl.DataFrame, total: dict[str, int], repeated: dict[str, int], count: _Count
) -> None:
    """Counts in, refused and repeated; a file of which nothing is left is refused whole."""
    file.came_in, file.repeated = Sums(**total), Sums(**repeated)
    file.quarantined = Sums(**{name: int(refused[name].sum() or 0) for name in MEASURES})
    file.unreadable = int(refused["unreadable"].sum() or 0)
    file.rejects = []
    ordered = refused.sort(ROW)
    for code, column in ordered.select(FAULT, COLUMN).unique(maintain_order=True).iter_rows():
        mine = ordered.filter((pl.col(FAULT) == code) & pl.col(COLUMN).eq_missing(pl.lit(column)))
        file.rejects += [notice(code, row, detail=column or "") for row in mine[ROW].head(MOST_NOTICES).to_list()]
    once = {(one.position, one.code): one for one in reversed(file.rejects)}
    file.rejects = sorted(once.values(), key=lambda one: one.position or 0)
    if refused.height:
        left = total["lines"] + total["claims"] - file.quarantined.lines - file.quarantined.claims
        file.status = "partial" if left > 0 else "rejected"


def _quarantine(refused: pl.DataFrame, sha: str) -> pl.DataFrame:
    renamed = refused.select(
        pl.lit(sha).alias("source_sha"), pl.col(ROW).alias("source_position"), "level",
        pl.col(FAULT).alias("reason_code"), *MEASURES, "unreadable",
    )  # fmt: skip
    return renamed.select(pl.col(name).cast(dtype) for name, dtype in QUARANTINE.items()).sort("source_position")


def _warnings(
    table: Table,
    header: list[str],
    chosen: Chosen,
    count: _Count,
    warned: dict[str, tuple[int, int]],
    rows: dict[str, int],
) -> list:  # type: ignore[type-arg]
    found = [notice("header_only")] if not count.rows else []
    unused = [name for name in header if name not in chosen.map.sources]
    if table.kind == "csv":
        with suppress(ValueError):
            style = style_of(table.content()[: 1 << 22])
            found += [notice("utf16")] if style.encoding.startswith("utf-16") else []
            found += [notice("not_utf8")] if style.encoding == "cp1252" else []
            found += [notice("bare_returns")] if style.bare_returns else []
    if chosen.is_guess:
        pairs = [f"{theirs[0][:40]} = {ours}" for ours, theirs in chosen.map.columns.items() if theirs[0] != ours]
        found += [notice("columns_known", detail=", ".join(pairs))] if pairs else []
    if unused:
        found.append(notice("columns_unused", detail=", ".join(name[:40] for name in unused[:30])))
    if rows["repeated"]:
        found.append(notice("repeated_rows", count=rows["repeated"]))
    return found + [notice(code, first, count=number) for code, (number, first) in sorted(warned.items())]


__all__ = ["UNREADABLE", "TableImport", "read_table"]
