"""An 837P from segments to claim lines, step by step."""

import numpy as np
import polars as pl

from analytics.importers.batch import (
    AT_LINE,
    CENTS,
    MARKS,
    WITNESS,
    Batch,
    Reading,
    attach,
    fates,
    first_of,
    joined,
    marked,
)
from analytics.importers.edi837.context import NPI, PREDETERMINATION, behind, context
from analytics.importers.edi837.loops import unreadable
from analytics.importers.edi837.rows import FACILITY, NAME, REFERRING, claims, diagnoses, stored
from analytics.importers.fingerprint import as_text, mixed, nth_of_equal, of_numbers, of_texts
from analytics.importers.procedures import procedures
from analytics.importers.rules import Rules, broken, first_offences
from analytics.importers.sniff import LINES_OF
from analytics.x12.elements import cents, component, components, day, element, name, quantity
from analytics.x12.separators import COMPONENT, ELEMENT, SEGMENT


def refusals(claims: pl.DataFrame, lines: pl.DataFrame, odd: pl.DataFrame) -> pl.DataFrame:
    """One row per refused claim: claim, row of the offending segment, code; the first offence in the file counts."""
    lines = attach(lines, claims.select("claim", "own_day"), on="claim")
    return first_offences(broken(claims, _claim_rules()), broken(lines, _line_rules()), odd)


def _claim_rules() -> Rules:
    return {
        "claim_number_missing": pl.col("claim_id").is_null(),
        "unreadable_amount": pl.col("own_unreadable") > 0,
        "institutional_line": pl.col("has_SV2"),
        "dental_line": pl.col("has_SV3"),
        "no_service_line": pl.col("line_count") == 0,
    }


def _line_rules() -> Rules:
    unreadable_units = pl.col("units_text").is_not_null() & pl.col("units_sent").is_null()
    late = pl.max_horizontal("service_date", "service_date_to") > pl.col("own_day") + pl.duration(days=1)
    return {
        "unreadable_amount": pl.col("own_unreadable") > 0,
        "bad_units": unreadable_units | (pl.col("units_sent") < 0).fill_null(False),
        "bad_date": pl.col("bad_period") | late.fill_null(False),
        "too_many_modifiers": pl.col("too_many"),
    }


def warnings(transactions: pl.DataFrame, claims: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """MARKS of what is loaded as sent and should be looked at."""
    no_date = pl.col("service_date").is_null()
    no_amount = pl.col("charge_text").is_null()
    of_lines = {
        "amount_missing": no_amount,
        "units_missing": pl.col("units_text").is_null(),
        "units_fraction": pl.col("units_sent") % 1 != 0,
        "service_date_of_claim": pl.col("line_period").is_null() & ~no_date,
        "service_date_missing": no_date,
        "diagnosis_pointer": pl.col("bad_pointer"),
        "drug_quantity": pl.col("ndc_text").is_not_null() & pl.col("ndc_quantity").is_null(),
    }
    unreadable_day = pl.col("submitted_text").is_not_null() & pl.col("submitted_date").is_null()
    of_claims = {
        "amount_missing": no_amount,
        "lines_differ_from_claim": pl.col("charge_cents") != pl.col("line_charge_cents"),
        "predetermination": pl.col("claim_purpose") == PREDETERMINATION,
    }
    found = [
        *marked(transactions, {"date_unreadable": unreadable_day}),
        *marked(claims, of_claims, off=pl.col("charge_cents") - pl.col("line_charge_cents")),
        *marked(lines, of_lines),
    ]
    return joined(found, MARKS)


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


def claim_keys(batch: Batch, claims: pl.DataFrame) -> pl.Series:
    """For each claim a hash of BHT03, BHT04, all its segments, and which of equal ones it is in its transaction."""
    named = [pl.col(name).fill_null("") for name in ("transaction_id", "submitted_text")]
    # What was asked about first and billed later in the same words are two things.
    asked = pl.when(pl.col("claim_purpose") == PREDETERMINATION).then(pl.lit(ELEMENT)).otherwise(pl.lit(""))
    heads = pl.concat_str([pl.concat_str(named, separator=ELEMENT), asked])
    prints = mixed(of_texts(claims.select(heads).to_series()), of_texts(_content(batch, claims)))
    nth = nth_of_equal(prints, claims["tx"])
    return as_text(mixed(prints, of_numbers(nth))).alias("claim_key")


def _content(batch: Batch, claims: pl.DataFrame) -> pl.Series:
    """All segments of each CLM loop as one text, in their order."""
    rows = np.flatnonzero(np.isin(batch.segments.claims, claims["claim"].to_numpy())).astype(np.uint32)
    texts = batch.segments.at(rows).group_by("claim", maintain_order=True).agg(pl.col("text").str.join(SEGMENT))
    return texts["text"]


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
