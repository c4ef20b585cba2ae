"""A share that grows with the days as a scatter; the days that are called out are lines of their own."""

from analytics.charts.colours import Look
from analytics.charts.model import Curve
from analytics.report.office.plot import Plot, Series, axis, longest_first


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
