"""The sums behind every metric, asked of the read model."""

from datetime import date

import duckdb
import polars as pl

from analytics.metrics.cubes import AGE, Sums, View, cell, in_order, key_columns, together

TEXT, COUNT, FLAG = pl.String(), pl.Int64(), pl.Boolean()

_COUNTED = (
    "lines",
    "left_out",
    "answered_initial",
    "denied_initial",
    "answered_open",
    "denied_open",
    "answered_charge_cents",
    "denied_charge_cents",
    "denied_expected_cents",
    "denied_valued",
    "routed",
    "answered_or_routed",
    "capitated",
    "capitated_charge_cents",
    "encounter_rate",
    "encounter_rate_charge_cents",
    "overturned",
    "first_pass",
    "first_pass_base",
    "allowed_cents",
    "allowed_lines",
    "paid_cents",
    "collectable_cents",
    "received_cents",
    "open_expected_cents",
    "open_valued",
    "open_unvalued",
    "shifted_cents",
    "shifted_lines",
    "office_pairs",
    "answered_pairs",
    "answered_pairs_with_25",
    "em_lost_first",
    "em_lost_open",
    "em_beside_first",
    "em_reduced_cents",
    "bundled_first",
    "authorization_first",
    "priced_lines",
    "priced_allowed_cents",
    "priced_fee_cents",
    "settled_lines",
    "settled_expected_cents",
    "underpaid_cents",
    "awaited",
    "awaited_answered",
    "curved",
    "fates",
    "aged",
    "aged_denied",
    "sent",
    "sent_denied_in_time",
    "sent_young",
    "first_unclear",
    "open_unclear",
    "first_unsure",
    "open_unsure",
    "aged_unclear",
    "uncoded",
    "em_first_asked",
    "em_first_unsure",
    "em_open_asked",
    "em_open_unsure",
)

_CLAIMS = ("claims_answered", "claims_denied")
_JUDGED = (
    *("answered_definition", "denied_definition", "sent_denied", "sent_pending"),
    *("definition_unsure", "definition_asked"),
)
_WHOLE = 1_000_000_000
_SCALE = {"units": 1_000, "allowed_units": 1_000, "expected_answered": _WHOLE}
"""Kept as whole numbers of so many parts, since floats add up to another last digit in another order."""

MEASURES = Sums(
    "ask/measures.sql",
    cell(**dict.fromkeys((*_SCALE, *_COUNTED), COUNT)),
    rows="cube/measured_line.sql",
)
JUDGED = Sums(
    "ask/judged.sql",
    cell(answered_claim=TEXT, denied_claim=TEXT, **dict.fromkeys((*_CLAIMS, *_JUDGED), COUNT)),
    rows="cube/judged_line.sql",
)
"""Apart from the plain sums, since each definition of denied has its own."""
RESPONSE_DAYS = Sums(
    "ask/response_days.sql", cell(days=COUNT, is_answered=FLAG, lines=COUNT), own=("days", "is_answered")
)
_FATES = ("final_denied", "final_marked", "fates_open")
FATES = Sums("ask/fates.sql", cell(**dict.fromkeys(_FATES, COUNT)), rows="cube/standing_line.sql", of_marks=True)
"""Apart from the plain sums, since marks change it between two builds."""


def measures(cursor: duckdb.DuckDBPyConnection, view: View, by: tuple[str, ...], as_of: date | None) -> pl.DataFrame:
    """One row per group of `by`: sums of every measure over its 96372 lines."""
    keys = key_columns(in_order(by))
    cells = MEASURES.cells(cursor, view, by, as_of=as_of, age=AGE)
    sums = together(_closed(cells, view, as_of), keys, [*_summed(), pl.col(*_COUNTED).sum()])
    judged = together(
        JUDGED.cells(cursor, view, by, definition=view.definition),
        keys,
        [*map(_claims, _CLAIMS), pl.col(*_JUDGED).sum()],
    )
    every = _beside(_beside(sums, judged, keys), FATES.of(cursor, view, by, as_of=as_of), keys)
    known = every.with_columns(pl.col(*_CLAIMS, *_JUDGED, *_FATES).fill_null(0))
    return known.with_columns(decided=pl.col("answered_initial") - pl.col("fates_open"))


def _beside(sums: pl.DataFrame, more: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """More sums of the same groups; null where a group has none."""
    if not keys:
        return pl.concat([sums, more if more.height else more.clear(sums.height)], how="horizontal")
    return sums.join(more, on=keys, how="left", nulls_equal=True, maintain_order="left", validate="1:1")


def response_days(
    cursor: duckdb.DuckDBPyConnection, view: View, by: tuple[str, ...], as_of: date | None
) -> pl.DataFrame:
    """One row per group of `by`, days and whether answered: how many 96372 lines."""
    return RESPONSE_DAYS.of(cursor, view, by, as_of=as_of)


def _summed() -> list[pl.Expr]:
    return [(pl.col(name).sum() / parts).alias(name) for name, parts in _SCALE.items()]


def _claims(name: str) -> pl.Expr:
    """Claims that stand in one cell, and by name those that stand in several."""
    named = pl.col(name.removeprefix("claims_") + "_claim")
    return pl.col(name).sum() + named.drop_nulls().n_unique().cast(COUNT)


def _closed(cells: pl.DataFrame, view: View, as_of: date | None) -> pl.DataFrame:
    """A month of answers is complete by as much of it as is over."""
    if view.basis != "answer":
        return cells
    month, day = pl.col("answer_month"), pl.lit(as_of, pl.Date())
    over = pl.when(month < day.dt.month_start()).then(1.0).otherwise(day.dt.day() / day.dt.month_end().dt.day())
    return cells.with_columns(
        curved=pl.when(over.is_not_null()).then("awaited"),
        expected_answered=(pl.col("awaited") * (over * _WHOLE).round().cast(COUNT)),
    )
