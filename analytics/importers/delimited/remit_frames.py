"""Payments, claims, lines and provider adjustments of typed rows, as the importer of 835 files has them."""

from collections.abc import Sequence

import polars as pl

from analytics.importers.delimited.cuts import REMARKS
from analytics.importers.delimited.rows import cents, column
from analytics.importers.delimited.source import ROW
from analytics.importers.delimited.typed import UNREADABLE
from analytics.tables.contract import inputs
from analytics.x12.separators import COMPONENT

PAYMENT, CLAIM, LINE = "tx", "claim", "line"
BY_TABLE = {
    table: [one.name for one in inputs("remittances").values() if one.stored.startswith(table + ".")]
    for table in ("remit_payment", "remit_claim", "remit_line", "adjustment", "provider_adjustment")
}
_PERSON = ["patient_id", "patient_last", "patient_first", "patient_name", "member_id"]
TEXT, DAY = pl.String(), pl.Date()
UINT = pl.UInt32()


def sums_of(rows: pl.DataFrame, served: pl.DataFrame) -> pl.DataFrame:
    """One row per claim: REFUSED's measures; a claim without its own amounts has those of its lines."""
    zero = pl.lit(0, pl.Int64)
    of_lines = served.group_by(CLAIM).agg(
        lines=pl.len().cast(pl.Int64),
        line_charge_cents=cents("charge").sum() if "charge" in rows.columns else zero,
        line_paid_cents=cents("paid").sum() if "paid" in rows.columns else zero,
    )
    own = {
        f"{name}_cents": pl.col(f"claim_{name}").drop_nulls().first().to_physical().cast(pl.Int64)
        if f"claim_{name}" in rows.columns else pl.lit(None, pl.Int64)
        for name in ("charge", "paid")
    }  # fmt: skip
    claims = rows.filter(pl.col(CLAIM) > 0).group_by(CLAIM, maintain_order=True).agg(
        pl.col(PAYMENT).first(), claims=pl.lit(1, pl.Int64), **own,
        unreadable=pl.col(UNREADABLE).sum().cast(pl.Int64), rows=pl.len().cast(pl.Int64),
    )  # fmt: skip
    joined = claims.join(of_lines, on=CLAIM, how="left", maintain_order="left")
    return joined.with_columns(pl.col("lines", "line_charge_cents", "line_paid_cents").fill_null(0)).with_columns(
        pl.coalesce("charge_cents", "line_charge_cents"), pl.coalesce("paid_cents", "line_paid_cents")
    )


def _first(rows: pl.DataFrame, by: str, names: Sequence[str]) -> pl.DataFrame:
    """One row per group: its first row's number, and of each column the first value there is."""
    there = [n for n in names if n in rows.columns]
    order = rows.sort(ROW).group_by(by, maintain_order=True)
    return order.agg(pl.col(ROW).first(), *(pl.col(n).drop_nulls().first() for n in there)).sort(by)


def payments_of(rows: pl.DataFrame) -> pl.DataFrame:
    found = _first(rows, PAYMENT, BY_TABLE["remit_payment"]).rename({"payment_amount": "amount"}, strict=False)
    return found.with_columns(
        *(column(found, n, TEXT).alias(n) for n in ("payer_source_id", "payer_source_name", "trace", "payee_npi")),
        *(column(found, n, DAY).alias(n) for n in ("payment_date",)),
        column(found, "amount", pl.Decimal(12, 2)).alias("amount"),
    ).with_columns(pl.col("amount").to_physical().cast(pl.Int64).alias("bpr_cents"))


def claims_of(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per claim payment; its own amounts, else those of its lines."""
    mine = rows.filter(pl.col(CLAIM) > 0)
    served = mine.filter(pl.col(LINE) > 0).unique(LINE, keep="first")
    sums = sums_of(mine, served).select(CLAIM, PAYMENT, "charge_cents", "paid_cents", "unreadable")
    found = _first(mine, CLAIM, [*BY_TABLE["remit_claim"], *_PERSON]).join(
        sums, on=CLAIM, how="left", maintain_order="left"
    )
    found = _with_remarks(found, mine.filter(pl.col(LINE) == 0), CLAIM, "claim_remarks")
    share = column(found, "claim_patient_share", pl.Decimal(12, 2)).to_physical().cast(pl.Int64)
    return found.with_columns(
        share.alias("share_cents"),
        *(column(found, n, TEXT).alias(n) for n in ("claim_id", "payer_claim_id", "status")),
    )


def lines_of(rows: pl.DataFrame) -> pl.DataFrame:
    served = rows.filter(pl.col(LINE) > 0).sort(CLAIM, LINE, ROW)
    found = served.unique(LINE, keep="first", maintain_order=True)
    # The balance wants the lines of a claim beside each other, numbered upwards.
    kept = [n for n in BY_TABLE["remit_line"] if n in found.columns]
    found = _with_remarks(found.select(PAYMENT, CLAIM, LINE, ROW, *kept), served, LINE, "remarks")
    found = found.with_columns(
        *(column(found, n, pl.Decimal(12, 2)).alias(n) for n in ("charge", "paid", "allowed")),
        *(column(found, n, pl.Decimal(15, 3)).alias(n) for n in ("units_paid", "units_billed")),
        *(column(found, n, TEXT).alias(n) for n in ("code", "billed_code", "code_qualifier")),
        *(column(found, n, pl.List(TEXT)).fill_null([]).alias(n) for n in ("modifiers", "billed_modifiers", "remarks")),
        column(found, "service_date", DAY).alias("own_date"),
    )
    claim_day = [n for n in ("claim_service_date", "claim_service_date_to") if n in rows.columns]
    days = _first(rows.filter(pl.col(CLAIM) > 0), CLAIM, claim_day).drop(ROW)
    found = found.join(days, on=CLAIM, how="left", maintain_order="left")
    day_of_claim = column(found, "claim_service_date", DAY)
    composites = [_composite("code", "modifiers"), _composite("billed_code", "billed_modifiers")]
    return found.with_columns(
        pl.coalesce("own_date", day_of_claim).alias("service_date"),
        pl.when(pl.col("own_date").is_not_null()).then(pl.lit("472")).when(day_of_claim.is_not_null())
        .then(pl.lit("232")).otherwise(pl.lit("none")).alias("date_source"),
        pl.col("charge").to_physical().cast(pl.Int64).alias("charge_cents"),
        pl.col("paid").to_physical().cast(pl.Int64).alias("paid_cents"),
        composites[0].alias("composite"), composites[1].alias("billed_composite"),
        pl.col("units_paid").alias("units_sent"), pl.lit(0, pl.Int64).alias("own_unreadable"),
    )  # fmt: skip


def _with_remarks(found: pl.DataFrame, rows: pl.DataFrame, by: str, name: str) -> pl.DataFrame:
    """Add to the remarks of each line or claim those that stand among the reasons of its rows."""
    told = rows.filter(pl.col(REMARKS).list.len() > 0).select(by, pl.col(REMARKS).alias("~told")).explode("~told")
    if told.is_empty():
        return found
    more = told.group_by(by, maintain_order=True).agg(pl.col("~told").unique(maintain_order=True))
    joined = found.join(more, on=by, how="left", maintain_order="left")
    every = pl.concat_list(column(found, name, pl.List(TEXT)).fill_null([]), pl.col("~told").fill_null([]))
    return joined.with_columns(every.list.unique(maintain_order=True).alias(name)).drop("~told")


def _composite(code: str, modifiers: str) -> pl.Expr:
    parts = pl.concat_str(pl.coalesce("code_qualifier", pl.lit("HC")), pl.col(code), separator=COMPONENT)
    more = pl.col(modifiers).list.join(COMPONENT)
    return pl.when(more != "").then(parts + COMPONENT + more).otherwise(parts)


def pairs_of(rows: pl.DataFrame) -> pl.DataFrame:
    if not {"provider_adjustment_reason", "provider_adjustment_amount"} & set(rows.columns):
        return pl.DataFrame(schema={PAYMENT: UINT, ROW: pl.Int64(), "amount_cents": pl.Int64()})
    names = {n: n.removeprefix("provider_adjustment_") for n in BY_TABLE["provider_adjustment"] if n in rows.columns}
    says = pl.any_horizontal(pl.col(n).is_not_null() for n in names if n.endswith(("_reason", "_amount")))
    found = rows.filter(says).select(PAYMENT, ROW, **{to: pl.col(n) for n, to in names.items()}).sort(ROW)
    return found.with_columns(
        column(found, "amount", pl.Decimal(12, 2)).to_physical().cast(pl.Int64).alias("amount_cents")
    )
