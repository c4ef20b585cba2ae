"""Reversals without their original, and payments taken back twice: over the batch and all loads before it."""

from typing import Any

import polars as pl

Told = list[tuple[str, dict[str, Any]]]
"""Load and warning."""

_NUMBERS = ("claim_id", "payer_claim_id")
_COLUMNS = (*_NUMBERS, "status", "charge", "paid")
_SAME = (*_NUMBERS, "charge", "paid")
"""What makes two reversals take back the same payment."""
_REVERSAL = (pl.col("status") == "22").fill_null(False)


def reversals(claims: pl.DataFrame, parts: list[str]) -> Told:
    """Warnings for new claims, already marked; `parts` hold the claims of earlier loads. One per load and kind."""
    live = claims.filter(pl.col("duplicate_of").is_null())
    asked = live.filter(_REVERSAL)
    if asked.is_empty():
        return []
    # Earlier loads first: what comes second is what is told.
    every = pl.concat([_earlier(asked, parts), live.select(*_COLUMNS, "source_sha", "source_position")], how="diagonal")
    return [*_told(_alone(asked, every), _without), *_told(_twice(every), _again)]


def _earlier(asked: pl.DataFrame, parts: list[str]) -> pl.DataFrame:
    """Claims of earlier loads that share a number with one of these."""
    if not parts:
        return asked.select(_COLUMNS).clear()
    numbers = _numbers(asked)["number"].unique().implode()
    shares = pl.any_horizontal(pl.col(name).is_in(numbers) for name in _NUMBERS)
    kept = pl.scan_parquet(parts).filter(pl.col("duplicate_of").is_null(), shares)
    return kept.select(_COLUMNS).collect()


def _numbers(claims: pl.DataFrame, *further: str) -> pl.DataFrame:
    """One row per number that a claim bears: number, and what else is asked for."""
    names = [name for name in (*_NUMBERS, "original_reference") if name in claims.columns]
    return claims.unpivot(names, index=further, value_name="number").drop_nulls("number")


def _alone(asked: pl.DataFrame, every: pl.DataFrame) -> pl.DataFrame:
    """Reversals that share no number and opposite charge with anything that is none."""
    originals = _numbers(every.filter(~_REVERSAL).select(*_NUMBERS, -pl.col("charge")), "charge")
    mine = _numbers(asked, "remit_claim_id", "charge")
    matched = mine.join(originals, on=["number", "charge"], how="semi")
    return asked.join(matched, on="remit_claim_id", how="anti", maintain_order="left")


def _twice(every: pl.DataFrame) -> pl.DataFrame:
    """Reversals of which there are more than payments of that claim to take back."""
    opposite = every.filter(~_REVERSAL).select("claim_id", -pl.col("charge", "paid")).group_by(pl.all()).len("payments")
    numbered = every.filter(_REVERSAL).with_columns(nth=pl.int_range(1, pl.len() + 1).over(_SAME))
    counted = numbered.join(opposite, on=["claim_id", "charge", "paid"], how="left", maintain_order="left")
    most = pl.max_horizontal(pl.col("payments").fill_null(0), 1)
    return counted.filter(pl.col("source_sha").is_not_null() & (pl.col("nth") > most))


def _told(found: pl.DataFrame, words: Any) -> Told:
    counts = found.group_by("source_sha").agg(pl.len(), pl.col("source_position").min()).sort("source_sha")
    return [(sha, {"position": at, **words(number)}) for sha, number, at in counts.iter_rows()]


def _without(number: int) -> dict[str, str]:
    has = "1 reversal (CLP02 22) has" if number == 1 else f"{number:,} reversals (CLP02 22) have"
    return {
        "code": "reversal_without_original",
        "reason": f"{has} no original in this file or any load so far; until it comes, this is unmatched cash.",
        "next_step": "Load the remittance of the original, if you have it.",
    }


def _again(number: int) -> dict[str, str]:
    takes = "1 reversal takes" if number == 1 else f"{number:,} reversals take"
    return {
        "code": "reversal_twice",
        "reason": f"{takes} back a payment that was taken back before, in this file or an earlier load.",
        "next_step": "Ask the payer which one stands; take a wrong file back with `reimburse void`.",
    }
