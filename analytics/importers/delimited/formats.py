"""How a file writes dates and money: found from its values where they leave no doubt, and read exactly."""

from collections.abc import Sequence

import polars as pl

from analytics.importers.delimited.column_map import DATE_FORMATS, MONEY_FORMATS
from analytics.importers.delimited.source import TableError
from analytics.x12.elements import MONEY, dollars

PLAIN, DOLLARS, EUROPEAN = MONEY_FORMATS
_GROUPED = r"^(-?\$?-?|\(\$?)([0-9]{1,3}(,[0-9]{3})+|[0-9]+)?(\.[0-9]{1,2})?( ?-|\))?$"
_COMMA = r"^-?([0-9]{1,3}(\.[0-9]{3})+|[0-9]+)(,[0-9]{1,2})?( ?(EUR|€))?$"
_ISO = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})([ T]00:00:00(\.0+)?)?$"
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
    """The date; ISO dates with a midnight behind them are what spreadsheets and warehouses write."""
    iso = text.str.extract(_ISO, 1).str.to_date("%Y-%m-%d", strict=False)
    pattern = DATE_FORMATS.get(style, style)
    if pattern == "%Y-%m-%d":
        return iso
    shaped = pl.when(text.str.contains(_shape(pattern))).then(text)
    return pl.coalesce(shaped.str.to_date(pattern, strict=False), iso)


def _shape(pattern: str) -> str:
    """What a date of this pattern looks like; a parser alone would take a year of two digits for one of four."""
    for mark, digits in (("%Y", "[0-9]{4}"), ("%y", "[0-9]{2}"), ("%m", "[0-9]{1,2}"), ("%d", "[0-9]{1,2}")):
        pattern = pattern.replace(mark, digits)
    return f"^{pattern.replace('.', '[.]').replace('%b', '[A-Za-z]{3}')}$"


def date_style(columns: Sequence[pl.Series]) -> str:
    """The style most dates are written in; a TableError where day and month could be either."""
    values = pl.concat([column.drop_nulls().unique().alias("v") for column in columns]) if columns else pl.Series("v")
    distinct = values.cast(pl.String).unique().to_frame()
    if distinct.is_empty():
        return "YYYY-MM-DD"
    counts = {style: distinct.select(day_in(pl.col("v"), style).count()).item() for style in DATE_FORMATS}
    best = max(DATE_FORMATS, key=lambda style: counts[style])
    if counts["MM/DD/YYYY"] and counts["MM/DD/YYYY"] == counts["DD/MM/YYYY"] == counts[best] and best != "YYYY-MM-DD":
        raise TableError("date_ambiguous", "MM/DD/YYYY or DD/MM/YYYY")
    return best
