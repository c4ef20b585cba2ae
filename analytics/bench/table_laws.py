"""What must hold of a damaged CSV file: nothing lost, every refusal in words, the same when read in portions."""

from collections.abc import Sequence
from functools import cache
from random import Random

from analytics.bench.laws import SECRET, TODAY
from analytics.bench.mutations import mutated
from analytics.importers.delimited.read import TableImport, read_table
from analytics.importers.delimited.recognise import table_of
from analytics.importers.result import MEASURES, Source
from analytics.store.measures import measure
from analytics.tables.contract import TABLES, template

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


def _conserves(one: TableImport) -> bool:
    stored = dict.fromkeys(MEASURES, 0)
    for portion in one.portions:
        counted = measure({name: frame.lazy() for name, frame in portion.held.items()}).get(one.file.sha256, {})
        stored = {name: stored[name] + sum(kind[name] for kind in counted.values()) for name in MEASURES}
    came_in, rest = one.file.came_in, (one.file.quarantined, one.file.repeated)
    return all(
        getattr(came_in, name) == stored[name] + sum(getattr(part, name) for part in rest) for name in MEASURES
    ) and all(not one.rows or one.rows["in"] == _rows(one) for _ in (0,))


def _rows(one: TableImport) -> int:
    kept = int(one.per_claim["rows"].sum() or 0) if one.per_claim.height else 0
    return kept + one.without_claim + one.rows["quarantined"] + one.rows["repeated"]
