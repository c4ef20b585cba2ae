"""One row per CLM with the providers, references and diagnoses of its own loop (2300, 2310)."""

import polars as pl

from analytics.importers.batch import AT_CLAIM, Batch, attach, first_of
from analytics.importers.edi837.context import NPI, behind
from analytics.x12.elements import component, element, name, plain
from analytics.x12.separators import COMPONENT

REFERRING, FACILITY = ("DN", "P3"), ("77", "FA", "LI", "TL")  # 4010 has a code for each kind of facility
DIAGNOSES = ("ABK", "ABF", "BK", "BF")
LAST_HI = 12


def claims(batch: Batch) -> pl.DataFrame:
    """One row per CLM; `claim` is its row, amounts are text and cents."""
    place = pl.col("e5").str.split(COMPONENT)
    clm = batch.placed(batch.amounts("CLM", 1, 5)).select(
        "tx", "row", "claim", "charge_text", "charge_cents", claim_id=plain("e1"),
        claim_place=component(place, 0), frequency_code=component(place, 2),
    )  # fmt: skip
    return attach(clm, *_providers(batch), *_references(batch), on="claim")


def own(batch: Batch, tag: str) -> pl.DataFrame:
    """Segments of the claim's own loops: before its lines and before any other payer (2320 begins with SBR)."""
    part = batch.split(tag).filter(AT_CLAIM)
    other = batch.of("SBR").filter(pl.col("claim") > 0).select("row", other="claim")
    if other.is_empty():
        return part
    found = part.join_asof(other, on="row", strategy="backward")
    return found.filter((pl.col("other") != pl.col("claim")).fill_null(True)).drop("other")


def _providers(batch: Batch) -> list[pl.DataFrame]:
    nm1 = own(batch, "NM1").with_columns(element(1).alias("who"))
    who = pl.col("who")
    zips = behind(batch, own(batch, "N4"), nm1)
    return [
        first_of(
            nm1, "claim", who == "82", claim_renders=pl.lit(True), claim_rendering_npi=NPI, claim_rendering_name=NAME
        ),
        first_of(own(batch, "PRV"), "claim", element(1) == "PE", claim_taxonomy=element(3)),
        first_of(nm1, "claim", who == "DQ", claim_supervising=NPI),
        first_of(nm1, "claim", who.is_in(REFERRING), claim_referring=NPI),
        first_of(nm1, "claim", who.is_in(FACILITY), claim_facility=NPI),
        first_of(zips, "claim", who.is_in(FACILITY), claim_zip=element(3)),
    ]


NAME = pl.concat_str([name(3), name(4)], separator=", ", ignore_nulls=True)


def _references(batch: Batch) -> list[pl.DataFrame]:
    ref = own(batch, "REF").with_columns(element(1).alias("kind"))
    return [
        first_of(ref, "claim", pl.col("kind") == "F8", original_reference=name(2)),
        first_of(ref, "claim", pl.col("kind") == "G1", claim_authorized=pl.lit(True)),
        first_of(own(batch, "PWK"), "claim", None, claim_attached=pl.lit(True)),
        first_of(own(batch, "DTP"), "claim", element(1) == "472", claim_period=element(3)),
    ]


def diagnoses(batch: Batch) -> pl.DataFrame:
    """One row per diagnosis of a claim: claim, number (from 1, in the order of HI), diagnosis."""
    hi = own(batch, "HI").with_columns(pl.col("e").list.slice(1, LAST_HI))
    one = hi.select("claim", "row", "e").explode("e", empty_as_null=False, keep_nulls=False)
    parts = pl.col("e").str.split(COMPONENT)
    found = one.select("claim", kind=component(parts, 0), diagnosis=component(parts, 1)).filter(
        pl.col("kind").is_in(DIAGNOSES)
    )
    return found.with_columns(pl.int_range(1, pl.len() + 1).over("claim").alias("number")).drop("kind")
