"""The report as slides for a board pack: native charts and tables that a reader can edit, definitions in the notes."""

from analytics.report.model import Report
from analytics.report.pptx.compose import compose
from analytics.report.slides.zipped import packed


def pptx(report: Report) -> bytes:
    """A PowerPoint file, the same bytes for the same report."""
    return packed(compose(report).made, report.as_of or report.month)
