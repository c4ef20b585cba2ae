"""A metric is a value: what it is called, what it means, and the two halves it is made of."""

from dataclasses import dataclass

import polars as pl

Example = tuple[dict[str, list[int]], float]


@dataclass(frozen=True)
class Metric:
    """A number kept as its halves, so that it is true at every grain."""

    name: str
    label: str
    words: str
    better: str  # lower | higher | neither
    unit: str  # rate | cents | count | days | ratio
    top: pl.Expr
    bottom: pl.Expr | None  # None: a plain count or amount
    n: pl.Expr  # how many lines (claims, pairs) the number rests on
    matures: bool  # recent months are incomplete until payers have answered
    example: Example
    known: pl.Expr | None = None  # of what the number waits for beside answers, the share that is known by now
    seen: pl.Expr | None = None  # a number is known only where this holds: $0 or 0 % must not mean "no data"

    @property
    def value(self) -> pl.Expr:
        """The number; null where there is nothing to divide by. The only cast from cents and counts to a ratio."""
        if self.bottom is None:
            amount = self.top.cast(pl.Float64)
            return amount if self.seen is None else pl.when(self.seen).then(amount)
        ratio = self.top.cast(pl.Float64) / self.bottom.cast(pl.Float64)
        return pl.when((self.bottom != 0) & (True if self.seen is None else self.seen)).then(ratio)


def total(column: str) -> pl.Expr:
    """The sum of a measure over the rows of a group."""
    return pl.col(column).sum()
