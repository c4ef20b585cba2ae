"""Rates with intervals and distributions as scatters: a row each, its name and value above its mark."""

from collections.abc import Sequence

from analytics import words
from analytics.charts.chart_data import ROLES
from analytics.charts.colours import Look, paler
from analytics.charts.model import Dot, Dots, Strip, Strips
from analytics.report.office.plot import Axis, Plot, Series, axis, longest_first

_Row = Dot | Strip
_NAME = 0.42
"""How far above its mark a row's name stands, in rows."""


def dots(shown: Dots, look: Look) -> tuple[Plot, ...]:
    """One dot on its interval per row, a series per payer class."""
    rows = shown.rows
    spans = [_span(rows, at, row.low, row.high, "span", look) for at, row in enumerate(rows)]
    across = axis(0, min(max((row.high for row in rows), default=0.1), 1.0))
    return _plot(rows, spans, [row.value for row in rows], across, (shown.level, shown.level_label), look)


def strips(shown: Strips, look: Look) -> tuple[Plot, ...]:
    """A dot for the middle, thick for half of the values, thin for eight of ten."""
    rows = shown.rows
    thin = [_span(rows, at, row.low, row.high, "reach", look) for at, row in enumerate(rows)]
    thick = [_span(rows, at, row.quarter, row.three_quarters, "span", look) for at, row in enumerate(rows)]
    across = axis(0, max([row.high for row in rows] + [shown.level or 0.1]))
    level = (shown.level, shown.level_label)
    return _plot(rows, [*thin, *thick], [row.middle for row in rows], across, level, look)


def _plot(
    rows: Sequence[_Row],
    spans: Sequence[Series],
    values: Sequence[float],
    across: Axis,
    level: tuple[float | None, str],
    look: Look,
) -> tuple[Plot, ...]:
    if not rows:
        return ()
    count = len(rows)
    names = Series(
        "Names",
        tuple(_height(count, at) + _NAME for at in range(count)),
        look.ink,
        "names",
        xs=(0.0,) * count,
        labels=tuple(f"{row.label}  {row.text}".rstrip() for row in rows),
        is_named=False,
    )
    where, said = level
    line = [] if where is None else [Series(said or "All", (0.0, float(count)), look.muted, "dash", xs=(where, where))]
    series = longest_first((names, *spans, *line, *_marks(rows, values, look)))
    return (Plot("scatter", series, Axis(0, count, 1, ""), across=across, rows=count),)


def _span(rows: Sequence[_Row], at: int, low: float, high: float, form: str, look: Look) -> Series:
    """A line from low to high; lines are drawn alike by every program, error bars are not."""
    height, hue = _height(len(rows), at), _hue(rows[at], look)[1]
    name = f"{rows[at].label}: {'from, to' if form == 'span' else '8 of 10'}"
    return Series(name, (height, height), paler(hue), form, xs=(low, high), is_named=False)


def _marks(rows: Sequence[_Row], values: Sequence[float], look: Look) -> list[Series]:
    """A series of dots per payer class; rows of few lines are grey and stand apart."""
    found: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for at, (row, value) in enumerate(zip(rows, values, strict=True)):
        found.setdefault(_hue(row, look), []).append((value, _height(len(rows), at)))
    return [
        Series(name, tuple(height for _, height in places), hue, "dots", xs=tuple(value for value, _ in places))
        for (name, hue), places in found.items()
    ]


def _height(count: int, at: int) -> float:
    """The first row stands on top; the lower half of a row is its mark's, the upper its name's."""
    return count - at - 0.7


def _hue(row: _Row, look: Look) -> tuple[str, str]:
    if row.is_grey:
        return ROLES["grey"].capitalize(), look.context
    if not row.payer_class:
        return "Rate", look.accent
    small = row.payer_class not in look.payer_class
    return "Other" if small else words.payer_class(row.payer_class), look.of_class(row.payer_class)
