"""One row per 835 transaction: who paid whom, how much, when and under which trace."""

import polars as pl

from analytics.importers.batch import Batch, attach, first_of
from analytics.x12.elements import cents, component, components, day, element, money

HEADER = pl.col("claim").is_null() | (pl.col("claim") == 0)


def payments(batch: Batch, sets: pl.DataFrame) -> pl.DataFrame:
    """One row per transaction of `sets`, with BPR, TRN and the parties as sent; amounts in cents as well."""
    n1, ref = batch.of("N1"), batch.of("REF").filter(HEADER)
    e1, any_row = element(1), pl.lit(True)
    return attach(
        sets,
        first_of(batch.of("BPR"), "tx", any_row, bpr=element(2), bpr_row=pl.col("row"), credit_debit=element(3),
                 method=element(4), bpr10=element(10), payment_date=day(element(16)), bpr16=element(16)),
        first_of(batch.of("TRN"), "tx", HEADER, trace=element(2), trn03=element(3)),
        first_of(batch.of("DTM"), "tx", HEADER & (e1 == "405"), production_date=day(element(2)), dtm405=element(2)),
        first_of(n1, "tx", e1 == "PR", payer_source_name=element(2), payer_xv=_with("XV")),
        first_of(n1, "tx", e1 == "PE", payee_name=element(2), payee_xx=_with("XX")),
        first_of(ref, "tx", e1 == "2U", payer_2u=element(2)),
        first_of(ref, "tx", e1 == "HPI", payee_hpi=element(2)),
        on="tx",
    ).pipe(_derived)  # fmt: skip


def _with(qualifier: str) -> pl.Expr:
    """N104 when N103 names this kind of id."""
    return pl.when(element(3) == qualifier).then(element(4))


def _derived(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(
        pl.coalesce("payer_xv", "payer_2u", "trn03").alias("payer_source_id"),
        pl.coalesce("trn03", "bpr10").alias("payer_tax_id"),
        pl.coalesce("payee_xx", "payee_hpi").alias("payee_npi"),
        pl.coalesce("bpr_row", "start").alias("row"),
        cents(pl.col("bpr")).alias("bpr_cents"),
        money(cents(pl.col("bpr"))).alias("amount"),
        pl.coalesce("production_date", "payment_date", "group_day", "interchange_day").alias("own_day"),
    )


def provider_adjustments(batch: Batch) -> pl.DataFrame:
    """One row per PLB pair: reason, reference and amount."""
    plb = batch.of("PLB").with_columns(element(1).alias("provider_id"), day(element(2)).alias("fiscal_date"))
    longest = int(plb["e"].list.len().max() or 0)  # type: ignore[arg-type]
    pairs = [_pair(plb, number) for number in range(3, max(longest, 5), 2)]
    return pl.concat(pairs).sort("row", "pair").with_columns(money(pl.col("amount_cents")).alias("amount"))


def _pair(plb: pl.DataFrame, number: int) -> pl.DataFrame:
    reason, amount = components(number), element(number + 1)
    return plb.select(
        "tx", "row", "provider_id", "fiscal_date",
        pl.lit(number).alias("pair"),
        component(reason, 0).alias("reason"),
        component(reason, 1).alias("reference"),
        amount.alias("amount_text"),
        cents(amount).alias("amount_cents"),
    ).filter(pl.col("amount_text").is_not_null() | pl.col("reason").is_not_null())  # fmt: skip
