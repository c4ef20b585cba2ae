"""Charts as SVG in pure Python: for paper and for pages without a script."""

from analytics.report.svg.canvas import Palette
from analytics.report.svg.draw import SIZE, svg, tall

__all__ = ["SIZE", "Palette", "svg", "tall"]
