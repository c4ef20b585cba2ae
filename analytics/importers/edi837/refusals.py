"""Which claims of an 837P cannot be loaded and why, and what to warn of."""

import polars as pl

from analytics.importers.batch import MARKS, attach, joined, marked
from analytics.importers.edi837.context import PREDETERMINATION
from analytics.importers.rules import Rules, broken, first_offences


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
