"""An 835 from segments to stored rows, step by step."""

import polars as pl

from analytics.importers.batch import CENTS, WITNESS, Batch, Reading, fates
from analytics.importers.edi835.adjustments import adjustments
from analytics.importers.edi835.balance import balanced_claims, balanced_lines, balanced_payments
from analytics.importers.edi835.claims import claims
from analytics.importers.edi835.identity import identified
from analytics.importers.edi835.lines import lines
from analytics.importers.edi835.payments import payments, provider_adjustments
from analytics.importers.edi835.refusals import bad_amount, refusals
from analytics.importers.edi835.rows import stored
from analytics.importers.edi835.warnings import warnings
from analytics.importers.rules import beneath


def read(batch: Batch) -> Reading:
    """Every CLP and SVC of the batch as rows, with the fate of each claim."""
    answered = claims(batch)
    served = lines(batch, answered)
    cas, pairs = adjustments(batch, answered, served), provider_adjustments(batch)
    served = _counted_lines(_with_dates(balanced_lines(served, cas)))
    strays, served = served.filter(pl.col("claim") == 0), served.filter(pl.col("claim") > 0)
    answered = _counted_claims(balanced_claims(answered, served, cas))
    paid = balanced_payments(payments(batch), answered, pairs)
    answered, served = identified(answered, served, cas, paid)
    odd = beneath(batch.control_characters(), answered, "tx")
    refused = refusals(answered, served, paid.select("tx", "own_day"), odd)
    cas = batch.placed(cas)
    frames = {"payments": paid, "claims": answered, "lines": served, "adjustments": cas, "pairs": pairs}
    read = Reading(
        tables={},
        fates=fates(answered, strays, refused),
        witness=_witness(paid),
        warnings=warnings(frames, batch),
    )
    del answered, served, strays, cas  # each frame goes as soon as its table is made: they are the peak of memory
    read.tables |= stored(frames, batch)
    return read


def _witness(paid: pl.DataFrame) -> pl.DataFrame:
    """What each payment testifies: its balance, its date and its sums."""
    unreadable = bad_amount("bpr", "bpr_cents").cast(CENTS) + pl.col("plb_unreadable").cast(CENTS)
    said = paid.with_columns(unreadable.alias("unreadable"), pl.lit(True).alias("is_payment"))
    return said.select(pl.col(name).cast(kind) for name, kind in WITNESS.items())


def _with_dates(served: pl.DataFrame) -> pl.DataFrame:
    """Add the date of service: the line's own, else its period, else the claim's; and which of them it is."""
    sources = ("472", "150", "232")
    source = pl.coalesce(*(pl.when(pl.col(f"day_{s}").is_not_null()).then(pl.lit(s)) for s in sources), pl.lit("none"))
    until = pl.when(pl.col("date_source") == "150").then("day_151").when(pl.col("date_source") == "232").then("day_233")
    return served.with_columns(
        pl.coalesce("day_472", "day_150", "day_232").alias("service_date"), source.alias("date_source")
    ).with_columns(until.alias("service_date_to"))


def _counted_lines(served: pl.DataFrame) -> pl.DataFrame:
    amounts = [("charge_text", "charge_cents"), ("paid_text", "paid_cents"), ("allowed_text", "sent_allowed_cents")]
    bad = [bad_amount(text, cents).cast(CENTS) for text, cents in amounts]
    return served.with_columns(pl.sum_horizontal(bad).alias("own_unreadable"))


def _counted_claims(answered: pl.DataFrame) -> pl.DataFrame:
    bad = [bad_amount(f"{name}_text", f"{name}_cents").cast(CENTS) for name in ("charge", "paid", "share")]
    return answered.with_columns(
        pl.sum_horizontal(bad).alias("own_unreadable"),
        (pl.sum_horizontal(bad) + pl.col("line_unreadable").fill_null(0)).alias("unreadable"),
    )
