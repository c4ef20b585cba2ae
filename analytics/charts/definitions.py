"""Why the definitions of denied differ: the same lines under all six, and what explains the distance to ours."""

from typing import Any

import polars as pl

from analytics import words
from analytics.metrics.view import DEFINITIONS
from analytics.statistics import FEW, wilson_limits


def definitions_table(counts: pl.DataFrame) -> pl.DataFrame:
    """One row per definition, ours first: denied, counted, rate, interval, and the difference from ours."""
    found = {row["definition"]: row for row in counts.iter_rows(named=True)}
    return pl.DataFrame([_row(found[name]) for name in DEFINITIONS if name in found], schema=_SHOWN)


_COUNTS = ("denied", "counted", "more", "more_paid", "more_patient", "more_routed", "more_other", "fewer")
_SHOWN = pl.Schema(
    {
        "definition": pl.String(),
        **{name: pl.Int64() for name in _COUNTS},
        "rate": pl.Float64(),
        "interval": pl.String(),
    }
)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    """The parts of what a definition calls denied and ours does not add up; ours has nothing to differ from."""
    few = row["counted"] <= FEW
    share, low, high = (None, None, None) if few else wilson_limits(row["denied"], row["counted"])
    other = row["more"] - row["more_paid"] - row["more_patient"] - row["more_routed"]
    return {
        **row,
        "more_other": other,
        "rate": share,
        "interval": "too few to name a rate" if few else words.interval(low, high),
    }


def definitions_title(shown: pl.DataFrame) -> str:
    """How far apart the six numbers are."""
    known = shown.drop_nulls("rate").sort("rate", maintain_order=True)
    if known.height < 2:
        return "Too few answered lines to compare the definitions"
    low, high = known.row(0, named=True), known.row(-1, named=True)
    return (
        f"The same lines are {words.percent(low['rate'])} to {words.percent(high['rate'])} denied: least by "
        f"“{words.DEFINITION[low['definition']]}”, most by “{words.DEFINITION[high['definition']]}”"
    )
