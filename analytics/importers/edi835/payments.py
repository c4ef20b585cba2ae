"""One row per 835 transaction: who paid whom, how much, when and under which trace."""

import polars as pl

from analytics.importers.batch import HEADER, Batch, attach, first_of
from analytics.importers.details import valued
from analytics.x12.elements import component, day, element, groups, money, name, sent_cents
from analytics.x12.separators import COMPONENT

FIRST_PAIR, MOST_PAIRS = 3, 6


def payments(batch: Batch) -> pl.DataFrame:
    """One row per transaction with BPR, TRN and the parties as sent; amounts in cents as well."""
    bpr, trn = batch.placed(batch.split("BPR")), batch.placed(batch.split("TRN").filter(HEADER))
    n1, kind = batch.placed(batch.split("N1").filter(HEADER)), element(1)
    return attach(
        batch.transactions.filter(pl.col("kind") == batch.kind),
        first_of(bpr, "tx", None, bpr=element(2), bpr_row=pl.col("row"), credit_debit=element(3), method=element(4),
                 bpr10=element(10), payment_date=day(element(16)), bpr16=element(16)),
        first_of(trn, "tx", None, trace=name(2), trn03=name(3)),
        first_of(n1, "tx", kind == "PR", payer_source_name=name(2), payer_xv=_with("XV")),
        first_of(n1, "tx", kind == "PE", payee_name=name(2), payee_xx=_with("XX")),
        _header(batch, "DTM", "405", production_date=day(pl.col("value")), dtm405=pl.col("value")),
        _header(batch, "REF", "2U", payer_2u=pl.col("value")),
        _header(batch, "REF", "HPI", payee_hpi=pl.col("value")),
        on="tx",
    ).pipe(_derived)  # fmt: skip


def _header(batch: Batch, tag: str, qualifier: str, **values: pl.Expr) -> pl.DataFrame:
    return first_of(batch.placed(valued(batch, tag, qualifier).filter(HEADER)), "tx", None, **values)


def _with(qualifier: str) -> pl.Expr:
    """N104 when N103 names this kind of id."""
    return pl.when(element(3) == qualifier).then(name(4))


def _derived(frame: pl.DataFrame) -> pl.DataFrame:
    # The latest date the file bears is its own: test systems send old production dates in new envelopes.
    made, bpr_cents = pl.coalesce("production_date", "payment_date"), sent_cents(pl.col("bpr"))
    return frame.with_columns(
        pl.coalesce("payer_xv", "payer_2u", "trn03").alias("payer_source_id"),
        pl.coalesce("trn03", "bpr10").alias("payer_tax_id"),
        pl.coalesce("payee_xx", "payee_hpi").alias("payee_npi"),
        pl.coalesce("bpr_row", "start").alias("row"),
        bpr_cents.alias("bpr_cents"),
        money(bpr_cents).alias("amount"),
        pl.max_horizontal(made, "sent_day").alias("own_day"),
    )


def provider_adjustments(batch: Batch) -> pl.DataFrame:
    """One row per PLB pair: reason, reference and amount."""
    plb = batch.placed(batch.split("PLB")).with_columns(
        name(1).alias("provider_id"), day(element(2)).alias("fiscal_date")
    )
    pairs = groups(plb, FIRST_PAIR, ("composite", "amount_text"), MOST_PAIRS)
    parts = pl.col("composite").str.split(COMPONENT)
    found = pairs.sort("row", "at").with_columns(
        reason=component(parts, 0), reference=component(parts, 1), amount_cents=sent_cents(pl.col("amount_text"))
    )
    return found.filter(pl.any_horizontal(pl.col("amount_text", "reason").is_not_null()))
