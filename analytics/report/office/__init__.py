"""Charts as native charts of office programs, described once for slides and sheets."""

from collections.abc import Callable
from typing import Any

from analytics.charts.colours import LIGHT, Look
from analytics.charts.model import Bars, Chart, Curve, Dots, Funnel, Heat, Stacks, Strips, Trend, Waterfall
from analytics.report.office.marks import bars, curve, dots, funnel, months, shifts, stacks, strips, waterfall
from analytics.report.office.plot import Axis, Plot, Series

__all__ = ["PLOTS", "Axis", "Plot", "Series", "caption", "plots"]


def _none(_heat: Heat, _look: Look) -> tuple[Plot, ...]:
    """A heat map is a table whose cells have colours: office programs know no other."""
    return ()


PLOTS: dict[type, Callable[[Any, Look], tuple[Plot, ...]]] = {
    Trend: months,
    Bars: bars,
    Heat: _none,
    Dots: dots,
    Strips: strips,
    Waterfall: waterfall,
    Stacks: stacks,
    Funnel: funnel,
    Curve: curve,
}


def plots(chart: Chart) -> tuple[Plot, ...]:
    """The native charts of a chart: one, one per measure for bars, none for a heat map or without a mark."""
    return PLOTS[type(chart.marks)](chart.marks, LIGHT)


def caption(chart: Chart) -> str:
    """What is drawn, and what a native chart cannot say by itself."""
    more = ""
    if isinstance(chart.marks, Waterfall):
        more = chart.marks.equation
    if isinstance(chart.marks, Trend):
        more = shifts(chart.marks)
    return ". ".join(part for part in (chart.subtitle.rstrip("."), more[:1].upper() + more[1:]) if part)
