"""What to say of claims and payments that were there before, in an earlier load or earlier in the same batch."""

from typing import Any

import polars as pl

Warnings = dict[str, list[dict[str, Any]]]
Told = list[tuple[str, dict[str, Any]]]
"""Load and warning."""


def key(kind: str, *columns: str | pl.Expr) -> pl.Expr:
    return pl.concat_str(pl.lit(kind), *columns, separator="|", ignore_nulls=True).alias("key")


PAYMENT = key("835", pl.coalesce("trace", pl.col("amount").cast(pl.String)), "payment_date")
PAYER = pl.coalesce("payer_source_id", "payer_source_name", pl.lit("")).alias("payer")
SUMS = ("amount", "claim_count", "provider_adjusted")
"""What two payments of one number must share to be the same payment, beside their claims."""


def warnings(
    lines: pl.DataFrame, claims: pl.DataFrame, payments: pl.DataFrame, known: pl.DataFrame, answered: list[str]
) -> Warnings:
    """For each new load its warnings; lines and claims are marked, known are the payments of earlier loads."""
    found: Warnings = {}
    for sha, one in [*_already(lines, claims), *_changed(payments, claims, known), *_elsewhere(claims, answered)]:
        found.setdefault(sha, []).append(one)
    return found


def _already(lines: pl.DataFrame, claims: pl.DataFrame) -> Told:
    """One warning per load and earlier load that share claims."""
    submitted = lines.filter(pl.col("duplicate_of").is_not_null()).unique(["source_sha", "source_position"])
    answered = claims.filter(pl.col("duplicate_of").is_not_null())
    columns = ["source_sha", "duplicate_of", "source_position"]
    both = pl.concat([submitted.select(columns), answered.select(columns)])
    counts = both.group_by("source_sha", "duplicate_of").agg(pl.len(), pl.col("source_position").min()).sort(columns)
    return [(sha, _seen_before(sha, holder, number, at)) for sha, holder, number, at in counts.iter_rows()]


def _seen_before(sha: str, holder: str, number: int, position: int) -> dict[str, Any]:
    where = "earlier in this file" if sha == holder else f"with the file of sha256 {holder[:12]}"
    claims = "claim was" if number == 1 else "claims were"
    return {
        "position": position,
        "code": "already_seen",
        "reason": f"{number} {claims} already loaded {where}; kept and marked, not counted again.",
        "next_step": "Nothing to do.",
    }


def _changed(payments: pl.DataFrame, claims: pl.DataFrame, known: pl.DataFrame) -> Told:
    """Payments of a payer, number and date that were there before: with other content, or the same without claims."""
    new = claims.filter(pl.col("duplicate_of").is_null()).get_column("payment_id").unique()
    mine = payments.select("payment_id", "source_sha", "source_position", PAYMENT, PAYER, *SUMS)
    every = pl.concat([known.select("source_sha", PAYMENT, PAYER, *SUMS), mine], how="diagonal")
    same = ["key", "payer"]
    seen = every.with_columns(
        again=~pl.struct(same).is_first_distinct(),
        holder=pl.when(~pl.struct(*same, *SUMS).is_first_distinct()).then(
            pl.col("source_sha").first().over(*same, *SUMS)
        ),
    ).filter(pl.col("payment_id").is_not_null() & pl.col("again"))
    other = seen.filter(pl.col("holder").is_null() | pl.col("payment_id").is_in(new.implode()))
    bare = seen.filter(pl.col("holder").is_not_null() & (pl.col("claim_count") == 0))
    return [
        *((row["source_sha"], _other_content(row["source_position"])) for row in other.iter_rows(named=True)),
        *((row["source_sha"], _without_claims(row)) for row in bare.iter_rows(named=True)),
    ]


def _without_claims(row: dict[str, Any]) -> dict[str, Any]:
    where = "earlier in this file" if row["holder"] == row["source_sha"] else f"with the file {row['holder'][:12]}"
    return {
        "position": row["source_position"],
        "code": "already_seen",
        "reason": f"A payment without claims was already loaded {where}; kept and marked, not counted again.",
        "next_step": "Nothing to do.",
    }


def _other_content(position: int) -> dict[str, Any]:
    return {
        "position": position,
        "code": "payment_changed",
        "reason": "A payment of the same payer, number and date was loaded before with other content.",
        "next_step": "Ask the payer which one stands; take the wrong one back with `reimburse void`.",
    }


_CONTENT = ("claim_id", "payer_claim_id", "status", "charge", "paid")
"""What makes two claim payments of different payments look like one, sent twice."""


def _elsewhere(claims: pl.DataFrame, parts: list[str]) -> Told:
    """Claim payments with the very content of one in another payment: new events all the same (meanings 12)."""
    fresh = claims.filter(pl.col("duplicate_of").is_null() & pl.col("payer_claim_id").is_not_null())
    fresh = fresh.filter((pl.col("status") != "22") & (pl.col("charge") > 0))
    if fresh.is_empty():
        return []
    mine = fresh.filter(pl.col("payment_id").n_unique().over(_CONTENT) > 1).filter(~_first_of_its_content())
    asked = fresh.lazy().select(_CONTENT).unique()
    old = pl.scan_parquet(parts).select(_CONTENT).join(asked, on=_CONTENT, how="semi").collect() if parts else None
    again = fresh.join(old, on=_CONTENT, how="semi") if old is not None else fresh.clear()
    both = pl.concat([again, mine]).unique("remit_claim_id", maintain_order=True)
    counts = both.group_by("source_sha").agg(pl.len(), pl.col("source_position").min()).sort("source_sha")
    return [(sha, _paid_elsewhere(number, at)) for sha, number, at in counts.iter_rows()]


def _first_of_its_content() -> pl.Expr:
    return pl.struct(_CONTENT).is_first_distinct()


def _paid_elsewhere(number: int, position: int) -> dict[str, Any]:
    claims = "1 claim has" if number == 1 else f"{number} claims have"
    return {
        "position": position,
        "code": "same_content_elsewhere",
        "reason": f"{claims} the same payer control number, charge and payment in another payment; each is counted.",
        "next_step": "Look whether the payer paid twice; take a wrong file back with `reimburse void`.",
    }
