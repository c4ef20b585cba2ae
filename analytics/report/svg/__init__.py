"""Charts as SVG in pure Python: for paper and for pages without a script."""

from analytics.report.svg.draw import SIZE, svg, tall
from analytics.report.svg.palette import Palette

__all__ = ["SIZE", "Palette", "svg", "tall"]
