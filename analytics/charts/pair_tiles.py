"""The tiles of the modifier 25 page."""

from collections.abc import Mapping, Sequence

import polars as pl

from analytics import words
from analytics.charts.comparable import Month, Scope
from analytics.charts.tiles import Tile, tile
from analytics.metrics.catalog import BY_NAME
from analytics.metrics.evaluate import Value
from analytics.metrics.metric import is_told


def pair_tiles(
    scope: Scope,
    now: Mapping[str, Value],
    before: Mapping[str, Value] | None,
    months: Sequence[Month],
    pairs: pl.DataFrame,
) -> list[Tile]:
    """Pairs, use of 25, visits lost at first and still, the dollars of it, what came back, what others took or cut."""
    was = before or {}
    named = {"modifier25_rate": "With modifier 25", "em_loss_rate": "Visits lost", "em_loss_open": "Still lost"}
    known = [tile(name, label, scope, now[name], was.get(name), months) for name, label in named.items()]
    return [_pairs(pairs), *known, *_dollars(pairs), *_apart(pairs)]


def _pairs(pairs: pl.DataFrame) -> Tile:
    office = int(pairs.filter(pl.col("pair_kind") == "office_em")["pairs"].sum())
    others = words.count(int(pairs["pairs"].sum()) - office)
    meaning = "Days on which a patient had an office visit (99202–99205, 99212–99215) and a 96372 of the same payer."
    return _plain("Office pairs", words.count(office), f"{others} more with 99211 or other visits", meaning)


def _dollars(pairs: pl.DataFrame) -> list[Tile]:
    """What the ledger has of lost visits now, and what those lost at first brought in since."""
    if not is_told(int(pairs["unsure_first"].sum()), int(pairs["asked_first"].sum())):
        return [_plain("Visit dollars lost", words.NO_DATA, words.NOT_KNOWN, "Why visits were denied is not known.")]
    back = pairs.filter(pl.col("recovered_cents") > 0)
    lost = words.number_of(int(pairs["standing"].sum()), "visit")
    returned = words.number_of(int(back["lost_first"].sum()), "visit")
    return [
        _plain(
            "Lost now",
            words.short_money(int(pairs["standing_cents"].sum())),
            f"expected payment, {lost}",
            "Expected payment of visits whose denial stands while the injection is paid and nothing else of the day "
            "explains it: the ledger's visits lost to the injection.",
        ),
        _plain(
            "Recovered",
            words.short_money(int(pairs["recovered_cents"].sum())),
            f"{returned} paid since",
            "What came in for visits that were lost at first and are paid now, by any route.",
        ),
    ]


def _apart(pairs: pl.DataFrame) -> list[Tile]:
    """What other services took and what payers cut, where there is any: in none of the rates."""
    beside, reduced = int(pairs["beside"].sum()), int(pairs["reduced"].sum())
    others = _plain(
        "Beside others",
        words.short_money(int(pairs["beside_cents"].sum())),
        f"{words.number_of(beside, 'visit')}, not in the rates",
        "Visits denied beside the injection and another paid service of that provider that can take a visit, too: a "
        "procedure, a preventive visit. Counted beside, since the injection is not the only cause.",
    )
    cut = _plain(
        "Visits reduced",
        words.short_money(int(pairs["reduced_cents"].sum())),
        f"{words.number_of(reduced, 'visit')} with 25",
        BY_NAME["em_reduced_dollars"].words,
    )
    return [one for one, count in ((others, beside), (cut, reduced)) if count]


def _plain(label: str, value: str, certainty: str, meaning: str) -> Tile:
    return Tile(label, value, "", "off", "grey", "", certainty, meaning, ())
