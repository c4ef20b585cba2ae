"""Which drawing belongs to which marks, and the sheet around it."""

from collections.abc import Callable
from typing import Any

from analytics.charts.model import Bars, Chart, Curve, Dots, Funnel, Heat, Stacks, Strips, Trend
from analytics.charts.waterfall import Waterfall
from analytics.report.font import NAME
from analytics.report.svg.bars import draw_bars, tall_bars
from analytics.report.svg.canvas import SIZE, Pen, at
from analytics.report.svg.curve import draw_curve, tall_curve
from analytics.report.svg.dots import draw_dots, tall_dots
from analytics.report.svg.fields import draw_heat, tall_heat
from analytics.report.svg.funnel import draw_funnel, tall_funnel
from analytics.report.svg.palette import Palette
from analytics.report.svg.stacks import draw_stacks, tall_stacks
from analytics.report.svg.strips import draw_strips, tall_strips
from analytics.report.svg.trend import draw_trend, tall_trend
from analytics.report.svg.waterfall import draw_waterfall, tall_waterfall
from analytics.report.text import marked

__all__ = ["SIZE", "svg", "tall"]

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
