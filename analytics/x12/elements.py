"""Elements, components and values: texts as sent, amounts exactly, dates strictly."""

from datetime import date

import polars as pl

from analytics.x12.separators import COMPONENT, ELEMENT

MONEY = pl.Decimal(12, 2)
QUANTITY = pl.Decimal(15, 3)
LARGEST_AMOUNT = 9_999_999_999  # cents: 99,999,999.99
EARLIEST_DAY = date(1950, 1, 1)

# Zeros behind the cents change nothing; a third decimal that is not zero cannot be kept in cents.
_AMOUNT = r"^-?([0-9]{1,12}(\.[0-9]{0,2}0*)?|\.[0-9]{1,2}0*)$"
_QUANTITY = r"^-?([0-9]{1,11}(\.[0-9]{0,3}0*)?|\.[0-9]{1,3}0*)$"
_SPACED = f" *([{ELEMENT}{COMPONENT}]) *"


def tidy(text: pl.Series) -> pl.Series:
    """Segments without spaces around their separators; looking first is cheaper than trimming every element."""
    loose = text.str.contains(f" [{ELEMENT}{COMPONENT}]|[{ELEMENT}{COMPONENT}] | $")
    return text.str.replace_all(_SPACED, "${1}").str.strip_chars(" ") if loose.any() else text


def element(number: int) -> pl.Expr:
    """Element `number` of a split segment, null when it is missing or empty."""
    return _present(pl.col("e").list.get(number, null_on_oob=True))


def name(number: int) -> pl.Expr:
    """Element `number` as a text for people and for keys: a stray component separator in it reads as a colon."""
    return element(number).str.replace_all(COMPONENT, ":", literal=True)


def filled(text: pl.Expr) -> pl.Expr:
    """Text without surrounding spaces; null when nothing is left. A stray component separator reads as a colon."""
    return _present(text.str.strip_chars(" ").str.replace_all(COMPONENT, ":", literal=True))


def component(composite: pl.Expr, number: int) -> pl.Expr:
    """Component `number` (from 0) of a list of components, null when it is missing or empty."""
    return _present(composite.list.get(number, null_on_oob=True))


def components(number: int) -> pl.Expr:
    """Element `number` as a list of its components; null when the element is missing."""
    return pl.col("e").list.get(number, null_on_oob=True).str.split(COMPONENT)


def _present(text: pl.Expr) -> pl.Expr:
    return pl.when(text != "").then(text)


def is_amount(text: pl.Expr) -> pl.Expr:
    """The text is an amount in whole cents, at most 99,999,999.99 either way. Null stays null."""
    return text.str.contains(_AMOUNT) & _cents(text).is_between(-LARGEST_AMOUNT, LARGEST_AMOUNT).fill_null(False)


def cents(text: pl.Expr) -> pl.Expr:
    """The amount in cents; null when the text is no amount."""
    return pl.when(is_amount(text)).then(_cents(text))


def _cents(text: pl.Expr) -> pl.Expr:
    return text.cast(pl.Decimal(18, 2), strict=False).to_physical().cast(pl.Int64, strict=False)


def money(in_cents: pl.Expr) -> pl.Expr:
    """Cents as dollars, exactly."""
    return (in_cents.cast(pl.Decimal(14, 2)) / 100).cast(MONEY)


def quantity(text: pl.Expr) -> pl.Expr:
    """A quantity with at most three decimals; null when the text is none."""
    return pl.when(text.str.contains(_QUANTITY)).then(text.cast(QUANTITY, strict=False))


def day(text: pl.Expr) -> pl.Expr:
    """CCYYMMDD as a date; null when it is no day or lies before 1950."""
    found = text.str.to_date("%Y%m%d", strict=False)
    return pl.when(text.str.contains(r"^[0-9]{8}$") & (found >= EARLIEST_DAY)).then(found)
