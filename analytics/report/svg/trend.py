"""A trend: line and points with intervals or limits, months that are not complete dashed on a hatched ground."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise

from analytics import words
from analytics.charts.model import Limit, Point, Trend
from analytics.report.svg.canvas import DASH, DOT, SIZE, Pen, Scale, room_left, up
from analytics.report.svg.rows import KEY, key_lines
from analytics.report.text import cut, width

_FOOT = 34
_LINE = 15
_SWATCH = 18


@dataclass(frozen=True)
class _Plot:
    """Where months and values stand."""

    rise: Scale
    left: float
    wide: float
    months: tuple[date, ...]

    @property
    def each(self) -> float:
        return self.wide / max(len(self.months), 1)

    def x(self, month: date) -> float:
        """The middle of a month, which need not be one of the points."""
        first = self.months[0]
        at = (month.year - first.year) * 12 + month.month - first.month
        return self.left + (at + 0.5) * self.each


def tall_trend(trend: Trend, wide: float, pen: Pen) -> float:
    return 244 + _head(trend, wide)


def draw_trend(trend: Trend, wide: float, high: float, pen: Pen) -> list[str]:
    top = _head(trend, wide) + 8
    rise = Scale(0, _top(trend), high - _FOOT, top)
    left = room_left(rise, trend.unit)
    plot = _Plot(rise, left, wide - left - 4, _months(trend))
    return [
        *(_hatched(point, plot, pen) for point in trend.points if point.role == "immature"),
        *_band(trend, plot, pen),
        *up(rise, trend.unit, left, wide - 4, pen),
        *_shifts(trend, plot, _head(trend, wide), pen),
        *_levels(trend, plot, pen),
        *_lines(trend.points, plot, pen),
        *(mark for point in trend.points for mark in _dot(point, plot, pen, has_bar=not trend.has_band)),
        *_values(trend, plot, pen),
        *_target(trend, plot, pen),
        *_month_names(plot, high, pen),
        *_key(trend, wide, pen),
    ]


def _months(trend: Trend) -> tuple[date, ...]:
    """Every month from the first point to the last, those without a point, too."""
    days = [point.month for point in trend.points]
    first, last = min(days), max(days)
    many = (last.year - first.year) * 12 + last.month - first.month + 1
    return tuple(
        date(first.year + (first.month - 1 + at) // 12, (first.month - 1 + at) % 12 + 1, 1) for at in range(many)
    )


def _top(trend: Trend) -> float:
    firm = [point for point in trend.points if point.role != "immature" and point.value is not None] or trend.points
    highs = [point.high for point in firm if point.high is not None and not trend.has_band]
    highs += [limit.high for limit in trend.limits if limit.high is not None]
    values = [point.value for point in trend.points if point.value is not None]
    values += [trend.target] if trend.target is not None else []
    is_rate = trend.unit == "rate"
    most, least = (1.05, 0.05) if is_rate else (float("inf"), 1)
    return min(most, max([least, *(high * 1.12 for high in highs), *(value * 1.2 for value in values)]))


def _hatched(point: Point, plot: _Plot, pen: Pen) -> str:
    top = plot.rise.end
    return pen.hatch(plot.x(point.month) - plot.each / 2, top, plot.each, plot.rise.start - top)


def _band(trend: Trend, plot: _Plot, pen: Pen) -> list[str]:
    """Per level its band, if it has limits."""
    drawn = []
    for _, piece in groupby(trend.limits, key=lambda limit: limit.centre):
        limits = [limit for limit in piece if limit.high is not None]
        if limits:
            upper = [(x, plot.rise.at(limit.high or 0)) for limit in limits for x in _ends(limit, plot)]
            lower = [(x, plot.rise.at(max(limit.low or 0, 0))) for limit in limits for x in _ends(limit, plot)]
            drawn.append(pen.area([*upper, *reversed(lower)], "scale-0"))
    return drawn


def _ends(limit: Limit, plot: _Plot) -> tuple[float, float]:
    """A limit holds for its whole month."""
    x = plot.x(limit.month)
    return x - plot.each / 2, x + plot.each / 2


def _levels(trend: Trend, plot: _Plot, pen: Pen) -> list[str]:
    """The centre of each level, or the rate of the chosen months together."""
    drawn = []
    for centre, piece in groupby(trend.limits, key=lambda limit: limit.centre):
        ends = [x for limit in piece for x in _ends(limit, plot)]
        y = plot.rise.at(centre)
        drawn.append(pen.line([(ends[0], y), (ends[-1], y)], "muted", dash=DASH))
    focus = [point.month for point in trend.points if point.role == "focus"]
    if not trend.limits and trend.level is not None and len(focus) > 1:
        y = plot.rise.at(trend.level)
        drawn.append(pen.line([(plot.x(focus[0]), y), (plot.x(focus[-1]), y)], "accent", dash=DASH))
    return drawn


def _shifts(trend: Trend, plot: _Plot, head: float, pen: Pen) -> list[str]:
    """Upright through the first month of each new level; what is said of it above, each on its own line."""
    drawn = []
    for at, (month, said) in enumerate(trend.shifts):
        x, foot = plot.x(month) - plot.each / 2, head - _LINE * (len(trend.shifts) - at) + SIZE
        drawn.append(pen.line([(x, foot - SIZE + 2), (x, plot.rise.start)], "muted", dash=DOT))
        is_left = width(said, SIZE) + 4 < x
        shown = said if is_left else cut(said, plot.left + plot.wide - x - 4, SIZE)
        drawn.append(pen.text(x - 4 if is_left else x + 4, foot, shown, "muted", anchor="end" if is_left else "start"))
    return drawn


def _lines(points: tuple[Point, ...], plot: _Plot, pen: Pen) -> list[str]:
    """From month to month; dashed where one of the two is not complete, broken where one is not known."""
    drawn = []
    for one, other in pairwise(points):
        if one.value is not None and other.value is not None:
            ends = [(plot.x(one.month), plot.rise.at(one.value)), (plot.x(other.month), plot.rise.at(other.value))]
            is_firm = "immature" not in (one.role, other.role)
            drawn.append(pen.line(ends, "context", wide=1.5, dash="" if is_firm else DOT))
    return drawn


def _dot(point: Point, plot: _Plot, pen: Pen, *, has_bar: bool) -> list[str]:
    if point.value is None:
        return []
    x, y = plot.x(point.month), plot.rise.at(point.value)
    colour = "accent" if point.role == "focus" else "context"
    bar = []
    if has_bar and point.low is not None and point.high is not None:
        low, high = plot.rise.at(max(point.low, 0)), plot.rise.at(min(point.high, plot.rise.high))
        bar = [pen.line([(x, low), (x, high)], colour, wide=1.2)]
    if point.role == "immature":
        return [*bar, pen.dot(x, y, 3.5, "paper", colour, wide=1.8)]
    edge, wide = ("ink", 2.0) if point.is_signal else (colour, 0.0)
    return [*bar, pen.dot(x, y, 4.5 if point.role == "focus" else 3.5, colour, edge, wide=wide)]


def _values(trend: Trend, plot: _Plot, pen: Pen) -> list[str]:
    """The last month in figures, and those that the title calls out; the last one wins where two would meet."""
    known = [point for point in trend.points if point.value is not None and point.role != "immature"]
    named = [*known[-1:], *(point for point in reversed(known[:-1]) if point.is_signal)]
    taken: list[tuple[float, float, float]] = []
    drawn = []
    for point in named:
        said = words.short(point.value, trend.unit)
        half = width(said, SIZE, is_bold=True) / 2
        x = min(max(plot.x(point.month), plot.left + half), plot.left + plot.wide - half)
        y = _foot(point, trend, plot)
        if all(abs(x - other) > half + reach + 4 or abs(y - foot) > SIZE + 3 for other, reach, foot in taken):
            taken.append((x, half, y))
            drawn.append(pen.on_paper(x, y, said, anchor="middle"))
    return drawn


def _foot(point: Point, trend: Trend, plot: _Plot) -> float:
    """Clear of the point and of its interval, on the side where the line does not run; within the drawing."""
    value = point.value or 0
    low, high = (value, value) if trend.has_band else (point.low or value, point.high or value)
    at = trend.points.index(point)
    beside = [each.value for each in trend.points[max(at - 1, 0) : at + 2] if each is not point and each.value]
    below = plot.rise.at(max(low, 0)) + SIZE + 8
    if beside and min(beside) > value and below < plot.rise.start - 2:
        return below
    return max(plot.rise.at(min(high, plot.rise.high)) - 9, plot.rise.end + 8)


def _target(trend: Trend, plot: _Plot, pen: Pen) -> list[str]:
    """The user's own line across all months, its name above it."""
    if trend.target is None:
        return []
    y, right = plot.rise.at(trend.target), plot.left + plot.wide
    said = cut(trend.target_label, plot.wide, SIZE, is_bold=True)
    name = pen.on_paper(right, y - 4, said, anchor="end") if said else ""
    return [pen.line([(plot.left, y), (right, y)], "ink", dash=DOT), name]


def _month_names(plot: _Plot, high: float, pen: Pen) -> list[str]:
    """As many months as have room, the year below the first and below each January."""
    every = next(step for step in (1, 2, 3, 4, 6, 12, 24, 120) if step * plot.each >= width("May", SIZE) + 8)
    shown = [month for at, month in enumerate(plot.months) if at % every == 0]
    drawn, year = [], 0
    for month in shown:
        x = plot.x(month)
        drawn.append(pen.text(x, high - 18, f"{month:%b}", "muted", anchor="middle"))
        if month.year != year:
            drawn.append(pen.text(x, high - 3, f"{month:%Y}", "muted", anchor="middle"))
            year = month.year
    return drawn


def _head(trend: Trend, wide: float) -> float:
    """Room for the key and for what is said of new levels."""
    return KEY * len(_key_lines(trend, wide)) + _LINE * len(trend.shifts)


def _key_lines(trend: Trend, wide: float) -> list[list[tuple[float, str, str]]]:
    """What dashes, band and hatch stand for, those that are there."""
    entries = [("dash", trend.level_label)] if trend.level_label and (trend.limits or trend.level is not None) else []
    entries += [("band", "limits of chance")] if trend.has_band else []
    entries += [("hatch", "not complete yet")] if any(point.role == "immature" for point in trend.points) else []
    return key_lines(entries, wide, _SWATCH + 6)


def _key(trend: Trend, wide: float, pen: Pen) -> list[str]:
    drawn = []
    for line, placed in enumerate(_key_lines(trend, wide)):
        foot = line * KEY + SIZE
        for x, kind, said in placed:
            drawn += [_sample(kind, x, foot, pen), pen.text(x + _SWATCH + 6, foot, said, "muted")]
    return drawn


def _sample(kind: str, x: float, foot: float, pen: Pen) -> str:
    if kind == "dash":
        return pen.line([(x, foot - 4), (x + _SWATCH, foot - 4)], "muted", dash=DASH)
    if kind == "band":
        return pen.rect(x, foot - 9, _SWATCH, 10, "scale-0")
    return pen.hatch(x, foot - 10, _SWATCH, 11, gap=5)
