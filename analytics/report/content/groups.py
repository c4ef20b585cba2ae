"""Groups that may be told: payers and classes, the small ones of a kind together as one."""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from analytics import words
from analytics.metrics.evaluate import Group, Value
from analytics.metrics.metric import is_told
from analytics.report.suppression import rate_of, together
from analytics.statistics import at_least

COUNTED = ("denied_definition", "answered_definition", "definition_unsure", "definition_asked")
"""What a denial rate is made of."""
DENIED = rate_of(pl.col("denied_definition").sum(), pl.col("answered_definition").sum())


def classes_together(people: pl.DataFrame, counts: Mapping[str, pl.Expr]) -> dict[str, str]:
    """Each payer class and the class that it is told as: itself, or other with those that are small."""
    few = together(people, counts, "payer_class")
    return {name: "other" if name in few else name for name in people["payer_class"].unique().sort()}


def payers_together(people: pl.DataFrame, counts: Mapping[str, pl.Expr]) -> dict[str, str]:
    """Each payer and what it is told as: itself, or `rest:CLASS` with the other small ones of its class.

    Within the classes as they are told: the classes' numbers less the payers' would tell of a payer otherwise.
    """
    told = classes_together(people, counts)
    of = dict(people.select("payer_id", "payer_class").unique().sort("payer_id").iter_rows())
    found: dict[str, str] = {}
    for block in dict.fromkeys(told.values()):
        mine = people.filter(pl.col("payer_class").is_in([name for name, its in told.items() if its == block]))
        few = together(mine, counts, "payer_id")
        payers = mine["payer_id"].unique().sort()
        found |= {payer: f"rest:{block}" if payer in few else payer for payer in payers if of[payer]}
    return found


def rest_name(key: str) -> str:
    """How a row of several payers is called."""
    block = key.removeprefix("rest:")
    return "Other payers" if block == "other" else f"Other payers, {words.within(words.payer_class(block))}"


def merged(people: pl.DataFrame, key: str, told: Mapping[str, str]) -> list[Group]:
    """The denial rate of groups as they are told, summed from lines; other metrics are not carried."""
    its = pl.col(key).replace_strict(told, return_dtype=pl.String()).alias("its")
    sums = people.group_by(its).agg(pl.col(COUNTED).sum()).sort("its")
    return [
        Group({key: name, f"{key.removesuffix('_id')}_name": name}, {"denial_rate": rate(*counts)})
        for name, *counts in sums.iter_rows()
        if counts[1]
    ]


def rate(top: int, bottom: int, unsure: int = 0, asked: int = 0) -> Value:
    """A rate of lines with its interval; none where the files leave out most of what it asks."""
    if not is_told(unsure, asked):
        return Value(None, "rate", float(top), float(bottom), bottom, None, None, None, "no_data", unsure)
    share, low, high = at_least(top, bottom, unsure)
    return Value(share, "rate", float(top), float(bottom), bottom, low, high, None, "ok", unsure)


def names_of(people: pl.DataFrame, told: Mapping[str, str]) -> dict[str, str]:
    """The name of each payer as it is told."""
    own = dict(people.select("payer_id", "payer_name").unique().sort("payer_id", "payer_name").iter_rows())
    return {its: rest_name(its) if its.startswith("rest:") else words.name(own[payer]) for payer, its in told.items()}


OTHER_REASONS = "other_reasons"


def reasons_together(people: pl.DataFrame, days: Sequence[date] = ()) -> dict[str, str]:
    """Each reason of denial and what it is told as, in each of some days or in all months as one."""
    denied = pl.col("denied_definition")
    mine = people.filter(pl.col("category").is_not_null())
    counts = {f"{day}": denied.filter(pl.col("month") == day).sum() for day in days} or {"denied": denied.sum()}
    mine = mine.filter(pl.col("month").is_in(list(days))) if days else mine
    few = together(mine, counts, "category")
    return {name: OTHER_REASONS if name in few else name for name in mine["category"].unique().sort()}
