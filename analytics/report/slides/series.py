"""How one series of a native chart looks: its line, points, error bars and labels."""

from typing import Any

from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.util import Pt

from analytics.charts.colours import LIGHT, ink_on
from analytics.report.office import Series
from analytics.report.pptx.text import colour
from analytics.report.printable import printable

DASHES = {"dash": MSO_LINE.DASH, "early": MSO_LINE.ROUND_DOT}
WIDTHS = {"line": 1.75, "early": 1.25, "dash": 1.25, "thin": 0.75, "span": 4, "reach": 1.5}
MARKERS = {"line": 7, "early": 7, "dots": 9}


def dress(drawn: Any, series: Series, size: float) -> None:
    """The series as its form says."""
    if series.form in ("bars", "hidden"):
        _fill(drawn, series)
    else:
        _line(drawn, series)
        _marker(drawn, series)
        drawn.smooth = False
    if any(series.labels):
        _labels(drawn, series, size)


def _fill(drawn: Any, series: Series) -> None:
    drawn.invert_if_negative = False
    if series.form == "hidden":
        drawn.format.fill.background()
        return
    _solid(drawn.format.fill, series.colour)
    for at, own in enumerate(series.colours):
        if own != series.colour:
            _solid(drawn.points[at].format.fill, own)


def _line(drawn: Any, series: Series) -> None:
    line = drawn.format.line
    if series.form not in WIDTHS:
        line.fill.background()
        return
    line.color.rgb, line.width = colour(series.colour), Pt(WIDTHS[series.form])
    if series.form in DASHES:
        line.dash_style = DASHES[series.form]


def _marker(drawn: Any, series: Series) -> None:
    if series.form not in MARKERS:
        drawn.marker.style = XL_MARKER_STYLE.NONE
        return
    _mark(drawn.marker, series.colour, MARKERS[series.form], is_hollow=series.form == "early")
    for at, own in enumerate(series.colours):
        if own != series.colour and series.values[at] is not None:
            _mark(drawn.points[at].marker, own, MARKERS[series.form], is_hollow=False)


def _mark(marker: Any, hue: str, size: int, *, is_hollow: bool) -> None:
    marker.style, marker.size = XL_MARKER_STYLE.CIRCLE, size
    _solid(marker.format.fill, LIGHT.paper if is_hollow else hue)
    marker.format.line.color.rgb = colour(hue)


def _solid(fill: Any, hue: str) -> None:
    fill.solid()
    fill.fore_color.rgb = colour(hue)


def _labels(drawn: Any, series: Series, size: float) -> None:
    """What each point says; a label is never wrapped, since it has its row for itself."""
    place = {"bars": None, "names": XL_LABEL_POSITION.RIGHT, "dots": XL_LABEL_POSITION.ABOVE}[series.form]
    is_inside = series.form == "bars" and not series.colours
    for at, text in enumerate(series.labels):
        if not text:
            continue
        label = drawn.points[at].data_label
        frame = label.text_frame
        frame.word_wrap = False
        run = frame.paragraphs[0].add_run()
        run.text = printable(text, 120)
        run.font.size = Pt(size)
        run.font.color.rgb = _ink(series, at, is_inside=is_inside)
        if series.form == "bars":
            label.position = XL_LABEL_POSITION.CENTER if is_inside else XL_LABEL_POSITION.OUTSIDE_END
        else:
            label.position = place


def _ink(series: Series, at: int, *, is_inside: bool) -> Any:
    return colour(ink_on(series.colour) if is_inside else LIGHT.ink)
