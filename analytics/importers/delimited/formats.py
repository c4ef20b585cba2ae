"""How a file writes dates and money: found from its values where they leave no doubt, and read exactly."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from analytics.importers.delimited.column_map import DATE_FORMATS, MONEY_FORMATS
from analytics.importers.delimited.source import TableError
from analytics.x12.elements import MONEY, dollars

PLAIN, DOLLARS, EUROPEAN = MONEY_FORMATS
_GROUPED = r"^(-?\$?-?|\(\$?)([0-9]{1,3}(,[0-9]{3})+|[0-9]+)?(\.[0-9]{1,2})?( ?-|\))?$"
_COMMA = r"^-?([0-9]{1,3}(\.[0-9]{3})+|[0-9]+)(,[0-9]{1,2})?( ?(EUR|€))?$"
_TIME = r"(?i)[ T]+[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?( ?[AP]M)?( ?Z|[+-][0-9]{2}:?[0-9]{2})?$"
"""A time of day behind a date, which says nothing of the day it is written with."""
_ISO = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})$"
_LONG_FLOAT = r"^-?[0-9]+\.[0-9]{6,}$"


def amount(text: pl.Expr, style: str, *, is_binary: bool = False) -> pl.Expr:
    """Dollars; null where the text is no amount in this style. A spreadsheet's binary fraction is rounded to cents."""
    if is_binary:
        near = text.cast(pl.Float64, strict=False)
        cents = (near * 100).round(0)
        is_near = ((near * 100 - cents).abs() < 1e-4) & text.str.contains(_LONG_FLOAT)
        text = pl.when(is_near).then((cents / 100).round(2).cast(pl.String)).otherwise(text)
    if style == PLAIN:
        return dollars(text)
    if style == EUROPEAN:
        cleaned = text.str.replace_all(r"[ €]|EUR", "").str.replace_all(".", "", literal=True)
        return pl.when(text.str.contains(_COMMA)).then(dollars(cleaned.str.replace(",", ".", literal=True)))
    is_negative = text.str.contains(r"[-(]")
    digits = text.str.replace_all(r"[$,() -]", "")
    is_whole = text.str.contains(_GROUPED) & (text.str.starts_with("(") == text.str.ends_with(")"))
    found = dollars(digits)
    return pl.when(is_whole).then(pl.when(is_negative).then(-found).otherwise(found)).cast(MONEY)


def money_style(values: pl.Series) -> str:
    """The style that most values are written in; plain where nothing speaks against it."""
    distinct = values.drop_nulls().unique().head(20_000).alias("v").to_frame()
    if distinct.is_empty():
        return PLAIN
    counts = {style: distinct.select(amount(pl.col("v"), style).count()).item() for style in MONEY_FORMATS}
    return max(MONEY_FORMATS, key=lambda style: counts[style])


def day_in(text: pl.Expr, style: str) -> pl.Expr:
    """The date; ISO dates, and a time of day behind any date, are what spreadsheets and warehouses write."""
    text = text.str.replace(_TIME, "")
    iso = text.str.extract(_ISO, 1).str.to_date("%Y-%m-%d", strict=False)
    pattern = DATE_FORMATS.get(style, style)
    if pattern == "%Y-%m-%d":
        return iso
    shaped = pl.when(text.str.contains(_shape(pattern))).then(text)
    return pl.coalesce(shaped.str.to_date(pattern, strict=False), iso)


def _shape(pattern: str) -> str:
    """What a date of this pattern looks like; a parser alone would take a year of two digits for one of four."""
    is_fixed = not re.search(r"[^%A-Za-z]", pattern)  # without signs between only full digits tell the parts apart
    some = "{2}" if is_fixed else "{1,2}"
    marks = (("%Y", "[0-9]{4}"), ("%y", "[0-9]{2}"), ("%m", f"[0-9]{some}"), ("%d", f"[0-9]{some}"))
    for mark, digits in marks:
        pattern = pattern.replace(mark, digits)
    return f"^{pattern.replace('.', '[.]').replace('%b', '[A-Za-z]{3}').replace('%B', '[A-Za-z]{4,9}')}$"


@dataclass(frozen=True)
class DayStyle:
    """The format most dates are written in, whether it reads all of them, and which others read them as other days."""

    best: str
    reads_all: bool
    others: tuple[str, ...] = ()


def date_styles(columns: Sequence[pl.Series]) -> DayStyle:
    """How dates are written; a text that no format reads is no date and decides nothing."""
    values = pl.concat([column.drop_nulls().unique().alias("v") for column in columns]) if columns else pl.Series("v")
    distinct = values.cast(pl.String).unique().to_frame()
    if distinct.is_empty():
        return DayStyle("YYYY-MM-DD", True)
    days = {style: distinct.select(day_in(pl.col("v"), style)).to_series() for style in DATE_FORMATS}
    counts = {style: found.len() - found.null_count() for style, found in days.items()}
    best = max(DATE_FORMATS, key=lambda style: counts[style])
    rivals = [style for style, found in days.items() if counts[style] == counts[best] and not found.equals(days[best])]
    rivals = rivals if counts[best] else []
    return DayStyle(best, counts[best] == distinct.height, tuple(rivals))


def date_style(columns: Sequence[pl.Series]) -> str:
    """The style most dates are written in; a TableError where two read as many of them as other days."""
    found = date_styles(columns)
    if found.others:
        raise TableError("date_ambiguous", " or ".join((found.best, *found.others)))
    return found.best
