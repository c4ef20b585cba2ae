"""What must hold of a damaged CSV file: nothing lost, every refusal in words, the same when read in portions."""

from collections.abc import Sequence
from functools import cache
from random import Random

import polars as pl

from analytics.bench.laws import SECRET, TODAY
from analytics.bench.mutations import mutated
from analytics.importers.delimited.read import TableImport, once, read_table
from analytics.importers.delimited.recognise import table_of
from analytics.importers.result import MEASURES, Source
from analytics.store.measures import measure
from analytics.tables.contract import TABLES, template

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
        "conservation": all(_conserves(one) for one in found),
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


def _conserves(one: TableImport) -> bool:
    stored = stored_sums(one)
    came_in, rest = one.file.came_in, (one.file.quarantined, one.file.repeated)
    return all(
        getattr(came_in, name) == stored[name] + sum(getattr(part, name) for part in rest) for name in MEASURES
    ) and (not one.rows or one.rows["in"] == stored_rows(one) + one.rows["quarantined"] + one.rows["repeated"])
