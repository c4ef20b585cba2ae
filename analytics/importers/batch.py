"""The segments of many files as an importer sees them, and what it hands back."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from analytics.x12.elements import filled, tidy
from analytics.x12.segments import Numbers, Segments
from analytics.x12.separators import ELEMENT, UNREADABLE

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

AT_CLAIM = (pl.col("claim") > 0) & (pl.col("line") == 0)
AT_LINE = pl.col("line") > 0
HEADER = pl.col("claim") == 0


@dataclass(frozen=True)
class Batch:
    """The segments of one kind of transaction, with the transactions (`tx` is an index, `start` the row of the ST)."""

    segments: Segments
    transactions: pl.DataFrame
    kind: str
    secret: bytes
    _parts: dict[str, pl.DataFrame] = field(default_factory=dict)
    _splits: dict[str, pl.DataFrame] = field(default_factory=dict)

    def of(self, tag: str) -> pl.DataFrame:
        """The segments of a tag in transactions of this kind: row, claim, line, text."""
        if tag not in self._parts:
            self._parts[tag] = self.segments.at(self.mine(self.segments.rows(tag)))
        return self._parts[tag]

    def split(self, tag: str) -> pl.DataFrame:
        """The segments of a tag with `e`, the list of their elements; element 0 is the tag."""
        if tag not in self._splits:
            part = self.of(tag)
            elements = tidy(part["text"]).str.split(ELEMENT).alias("e")
            self._splits[tag] = part.drop("text").with_columns(elements)
        return self._splits[tag]

    def valued(self, tag: str, qualifier: str) -> pl.DataFrame:
        """The segments of a tag whose first element is this, with their second as `value`."""
        start = f"{tag}{ELEMENT}{qualifier}{ELEMENT}"
        found = self.of(tag).filter(pl.col("text").str.starts_with(start))
        rest = found["text"].str.slice(len(start))
        if rest.str.contains(ELEMENT, literal=True).any():
            rest = rest.str.splitn(ELEMENT, 2).struct.field("field_0")
        return found.drop("text").with_columns(rest.alias("value")).with_columns(filled(pl.col("value")))

    def mine(self, rows: Numbers) -> Numbers:
        """Those of the rows that stand in transactions of this kind."""
        if self.transactions.is_empty():
            return rows[:0]
        kinds = (self.transactions["kind"] == self.kind).to_numpy()
        return rows if kinds.all() else rows[kinds[self.tx_of(rows)]]

    def tx_of(self, rows: Numbers) -> Numbers:
        """The transaction each row stands in; between them, they hold every segment."""
        starts = self.transactions["start"].to_numpy()
        return (np.searchsorted(starts, rows, side="right") - 1).astype(np.uint32)

    def placed(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Add `tx`, the transaction of each row."""
        return frame.with_columns(pl.Series("tx", self.tx_of(frame["row"].to_numpy()), ROW))

    def control_characters(self) -> pl.DataFrame:
        """Segments of claims that hold a control character: claim and row."""
        if not self.segments.has_control:
            return pl.DataFrame(schema={"claim": ROW, "row": ROW})
        odd = self.segments.texts.str.contains(f"[{UNREADABLE}\r\n]").fill_null(False).to_numpy()
        rows = self.mine(np.flatnonzero(odd).astype(np.uint32))
        return self.segments.at(rows).filter(pl.col("claim") > 0).select("claim", "row")


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


def first_of(frame: pl.DataFrame, key: str, where: pl.Expr | None = None, **values: pl.Expr) -> pl.DataFrame:
    """The first matching segment of each claim, line or transaction: the key and the named values.

    Frames are in file order, so that the segments of one claim or line stand together.
    """
    matching = frame if where is None else frame.filter(where)
    firsts = matching.filter((pl.col(key) != pl.col(key).shift()).fill_null(True))
    return firsts.select(key, **(values or {"value": pl.col("value")}))


def attach(base: pl.DataFrame, *details: pl.DataFrame, on: str) -> pl.DataFrame:
    """The base with the columns of each detail, in the base's order; each detail has a key at most once."""
    for detail in details:
        if detail.height == base.height and detail[on].equals(base[on]):
            base = base.hstack(detail.drop(on))
        else:
            base = base.join(detail, on=on, how="left", maintain_order="left", validate="m:1")
    return base


def fates(claims: pl.DataFrame, lines: pl.DataFrame, refused: pl.DataFrame) -> pl.DataFrame:
    """FATES of every claim, and of every line that stands in none: amounts that cannot be read count 0 cents."""
    counted = claims.select(*_COUNTED, claims=1, lines="line_count")
    of_claims = attach(counted, refused.rename({"row": "reason_row", "code": "reason"}), on="claim")
    strays = lines.filter(pl.col("claim") == 0).select(
        "tx", "row", claims=0, lines=1, charge_cents=0, paid_cents=0, line_charge_cents="charge_cents",
        line_paid_cents="paid_cents", unreadable="own_unreadable", reason=pl.lit("line_outside_claim"), reason_row="row",
    )  # fmt: skip
    return pl.concat([fate_columns(of_claims), fate_columns(strays)])


_COUNTED = ("tx", "row", "claim", "charge_cents", "paid_cents", "line_charge_cents", "line_paid_cents", "unreadable")


def fate_columns(frame: pl.DataFrame) -> pl.DataFrame:
    amounts = [name for name in FATES if name.endswith("_cents")]
    return frame.with_columns(pl.col(amounts).fill_null(0)).select(pl.col(name).cast(kind) for name, kind in FATES.items())
