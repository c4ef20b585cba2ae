"""Which claims of an 837P cannot be loaded and why, and what to warn of."""

import polars as pl

from analytics.importers.batch import MARKS, ROW, attach, joined, marks

REFUSED = pl.Schema({"claim": ROW, "row": ROW, "code": pl.String()})


def refusals(claims: pl.DataFrame, lines: pl.DataFrame, odd: pl.DataFrame) -> pl.DataFrame:
    """One row per refused claim: claim, row of the offending segment, code; the first offence in the file counts."""
    lines = attach(lines, claims.select("claim", "own_day"), on="claim")
    at_claim = [_refused(code, claims.filter(wrong)) for code, wrong in _claim_rules()]
    at_line = [_refused(code, lines.filter(wrong)) for code, wrong in _line_rules()]
    found = [*at_claim, *at_line, _refused("control_character", odd.filter(pl.col("claim") > 0))]
    return joined(found, REFUSED).sort("row", maintain_order=True).unique("claim", keep="first", maintain_order=True)


def _refused(code: str, frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select("claim", "row", pl.lit(code).alias("code"))


def _claim_rules() -> list[tuple[str, pl.Expr]]:
    return [
        ("claim_number_missing", pl.col("claim_id").is_null()),
        ("amount_missing", pl.col("charge_text").is_null()),
        ("unreadable_amount", pl.col("own_unreadable") > 0),
        ("no_service_line", pl.col("line_count") == 0),
    ]


def _line_rules() -> list[tuple[str, pl.Expr]]:
    unreadable_units = pl.col("units_text").is_not_null() & pl.col("units_sent").is_null()
    late = pl.max_horizontal("service_date", "service_date_to") > pl.col("own_day") + pl.duration(days=1)
    return [
        ("amount_missing", pl.col("charge_text").is_null()),
        ("unreadable_amount", pl.col("own_unreadable") > 0),
        ("bad_units", unreadable_units | (pl.col("units_sent") < 0).fill_null(False)),
        ("bad_date", pl.col("bad_period") | late.fill_null(False)),
        ("too_many_modifiers", pl.col("too_many")),
    ]


def warnings(transactions: pl.DataFrame, claims: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Everything loaded as sent that a person should look at: tx, row, code."""
    fraction = (pl.col("units_sent") % 1 != 0).fill_null(False)
    bad_quantity = pl.col("ndc_text").is_not_null() & pl.col("ndc_quantity").is_null()
    frames = [
        marks("date_unreadable", transactions.filter(pl.col("submitted_text").is_not_null(), pl.col("submitted_date").is_null())),
        marks("lines_differ_from_claim", claims.filter(pl.col("charge_cents") != pl.col("line_charge_cents"))),
        marks("units_missing", lines.filter(pl.col("units_text").is_null())),
        marks("units_fraction", lines.filter(fraction)),
        marks("service_date_of_claim", lines.filter(pl.col("line_period").is_null(), pl.col("service_date").is_not_null())),
        marks("service_date_missing", lines.filter(pl.col("service_date").is_null())),
        marks("diagnosis_pointer", lines.filter("bad_pointer")),
        marks("drug_quantity", lines.filter(bad_quantity)),
    ]
    return joined(frames, MARKS)
