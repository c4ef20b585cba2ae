"""What was refused, with its counts and cents: one row per claim, transaction or file."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import polars as pl

from analytics.importers.acceptance import Decision
from analytics.importers.result import MEASURES, Source

COUNTED = (*MEASURES, "unreadable")
QUARANTINE = pl.Schema(
    {
        "source_sha": pl.String(), "source_position": pl.Int64(), "level": pl.String(), "reason_code": pl.String(),
        **dict.fromkeys(COUNTED, pl.Int64()),
    }
)  # fmt: skip
REFUSED = pl.Schema({"file": pl.UInt32(), **QUARANTINE})
Rows = dict[int, list[dict[str, Any]]]


def refused(sources: Sequence[Source], transactions: pl.DataFrame, fates: pl.DataFrame, decision: Decision) -> Rows:
    """Per file the rows of its quarantine."""
    verdicts = _verdicts(transactions, decision)
    placed = fates.filter(pl.col("reason").is_not_null()).join(verdicts, on="tx", how="left", maintain_order="left")
    whole = verdicts.filter(pl.col("verdict").is_not_null())
    frame = pl.concat([_claims(placed), _transactions(whole, fates)]).sort(
        "file", "source_position", maintain_order=True
    )
    found: Rows = defaultdict(list)
    for row in frame.iter_rows(named=True):
        found[row.pop("file")].append(row)
    for file, finding in decision.files.items():
        if not found[file]:
            nothing: dict[str, Any] = dict.fromkeys(COUNTED, 0)
            found[file] = [{"source_sha": sources[file].sha256, "source_position": finding.position, "level": "file",
                            "reason_code": finding.code, **nothing}]  # fmt: skip
    return found


def quarantine(rows: Rows) -> pl.DataFrame:
    """All rows of the batch as one frame."""
    return pl.DataFrame([row for file in sorted(rows) for row in rows[file]], schema=QUARANTINE)


def _verdicts(transactions: pl.DataFrame, decision: Decision) -> pl.DataFrame:
    """Per transaction why nothing of it loads (null: it loads), and whether its file or itself was judged."""
    rows = [
        (row["tx"], decision.files[file].code if file in decision.files else decision.transactions.get(row["tx"]),
         "file" if file in decision.files else "transaction")
        for file, mine in decision.of_file.items() for row in mine
    ]  # fmt: skip
    schema = {"tx": pl.UInt32(), "verdict": pl.String(), "level": pl.String()}
    of_batch = transactions.select("tx", "file", "sha", "first", "position")
    return of_batch.join(pl.DataFrame(rows, schema=schema, orient="row"), on="tx", how="left", maintain_order="left")


def _claims(placed: pl.DataFrame) -> pl.DataFrame:
    """Claims and stray lines that are refused while their transaction loads."""
    mine = placed.filter(pl.col("verdict").is_null())
    level = pl.when(pl.col("claims") > 0).then(pl.lit("claim")).otherwise(pl.lit("line"))
    position = (pl.col("reason_row").cast(pl.Int64) - pl.col("first")).alias("source_position")
    renamed = mine.select("file", position, *COUNTED, level=level, source_sha="sha", reason_code="reason")
    return renamed.select(list(REFUSED)).cast(REFUSED)


def _transactions(whole: pl.DataFrame, fates: pl.DataFrame) -> pl.DataFrame:
    """Transactions of which nothing loads, with the sums of all their claims; also those without any."""
    sums = fates.filter(pl.col("tx").is_in(whole["tx"].implode())).group_by("tx").agg(pl.col(COUNTED).sum())
    joined = whole.join(sums, on="tx", how="left", maintain_order="left").with_columns(pl.col(COUNTED).fill_null(0))
    renamed = joined.select(
        "file", "level", *COUNTED, source_sha="sha", source_position="position", reason_code="verdict"
    )
    return renamed.select(list(REFUSED)).cast(REFUSED)
