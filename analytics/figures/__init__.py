"""Charts drawn with Plotly: the only place that knows Plotly."""

from collections.abc import Callable
from functools import cache
from html import escape
from typing import Any

import plotly.graph_objects as go

from analytics.charts.colours import LIGHT, Look
from analytics.charts.model import Bars, Chart, Curve, Dots, Funnel, Heat, Stacks, Strips, Trend, Waterfall
from analytics.figures.axes import Drawing
from analytics.figures.fields import draw_funnel, draw_heat
from analytics.figures.rows import draw_bars, draw_dots, draw_stacks, draw_strips, draw_waterfall
from analytics.figures.series import draw_curve, draw_trend

FONT = "'Source Sans', system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif"
_DRAW: dict[type, Callable[[Any, Look], Drawing]] = {
    Trend: draw_trend,
    Curve: draw_curve,
    Bars: draw_bars,
    Heat: draw_heat,
    Dots: draw_dots,
    Strips: draw_strips,
    Waterfall: draw_waterfall,
    Stacks: draw_stacks,
    Funnel: draw_funnel,
}


class Sent(go.Figure):  # type: ignore[misc]  # Plotly says nothing of its types
    """A figure of plain values that is sent as it is: whoever wants Plotly to check them asks `draw`."""

    def __init__(self, spec: dict[str, Any]) -> None:
        # Plotly's own constructor looks at each value and copies it three times: most of a page's time.
        self._spec = spec

    def to_dict(self) -> dict[str, Any]:
        return self._spec


def draw(chart: Chart, look: Look = LIGHT) -> go.Figure:
    """The figure of a chart, without its title and subtitle: pages set those as text, which wraps."""
    return go.Figure(_spec(chart, look, "none"))


def sent(chart: Chart, look: Look = LIGHT) -> Sent:
    """The same figure for a page; a test keeps what it sends equal to what Plotly makes of `draw`."""
    return Sent(_spec(chart, look, _template()))


@cache
def _template() -> Any:
    """What Plotly's name for a plain template stands for."""
    return go.Layout(template="none").to_plotly_json()["template"]


def _spec(chart: Chart, look: Look, template: Any) -> dict[str, Any]:
    drawing = _DRAW[type(chart.marks)](chart.marks, look)
    layout = {"template": template, **_common(chart, look), **drawing.layout}
    # Plotly leaves out lists of nothing; two looks at the same chart shall be the same text.
    return {"data": drawing.traces, "layout": {name: value for name, value in layout.items() if value != []}}


def _common(chart: Chart, look: Look) -> dict[str, Any]:
    return {
        "font": {"family": FONT, "size": 13, "color": look.ink},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "hoverlabel": {
            "bgcolor": look.paper,
            "bordercolor": look.line,
            "font": {"color": look.ink, "family": FONT, "size": 13},
            "align": "left",
        },
        "dragmode": False,
        "meta": {"alt": escape(chart.alt)},
    }


__all__ = ["draw", "sent"]
