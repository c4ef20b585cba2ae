"""Charts drawn with Plotly: the only place that knows Plotly."""

from analytics.figures.draw import draw, sent

__all__ = ["draw", "sent"]
