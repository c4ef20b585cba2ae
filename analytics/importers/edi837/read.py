"""An 837P from segments to claim lines, step by step."""

import polars as pl

from analytics.importers.batch import CENTS, WITNESS, Batch, Reading, attach, fates
from analytics.importers.edi837.claims import claims, diagnoses
from analytics.importers.edi837.context import context
from analytics.importers.edi837.identity import claim_keys
from analytics.importers.edi837.lines import lines, period, pointed
from analytics.importers.edi837.loops import unreadable
from analytics.importers.edi837.refusals import refusals, warnings
from analytics.importers.edi837.rows import stored
from analytics.importers.sniff import LINES_OF


def read(batch: Batch) -> Reading:
    """Every CLM and SV1 of the batch as rows, with the fate of each claim."""
    billed = attach(claims(batch), context(batch).drop("tx", "row"), on="claim")
    served = _counted_lines(pointed(_dated(lines(batch, billed), billed), diagnoses(batch)))
    strays, served = served.filter(pl.col("claim") == 0), served.filter(pl.col("claim") > 0)
    of_tx = batch.transactions.select("tx", "kind", "sha", "first", "is_test", "version", "sent_day", row="start")
    billed = _counted_claims(attach(billed, of_tx.drop("row"), on="tx"), served)
    billed = billed.with_columns(claim_keys(batch, billed), *_with_lines_of(batch))
    transactions = _transactions(of_tx, billed)
    refused = refusals(billed, served, unreadable(batch, billed))
    return Reading(
        tables={"claim_line": stored(served, billed, batch.secret)},
        fates=fates(billed, strays, refused),
        witness=_witness(transactions),
        warnings=warnings(transactions, billed, served),
    )


def _with_lines_of(batch: Batch) -> list[pl.Expr]:
    """Whether a claim holds lines of an institutional or a dental claim."""
    owners = {tag: pl.Series(batch.segments.claims[batch.mine(batch.segments.rows(tag))]) for tag in LINES_OF}
    return [pl.col("claim").is_in(rows.implode()).alias(f"has_{tag}") for tag, rows in owners.items()]


def _dated(served: pl.DataFrame, billed: pl.DataFrame) -> pl.DataFrame:
    """Add the days of service: the line's own DTP*472, else the claim's; and whether what was sent is no date."""
    text = pl.coalesce("line_period", "claim_period")
    first, last = period(text)
    wrong = text.is_not_null() & (first.is_null() | (text.str.contains("-", literal=True) & last.is_null()))
    return attach(served, billed.select("claim", "claim_period"), on="claim").with_columns(
        first.alias("service_date"), last.alias("service_date_to"), wrong.fill_null(False).alias("bad_period")
    ).drop("claim_period")  # fmt: skip


def _counted_lines(served: pl.DataFrame) -> pl.DataFrame:
    bad = pl.col("charge_text").is_not_null() & pl.col("charge_cents").is_null()
    return served.with_columns(
        (bad.cast(CENTS) + pl.col("other_unreadable").fill_null(0)).alias("own_unreadable"),
        line_charge_cents="charge_cents", line_paid_cents=pl.lit(0, CENTS), paid_cents=pl.lit(0, CENTS),
    )  # fmt: skip


def _counted_claims(billed: pl.DataFrame, served: pl.DataFrame) -> pl.DataFrame:
    """Add what the lines of each claim sum up to, its own date, and the amounts that cannot be read."""
    of_lines = served.group_by("claim").agg(
        pl.len().cast(CENTS).alias("line_count"), pl.col("charge_cents").sum().alias("line_charge_cents"),
        pl.col("own_unreadable").sum().alias("line_unreadable"),
    )  # fmt: skip
    bad = (pl.col("charge_text").is_not_null() & pl.col("charge_cents").is_null()).cast(CENTS)
    return attach(billed, of_lines, on="claim").with_columns(
        pl.col("line_count", "line_charge_cents").fill_null(0),
        bad.alias("own_unreadable"), (bad + pl.col("line_unreadable").fill_null(0)).alias("unreadable"),
        pl.max_horizontal("submitted_date", "sent_day").alias("own_day"),
        paid_cents=pl.lit(0, CENTS), line_paid_cents=pl.lit(0, CENTS),
    )  # fmt: skip


def _transactions(of_tx: pl.DataFrame, billed: pl.DataFrame) -> pl.DataFrame:
    """One row per 837P transaction, with its date."""
    said = pl.col("submitted_text", "submitted_date", "own_day").first()
    of_claims = billed.group_by("tx").agg(said)
    mine = of_tx.filter(pl.col("kind") == "837P")
    return attach(mine, of_claims, on="tx").with_columns(pl.coalesce("own_day", "sent_day").alias("own_day"))


def _witness(transactions: pl.DataFrame) -> pl.DataFrame:
    missing = {name: pl.lit(None, kind) for name, kind in WITNESS.items() if name not in transactions.columns}
    said = transactions.with_columns(**missing).with_columns(pl.lit(False).alias("is_payment"))
    return said.select(pl.col(name).cast(kind) for name, kind in WITNESS.items())
