"""Procedure composites (SVC01, SVC06, SV101): qualifier, code and up to four modifiers."""

import polars as pl

from analytics.x12.elements import component
from analytics.x12.separators import COMPONENT

DESCRIPTION = 6  # component 7; two characters there are a fifth modifier, which leaves the line without a meaning


def procedures(composites: pl.Series) -> pl.DataFrame:
    """One row per composite: qualifier, code, modifiers, too_many. A file repeats few of them very often."""
    asked = composites.alias("composite").to_frame()
    # Codes are capitals, whoever typed them; a bare code without its qualifier is still that code.
    capitals = pl.col("composite").str.to_uppercase()
    bare = pl.when(capitals.str.contains(r"^[A-Z0-9]{5}$")).then(COMPONENT + capitals).otherwise(capitals)
    known = asked.unique().with_columns(bare.str.split(COMPONENT).alias("parts"))
    parts = pl.col("parts")
    modifiers = parts.list.slice(2, 4).list.eval(pl.element().filter(pl.element() != ""))
    known = known.select(
        "composite",
        qualifier=component(parts, 0), code=component(parts, 1), modifiers=modifiers.fill_null([]),
        too_many=parts.list.get(DESCRIPTION, null_on_oob=True).str.contains("^[A-Z0-9]{2}$").fill_null(False),
    )  # fmt: skip
    return asked.join(known, on="composite", how="left", maintain_order="left", nulls_equal=True, validate="m:1")
