"""What stands above a claim: transaction, billing provider, subscriber, payer and patient."""

import polars as pl

from analytics.importers.batch import Batch, attach, first_of
from analytics.importers.edi837.loops import heads, in_loop, loops
from analytics.importers.sniff import REQUEST
from analytics.x12.elements import EARLIEST_BIRTH, day, element, name

PREDETERMINATION = "predetermination"
"""The purpose of a claim that only asks what would be paid (005010X291): stored, and billed to nobody."""
REQUESTED = "13"
NPI = pl.when(element(8) == "XX").then(element(9))


def context(batch: Batch) -> pl.DataFrame:
    """One row per CLM: its row as `claim`, and everything its loops and its transaction say."""
    clm = in_loop(batch, batch.placed(batch.of("CLM")).select("tx", "row", "claim"))
    placed = attach(clm, loops(batch).drop("tx", "level"), on="loop")
    nm1 = heads(batch, "NM1").with_columns(element(1).alias("who"))
    placed = attach(placed, *_billing(batch, nm1), on="billing_loop")
    placed = attach(placed, *_subscriber(batch, nm1), on="subscriber_loop")
    placed = attach(placed, *_patient(batch, nm1), on="patient_loop")
    return attach(placed, _transaction(batch), on="tx")


def _transaction(batch: Batch) -> pl.DataFrame:
    """One row per 837P transaction: what BHT says of all its claims, and whether they are only asked about."""
    heads = first_of(
        batch.placed(batch.split("BHT")), "tx", None,
        transaction_id=name(3), submitted_text=element(4), submitted_date=day(element(4)), claim_purpose=element(6),
        is_request=pl.any_horizontal(element(2) == REQUESTED, element(6) == REQUESTED).fill_null(False),
    )  # fmt: skip
    mine = batch.transactions.filter(pl.col("kind") == batch.kind).select("tx", "version")
    asked = (pl.col("version").str.slice(6, 4) == REQUEST) | pl.col("is_request").fill_null(False)
    purpose = pl.when(asked).then(pl.lit(PREDETERMINATION)).otherwise("claim_purpose").alias("claim_purpose")
    return attach(mine, heads, on="tx").with_columns(purpose).drop("version", "is_request")


def _billing(batch: Batch, nm1: pl.DataFrame) -> list[pl.DataFrame]:
    """2000A and 2010AA: NM1*85 with its ZIP, and the taxonomy of PRV*BI."""
    zips = behind(batch, heads(batch, "N4"), nm1)
    found = [
        first_of(nm1, "loop", pl.col("who") == "85", billing_npi=NPI, billing_name=name(3)),
        first_of(zips, "loop", pl.col("who") == "85", billing_zip=element(3)),
        first_of(heads(batch, "PRV"), "loop", element(1) == "BI", billing_taxonomy=element(3)),
    ]
    return [frame.rename({"loop": "billing_loop"}) for frame in found]


def _subscriber(batch: Batch, nm1: pl.DataFrame) -> list[pl.DataFrame]:
    """2000B: SBR, the subscriber, and the payer who is billed."""
    who = pl.col("who")
    found = [
        first_of(heads(batch, "SBR"), "loop", None, payer_sequence=element(1), filing_indicator=element(9)),
        first_of(nm1, "loop", who == "IL", last=element(3), first_name=element(4), member=element(9)),
        first_of(nm1, "loop", who == "PR", payer_source_name=name(3), payer_source_id=name(9)),
        first_of(heads(batch, "DMG"), "loop", None, birth=day(element(2), earliest=EARLIEST_BIRTH)),
    ]
    return [frame.rename({"loop": "subscriber_loop"}) for frame in found]


def _patient(batch: Batch, nm1: pl.DataFrame) -> list[pl.DataFrame]:
    """2000C: the patient where it is not the subscriber."""
    found = [
        first_of(
            nm1, "loop", pl.col("who") == "QC", patient_last=element(3), patient_first=element(4), patient_id=element(9)
        ),
        first_of(heads(batch, "DMG"), "loop", None, patient_birth=day(element(2), earliest=EARLIEST_BIRTH)),
    ]
    return [frame.rename({"loop": "patient_loop"}) for frame in found]


def behind(batch: Batch, frame: pl.DataFrame, nm1: pl.DataFrame) -> pl.DataFrame:
    """Add `who`, the qualifier of the NM1 that a segment stands behind in the same loop, claim or line."""
    fences = pl.DataFrame({"row": batch.segments.rows("HL", "CLM", "SBR", "LX", "SV1", "ST")})
    marks = pl.concat([nm1.select("row", "who"), fences.with_columns(pl.lit(None, pl.String).alias("who"))]).sort("row")
    return frame.join_asof(marks, on="row", strategy="backward")
