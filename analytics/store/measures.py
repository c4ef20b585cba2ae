"""What is really in the parts: claims, lines and cents of each load, counted from the rows."""

from collections.abc import Mapping

import polars as pl

from analytics.store.parts import MEASURES

Counts = dict[str, int]


def measure(tables: Mapping[str, pl.LazyFrame]) -> dict[str, dict[str, Counts]]:
    """For each load: {"loaded": six sums, "duplicate": six sums}, the second from what is marked as a duplicate."""
    claims = [_submitted(tables["claim_line"])] if "claim_line" in tables else []
    if "remit_claim" in tables:
        claims.append(_answered(tables["remit_claim"], tables.get("remit_line")))
    if not claims:
        return {}
    sums = [pl.col(name).sum() for name in MEASURES[1:]]
    frame = pl.concat(claims).group_by("source_sha", "duplicate").agg(pl.len().cast(pl.Int64).alias("claims"), *sums)
    found: dict[str, dict[str, Counts]] = {}
    for row in frame.select("source_sha", "duplicate", *MEASURES).collect().iter_rows(named=True):
        kinds = found.setdefault(row["source_sha"], {"loaded": nothing(), "duplicate": nothing()})
        kinds["duplicate" if row["duplicate"] else "loaded"] = {name: row[name] for name in MEASURES}
    return found


def nothing() -> Counts:
    return dict.fromkeys(MEASURES, 0)


def _cents(name: str) -> pl.Expr:
    """Exact integer cents of a money column; unknown counts 0."""
    return (pl.col(name).fill_null(0).cast(pl.Decimal(18, 2)) * 100).cast(pl.Int64)


def _submitted(lines: pl.LazyFrame) -> pl.LazyFrame:
    """One row per claim of an 837: the CLM segment is its identity within a file."""
    return lines.group_by("source_sha", "source_position").agg(
        duplicate=pl.col("duplicate_of").first().is_not_null(),
        lines=pl.len().cast(pl.Int64),
        charge_cents=_cents("claim_charge").first(),
        paid_cents=pl.lit(0, dtype=pl.Int64),
        line_charge_cents=_cents("charge").sum(),
        line_paid_cents=pl.lit(0, dtype=pl.Int64),
    ).drop("source_position")  # fmt: skip


def _answered(claims: pl.LazyFrame, lines: pl.LazyFrame | None) -> pl.LazyFrame:
    """One row per claim payment of an 835, with the sums of its service payments."""
    frame = claims.select(
        "source_sha",
        "remit_claim_id",
        duplicate=pl.col("duplicate_of").is_not_null(),
        charge_cents=_cents("charge"),
        paid_cents=_cents("paid"),
    )
    order = ("source_sha", "duplicate", "lines", *MEASURES[2:])
    if lines is None:
        zero = pl.lit(0, dtype=pl.Int64)
        return frame.with_columns(lines=zero, line_charge_cents=zero, line_paid_cents=zero).select(order)
    services = lines.group_by("remit_claim_id").agg(
        lines=pl.len().cast(pl.Int64),
        line_charge_cents=_cents("charge").sum(),
        line_paid_cents=_cents("paid").sum(),
    )
    joined = frame.join(services, on="remit_claim_id", how="left", validate="1:1")
    return joined.with_columns(pl.col("lines", "line_charge_cents", "line_paid_cents").fill_null(0)).select(order)
