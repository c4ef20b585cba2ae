"""A trend as a line with points: months too early to compare hollow and dashed, limits as thin lines."""

from collections.abc import Sequence
from itertools import groupby

from analytics import words
from analytics.charts.chart_data import ROLES
from analytics.charts.colours import Look, paler
from analytics.charts.model import (
    Bars,
    Curve,
    Dot,
    Dots,
    Funnel,
    Limit,
    Point,
    Spot,
    Stacks,
    Strip,
    Strips,
    Trend,
    Waterfall,
)
from analytics.report.office.plot import Axis, Plot, Series, axis, longest_first


def months(trend: Trend, look: Look) -> tuple[Plot, ...]:
    """One plot, or none without a month."""
    if not trend.points:
        return ()
    known = [_points(trend, look, is_early=early) for early in (True, False)]
    series = (
        *_limits(trend, look),
        *_level(trend, look),
        *_interval(trend, look),
        *(one for one in known if any_known(one)),
    )
    number = "0%" if trend.unit in ("rate", "ratio") else "#,##0"
    most = 1.0 if trend.unit == "rate" else float("inf")
    top = min(most, max(0.05, *(_reach(trend))))
    return (Plot("months", series, axis(0, top, number), tuple(point.month for point in trend.points)),)


def any_known(series: Series) -> bool:
    """There is a value to draw."""
    return any(value is not None for value in series.values)


def _reach(trend: Trend) -> list[float]:
    """What must fit; an early month's interval may run out of the picture."""
    values = [point.value for point in trend.points if point.value is not None]
    firm = [point.high for point in trend.points if point.high is not None and point.role != "immature"]
    limits = [limit.high for limit in trend.limits if limit.high is not None]
    values += [] if trend.target is None else [trend.target]
    return [0.0, *values, *([] if trend.has_band else firm), *limits]


def _points(trend: Trend, look: Look, *, is_early: bool) -> Series:
    mine = [point if (point.role == "immature") == is_early else None for point in trend.points]
    return Series(
        ROLES["immature"].capitalize() if is_early else "Comparable months",
        tuple(point.value if point else None for point in mine),
        look.context if is_early else look.accent,
        "early" if is_early else "line",
        colours=() if is_early else tuple(_colour(point, look) for point in mine),
    )


def _interval(trend: Trend, look: Look) -> list[Series]:
    """Where there are no limits, how sure each month is: two thin lines, which every program draws alike."""
    if trend.has_band:
        return []
    sides = (("Interval", "high", True), ("Interval, lower end", "low", False))
    firm = [point if point.role != "immature" else None for point in trend.points]
    found = [
        Series(name, tuple(getattr(point, side, None) for point in firm), look.context, "thin", is_named=named)
        for name, side, named in sides
    ]
    return [series for series in found if any_known(series)]


def _colour(point: Point | None, look: Look) -> str:
    if point is None or point.role == "context":
        return look.context
    return look.lost if point.is_signal else look.accent


def _limits(trend: Trend, look: Look) -> tuple[Series, ...]:
    """Per level its centre and its limits, named once."""
    pieces = [list(piece) for _, piece in groupby(trend.limits, key=lambda limit: limit.centre)]
    return tuple(
        one for at, piece in enumerate(pieces) for one in _piece(trend, piece, look, is_last=at + 1 == len(pieces))
    )


def _piece(trend: Trend, piece: list[Limit], look: Look, *, is_last: bool) -> list[Series]:
    at = {limit.month: limit for limit in piece}
    sides = [("", "centre", "dash", look.muted)]
    if all(limit.high is not None for limit in piece):
        sides += [
            ("Limits of chance", "high", "thin", look.context),
            ("Lower limit of chance", "low", "thin", look.context),
        ]
    return [
        Series(
            name or trend.level_label or "Level",
            tuple(getattr(at[point.month], side) if point.month in at else None for point in trend.points),
            colour,
            form,
            is_named=is_last and side != "low",
        )
        for name, side, form, colour in sides
    ]


def _level(trend: Trend, look: Look) -> tuple[Series, ...]:
    """The rate of all chosen months together, from the first of them to the last."""
    focus = [point.month for point in trend.points if point.role == "focus"]
    if trend.limits or trend.level is None or len(focus) < 2:
        return ()
    values = tuple(trend.level if focus[0] <= point.month <= focus[-1] else None for point in trend.points)
    return (Series(trend.level_label or "Level", values, look.accent, "dash"),)


def _target(trend: Trend, look: Look) -> tuple[Series, ...]:
    """The user's own line across all months."""
    if trend.target is None:
        return ()
    return (Series(trend.target_label or "Target", (trend.target,) * len(trend.points), look.ink, "dash"),)


def shifts(trend: Trend) -> str:
    """What is said of new levels, for the line below the picture."""
    return "; ".join(
        said if words.month(month) in said else f"{said} ({words.month(month)})" for month, said in trend.shifts
    )


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


LEAST = 0.06
"""A smaller part has no room for its number."""


def bars(shown: Bars, look: Look) -> tuple[Plot, ...]:
    """A plot per measure, since two units never share an axis."""
    labels = tuple(row.label for row in shown.rows)
    colours = tuple(look.accent if row.is_focus else look.context for row in shown.rows)
    return tuple(
        Plot(
            "bars",
            (
                Series(
                    measure,
                    tuple(row.values[at] for row in shown.rows),
                    look.accent,
                    "bars",
                    colours=colours,
                    labels=tuple(row.texts[at] for row in shown.rows),
                ),
            ),
            # Room to the right of the longest bar for its text, and no scale: each bar says its number.
            Axis(0, (max((row.values[at] for row in shown.rows), default=0) or 1) * 1.35, 0, ""),
            labels,
            rows=len(labels),
            title=measure if len(shown.measures) > 1 else "",
        )
        for at, measure in enumerate(shown.measures)
        if shown.rows
    )


def stacks(shown: Stacks, look: Look) -> tuple[Plot, ...]:
    """Bars of 100 %."""
    tones = {"calm": look.scale[2], "lost": look.lost, "accent": look.accent, "dark": look.ink}
    series = tuple(
        Series(
            part,
            tuple(row.shares[at] for row in shown.rows),
            tones[tone],
            "bars",
            labels=tuple(row.texts[at] if row.shares[at] >= LEAST else "" for row in shown.rows),
        )
        for at, (part, tone) in enumerate(zip(shown.parts, shown.tones, strict=True))
    )
    names = tuple(f"{row.label} (few)" if row.is_grey else row.label for row in shown.rows)
    return (Plot("shares", series, Axis(0, 1, 0.25), names, rows=len(names)),) if names else ()


_NUMBERS = {"points": "0.0", "lines": "#,##0"}


def waterfall(shown: Waterfall, look: Look) -> tuple[Plot, ...]:
    """Stacked bars on a base that is not seen; a step across zero has a part on either side."""
    scale = shown.scale
    ends = [
        (start / scale, (start + step.cents) / scale) for start, step in zip(shown.starts, shown.steps, strict=True)
    ]
    colours = tuple(
        look.accent if step.is_total else look.lost if shown.is_loss(step) else look.context for step in shown.steps
    )
    parts = [_parts(*sorted(pair)) for pair in ends]
    names = (("Base", "hidden"), (shown.noun, "bars"), ("Below zero", "bars"))
    series = tuple(
        Series(name, tuple(part[at] for part in parts), look.accent, form, colours=colours if form == "bars" else ())
        for at, (name, form) in enumerate(names)
        if at < 2 or any(part[at] for part in parts)
    )
    reach = [0.0, *(end for pair in ends for end in pair)]
    number = _NUMBERS.get(shown.unit) or ("$#,##0.00" if max(reach) - min(reach) < 100 else "$#,##0")
    labels = tuple(f"{step.label}  {step.text}" for step in shown.steps)
    return (Plot("stacked", series, axis(min(reach), max(reach), number), labels, rows=len(labels)),) if labels else ()


def _parts(low: float, high: float) -> tuple[float, float, float]:
    """Base, part above zero, part below zero of a bar between two ends."""
    if high <= 0:
        return round(high, 2), 0.0, round(low - high, 2)
    return round(max(low, 0.0), 2), round(high - max(low, 0.0), 2), round(min(low, 0.0), 2)


def funnel(shown: Funnel, look: Look) -> tuple[Plot, ...]:
    """One plot, or none without a unit."""
    if not shown.spots:
        return ()
    wide = max(max(spot.n for spot in shown.spots), *(n for n, *_ in shown.inner), 1)
    least = min(spot.n for spot in shown.spots)
    top = max([spot.value for spot in shown.spots] + [high for n, _, high in shown.outer if n >= least] + [0.05])
    lines = [
        *_funnel_limits("99.8 % of chance", shown.outer, "thin", look),
        *_funnel_limits("95 % of chance", shown.inner, "dash", look),
        Series(
            "All together", (shown.level, shown.level), look.muted, "dash", xs=(shown.inner[0][0], shown.inner[-1][0])
        ),
    ]
    across = axis(0, wide, "#,##0", shown.size)
    return (
        Plot("scatter", longest_first((*lines, *_spots(shown.spots, look))), axis(0, min(top, 1.0)), across=across),
    )


def _funnel_limits(name: str, limits: Sequence[tuple[float, float, float]], form: str, look: Look) -> list[Series]:
    sizes = tuple(n for n, *_ in limits)
    return [
        Series(name, tuple(one[side] for one in limits), look.context, form, xs=sizes, is_named=side == 1)
        for side in (1, 2)
    ]


def _spots(spots: Sequence[Spot], look: Look) -> list[Series]:
    kinds = (
        ("Beyond chance", look.lost, [spot for spot in spots if spot.is_beyond]),
        ("Within chance", look.accent, [spot for spot in spots if not spot.is_beyond and not spot.is_grey]),
        ("Few cases", look.context, [spot for spot in spots if not spot.is_beyond and spot.is_grey]),
    )
    return [
        Series(
            name,
            tuple(spot.value for spot in mine),
            colour,
            "dots",
            xs=tuple(float(spot.n) for spot in mine),
            # Only what stands out is named: the others would write over each other.
            labels=tuple(spot.label for spot in mine) if name == "Beyond chance" else (),
        )
        for name, colour, mine in kinds
        if mine
    ]


def curve(shown: Curve, look: Look) -> tuple[Plot, ...]:
    """One plot, or none without a point."""
    if not shown.points:
        return ()
    days = tuple(float(day) for day, *_ in shown.points)
    shares = tuple(share for _, share, _ in shown.points)
    top = min(1.0, max(0.05, max(shares) * 1.15))
    called = [Series(said, (0.0, top), look.muted, "dash", xs=(float(day), float(day))) for day, said in shown.called]
    last = max([*days, *(float(day) for day, _ in shown.called), 1.0])
    line = Series("Share by then", shares, look.accent, "thin", xs=days)
    return (Plot("scatter", longest_first((line, *called)), axis(0, top), across=axis(0, last, "#,##0", "Days")),)
