"""The stored remittance tables of a file's payments, claims, lines and adjustments."""

import polars as pl

from analytics.importers.batch import SCHEMAS
from analytics.importers.delimited.claims import patient
from analytics.importers.delimited.remit_frames import CLAIM, LINE, PAYMENT, TEXT
from analytics.importers.delimited.rows import column
from analytics.importers.delimited.source import ROW
from analytics.importers.keys import patient_hash
from analytics.x12.elements import QUANTITY, money
from analytics.x12.separators import ELEMENT

_NAMES = {
    "remit_payment": {"payment_amount": "amount"},
    "remit_claim": {
        "claim_charge": "charge", "claim_paid": "paid", "claim_patient_share": "patient_share",
        "claim_rendering_npi": "rendering_npi", "claim_service_date": "service_date_from",
        "claim_service_date_to": "service_date_to", "claim_remarks": "remarks",
    },
}  # fmt: skip


def stored(
    payments: pl.DataFrame, claims: pl.DataFrame, lines: pl.DataFrame, cuts: pl.DataFrame, pairs: pl.DataFrame,
    sha: str, secret: bytes,
) -> dict[str, pl.DataFrame]:  # fmt: skip
    def place(letter: str) -> pl.Expr:
        return pl.concat_str(pl.lit(f"{sha[:12]}-{letter}"), pl.col(ROW).cast(TEXT))

    ids = payments.select(PAYMENT, place("p").alias("payment_id"), "payer_source_id", "payer_source_name", "payee_npi")
    paid = payments.with_columns(
        place("p").alias("payment_id"), money(pl.col("claim_paid_cents")).alias("claim_paid"),
        money(pl.col("plb_cents")).alias("provider_adjusted"),
        column(payments, "is_test", pl.Boolean()).fill_null(False).alias("is_test"),
    )  # fmt: skip
    answered = claims.rename({k: v for k, v in _NAMES["remit_claim"].items() if k in claims.columns}, strict=False)
    answered = answered.drop("charge", "paid", strict=False).join(ids, on=PAYMENT, how="left", maintain_order="left")
    answered = answered.with_columns(
        patient_hash(answered.select(_person(answered, sha)).to_series(), secret).alias("patient_key"),
        place("c").alias("remit_claim_id"), money(pl.col("charge_cents")).alias("charge"),
        money(pl.col("paid_cents")).alias("paid"),
        pl.coalesce(column(answered, "billing_npi", TEXT), "payee_npi").alias("billing_npi"),
        column(answered, "authorization_present", pl.Boolean()).fill_null(False).alias("authorization_present"),
        column(answered, "remarks", pl.List(TEXT)).fill_null([]).alias("remarks"),
    )  # fmt: skip
    claim_ids = answered.select(CLAIM, "remit_claim_id", "repeated_adjustments")
    served = lines.join(claim_ids, on=CLAIM, how="left", maintain_order="left").with_columns(
        place("l").alias("remit_line_id"), pl.int_range(1, pl.len() + 1).over(CLAIM).alias("line_number"),
        pl.when(pl.col("allowed").is_null()).then(pl.lit("derived")).otherwise(pl.lit("sent")).alias("allowed_source"),
        pl.when(pl.col("allowed").is_null() & (pl.col("line_pr") != 0))
        .then(money(pl.col("paid_cents") + pl.col("line_pr"))).otherwise("allowed").alias("allowed"),
        pl.coalesce("units_billed", "units_paid").cast(QUANTITY).alias("units_billed"),
    )  # fmt: skip
    taken = cuts.join(claim_ids, on=CLAIM, how="inner", maintain_order="left")
    taken = taken.join(served.select(LINE, "remit_line_id"), on=LINE, how="left", maintain_order="left").with_columns(
        money(pl.col("cents")).alias("amount"),
        ((pl.col(LINE) == 0) & pl.col("repeated_adjustments").fill_null(False)).alias("is_repeated"),
    )
    moved = pairs.join(ids.select(PAYMENT, "payment_id"), on=PAYMENT, how="left", maintain_order="left").with_columns(
        pl.int_range(1, pl.len() + 1).over(PAYMENT).alias("position")
    )
    frames = {
        "remit_payment": paid, "remit_claim": answered, "remit_line": served, "adjustment": taken,
        "provider_adjustment": moved,
    }  # fmt: skip
    return {name: _exact(name, frame, sha) for name, frame in frames.items()}


def _exact(name: str, frame: pl.DataFrame, sha: str) -> pl.DataFrame:
    found = frame.with_columns(
        pl.lit(sha).alias("source_sha"), *([pl.col(ROW).alias("source_position")] if ROW in frame.columns else [])
    )
    return found.select(
        column(found, column_name, dtype).alias(column_name) for column_name, dtype in SCHEMAS[name].items()
    )


def _person(claims: pl.DataFrame, sha: str) -> pl.Expr:
    """'835', payer, and what there is of the patient: never compared with a claim's key (meanings 4)."""
    payer = pl.coalesce("payer_source_id", "payer_source_name", pl.lit(""))
    member, own = column(claims, "member_id", TEXT), column(claims, "patient_id", TEXT)
    named, _ = patient(claims, sha)
    alone = pl.concat_str(pl.lit(f"C{sha[:12]}-"), pl.col(ROW).cast(TEXT))
    has_name = pl.coalesce(column(claims, "patient_last", TEXT), column(claims, "patient_name", TEXT)).is_not_null()
    who = (
        pl.when(member.is_not_null())
        .then("I" + member)
        .when(own.is_not_null())
        .then("P" + own)
        .when(has_name)
        .then("N" + named)
        .otherwise(alone)
    )
    return pl.concat_str([pl.lit("835"), payer, who], separator=ELEMENT)
