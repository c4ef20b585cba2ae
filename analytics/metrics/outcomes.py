"""What payers of a class do with like records: denied without authorization, denied as bundled."""

from collections.abc import Sequence

import polars as pl


def authorization_rows(injections: pl.DataFrame, drugs: pl.DataFrame) -> pl.DataFrame:
    """One row per payer class: authorization denials of the injection and of its drug, by answered lines."""
    sides = [
        frame.group_by("payer_class").agg(
            pl.col("answered").sum().alias(f"{name}_answered"), pl.col("unauthorized").sum().alias(f"{name}_denied")
        )
        for name, frame in (("injection", injections), ("drug", drugs))
    ]
    joined = sides[0].join(sides[1], on="payer_class", how="full", coalesce=True)
    rates = [_rate(name, "denied") for name in ("injection", "drug")]
    return joined.with_columns(rates).sort(
        "injection_answered", "payer_class", descending=[True, False], nulls_last=True
    )


def bundled_rows(strata: pl.DataFrame, classes: Sequence[str]) -> pl.DataFrame:
    """One row per payer class: bundled denials of injections beside a visit, and of those alone."""
    beside = pl.col("pair_kind") != "none"
    parts = {"beside": beside, "alone": ~beside}
    sums = [
        pl.col(column).filter(where).sum().alias(f"{name}_{column}")
        for name, where in parts.items()
        for column in ("answered", "bundled")
    ]
    order = pl.Enum(list(classes))
    frame = strata.group_by("payer_class").agg(sums).with_columns([_rate(name, "bundled") for name in parts])
    return frame.sort(pl.col("payer_class").cast(order, strict=False), nulls_last=True)


def _rate(name: str, counted: str) -> pl.Expr:
    """Null where nothing was answered."""
    top, bottom = pl.col(f"{name}_{counted}"), pl.col(f"{name}_answered")
    return pl.when(bottom > 0).then(top.cast(pl.Float64) / bottom.cast(pl.Float64)).alias(f"{name}_rate")
