"""One row per CAS triplet, at claim or at line level."""

import numpy as np
import polars as pl

from analytics.importers.batch import Batch
from analytics.x12.elements import element, groups, in_cents, quantity, sent_dollars

FIRST_REASON, MOST_TRIPLETS = 2, 6


def adjustments(batch: Batch, claims: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Every triplet of every CAS; `line` is 0 at claim level, `position` counts within the loop from 1."""
    cas = batch.taken("CAS").with_columns(element(1).str.to_uppercase().alias("group"))
    cas = cas if (cas["claim"] > 0).all() else cas.filter(pl.col("claim") > 0)
    cas = cas if batch.is_pure else _of_known(cas, claims, lines)
    triplets = groups(cas, FIRST_REASON, ("reason", "amount_text", "quantity_text"), MOST_TRIPLETS).drop("at")
    found = _in_file_order(triplets.filter(pl.any_horizontal(pl.col("reason", "amount_text").is_not_null())))
    return found.with_columns(
        pl.col("reason").str.to_uppercase(),
        sent_dollars(pl.col("amount_text")).alias("amount"),
        quantity(pl.col("quantity_text")).alias("quantity"),
        _position(),
    ).with_columns(in_cents(pl.col("amount")).alias("cents"))


def _of_known(cas: pl.DataFrame, claims: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Adjustments of a segment that is no claim or line of an 835 belong to nothing."""
    of_claim = pl.col("claim").is_in(claims["claim"].implode())
    of_line = (pl.col("line") == 0) | pl.col("line").is_in(lines["line"].implode())
    return cas.filter(of_claim & of_line)


def _in_file_order(triplets: pl.DataFrame) -> pl.DataFrame:
    """All first triplets stand before all second ones; a stable sort of few ordered runs is quick."""
    return triplets[np.argsort(triplets["row"].to_numpy(), kind="stable")]


def _position() -> pl.Expr:
    """The order within the loop: the triplets of one claim or line stand together."""
    number = pl.int_range(1, pl.len() + 1)
    begins = (pl.col("claim") != pl.col("claim").shift()) | (pl.col("line") != pl.col("line").shift())
    return (number - pl.when(begins.fill_null(True)).then(number).forward_fill() + 1).alias("position")


def by_cause(adjustments: pl.DataFrame) -> pl.DataFrame:
    """Cents per claim, group and reason, at claim level and at the level of all its lines together."""
    at_line = pl.col("line") > 0
    return adjustments.group_by("claim", "group", "reason").agg(
        pl.col("cents").filter(~at_line).sum().alias("of_claim"),
        pl.col("cents").filter(at_line).sum().alias("of_lines"),
    )


def summed(adjustments: pl.DataFrame, key: str) -> pl.DataFrame:
    """Per claim (its own level only) or line: cents taken off, of these patient responsibility, and unknown amounts."""
    mine = adjustments.filter(pl.col("line") > 0 if key == "line" else pl.col("line") == 0)
    keys = mine[key].to_numpy()
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else np.zeros(0, np.int64)
    of_patient = pl.when(pl.col("group") == "PR").then("cents").fill_null(0)
    amounts = mine.select(
        pl.col("cents").fill_null(0).alias("cas"), of_patient.alias("pr"), pl.col("cents").is_null().alias("bad")
    )
    sums = {name: _added(amounts[name], starts) for name in ("cas", "pr")}
    unknown = _added(amounts["bad"].cast(pl.Int64), starts) > 0
    columns = {key: keys[starts], f"{key}_cas": sums["cas"], f"{key}_pr": sums["pr"], f"{key}_cas_unknown": unknown}
    return pl.DataFrame(columns, schema_overrides={key: pl.UInt32})


def _added(values: pl.Series, starts: np.ndarray) -> np.ndarray:
    """The sum of each run of values; runs begin at `starts`."""
    return np.add.reduceat(values.to_numpy(), starts) if len(starts) else np.zeros(0, np.int64)
