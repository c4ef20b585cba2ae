"""The segments of many files as an importer sees them, and what it hands back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

import numpy as np
import polars as pl

from analytics.tables.stored import STORED, schema_of
from analytics.x12.elements import element, in_cents, sent_dollars, tidy
from analytics.x12.segments import Numbers, Segments
from analytics.x12.separators import ELEMENT, UNREADABLE

ROW = pl.UInt32()
NO_ROW = 2**32 - 2
CENTS = pl.Int64()
TEXT = pl.String()
FATES = pl.Schema(
    {
        "tx": ROW, "row": ROW, "claims": CENTS, "lines": CENTS, "charge_cents": CENTS, "paid_cents": CENTS,
        "line_charge_cents": CENTS, "line_paid_cents": CENTS, "unreadable": CENTS, "reason": TEXT, "reason_row": ROW,
    }
)  # fmt: skip
# own_day: the transaction's own date.
WITNESS = pl.Schema(
    {
        "tx": ROW, "own_day": pl.Date(), "is_payment": pl.Boolean(), "bpr_cents": CENTS,
        "plb_cents": CENTS, "trace": TEXT, "payer_source_id": TEXT, "payment_date": pl.Date(), "unreadable": CENTS,
    }
)  # fmt: skip
SCHEMAS = {name: schema_of(table) for name, table in STORED.items()}
DIFFERENCES = ("line_unbalanced", "claim_unbalanced", "transaction_unbalanced", "plb_sign", "lines_differ_from_claim")
"""Warnings that name a difference in dollars, that of their first place."""
MARKS = pl.Schema({"tx": ROW, "row": ROW, "code": TEXT, "detail": TEXT})  # detail: what the notice names, if anything

# Where each claim and line segment holds what was charged and what was paid.
AMOUNTS: dict[str, dict[str, int]] = {
    "CLP": {"charge": 3, "paid": 4},
    "SVC": {"charge": 2, "paid": 3},
    "CLM": {"charge": 2},
    "SV1": {"charge": 2},
}
# What only wraps a transaction says nothing of its claims.
WRAPPING = ("ISA", "TA1", "GS", "ST", "SE", "GE", "IEA")
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
    _amounts: dict[str, pl.DataFrame] = field(default_factory=dict)

    @property
    def is_needed(self) -> bool:
        """The batch holds a transaction of this kind."""
        return bool((self.transactions["kind"] == self.kind).any())

    @cached_property
    def is_pure(self) -> bool:
        """Every claim and line segment of the batch is of this kind and stands where it belongs."""
        others = {"835": ("CLM", "SV1"), "837P": ("CLP", "SVC")}[self.kind]
        return bool((self.transactions["kind"] == self.kind).all()) and not len(self.segments.rows(*others))

    def of(self, tag: str) -> pl.DataFrame:
        """The segments of a tag in transactions of this kind: row, claim, line, text."""
        if tag not in self._parts:
            self._parts[tag] = self.segments.at(self.mine(self.segments.rows(tag)))
        return self._parts[tag]

    def split(self, tag: str) -> pl.DataFrame:
        """The segments of a tag with `e`, the list of their elements; element 0 is the tag."""
        if tag not in self._splits:
            *places, text = self.of(tag).get_columns()
            text = tidy(text) if self.segments.has_spaces else text
            elements = text.str.split(ELEMENT).alias("e") if len(text) else pl.Series("e", dtype=pl.List(TEXT))
            self._splits[tag] = pl.DataFrame([*places, elements])
        return self._splits[tag]

    def taken(self, tag: str) -> pl.DataFrame:
        """The split segments of a tag, for the one who asks last: they are as large as the text."""
        split = self.split(tag)
        del self._splits[tag], self._parts[tag]
        return split

    def elements(self, tag: str, *numbers: int) -> pl.DataFrame:
        """The segments of a tag with some of their elements, `e1` for element 1; the rest is not kept."""
        return self.taken(tag).select("row", "claim", "line", **{f"e{number}": element(number) for number in numbers})

    def amounts(self, tag: str, *numbers: int) -> pl.DataFrame:
        """Elements of the segments of a tag, and charge and paid as text, in dollars and in cents."""
        if tag in self._amounts and not numbers:
            return self._amounts[tag]
        texts = {f"{name}_text": f"e{number}" for name, number in AMOUNTS[tag].items()}
        sent = {name: sent_dollars(pl.col(f"{name}_text")) for name in AMOUNTS[tag]}
        cents = {f"{name}_cents": in_cents(pl.col(name)) for name in sent}
        found = self.elements(tag, *numbers, *AMOUNTS[tag].values())
        found = found.rename({one: text for text, one in texts.items()}).with_columns(**sent).with_columns(**cents)
        self._amounts[tag] = found.select("row", *cents)
        return found

    def mine(self, rows: Numbers) -> Numbers:
        """Those of the rows that stand in transactions of this kind."""
        if self.transactions.is_empty():
            return rows[:0]
        kinds = (self.transactions["kind"] == self.kind).to_numpy()
        return rows if kinds.all() else rows[kinds[self.tx_of(rows)]]

    def tx_of(self, rows: Numbers) -> Numbers:
        """The place of each row's transaction among those of the batch; between them, they hold every segment."""
        starts = self.transactions["start"].to_numpy()
        return (np.searchsorted(starts, rows, side="right") - 1).astype(np.uint32)

    def placed(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Add `tx`, the transaction of each row."""
        first = self.transactions["tx"][0] if self.transactions.height else 0
        return frame.hstack([pl.Series("tx", self.tx_of(frame["row"].to_numpy()) + np.uint32(first))])

    def control_characters(self) -> pl.DataFrame:
        """Segments that hold a control character: tx, row and claim; claim 0 is what stands above claims."""
        if not self.segments.has_control:
            return pl.DataFrame(schema={"tx": ROW, "row": ROW, "claim": ROW})
        odd = self.segments.texts.str.contains(f"[{UNREADABLE}\r\n]").fill_null(False).to_numpy()
        odd &= ~np.isin(np.arange(len(odd)), self.segments.rows(*WRAPPING))
        rows = self.mine(np.flatnonzero(odd).astype(np.uint32))
        return self.placed(self.segments.at(rows).select("row", "claim")).select("tx", "row", "claim")


@dataclass
class Reading:
    """What an importer read: tables that still carry `tx` and `claim`, and the fate of every claim segment."""

    tables: dict[str, pl.DataFrame]
    fates: pl.DataFrame  # FATES; one row per claim segment, and one per stray line (a line outside any claim)
    witness: pl.DataFrame  # WITNESS; one row per transaction of this importer's kind
    warnings: pl.DataFrame  # MARKS

    def shifted(self, rows: int) -> "Reading":
        """The same with rows counted from further up."""
        tables = {name: shifted(frame, rows) for name, frame in self.tables.items()}
        return Reading(tables, shifted(self.fates, rows), self.witness, shifted(self.warnings, rows))


def shifted(frame: pl.DataFrame, rows: int) -> pl.DataFrame:
    """The frame with `rows` added to every column that holds a row number."""
    numbers = [name for name in ("row", "claim", "reason_row") if name in frame.columns]
    return frame.with_columns(pl.col(numbers) + pl.lit(rows, ROW))


def nothing_read(batch: Batch) -> Reading:
    """What an importer hands back for a batch without a transaction of its kind."""
    return Reading(dict(_no_tables(batch.kind)), *_NOTHING)


@cache
def _no_tables(kind: str) -> dict[str, pl.DataFrame]:
    keys = {"tx": ROW, "claim": ROW}
    mine = [name for name in STORED if (name == "claim_line") == (kind == "837P")]
    return {name: pl.DataFrame(schema={**keys, **SCHEMAS[name]}) for name in mine}


_NOTHING = [pl.DataFrame(schema=schema) for schema in (FATES, WITNESS, MARKS)]


def marks(code: str, frame: pl.DataFrame) -> pl.DataFrame:
    """One mark per row of the frame (tx, row and maybe detail), for a warning."""
    detail = pl.col("detail") if "detail" in frame.columns else pl.lit(None, TEXT).alias("detail")
    return frame.select(pl.col("tx").cast(ROW), pl.col("row").cast(ROW), pl.lit(code).alias("code"), detail)


def marked(frame: pl.DataFrame, rules: Mapping[str, pl.Expr], *, off: pl.Expr | None = None) -> list[pl.DataFrame]:
    """The marks of a frame under several rules; only rules that some row breaks cost anything. `off`: the cents that
    a mark of DIFFERENCES names."""
    broken = frame.select(rule.fill_null(False).alias(code) for code, rule in rules.items())
    found = [(column.name, frame.filter(column)) for column in broken.get_columns() if column.any()]
    if off is None:
        return [marks(code, rows) for code, rows in found]
    detail = (off.cast(pl.Decimal(20, 2)) / 100).cast(pl.Decimal(20, 2)).cast(TEXT).alias("detail")
    return [marks(code, rows.with_columns(detail) if code in DIFFERENCES else rows) for code, rows in found]


def joined(frames: Sequence[pl.DataFrame], schema: pl.Schema) -> pl.DataFrame:
    """The frames below each other; an empty frame of that schema when there are none."""
    found = [frame for frame in frames if frame.height]
    return pl.concat(found) if found else pl.DataFrame(schema=schema)


def first_of(frame: pl.DataFrame, key: str, where: pl.Expr | None = None, **values: pl.Expr | str) -> pl.DataFrame:
    """The first matching segment of each claim, line or transaction: the key and the named values.

    Frames are in file order, so that the segments of one claim or line stand together.
    """
    matching = frame if where is None else frame.filter(where)
    keys = matching[key].to_numpy()
    begins = np.concatenate(([True], keys[1:] != keys[:-1])) if len(keys) else np.zeros(0, np.bool_)
    firsts = matching if begins.all() else matching.filter(begins)
    return firsts.select(key, **values)


def attach(base: pl.DataFrame, *details: pl.DataFrame, on: str) -> pl.DataFrame:
    """The base with the columns of each detail, in the base's order; each detail has a key at most once."""
    asked = base[on].fill_null(NO_ROW).to_numpy()
    columns = [column for detail in details if detail.height for column in _aligned(detail, on, asked)]
    missing = {
        name: kind for detail in details if not detail.height for name, kind in detail.schema.items() if name != on
    }
    found = base.hstack(columns)
    return found.with_columns(pl.lit(None, kind).alias(name) for name, kind in missing.items()) if missing else found


def _aligned(detail: pl.DataFrame, on: str, asked: Numbers) -> list[pl.Series]:
    """The columns of a detail, one value per asked key; null where the detail has no such key."""
    keys = detail[on].to_numpy()
    if len(keys) != len(asked) or not (keys == asked).all():
        if not (keys[1:] > keys[:-1]).all():
            detail = detail.sort(on)
            keys = detail[on].to_numpy()
        at = np.searchsorted(keys, asked)
        known = np.append(keys, NO_ROW + 1)[at] == asked
        if not known.all():  # one empty row behind the last stands for every key that is not there
            detail, at = detail.vstack(detail.clear(1)).rechunk(), np.where(known, at, len(keys))
        detail = detail[at]
    return [column for column in detail.get_columns() if column.name != on]


def fates(claims: pl.DataFrame, lines: pl.DataFrame, refused: pl.DataFrame) -> pl.DataFrame:
    """FATES of every claim, and of every line that stands in none: amounts that cannot be read count 0 cents."""
    counted = claims.select(*_COUNTED, claims=1, lines="line_count")
    of_claims = attach(counted, refused.rename({"row": "reason_row", "code": "reason"}), on="claim")
    strays = lines.filter(pl.col("claim") == 0).select(
        "tx", "row", claims=0, lines=1, charge_cents=0, paid_cents=0, line_charge_cents="charge_cents",
        line_paid_cents="paid_cents", unreadable="own_unreadable", reason=pl.lit("line_outside_claim"),
        reason_row="row",
    )  # fmt: skip
    return pl.concat([fate_columns(of_claims), fate_columns(strays)])


_COUNTED = ("tx", "row", "claim", "charge_cents", "paid_cents", "line_charge_cents", "line_paid_cents", "unreadable")


def fate_columns(frame: pl.DataFrame) -> pl.DataFrame:
    amounts = [name for name in FATES if name.endswith("_cents")]
    return frame.with_columns(pl.col(amounts).fill_null(0)).select(
        pl.col(name).cast(kind) for name, kind in FATES.items()
    )
