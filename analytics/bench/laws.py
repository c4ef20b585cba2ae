"""What must hold of whatever was read: nothing lost, nothing invented, and the same again in any company."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from random import Random
from typing import Any

import polars as pl

from analytics.bench.mutations import mutated
from analytics.importers.delimited.read import TableImport, once, read_table
from analytics.importers.delimited.recognise import table_of
from analytics.importers.reader import read_batch
from analytics.importers.result import MEASURES, FileReading, Import, Source
from analytics.ingest.duplicates import mark
from analytics.store.measures import measure
from analytics.tables.contract import TABLES, template
from analytics.tables.stored import STORED, schema_of

SECRET = bytes(32)
TODAY = date(2027, 1, 1)
NOTHING_BEFORE: dict[str, Any] = {"loads": [], "parts": {}, "answered": []}
KEY = "source_sha"


def broken_laws(sources: Sequence[Source]) -> list[str]:
    """The laws that reading these files breaks, by name. An exception is the caller's to catch."""
    one, other = _read(sources), _read(sources[::-1])
    alone = _read(sources[:1])
    laws = {
        "schema": all(frame.schema == schema_of(STORED[name]) for name, frame in one.tables.items()),
        "conservation": _conserves(one),
        "words": all(_has_words(file) for file in one.files),
        "same when read twice": _same(one, other) and one.files == other.files[::-1],
        "same when read alone": _same(_only(one, alone.files), alone) and one.files[:1] == alone.files,
        "duplicates are kept": _marked_keeps(one),
    }
    return [name for name, holds in laws.items() if not holds]


def _read(sources: Sequence[Source]) -> Import:
    return read_batch(sources, secret=SECRET, today=TODAY)


def _conserves(batch: Import) -> bool:
    """Per file, counts and cents that came in are those of the stored rows and of the quarantine."""
    rows = {row[KEY]: row for row in _stored(batch).iter_rows(named=True)}
    return all(
        getattr(file.came_in, name) == rows.get(file.sha256, {}).get(name, 0) + getattr(file.quarantined, name)
        for file in batch.files for name in MEASURES
    )  # fmt: skip


def _stored(batch: Import) -> pl.DataFrame:
    """Per file the counts and cents of its stored rows."""
    tables = batch.tables
    submissions = tables["claim_line"].unique([KEY, "source_position"])
    parts = [
        tables["remit_claim"].select(KEY, claims=1, charge_cents=_cents("charge"), paid_cents=_cents("paid")),
        tables["remit_line"].select(KEY, lines=1, line_charge_cents=_cents("charge"), line_paid_cents=_cents("paid")),
        tables["claim_line"].select(KEY, lines=1, line_charge_cents=_cents("charge")),
        submissions.select(KEY, claims=1, charge_cents=_cents("claim_charge")),
    ]
    measures = pl.DataFrame(schema={KEY: pl.String(), **dict.fromkeys(MEASURES, pl.Int64())})
    each = [part.with_columns(pl.col(pl.Int32).cast(pl.Int64)) for part in parts]
    return pl.concat([measures, *each], how="diagonal").group_by(KEY).agg(pl.col(MEASURES).sum())


def _cents(name: str) -> pl.Expr:
    return (pl.col(name) * 100).cast(pl.Int64).fill_null(0)


def _has_words(file: FileReading) -> bool:
    notices = [*file.rejects, *file.warnings]
    return all(one.reason and one.next_step for one in notices) and (file.status != "rejected" or bool(file.rejects))


def _same(one: Import, other: Import) -> bool:
    """The same rows in each table; files in any order, rows of a file in their own."""
    mine, theirs = (_by_file(batch) for batch in (one, other))
    return all(frame.equals(again) for frame, again in zip(mine, theirs, strict=True))


def _by_file(batch: Import) -> list[pl.DataFrame]:
    return [frame.sort(KEY, maintain_order=True) for _, frame in sorted(_frames(batch).items())]


def _frames(batch: Import) -> dict[str, pl.DataFrame]:
    return {**batch.tables, "quarantine": batch.quarantine}


def _only(batch: Import, files: Sequence[FileReading]) -> Import:
    mine = pl.col(KEY).is_in([file.sha256 for file in files])
    tables = {name: frame.filter(mine) for name, frame in batch.tables.items()}
    return Import(tables, list(files), batch.quarantine.filter(mine))


def _marked_keeps(batch: Import) -> bool:
    """Marking duplicates drops no row and no cent."""
    tables, _ = mark(batch.tables, NOTHING_BEFORE)
    return _stored(batch).sort(KEY).equals(_stored(Import(tables, batch.files, batch.quarantine)).sort(KEY))


_TABLES = {"claims": ("claim_line",), "remittances": ("remit_claim", "remit_line")}
PIECES = (b",", b'"', b"\n", b"\r", b"\r\n", b";", b"\t", b"\0", b"\xff", b"$1,234.50", b"(2.00)", b"NaN", b"1E9", b"-")
"""What breaks a table; the mutations of X12 files put in the rest."""


def table_seeds() -> list[bytes]:
    """The templates as text in several styles."""
    plain = [template(side).write_csv() for side in TABLES]
    marked = [text.replace(",", ";") for text in plain]
    long = [text + text.split("\n", 1)[1] * 20 for text in plain]
    wide = [text.encode("utf-16") for text in plain]
    return [
        *(text.encode() for text in (*plain, *marked, *long)),
        *wide,
        *(text.encode() + PIECES[1] for text in plain),
    ]


def damaged_table(number: int) -> bytes:
    """The damaged CSV file of this number."""
    random = Random(number)
    data = mutated(random, _seeds())
    at = random.randrange(len(data)) if data else 0
    return data[:at] + random.choice(PIECES) + data[at:]


@cache
def _seeds() -> list[bytes]:
    return table_seeds()


def broken_table_laws(sources: Sequence[Source]) -> list[str]:
    """The laws that reading these files breaks, by name. An exception is the caller's to catch."""
    found = [read_table(table, secret=SECRET, today=TODAY) for source in sources if (table := table_of(source))]
    laws = {
        "conservation": all(_table_conserves(one) for one in found),
        "words": all(
            one.reason and one.next_step for each in found for one in (*each.file.rejects, *each.file.warnings)
        ),
        "refused with reason": all(one.file.rejects for one in found if one.file.status == "rejected"),
    }
    return [name for name, holds in laws.items() if not holds]


def stored_sums(one: TableImport) -> dict[str, int]:
    """Claims, lines and cents of the rows that were made; of a joined table each side once."""
    sides = {side: dict.fromkeys(MEASURES, 0) for side in _TABLES}
    for portion in one.portions:
        for side, names in _TABLES.items():
            frames = {name: frame.lazy() for name, frame in portion.held.items() if name in names}
            counted = measure(frames).get(one.file.sha256, {})
            sides[side] = {name: sides[side][name] + sum(kind[name] for kind in counted.values()) for name in MEASURES}
    mine = {side: sums for side, sums in sides.items() if side in one.file.sides}
    return once(mine) if mine else dict.fromkeys(MEASURES, 0)


def stored_rows(one: TableImport) -> int:
    """Rows of the file that became stored rows; of a joined table as claims sent."""
    if one.per_claim.is_empty():
        return 0 if one.is_joined else one.without_claim
    kept = one.per_claim.filter(pl.col("side") == "claims") if one.is_joined else one.per_claim
    return int(kept["rows"].sum() or 0) + (0 if one.is_joined else one.without_claim)


def _table_conserves(one: TableImport) -> bool:
    stored = stored_sums(one)
    came_in, rest = one.file.came_in, (one.file.quarantined, one.file.repeated)
    return all(
        getattr(came_in, name) == stored[name] + sum(getattr(part, name) for part in rest) for name in MEASURES
    ) and (not one.rows or one.rows["in"] == stored_rows(one) + one.rows["quarantined"] + one.rows["repeated"])
