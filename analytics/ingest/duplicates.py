"""Whether something was loaded before: compares what was read with the loads that share a payment or a transaction."""

from datetime import date
from typing import Any

import polars as pl

from analytics.reversals import reversals
from analytics.seen_before import PAYMENT, Warnings, key, warnings

Tables = dict[str, pl.DataFrame]


_SUBMISSION = key("837", "transaction_id", "submitted_date")
_COMPARED = {
    "claim_line": ["source_sha", "source_position", "claim_key"],
    "remit_payment": [
        "source_sha",
        "payment_id",
        "trace",
        "amount",
        "payment_date",
        "payer_source_id",
        "payer_source_name",
        "claim_count",
        "provider_adjusted",
    ],
    "remit_claim": ["source_sha", "remit_claim_id", "identity"],
    "remit_line": ["source_sha", "remit_claim_id", "identity"],
}


def traces(tables: Tables) -> dict[str, list[str]]:
    """For each load what its payments and transactions are known by: only where these meet are contents compared."""
    keys = [
        tables["remit_payment"].select("source_sha", PAYMENT),
        tables["claim_line"].select("source_sha", _SUBMISSION),
    ]
    grouped = pl.concat(keys).unique(maintain_order=True).group_by("source_sha", maintain_order=True).agg("key")
    return dict(grouped.iter_rows())


def mark(tables: Tables, suspects: dict[str, Any], gone: Tables | None = None) -> tuple[Tables, Warnings]:
    """The tables with `duplicate_of` filled, and what to say of it; suspects name the loads to compare with.

    `gone` are the keys of what leaves these loads with the same commit: nothing is a duplicate of it.
    """
    known = _less(_known(tables, suspects), gone or {})
    lines = _mark_submissions(tables["claim_line"], known["claim_line"])
    claims = _mark_answers(tables, known)
    marked = {**tables, "claim_line": lines, "remit_claim": claims}
    answered = suspects.get("answered", [])
    told = warnings(lines, claims, tables["remit_payment"], known["remit_payment"].drop("payment_id"), answered)
    for sha, one in reversals(claims, answered):
        told.setdefault(sha, []).append(one)
    return marked, told


def month(tables: Tables, table: str) -> str:
    """The latest month named by the documents of a part: it only prunes scans."""
    days = {
        "claim_line": tables["claim_line"].get_column("submitted_date"),
        "quarantine": pl.Series([None], dtype=pl.Date),
    }
    paid = tables["remit_payment"].select(pl.coalesce("production_date", "payment_date")).to_series()
    last = days.get(table, paid).max()
    return f"{last:%Y-%m}" if isinstance(last, date) else "undated"


def _known(tables: Tables, suspects: dict[str, Any]) -> Tables:
    """The same tables of the loads to compare with, in the order they were loaded."""
    order = pl.DataFrame({"source_sha": suspects["loads"]}, schema={"source_sha": pl.String})
    known = {}
    for name, columns in _COMPARED.items():
        paths = suspects["parts"].get(name)
        frame = pl.read_parquet(paths, columns=columns) if paths else tables[name].clear().select(columns)
        known[name] = order.join(frame, on="source_sha", how="inner", maintain_order="left_right").select(columns)
    return known


def _less(known: Tables, gone: Tables) -> Tables:
    claims = {"remit_line": gone["remit_claim"]} if "remit_claim" in gone else {}
    leaves = {**gone, **claims}
    return {
        name: frame.join(leaves[name], on=leaves[name].columns, how="anti", maintain_order="left")
        if name in leaves and leaves[name].height else frame
        for name, frame in known.items()
    }  # fmt: skip


def _mark_submissions(lines: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    claim = ["source_sha", "source_position"]
    claims = lines.select(*claim, "claim_key").unique(claim, maintain_order=True)
    if known.is_empty() and claims["claim_key"].n_unique() == claims.height:
        return lines
    every = pl.concat([known.select(claims.columns).unique(claim, maintain_order=True), claims])
    first = every.group_by("claim_key", maintain_order=True).agg(
        pl.col("source_sha").first().alias("holder"), pl.col("source_position").first().alias("at")
    )
    is_first = (pl.col("holder") == pl.col("source_sha")) & (pl.col("at") == pl.col("source_position"))
    joined = lines.join(first, on="claim_key", how="left", validate="m:1", maintain_order="left")
    marked = joined.with_columns(duplicate_of=pl.when(~is_first).then("holder"))
    return marked.select(lines.columns)


def _mark_answers(tables: Tables, known: Tables) -> pl.DataFrame:
    """A claim payment is a duplicate when each of its events was there before, in a load or earlier in this batch."""
    claims, payments = tables["remit_claim"], tables["remit_payment"].select("payment_id", PAYMENT)
    old_keys = known["remit_payment"].select(PAYMENT).to_series()
    met = payments.filter(pl.col("key").is_in(old_keys.implode()) | pl.col("key").is_duplicated())
    if met.is_empty():
        return claims
    events = _events(claims.join(met, on="payment_id", how="semi", maintain_order="left"), tables["remit_line"])
    before = _events(known["remit_claim"], known["remit_line"])
    ordered = pl.concat([before, events]).with_row_index("order")
    first = ordered.group_by("identity").agg(
        pl.col("remit_claim_id").sort_by("order").first().alias("first"),
        pl.col("source_sha").sort_by("order").first().alias("holder"),
    )
    seen = events.join(first, on="identity", how="left", validate="m:1", maintain_order="left")
    repeated = (
        seen.group_by("remit_claim_id")
        .agg((pl.col("first") != pl.col("remit_claim_id")).all().alias("all"), pl.col("holder").first())
        .filter("all")
    )
    joined = claims.join(repeated, on="remit_claim_id", how="left", validate="1:1", maintain_order="left")
    return joined.with_columns(duplicate_of="holder").select(claims.columns)


def _events(claims: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """One row per event: a service payment, or a claim payment that has none."""
    order = claims.select("remit_claim_id", "source_sha", "identity").with_row_index("claim_order")
    own = lines.select("remit_claim_id", pl.col("identity").alias("line_identity"))
    joined = order.join(own, on="remit_claim_id", how="left", maintain_order="left_right")
    return joined.select("remit_claim_id", "source_sha", pl.coalesce("line_identity", "identity").alias("identity"))
