"""Elements, components and values: texts as sent, amounts exactly, dates strictly."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from analytics.x12.separators import COMPONENT, ELEMENT

MONEY = pl.Decimal(12, 2)
QUANTITY = pl.Decimal(15, 3)
EARLIEST_DAY = date(1950, 1, 1)
EARLIEST_BIRTH = date(1850, 1, 1)

# Zeros behind the cents change nothing; a third decimal that is not zero cannot be kept in cents.
# At most eight digits before the point: 99,999,999.99 is the largest amount.
_AMOUNT = r"^-?(0*[0-9]{1,8}(\.[0-9]{0,2}0*)?|\.[0-9]{1,2}0*)$"
_QUANTITY = r"^-?([0-9]{1,11}(\.[0-9]{0,3}0*)?|\.[0-9]{1,3}0*)$"
_SPACED = f" *([{ELEMENT}{COMPONENT}]) *"


def tidy(text: pl.Series) -> pl.Series:
    """Segments without spaces around their separators."""
    return text.str.replace_all(_SPACED, "${1}").str.strip_chars(" ")


def element(number: int) -> pl.Expr:
    """Element `number` of a split segment, null when it is missing or empty."""
    return _present(pl.col("e").list.get(number, null_on_oob=True))


def name(number: int) -> pl.Expr:
    """Element `number` as a text for people and for keys: a stray component separator in it reads as a colon."""
    return _with_colons(element(number))


def plain(column: str) -> pl.Expr:
    """The column of an element as a text for people and for keys."""
    return _with_colons(pl.col(column))


def _with_colons(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(COMPONENT, ":", literal=True)


def filled(text: pl.Expr) -> pl.Expr:
    """Text without surrounding spaces; null when nothing is left. A stray component separator reads as a colon."""
    return _present(text.str.strip_chars(" ").str.replace_all(COMPONENT, ":", literal=True))


def component(composite: pl.Expr, number: int) -> pl.Expr:
    """Component `number` (from 0) of a list of components, null when it is missing or empty."""
    return _present(composite.list.get(number, null_on_oob=True))


def components(number: int) -> pl.Expr:
    """Element `number` as a list of its components; null when the element is missing."""
    return pl.col("e").list.get(number, null_on_oob=True).str.split(COMPONENT)


def groups(split: pl.DataFrame, first: int, names: Sequence[str], usual: int) -> pl.DataFrame:
    """One row per group of elements from element `first` on, by these names; `at` is where the group begins."""
    longest = split["e"].list.len().max()
    length, last = longest if isinstance(longest, int) else 0, first + usual * len(names)
    begins = range(first, max(min(length, last), first + 1), len(names))
    found = [_group(split, at, names) for at in begins]
    return pl.concat([*found, _further(split, last, names)] if length > last else found)


def _group(split: pl.DataFrame, at: int, names: Sequence[str]) -> pl.DataFrame:
    parts = {name: element(at + number) for number, name in enumerate(names)}
    return split.select(pl.exclude("e"), at=pl.lit(at), **parts).filter(split["e"].list.len() > at)


def _further(split: pl.DataFrame, last: int, names: Sequence[str]) -> pl.DataFrame:
    """Groups behind the usual ones, all at once: a segment made to harm may hold thousands."""
    long = split.filter(pl.col("e").list.len() > last)
    each = long.with_columns(pl.col("e").list.slice(last)).explode("e", empty_as_null=True, keep_nulls=True)
    parts = {name: _present(pl.col("e").shift(-number).over("row")) for number, name in enumerate(names)}
    numbered = each.with_columns(at=(pl.int_range(pl.len()).over("row") + last).cast(pl.Int32), **parts).drop("e")
    return numbered.filter((pl.col("at") - last) % len(names) == 0)


def _present(text: pl.Expr) -> pl.Expr:
    return pl.when(text != "").then(text)


def dollars(text: pl.Expr) -> pl.Expr:
    """The amount; null when the text is no amount in whole cents up to 99,999,999.99 either way."""
    return pl.when(text.str.contains(_AMOUNT)).then(text.cast(MONEY, strict=False))


def in_cents(amount: pl.Expr) -> pl.Expr:
    """Dollars as whole cents."""
    return amount.to_physical().cast(pl.Int64)


def cents(text: pl.Expr) -> pl.Expr:
    """The amount in cents; null when the text is no amount."""
    return in_cents(dollars(text))


def sent_dollars(text: pl.Expr) -> pl.Expr:
    """The amount, 0 where none was sent: an empty amount is 0 in every balance."""
    return pl.when(text.is_null()).then(pl.lit(0, MONEY)).otherwise(dollars(text))


def sent_cents(text: pl.Expr) -> pl.Expr:
    """The same in cents."""
    return in_cents(sent_dollars(text))


def money(in_cents: pl.Expr) -> pl.Expr:
    """Cents as dollars, exactly."""
    return (in_cents.cast(pl.Decimal(14, 2)) / 100).cast(MONEY)


def quantity(text: pl.Expr) -> pl.Expr:
    """A quantity with at most three decimals; null when the text is none."""
    return pl.when(text.str.contains(_QUANTITY)).then(text.cast(QUANTITY, strict=False))


def day(text: pl.Expr, *, earliest: date = EARLIEST_DAY) -> pl.Expr:
    """CCYYMMDD as a date; null when it is no day or lies before the earliest that can be meant."""
    found = text.str.to_date("%Y%m%d", strict=False)
    return pl.when(text.str.contains(r"^[0-9]{8}$") & (found >= earliest)).then(found)
