"""The stored claim_line table from what was read; it still carries `tx` and `claim` for the decision what loads."""

import polars as pl

from analytics.importers.batch import AT_CLAIM, SCHEMAS, Batch, attach, first_of
from analytics.importers.edi837.context import NPI, behind
from analytics.importers.keys import letters, patient_hash
from analytics.x12.elements import QUANTITY, component, element, money, name, plain
from analytics.x12.separators import COMPONENT, ELEMENT


def stored(lines: pl.DataFrame, claims: pl.DataFrame, secret: bytes) -> pl.DataFrame:
    """One row per service line of a claim, with everything its claim says."""
    people = claims.with_columns(
        patient_hash(claims.select(_patient_text()).to_series(), secret).alias("patient_key"),
        pl.when(_strong()).then(pl.lit("strong")).otherwise(pl.lit("weak")).alias("patient_key_basis"),
        money(pl.col("charge_cents")).alias("claim_charge"),
        (pl.col("row") - pl.col("first")).alias("source_position"),
    )
    of_claim = people.drop("tx", "row", "charge_text", "charge_cents", "own_unreadable", "unreadable")
    joined = lines.join(of_claim, on="claim", how="inner", maintain_order="left", validate="m:1")
    frame = joined.sort("row").with_columns(*_of_line(), *_providers(), *_flags())
    return frame.select("tx", "claim", *(pl.col(name).cast(kind) for name, kind in SCHEMAS["claim_line"].items()))


def _of_line() -> list[pl.Expr]:
    return [
        pl.int_range(1, pl.len() + 1).over("claim").alias("line_number"),
        pl.col("claim_id").fill_null(""),
        pl.coalesce("line_place", "claim_place").alias("place_of_service"),
        pl.coalesce("units_sent", pl.lit(1, QUANTITY)).alias("units"),
        money(pl.col("charge_cents")).alias("charge"),
        money(pl.col("other_cents")).alias("other_payer_paid"),
        pl.lit(None, pl.String).alias("duplicate_of"),
        pl.col("sha").alias("source_sha"),
    ]


def _providers() -> list[pl.Expr]:
    """A line's own provider, else the claim's; taxonomy follows whoever renders, else the billing provider."""
    return [
        _rendering("rendering_npi", pl.col("billing_npi")).alias("rendering_npi"),
        _rendering("rendering_name", pl.col("billing_name")).alias("rendering_name"),
        pl.coalesce(_rendering("taxonomy", pl.lit(None)), "billing_taxonomy").alias("rendering_taxonomy"),
        pl.coalesce("line_supervising", "claim_supervising").alias("supervising_npi"),
        pl.coalesce("line_referring", "claim_referring").alias("referring_npi"),
        pl.coalesce("line_facility", "claim_facility").alias("facility_npi"),
        pl.coalesce("line_zip", "claim_zip", "billing_zip").str.extract("^([0-9]{3})").alias("service_zip3"),
    ]


def _rendering(what: str, otherwise: pl.Expr) -> pl.Expr:
    """Of the line's own rendering provider, else the claim's."""
    of_line = pl.when(pl.col("line_renders")).then(f"line_{what}")
    return of_line.when(pl.col("claim_renders")).then(f"claim_{what}").otherwise(otherwise)


def _flags() -> list[pl.Expr]:
    return [
        (pl.col("claim_authorized").fill_null(False) | pl.col("line_authorized").fill_null(False)).alias(
            "authorization_present"
        ),
        (pl.col("claim_attached").fill_null(False) | pl.col("line_attached").fill_null(False)).alias(
            "attachment_present"
        ),
    ]


def _is_dependent() -> pl.Expr:
    return pl.col("patient_loop").is_not_null()


def _person(of_patient: str, of_subscriber: str) -> pl.Expr:
    return pl.when(_is_dependent()).then(of_patient).otherwise(of_subscriber)


def _strong() -> pl.Expr:
    name, birth = _person("patient_last", "last"), _person("patient_birth", "birth")
    return (letters(name) != "") & birth.is_not_null()


def _patient_text() -> pl.Expr:
    """Name and birth date of the patient's own loop; without these payer and member id, and whose dependent it is."""
    last, first = letters(_person("patient_last", "last")), letters(_person("patient_first", "first_name"))
    birth = _person("patient_birth", "birth").cast(pl.String)
    strong = pl.concat_str([last, first, birth], separator=ELEMENT)
    payer = pl.coalesce("payer_source_id", "payer_source_name", pl.lit(""))
    # Dependents share the subscriber's member id; their first name keeps them apart.
    which = pl.when(_is_dependent()).then(first).otherwise(pl.lit(""))
    member = pl.coalesce("patient_id", "member")
    weak = pl.concat_str([pl.lit("weak"), payer, member, which], separator=ELEMENT)
    alone = pl.concat_str(
        [pl.lit("alone"), pl.col("sha"), (pl.col("row") - pl.col("first")).cast(pl.String)], separator=ELEMENT
    )
    return pl.when(_strong()).then(strong).when(member.is_not_null()).then(weak).otherwise(alone)


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
    return attach(clm, *_claim_providers(batch), *_references(batch), on="claim")


def own(batch: Batch, tag: str) -> pl.DataFrame:
    """Segments of the claim's own loops: before its lines and before any other payer (2320 begins with SBR)."""
    part = batch.split(tag).filter(AT_CLAIM)
    other = batch.of("SBR").filter(pl.col("claim") > 0).select("row", other="claim")
    if other.is_empty():
        return part
    found = part.join_asof(other, on="row", strategy="backward")
    return found.filter((pl.col("other") != pl.col("claim")).fill_null(True)).drop("other")


def _claim_providers(batch: Batch) -> list[pl.DataFrame]:
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
