"""Charts as SVG in pure Python: for paper and for pages without a script."""

from collections.abc import Callable
from typing import Any

from analytics.charts.model import Bars, Chart, Curve, Dots, Funnel, Heat, Stacks, Strips, Trend, Waterfall
from analytics.report.svg.canvas import SIZE, Palette, Pen, at
from analytics.report.svg.fields import draw_curve, draw_funnel, draw_heat, tall_curve, tall_funnel, tall_heat
from analytics.report.svg.rows import (
    draw_bars,
    draw_dots,
    draw_stacks,
    draw_strips,
    draw_waterfall,
    tall_bars,
    tall_dots,
    tall_stacks,
    tall_strips,
    tall_waterfall,
)
from analytics.report.svg.trend import draw_trend, tall_trend
from analytics.report.text import NAME, marked

_Draw = Callable[[Any, float, float, Pen], list[str]]
_Tall = Callable[[Any, float, Pen], float]
_DRAWN: dict[type, tuple[_Draw, _Tall]] = {
    Trend: (draw_trend, tall_trend),
    Bars: (draw_bars, tall_bars),
    Heat: (draw_heat, tall_heat),
    Dots: (draw_dots, tall_dots),
    Strips: (draw_strips, tall_strips),
    Waterfall: (draw_waterfall, tall_waterfall),
    Stacks: (draw_stacks, tall_stacks),
    Funnel: (draw_funnel, tall_funnel),
    Curve: (draw_curve, tall_curve),
}
_FAMILY = f"{NAME}, system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif"


def tall(chart: Chart, width: float, palette: Palette) -> float:
    """The height that a chart needs at this width, in units of the drawing (text is `SIZE` of them)."""
    return _DRAWN[type(chart.marks)][1](chart.marks, width, Pen(palette))


def svg(chart: Chart, width: float, height: float, palette: Palette) -> str:
    """The marks of a chart as one SVG; title and subtitle are left to the face, which can wrap them."""
    strokes = _DRAWN[type(chart.marks)][0](chart.marks, width, height, Pen(palette))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {at(width)} {at(height)}" width="{at(width)}" '
        f'height="{at(height)}" role="img" aria-label="{marked(chart.alt)}" style="font-family:{marked(_FAMILY)}">'
        f"<title>{marked(chart.title)}</title><desc>{marked(chart.alt)}</desc>{''.join(strokes)}</svg>"
    )


__all__ = ["SIZE", "Palette", "svg", "tall"]
