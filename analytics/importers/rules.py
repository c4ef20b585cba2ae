"""Rules that refuse a claim: each a code and an expression over claims or lines."""

from collections.abc import Mapping

import polars as pl

from analytics.importers.batch import ROW, joined

Rules = Mapping[str, pl.Expr]
OFFENCES = pl.Schema({"claim": ROW, "row": ROW, "code": pl.String()})


def broken(frame: pl.DataFrame, rules: Rules) -> list[pl.DataFrame]:
    """OFFENCES against each rule that some row of the frame breaks; a rule's null is no offence."""
    found = frame.select(rule.fill_null(False).alias(code) for code, rule in rules.items())
    return [
        frame.filter(column).select("claim", "row", pl.lit(column.name).alias("code"))
        for column in found.get_columns() if column.any()
    ]  # fmt: skip


def first_offences(of_claims: list[pl.DataFrame], of_lines: list[pl.DataFrame], odd: pl.DataFrame) -> pl.DataFrame:
    """OFFENCES, one per claim: the first in the file, and there the claim's own before its lines'."""
    control = odd.select("claim", "row", pl.lit("control_character").alias("code"))
    found = joined([*of_claims, *of_lines, control], OFFENCES).sort("row", maintain_order=True)
    return found.unique("claim", keep="first", maintain_order=True).sort("claim")


def beneath(odd: pl.DataFrame, claims: pl.DataFrame, *keys: str) -> pl.DataFrame:
    """Claim and row of odd segments: of the claim they stand in, else of every claim that shares one of the keys."""
    own = odd.filter(pl.col("claim") > 0).select("claim", "row")
    above = odd.filter(pl.col("claim") == 0).drop("claim")
    shared = [claims.select("claim", pl.col(key)).join(above, on=key).select("claim", "row") for key in keys]
    return pl.concat([own, *shared])
