"""The segments of many files as both importers see them, and what an importer hands back."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from analytics.x12.elements import split
from analytics.x12.separators import UNREADABLE

ROW = pl.UInt32()
CENTS = pl.Int64()
TEXT = pl.String()
FATES = pl.Schema(
    {
        "tx": ROW, "row": ROW, "claims": CENTS, "lines": CENTS, "charge_cents": CENTS, "paid_cents": CENTS,
        "line_charge_cents": CENTS, "line_paid_cents": CENTS, "unreadable": CENTS, "reason": TEXT, "reason_row": ROW,
    }
)  # fmt: skip
# holds: the money balances at all levels; false where it cannot be checked. own_day: the transaction's own date.
WITNESS = pl.Schema(
    {
        "tx": ROW, "holds": pl.Boolean(), "own_day": pl.Date(), "is_payment": pl.Boolean(), "bpr_cents": CENTS,
        "plb_cents": CENTS, "trace": TEXT, "payer_source_id": TEXT, "payment_date": pl.Date(), "unreadable": CENTS,
    }
)  # fmt: skip
MARKS = pl.Schema({"tx": ROW, "row": ROW, "code": TEXT})


@dataclass(frozen=True)
class Batch:
    """Segments by tag, and the transactions they stand in (`tx` is an index, `start` the row of the ST)."""

    parts: dict[str, pl.DataFrame]
    transactions: pl.DataFrame
    secret: bytes

    def of(self, tag: str) -> pl.DataFrame:
        """The segments of one tag: row, claim, line (rows, 0 or null for none), e (elements), tx."""
        part = self.parts.get(tag)
        if part is None:
            part = pl.DataFrame(schema={"text": TEXT, "row": ROW, "claim": ROW, "line": ROW})
        return self.placed(split(part))

    def placed(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Add the transaction each row stands in."""
        starts = self.transactions["start"]
        tx = starts.search_sorted(frame["row"], side="right").cast(pl.Int64) - 1
        return frame.with_columns(tx.cast(pl.UInt32, strict=False).alias("tx"))


@dataclass
class Reading:
    """What an importer read: tables that still carry `tx` and `claim`, and the fate of every claim segment."""

    tables: dict[str, pl.DataFrame]
    fates: pl.DataFrame  # FATES; one row per claim segment, and one per stray line (a line outside any claim)
    witness: pl.DataFrame  # WITNESS; one row per transaction of this importer's kind
    warnings: pl.DataFrame  # MARKS


def marks(code: str, frame: pl.DataFrame) -> pl.DataFrame:
    """One mark per row of the frame (tx, row), for a warning or a refusal."""
    return frame.select(pl.col("tx").cast(ROW), pl.col("row").cast(ROW), pl.lit(code).alias("code"))


def joined(frames: Sequence[pl.DataFrame], schema: pl.Schema) -> pl.DataFrame:
    """The frames below each other; an empty frame of that schema when there are none."""
    return pl.concat([pl.DataFrame(schema=schema), *frames], how="vertical")


def first_of(frame: pl.DataFrame, key: str, where: pl.Expr, **values: pl.Expr) -> pl.DataFrame:
    """The first matching segment of each claim, line or transaction: the key and the named values."""
    return frame.filter(where).select(key, **values).unique(key, keep="first", maintain_order=True)


def attach(base: pl.DataFrame, *details: pl.DataFrame, on: str) -> pl.DataFrame:
    """The base with the columns of each detail, in the base's order."""
    for detail in details:
        base = base.join(detail, on=on, how="left", maintain_order="left", validate="m:1")
    return base


def fates(claims: pl.DataFrame, lines: pl.DataFrame, refused: pl.DataFrame) -> pl.DataFrame:
    """FATES of every claim, and of every line that stands in none: amounts that cannot be read count 0 cents."""
    of_claims = attach(claims.select(*_COUNTED, claims=1, lines="line_count"), refused.rename({"row": "reason_row", "code": "reason"}), on="claim")
    strays = lines.filter(pl.col("claim").fill_null(0) == 0).select(
        "tx", "row", claims=0, lines=1, charge_cents=0, paid_cents=0, line_charge_cents="charge_cents",
        line_paid_cents="paid_cents", unreadable="own_unreadable", reason=pl.lit("line_outside_claim"), reason_row="row",
    )  # fmt: skip
    return pl.concat([_fate_columns(of_claims), _fate_columns(strays)]).sort("row")


_COUNTED = ("tx", "row", "claim", "charge_cents", "paid_cents", "line_charge_cents", "line_paid_cents", "unreadable")


def _fate_columns(frame: pl.DataFrame) -> pl.DataFrame:
    amounts = [name for name in FATES if name.endswith("_cents")]
    return frame.with_columns(pl.col(amounts).fill_null(0)).select(pl.col(name).cast(kind) for name, kind in FATES.items())


def unreadable_segments(parts: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Segments of claims that hold a control character."""
    found = [part.filter(pl.col("text").str.contains(f"[{UNREADABLE}\r\n]")) for part in parts.values()]
    return pl.concat(found)
