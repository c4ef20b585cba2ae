"""A metric is a value: what it is called, what it means, and the two halves it is made of."""

from dataclasses import dataclass
from typing import Any

import polars as pl


def is_told(unsure: Any, asked: Any) -> Any:
    """Of numbers or expressions: the files say what is asked of at least half; below, it would be what few say."""
    return 2 * unsure <= asked


@dataclass(frozen=True)
class Unsure:
    """Of how many lines a number asks something, and of how many of these the files do not say it."""

    lines: pl.Expr
    asked: pl.Expr

    @property
    def is_told(self) -> pl.Expr:
        """The files say it of enough lines."""
        told: pl.Expr = is_told(self.lines, self.asked)
        return told


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
    unsure: Unsure | None = None  # nor is it where the files leave out what it asks of most lines

    @property
    def value(self) -> pl.Expr:
        """The number; null where there is nothing to divide by. The only cast from cents and counts to a ratio."""
        known = (pl.lit(True) if self.seen is None else self.seen) & self.is_told
        if self.bottom is None:
            return pl.when(known).then(self.top.cast(pl.Float64))
        ratio = self.top.cast(pl.Float64) / self.bottom.cast(pl.Float64)
        return pl.when((self.bottom != 0) & known).then(ratio)

    @property
    def is_told(self) -> pl.Expr:
        """The files say what the number asks, of enough lines."""
        return pl.lit(True) if self.unsure is None else self.unsure.is_told


def total(column: str) -> pl.Expr:
    """The sum of a measure over the rows of a group."""
    return pl.col(column).sum()


DEFINITION = Unsure(total("definition_unsure"), total("definition_asked"))
"""Whether a line is denied under the chosen definition."""
FIRST = Unsure(total("first_unclear"), total("denied_initial") + total("first_unclear"))
"""Whether the first answer denied: nothing paid, nothing allowed, and no code."""
OPEN = Unsure(total("open_unclear"), total("denied_open") + total("open_unclear"))
"""Whether a denial stands."""
ARRIVED = Unsure(total("unsure"), total("denied") + total("unsure"))
"""Whether the answers that some files brought denied."""
FIRST_REASON = Unsure(total("first_unsure"), FIRST.asked)
"""Why the first answer denied."""
OPEN_REASON = Unsure(total("open_unsure"), OPEN.asked)
"""Why a denial stands."""
