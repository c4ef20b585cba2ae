"""The tiles of the modifier 25 page."""

from collections.abc import Mapping, Sequence

import polars as pl

from analytics import words
from analytics.charts.comparable import Month, Scope
from analytics.charts.tiles import Tile, tile
from analytics.metrics.answers import Value
from analytics.metrics.metric import is_told


def pair_tiles(
    scope: Scope,
    now: Mapping[str, Value],
    before: Mapping[str, Value] | None,
    months: Sequence[Month],
    pairs: pl.DataFrame,
) -> list[Tile]:
    """Pairs, use of 25, visits lost at first and still, the dollars of it, and what came back."""
    was = before or {}
    named = {"modifier25_rate": "With modifier 25", "em_loss_rate": "Visits lost", "em_loss_open": "Still lost"}
    known = [tile(name, label, scope, now[name], was.get(name), months) for name, label in named.items()]
    return [_pairs(pairs), *known, *_dollars(pairs)]


def _pairs(pairs: pl.DataFrame) -> Tile:
    office = int(pairs.filter(pl.col("pair_kind") == "office_em")["pairs"].sum())
    others = words.count(int(pairs["pairs"].sum()) - office)
    meaning = "Days on which a patient had an office visit (99202–99205, 99212–99215) and a 96372 of the same payer."
    return _plain("Office pairs", words.count(office), f"{others} more with 99211 or other visits", meaning)


def _dollars(pairs: pl.DataFrame) -> list[Tile]:
    lost = pairs.filter(pl.col("is_answered_pair") & (pl.col("lost_first") > 0))
    back = lost.filter(pl.col("route") != "none")
    cents, again = int(lost["visit_first_cents"].sum()), int(back["visit_first_cents"].sum())
    visits = words.number_of(int(lost["lost_first"].sum()), "visit")
    if not is_told(int(pairs["unsure_first"].sum()), int(pairs["asked_first"].sum())):
        return [_plain("Visit dollars lost", words.NO_DATA, words.NOT_KNOWN, "Why visits were denied is not known.")]
    meaning = "Expected payment of the visits that the first answer denied for the pair while the injection was paid."
    returned = words.number_of(int(back["lost_first"].sum()), "visit")
    return [
        _plain("Visit dollars lost", words.short_money(cents), f"expected payment, {visits}", meaning),
        _plain("Recovered", words.short_money(again), returned, "Of these visits, those paid later by any route."),
    ]


def _plain(label: str, value: str, certainty: str, meaning: str) -> Tile:
    return Tile(label, value, "", "off", "grey", "", certainty, meaning, ())
