"""The kinds of column that tables are made of, each with its meaning in words."""

import dataframely as dy


def text(meaning: str, *, nullable: bool = True) -> dy.String:
    """Codes, ids and names."""
    return dy.String(nullable=nullable, description=meaning)


def money(meaning: str) -> dy.Decimal:
    """Dollars with cents, exact."""
    return dy.Decimal(12, 2, nullable=True, description=meaning)


def sum_of_money(meaning: str) -> dy.Decimal:
    """Dollars of many rows."""
    return dy.Decimal(18, 2, nullable=True, description=meaning)


def quantity(meaning: str) -> dy.Decimal:
    """Units, to thousandths."""
    return dy.Decimal(15, 3, nullable=True, description=meaning)


def day(meaning: str) -> dy.Date:
    """A calendar day."""
    return dy.Date(nullable=True, description=meaning)


def number(meaning: str, *, nullable: bool = True) -> dy.Int64:
    """Counts and cents."""
    return dy.Int64(nullable=nullable, description=meaning)


def small(meaning: str) -> dy.Int32:
    """Counts and days that stay small."""
    return dy.Int32(nullable=True, description=meaning)


def hashed(meaning: str) -> dy.UInt64:
    """A text as a number, to find it by."""
    return dy.UInt64(nullable=True, description=meaning)


def share(meaning: str) -> dy.Float64:
    """A share between 0 and 1; never money."""
    return dy.Float64(nullable=True, description=meaning)


def flag(meaning: str, *, nullable: bool = True) -> dy.Bool:
    """Yes or no."""
    return dy.Bool(nullable=nullable, description=meaning)


def codes(meaning: str) -> dy.List:
    """A list of codes, in order."""
    return dy.List(dy.String(), nullable=True, description=meaning)
