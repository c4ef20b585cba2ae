"""Adjustments of a remittance file: one per row, several beside each other, or one column of codes."""

import polars as pl

from analytics.importers.delimited.column_map import ColumnMap, Cut
from analytics.importers.delimited.rows import column
from analytics.importers.delimited.source import ROW

TEXT = pl.String()
UINT = pl.UInt32()
_GROUPED = r"^(CO|PR|OA|PI|CR)[ -]?([A-Z]{0,2}[0-9]{1,3})$"
_BARE = r"^[A-Z]{0,2}[0-9]{1,3}$"
DENIED = "4"
"""The claim status that says denied (CLP02)."""
SCHEMA = pl.Schema(
    {"tx": UINT, "claim": UINT, "line": UINT, "row": pl.Int64(), "group": TEXT, "reason": TEXT, "amount_text": TEXT,
     "cents": pl.Int64(), "quantity": pl.Decimal(15, 3), "position": pl.Int64()}
)  # fmt: skip


def cuts_of(rows: pl.DataFrame, cells: pl.DataFrame, one: ColumnMap) -> pl.DataFrame:
    """SCHEMA: one row per adjustment, those of a claim or line beside each other in the order of the file."""
    places = rows.filter(pl.col("claim") > 0).select("tx", "claim", "line", pl.col(ROW))
    found = [_of_rows(rows)] if "adjustment_reason" in rows.columns else []
    found += [_of_columns(places, rows, at) for at in range(len(one.adjustments))]
    if "adjustment_reason" not in rows.columns and not says_reasons(one):
        found.append(_of_status(rows))
    every = pl.concat([pl.DataFrame(schema={**SCHEMA, "n": pl.Int64()}), *found])
    ordered = every.sort("claim", "line", "row", "n")
    return ordered.with_columns(pl.int_range(1, pl.len() + 1).over("claim", "line").alias("position")).drop("n")


def beside(cells: pl.DataFrame, one: ColumnMap, amounts: "dict[str, pl.Expr]") -> list[pl.Expr]:
    """The cells of each group of adjustment columns as text and cents, to stand with the typed rows."""
    return [expr for at, cut in enumerate(one.adjustments) for expr in _cells(cells, one, cut, at, amounts)]


def _cells(cells: pl.DataFrame, one: ColumnMap, cut: Cut, at: int, amounts: "dict[str, pl.Expr]") -> list[pl.Expr]:
    def text(name: str, constant: str) -> pl.Expr:
        if not name:
            return pl.lit(constant or None, TEXT)
        value = pl.col(name).cast(TEXT).str.strip_chars().str.to_uppercase()
        return pl.when(~value.is_in([word.upper() for word in one.empty])).then(value)

    return [
        text(cut.group, cut.group_code).alias(f"~cut{at}group"),
        text(cut.reason, cut.reason_code).alias(f"~cut{at}reason"),
        text(cut.codes, "").alias(f"~cut{at}codes"),
        text(cut.amount, "").alias(f"~cut{at}text"),
        (amounts[cut.amount].to_physical().cast(pl.Int64) if cut.amount else pl.lit(None, pl.Int64)).alias(
            f"~cut{at}cents"
        ),
        text(cut.quantity, "").cast(pl.Decimal(15, 3), strict=False).alias(f"~cut{at}quantity"),
    ]


def _of_rows(rows: pl.DataFrame) -> pl.DataFrame:
    amount = column(rows, "adjustment_amount", pl.Decimal(12, 2))
    says = pl.col("adjustment_reason").is_not_null() | amount.is_not_null()
    return _exact(
        rows.filter((pl.col("claim") > 0) & says).with_columns(
            pl.col("adjustment_reason").str.to_uppercase().alias("reason"),
            column(rows, "adjustment_group", TEXT).str.to_uppercase().alias("group"),
            amount.cast(TEXT).alias("amount_text"),
            amount.to_physical().cast(pl.Int64).alias("cents"),
            column(rows, "adjustment_quantity", pl.Decimal(15, 3)).alias("quantity"),
        ),
        0,
    )


def says_reasons(one: ColumnMap) -> bool:
    """A copayment column alone says what the patient owes, not why the payer did not pay."""
    return any(cut.reason or cut.codes or cut.group_code != "PR" for cut in one.adjustments)


def _of_status(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per line called denied and paid nothing, in a file that tells no reasons: its charge, reason unknown."""
    charge, paid = (column(rows, name, pl.Decimal(12, 2)) for name in ("charge", "paid"))
    is_denied = (column(rows, "status", TEXT) == DENIED) & (paid == 0) & (charge > 0)
    cents = charge.to_physical().cast(pl.Int64)
    return _exact(
        rows.filter((pl.col("claim") > 0) & is_denied).with_columns(
            pl.lit("OA").alias("group"),
            pl.lit(None, TEXT).alias("reason"),
            charge.cast(TEXT).alias("amount_text"),
            cents.alias("cents"),
            pl.lit(None, pl.Decimal(15, 3)).alias("quantity"),
        ),
        0,
    )


def _exact(frame: pl.DataFrame, n: int) -> pl.DataFrame:
    said = frame.with_columns(pl.col(ROW).alias("row"), pl.lit(0, pl.Int64).alias("position"))
    return said.select(*(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items()), pl.lit(n, pl.Int64).alias("n"))


def _of_columns(places: pl.DataFrame, rows: pl.DataFrame, at: int) -> pl.DataFrame:
    names = {part: pl.col(f"~cut{at}{part}") for part in ("group", "reason", "codes", "text", "cents", "quantity")}
    own = [name for name in ("charge", "paid") if name in rows.columns]
    frame = rows.filter(pl.col("claim") > 0).select("tx", "claim", "line", ROW, *own, **names)
    with_codes = _of_codes(frame) if frame["codes"].null_count() < frame.height else frame.clear()
    plain = frame.filter(pl.col("codes").is_null() & pl.col("reason").is_not_null())
    # A column of nothing but zeros for every line (coinsurance 0.00) is no adjustment.
    plain = plain.filter((pl.col("cents") != 0) | pl.col("cents").is_null() & pl.col("text").is_not_null())
    parts = [_exact(one.rename({"text": "amount_text"}), at) for one in (plain, with_codes) if one.height]
    return pl.concat(parts) if parts else pl.DataFrame(schema={**SCHEMA, "n": pl.Int64()})


def _of_codes(frame: pl.DataFrame) -> pl.DataFrame:
    """One row per code; one code alone stands for all of charge less paid, several share it in an unknown way."""
    listed = frame.filter(pl.col("codes").is_not_null()).with_columns(
        pl.col("codes").str.extract_all(r"(?:(?:CO|PR|OA|PI|CR)[ -]?)?[A-Z]{0,2}[0-9]{1,3}").alias("each")
    )
    number = pl.col("each").list.len()
    rest = (
        (pl.col("charge") - pl.col("paid")).to_physical().cast(pl.Int64)
        if {"charge", "paid"} <= set(frame.columns)
        else pl.lit(None, pl.Int64)
    )
    counted = listed.filter(number > 0).with_columns(pl.when(number == 1).then(rest).alias("cents"))
    each = counted.explode("each")
    return each.with_columns(
        pl.coalesce(pl.col("each").str.extract(_GROUPED, 1), "group").alias("group"),
        pl.coalesce(pl.col("each").str.extract(_GROUPED, 2), pl.col("each").str.extract(f"({_BARE})", 1)).alias(
            "reason"
        ),
        pl.col("cents").cast(TEXT).alias("text"),
    ).drop("each")
