"""One row per SV1 with its date, drug, providers and what other payers paid (2400 to 2430)."""

import polars as pl

from analytics.importers.batch import AT_LINE, Batch, attach, first_of
from analytics.importers.edi837.claims import FACILITY, NAME, REFERRING
from analytics.importers.edi837.context import NPI, behind
from analytics.importers.procedures import procedures
from analytics.x12.elements import cents, component, components, day, element, name, quantity
from analytics.x12.separators import COMPONENT


def lines(batch: Batch, claims: pl.DataFrame) -> pl.DataFrame:
    """One row per SV1; `line` is its row, `claim` that of its CLM (0 when it stands in none)."""
    sv1 = batch.placed(batch.amounts("SV1", 1, 3, 4, 5, 7)).select(
        "tx", "row", "claim", "line", "charge_text", "charge_cents", composite="e1", unit_basis="e3",
        units_text="e4", units_sent=quantity(pl.col("e4")), line_place="e5", pointers=pl.col("e7").str.split(COMPONENT),
    )  # fmt: skip
    coded = procedures(sv1["composite"]).select("code", "modifiers", "too_many")
    known = pl.col("claim").is_in(claims["claim"].implode())  # a line whose claim is no CLM stands in none
    sv1 = sv1.hstack(coded).with_columns(pl.when(known).then("claim").otherwise(0).alias("claim"))
    return attach(sv1, *_details(batch), *_providers(batch), *_drug(batch), _paid_by_others(batch), on="line")


def _at(batch: Batch, tag: str) -> pl.DataFrame:
    return batch.split(tag).filter(AT_LINE)


def _details(batch: Batch) -> list[pl.DataFrame]:
    ref, kind = _at(batch, "REF").with_columns(element(1).alias("kind")), pl.col("kind")
    return [
        first_of(ref, "line", kind == "6R", line_control=name(2)),
        first_of(ref, "line", kind == "G1", line_authorized=pl.lit(True)),
        first_of(_at(batch, "PWK"), "line", None, line_attached=pl.lit(True)),
        first_of(_at(batch, "DTP"), "line", element(1) == "472", line_period=element(3)),
    ]


def _providers(batch: Batch) -> list[pl.DataFrame]:
    nm1, who = _at(batch, "NM1").with_columns(element(1).alias("who")), pl.col("who")
    return [
        first_of(nm1, "line", who == "82", line_renders=pl.lit(True), line_rendering_npi=NPI, line_rendering_name=NAME),
        first_of(_at(batch, "PRV"), "line", element(1) == "PE", line_taxonomy=element(3)),
        first_of(nm1, "line", who == "DQ", line_supervising=NPI),
        first_of(nm1, "line", who.is_in(REFERRING), line_referring=NPI),
        first_of(nm1, "line", who == "DK", ordering_npi=NPI),
        first_of(nm1, "line", who.is_in(FACILITY), line_facility=NPI),
        first_of(behind(batch, _at(batch, "N4"), nm1), "line", who.is_in(FACILITY), line_zip=element(3)),
    ]


def _drug(batch: Batch) -> list[pl.DataFrame]:
    """2410: the first drug named on the line, with its quantity."""
    unit = component(components(5), 0)
    return [
        first_of(_at(batch, "LIN"), "line", element(2) == "N4", ndc=element(3)),
        first_of(
            _at(batch, "CTP"), "line", None, ndc_text=element(4), ndc_quantity=quantity(element(4)), ndc_unit=unit
        ),
    ]


def _paid_by_others(batch: Batch) -> pl.DataFrame:
    """Sum of SVD02; an amount that is no number makes the sum unknown and is counted."""
    svd = _at(batch, "SVD").select("line", text=element(2), cents=cents(element(2)))
    bad = (pl.col("text").is_not_null() & pl.col("cents").is_null()).sum().cast(pl.Int64)
    return svd.group_by("line").agg(pl.col("cents").sum().alias("other_cents"), bad.alias("other_unreadable"))


def pointed(lines: pl.DataFrame, diagnoses: pl.DataFrame) -> pl.DataFrame:
    """Add `diagnoses`, in the order of the pointers, and `bad_pointer` where a pointer has no diagnosis."""
    each = (
        lines.select("line", "claim", pl.col("pointers").alias("pointer"))
        .explode("pointer", empty_as_null=False, keep_nulls=False)
        .filter(pl.col("pointer") != "")
        .with_columns(pl.col("pointer").cast(pl.Int64, strict=False).alias("number"))
        .join(diagnoses, on=["claim", "number"], how="left", maintain_order="left")
    )
    found = each.group_by("line", maintain_order=True).agg(
        pl.col("diagnosis").drop_nulls().alias("diagnoses"), pl.col("diagnosis").is_null().any().alias("bad_pointer")
    )
    return attach(lines, found, on="line").with_columns(
        pl.col("diagnoses").fill_null([]), pl.col("bad_pointer").fill_null(False)
    )


def period(text: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """First and last day of CCYYMMDD or CCYYMMDD-CCYYMMDD; the last is null where one day is named."""
    ends = text.str.split("-")
    return day(ends.list.get(0, null_on_oob=True)), day(ends.list.get(1, null_on_oob=True))
