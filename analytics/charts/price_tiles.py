"""The tiles of the payments page."""

from collections.abc import Mapping, Sequence

import polars as pl

from analytics import words
from analytics.charts.comparable import Month, Scope
from analytics.charts.prices import match_words
from analytics.charts.tiles import Tile, tile
from analytics.metrics.evaluate import Value
from analytics.metrics.matching import Matched
from analytics.metrics.payments import UNDERPAYMENT_VARIANCE


def price_tiles(
    scope: Scope,
    now: Mapping[str, Value],
    before: Mapping[str, Value] | None,
    months: Sequence[Month],
    match: Matched,
    short: pl.DataFrame,
) -> list[Tile]:
    """Medicare's allowed per unit comes first, then the ratio, what is owed, what is unusual, and how much matched."""
    was = before or {}
    index = tile("price_index", "Price, all payers", scope, now["price_index"], was.get("price_index"), months)
    allowed = tile("allowed_per_unit", None, scope, now["allowed_per_unit"], was.get("allowed_per_unit"), months)
    return [allowed, index, _ratio(match), _due(short, "owed"), _due(short, "observed")]


def _ratio(match: Matched) -> Tile:
    is_known = match.ratio is not None and match.is_comparable
    sure = words.interval(match.ratio_low, match.ratio_high) if is_known else "not comparable"
    return Tile(
        label="Commercial ÷ Medicare",
        value=words.percent(match.ratio) if is_known else words.NO_DATA,
        change="",
        direction="off",
        tone="grey",
        against=f"n = {words.count(match.n_one)} and {words.count(match.n_two)}",
        certainty=sure,
        words="Mean price of commercial payers' lines divided by that of Medicare's lines of the same quarter, "
        f"locality, kind of provider, place and repeat modifier. {match_words(match)}.",
        spark=(),
    )


_DUES = {
    "owed": ("Underpaid", f"In dollars: {UNDERPAYMENT_VARIANCE.words}"),
    "observed": (
        "Below usual rate",
        "Expected less allowed, against this payer's own past: its highest usual price of the four quarters before, in "
        "dollars or as a share of Medicare's fee, whichever is less. Its other habitual prices are not short. A habit, "
        "not a debt: only a contract can show a rate that was always low.",
    ),
}


def _due(short: pl.DataFrame, due: str) -> Tile:
    mine = short.filter(pl.col("due") == due)
    label, meaning = _DUES[due]
    lines, cents = int(mine["lines"].sum()), int(mine["short_cents"].sum())
    count = int(mine["short_lines"].sum())
    return Tile(
        label=label,
        value=words.short_money(cents) if lines else words.NO_DATA,
        change="",
        direction="off",
        tone="grey",
        against="",
        certainty=f"{words.count(count)} of {words.number_of(lines, 'line')}" if lines else "nothing says what is due",
        words=meaning,
        spark=(),
    )
