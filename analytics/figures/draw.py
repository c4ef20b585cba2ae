"""One look for all charts, and which drawing belongs to which marks."""

from collections.abc import Callable
from html import escape
from typing import Any

import plotly.graph_objects as go

from analytics.charts.chart import Bars, Chart, Dots, Heat, Trend
from analytics.charts.colours import LIGHT, Look
from analytics.figures.bars import draw_bars
from analytics.figures.dots import draw_dots
from analytics.figures.heat import draw_heat
from analytics.figures.trend import draw_trend

FONT = "'Source Sans', system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif"
_DRAW: dict[type, Callable[[Any, Look], go.Figure]] = {
    Trend: draw_trend,
    Bars: draw_bars,
    Heat: draw_heat,
    Dots: draw_dots,
}


def draw(chart: Chart, look: Look = LIGHT) -> go.Figure:
    """The figure of a chart, without its title and subtitle: pages set those as text, which wraps."""
    figure = _DRAW[type(chart.marks)](chart.marks, look)
    figure.update_layout(
        template="plotly_white",
        font={"family": FONT, "size": 13, "color": look.ink},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        showlegend=False,
        hoverlabel={
            "bgcolor": look.paper,
            "bordercolor": look.line,
            "font": {"color": look.ink, "family": FONT, "size": 13},
            "align": "left",
        },
        dragmode=False,
        meta={"alt": escape(chart.alt)},
    )
    return figure
