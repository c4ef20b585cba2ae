"""What the raw segments of a file hold, counted without any of the machinery that makes rows."""

import polars as pl

from analytics.importers.batch import Batch
from analytics.importers.result import MEASURES, Sums
from analytics.x12.elements import cents, element

# tag: what it counts as, and which of its elements are amounts
CLAIM_AMOUNTS = {"charge_cents": 3, "paid_cents": 4}
COUNTED: dict[str, tuple[str, dict[str, int]]] = {
    "CLP": ("claims", CLAIM_AMOUNTS),
    "CLM": ("claims", {"charge_cents": 2}),
    "SVC": ("lines", {"line_charge_cents": 2, "line_paid_cents": 3}),
    "SV1": ("lines", {"line_charge_cents": 2}),
}


def came_in(batch: Batch) -> dict[int, Sums]:
    """Per file the number of CLP, CLM, SVC and SV1 segments and the sums of their amounts; unreadable ones count 0."""
    found: dict[int, Sums] = {}
    for tag, (counts, amounts) in COUNTED.items():
        part = batch.of(tag).join(batch.transactions.select("tx", "file"), on="tx")
        sums = part.group_by("file").agg(
            pl.len().alias(counts), *(cents(element(number)).sum().alias(name) for name, number in amounts.items())
        )
        for row in sums.iter_rows(named=True):
            total = found.setdefault(row["file"], Sums())
            for name in MEASURES:
                setattr(total, name, getattr(total, name) + row.get(name, 0))
    return found
