"""One row per SVC with its dates, references, allowed amount and remarks."""

import polars as pl

from analytics.importers.batch import AT_LINE, Batch, attach
from analytics.importers.details import days, valued, values
from analytics.importers.procedures import procedures
from analytics.x12.elements import dollars, in_cents, quantity

VALUE = pl.col("value")


def lines(batch: Batch, claims: pl.DataFrame) -> pl.DataFrame:
    """One row per SVC; `line` is its row number, `claim` that of its CLP (0 when it stands in none)."""
    svc = batch.placed(batch.amounts("SVC", 1, 4, 5, 6, 7)).select(
        "tx", "row", "claim", "line", "charge", "paid", "charge_cents", "paid_cents", "charge_text", "paid_text",
        composite="e1", revenue_code="e4", units_text="e5", billed_composite="e6", billed_units_text="e7",
        units_sent=quantity(pl.col("e5")), billed_units_sent=quantity(pl.col("e7")),
    )  # fmt: skip
    svc = _coded(svc if batch.is_pure else _strays_apart(svc, claims))
    svc = attach(
        svc, claims.select("claim", "status", day_232="service_date_from", day_233="service_date_to"), on="claim"
    )
    return attach(svc, *_references(batch), *_dates(batch), _allowed(batch), _remarks(batch), on="line")


def _strays_apart(svc: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """A line whose claim is no CLP (a CLM, say) stands in none."""
    known = pl.col("claim").is_in(claims["claim"].implode())
    return svc.with_columns(pl.when(known).then("claim").otherwise(0).alias("claim"))


def _coded(svc: pl.DataFrame) -> pl.DataFrame:
    """Add the procedure paid and, where SVC06 names one, the procedure billed."""
    paid, billed = procedures(svc["composite"]), procedures(svc["billed_composite"])
    differs = pl.col("sent_code") != pl.col("code").fill_null("")
    return svc.with_columns(
        paid["qualifier"].alias("code_qualifier"), paid["code"], paid["modifiers"],
        billed["code"].alias("sent_code"), billed["modifiers"].alias("billed_modifiers"),
        (paid["too_many"] | billed["too_many"]).alias("too_many"),
    ).with_columns(pl.when(differs).then("sent_code").alias("billed_code"))  # fmt: skip


def _references(batch: Batch) -> list[pl.DataFrame]:
    return [
        values(batch, "line", "REF", "6R", "line_control"),
        values(batch, "line", "REF", "HPI", "rendering_npi"),
    ]


def _dates(batch: Batch) -> list[pl.DataFrame]:
    return [days(batch, "line", "DTM", code, f"day_{code}") for code in ("472", "150", "151")]


def _allowed(batch: Batch) -> pl.DataFrame:
    said = values(batch, "line", "AMT", "B6", "allowed_text").with_columns(sent_allowed=dollars(pl.col("allowed_text")))
    return said.with_columns(sent_allowed_cents=in_cents(pl.col("sent_allowed")))


def _remarks(batch: Batch) -> pl.DataFrame:
    found = pl.concat([valued(batch, "LQ", list_name).filter(AT_LINE) for list_name in ("HE", "RX")]).sort("row")
    coded = found.filter(VALUE.is_not_null())
    return coded.group_by("line", maintain_order=True).agg(VALUE.alias("remarks"))
