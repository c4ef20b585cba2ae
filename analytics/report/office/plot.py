"""A chart as office programs know it: categories, series and error bars, whose numbers a reader can edit."""

import math
from dataclasses import dataclass
from datetime import date

FORMS = {
    "bars": "bars or parts of them",
    "hidden": "the base of a bar that floats",
    "line": "a line with points",
    "early": "months too early to compare: hollow points, dotted line",
    "thin": "a limit",
    "dash": "a level",
    "span": "an interval: a thick pale line",
    "reach": "eight of ten values: a thin pale line",
    "dots": "points without a line",
    "names": "labels only",
}


@dataclass(frozen=True)
class Series:
    """One series, in a form of `FORMS`.

    `xs` only where the plot is a scatter; `colours` and `labels` are per point; one that is not named stays out of
    the legend.
    """

    name: str
    values: tuple[float | None, ...]
    colour: str
    form: str
    xs: tuple[float, ...] = ()
    colours: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    is_named: bool = True


@dataclass(frozen=True)
class Axis:
    """Where the values run: from `low` to `high` in `step`s; `number` is a number format, empty hides the axis."""

    low: float
    high: float
    step: float
    number: str = "0%"
    title: str = ""


@dataclass(frozen=True)
class Plot:
    """One native chart. `kind`: months, bars, stacked, shares or scatter (`across` is then its x axis).

    `rows` is how many rows stand below each other (0: as high as there is room).
    """

    kind: str
    series: tuple[Series, ...]
    values: Axis
    categories: tuple[str | date, ...] = ()
    across: Axis | None = None
    rows: int = 0
    title: str = ""


def axis(low: float, high: float, number: str = "0%", title: str = "") -> Axis:
    """An axis that ends on a round number, in at most six steps."""
    reach = max(high, 0.0) - min(low, 0.0) or 1.0
    size = 10 ** math.floor(math.log10(reach / 6))
    step = next(size * factor for factor in (1, 2, 5, 10) if reach / (size * factor) <= 6)
    return Axis(
        _round(math.floor(low / step + 1e-9) * step),
        _round(math.ceil(high / step - 1e-9) * step),
        _round(step),
        number,
        title,
    )


def _round(number: float) -> float:
    """Without the dust of binary fractions, which a program would print."""
    return round(number, 10)


def longest_first(series: tuple[Series, ...]) -> tuple[Series, ...]:
    """The series with the most points in front: LibreOffice drops the points beyond the first one's."""
    longest = max(series, key=lambda one: len(one.values))
    return (longest, *(one for one in series if one is not longest))
