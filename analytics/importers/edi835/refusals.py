"""Which claims of an 835 cannot be loaded and why, and what to warn of."""

import polars as pl

from analytics.importers.batch import attach
from analytics.importers.rules import Rules, broken, first_offences


def refusals(claims: pl.DataFrame, lines: pl.DataFrame, own_days: pl.DataFrame, odd: pl.DataFrame) -> pl.DataFrame:
    """One row per refused claim: claim, row of the offending segment, code; the first offence in the file counts."""
    claims, lines = attach(claims, own_days, on="tx"), attach(lines, own_days, on="tx")
    return first_offences(broken(claims, _claim_rules()), broken(lines, _line_rules()), odd)


def bad_amount(text: str, cents: str) -> pl.Expr:
    """There is something where the amount belongs, and it is no amount."""
    return pl.col(text).is_not_null() & pl.col(cents).is_null()


def bad_day(day: str) -> pl.Expr:
    """A date that is no day, or lies more than one day behind the file's own date."""
    late = (pl.col(day) > pl.col("own_day") + pl.duration(days=1)).fill_null(False)
    return pl.col(f"odd_{day}").fill_null(False) | late


def _claim_rules() -> Rules:
    return {
        "claim_number_missing": pl.col("claim_id").is_null(),
        "unreadable_amount": pl.col("own_unreadable") > 0,
        "bad_date": bad_day("service_date_from") | bad_day("service_date_to"),
    }


def _line_rules() -> Rules:
    reversal = (pl.col("status") == "22") | (pl.col("charge_cents") < 0)
    negative = (pl.min_horizontal("units_sent", "billed_units_sent") < 0) & ~reversal.fill_null(False)
    no_units = bad_amount("units_text", "units_sent") | bad_amount("billed_units_text", "billed_units_sent")
    days = [bad_day(f"day_{code}") for code in ("472", "150", "151")]
    return {
        "unreadable_amount": pl.col("own_unreadable") > 0,
        "bad_units": no_units | negative.fill_null(False),
        "bad_date": pl.any_horizontal(days),
        "too_many_modifiers": pl.col("too_many"),
    }
