"""The identity of a claim submission: the transaction it came in and all it says, wherever the file lies."""

import polars as pl

from analytics.importers.batch import Batch, attach
from analytics.importers.keys import content_hash, nth_of_equal
from analytics.x12.separators import ELEMENT, SEGMENT


def claim_keys(batch: Batch, claims: pl.DataFrame) -> pl.DataFrame:
    """One row per claim: `claim` and `claim_key`, a hash of BHT03, BHT04, all segments, and which of equal ones it is."""
    of_claims = claims.select("tx", "claim", "transaction_id", "submitted_text")
    said = attach(of_claims, _content(batch, claims), on="claim")
    texts = pl.concat_str([pl.col("transaction_id", "submitted_text", "said").fill_null("")], separator=ELEMENT)
    said = said.with_columns(texts.alias("said"))
    nth = nth_of_equal(said, "tx", "said")
    content = pl.when(nth > 1).then(pl.col("said") + SEGMENT + nth.cast(pl.String)).otherwise("said")
    return said.select("claim", content_hash(said.select(content).to_series()).alias("claim_key"))


def _content(batch: Batch, claims: pl.DataFrame) -> pl.DataFrame:
    """All segments of each CLM loop as one text, in their order."""
    mine = [part.join(claims.select("claim"), on="claim", how="semi") for part in batch.parts.values()]
    rows = pl.concat(mine).select("row", "claim", "text").sort("row")
    return rows.group_by("claim", maintain_order=True).agg(pl.col("text").str.join(SEGMENT).alias("said"))
