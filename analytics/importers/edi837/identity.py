"""The identity of a claim submission: the transaction it came in and all it says, wherever the file lies."""

import numpy as np
import polars as pl

from analytics.importers.batch import Batch
from analytics.importers.edi837.context import PREDETERMINATION
from analytics.importers.fingerprint import as_text, mixed, nth_of_equal, of_numbers, of_texts
from analytics.x12.separators import ELEMENT, SEGMENT


def claim_keys(batch: Batch, claims: pl.DataFrame) -> pl.Series:
    """For each claim a hash of BHT03, BHT04, all its segments, and which of equal ones it is in its transaction."""
    named = [pl.col(name).fill_null("") for name in ("transaction_id", "submitted_text")]
    # What was asked about first and billed later in the same words are two things.
    asked = pl.when(pl.col("claim_purpose") == PREDETERMINATION).then(pl.lit(ELEMENT)).otherwise(pl.lit(""))
    heads = pl.concat_str([pl.concat_str(named, separator=ELEMENT), asked])
    prints = mixed(of_texts(claims.select(heads).to_series()), of_texts(_content(batch, claims)))
    nth = nth_of_equal(prints, claims["tx"])
    return as_text(mixed(prints, of_numbers(nth))).alias("claim_key")


def _content(batch: Batch, claims: pl.DataFrame) -> pl.Series:
    """All segments of each CLM loop as one text, in their order."""
    rows = np.flatnonzero(np.isin(batch.segments.claims, claims["claim"].to_numpy())).astype(np.uint32)
    texts = batch.segments.at(rows).group_by("claim", maintain_order=True).agg(pl.col("text").str.join(SEGMENT))
    return texts["text"]
