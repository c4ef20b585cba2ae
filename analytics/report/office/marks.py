"""A trend as a line with points: months too early to compare hollow and dashed, limits as thin lines."""

from itertools import groupby

from analytics import words
from analytics.charts.chart_data import ROLES
from analytics.charts.colours import Look
from analytics.charts.model import Limit, Point, Trend
from analytics.report.office.plot import Plot, Series, axis


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
