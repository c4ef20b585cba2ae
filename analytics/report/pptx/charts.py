"""Native PowerPoint charts of plots: with the workbook behind them, so that a reader can edit the numbers."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt
from xlsxwriter import Workbook

from analytics.charts.colours import LIGHT, ink_on
from analytics.report.office import Axis, Plot, Series
from analytics.report.pptx.text import LANGUAGE, Box, colour
from analytics.report.text import printable

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


# Typed as anything: python-pptx leaves these without types.
_Scatter: Any = XyChartData
_Categories: Any = CategoryChartData
TYPES = {
    "months": XL_CHART_TYPE.LINE_MARKERS,
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked": XL_CHART_TYPE.BAR_STACKED,
    "shares": XL_CHART_TYPE.BAR_STACKED_100,
    "scatter": XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS,
}


def add_chart(slide: Any, plot: Plot, box: Box, *, name: str, alt: str, has_names: bool) -> None:
    """The plot in a box, with its alternative text; beside a first panel the names of the rows are left out."""
    frame = slide.shapes.add_chart(TYPES[plot.kind], *box.emu, _data(plot))
    frame.name = printable(name, 120)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", printable(alt))
    chart = frame.chart
    chart.has_title = False
    chart.font.size, chart.font.color.rgb = Pt(_size(plot)), colour(LIGHT.ink)
    chart._chartSpace.txPr.find(".//" + qn("a:defRPr")).set("lang", LANGUAGE)
    _axes(chart, plot)
    _bars(chart, plot)
    if plot.title:
        _panel(chart, plot, has_names=has_names)
    for drawn, series in zip(chart.plots[0].series, plot.series, strict=True):
        dress(drawn, series, _size(plot))
    _legend(chart, plot)


def _size(plot: Plot) -> float:
    """Smaller where many rows share the height."""
    return 11 if plot.rows <= 8 else 10 if plot.rows <= 12 else 9


def _data(plot: Plot) -> Any:
    """The numbers of a plot, and of its workbook, in which a text is a text: no name becomes a formula or a link."""
    data = _numbers(plot)
    data._workbook_writer._open_worksheet = _plain_sheet
    return data


@contextmanager
def _plain_sheet(out: Any) -> Iterator[tuple[Any, Any]]:
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        yield book, book.add_worksheet()


def _numbers(plot: Plot) -> Any:
    if plot.kind == "scatter":
        data: Any = _Scatter()
        for series in plot.series:
            added = data.add_series(printable(series.name, 200))
            for x, y in zip(series.xs, series.values, strict=True):
                added.add_data_point(x, y)
        return data
    rows: Any = _Categories(number_format=plot.values.number or "General")
    rows.categories = [printable(name, 200) if isinstance(name, str) else name for name in plot.categories]
    for series in plot.series:
        rows.add_series(printable(series.name, 200), series.values)
    return rows


def _axes(chart: Any, plot: Plot) -> None:
    _scale(chart.value_axis, plot.values)
    other = chart.category_axis
    other.format.line.color.rgb = colour(LIGHT.line)
    other.major_tick_mark = XL_TICK_MARK.NONE
    if plot.across:
        _scale(other, plot.across)
        return
    other.has_major_gridlines = False
    other.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if plot.kind == "months":
        other.tick_labels.number_format, other.tick_labels.number_format_is_linked = "mmm yyyy", False
        _by_month(other._element, len(plot.categories))
        return
    # The first row on top, and the scale below the last.
    other.reverse_order = True
    chart.value_axis._element.find(qn("c:crosses")).set("val", "max")


def _by_month(axis: Any, months: int) -> None:
    """A label per month, or every second or third where there are many."""
    every = 1 if months <= 9 else 2 if months <= 18 else 3
    for tag, value in (("baseTimeUnit", "months"), ("majorUnit", str(every)), ("majorTimeUnit", "months")):
        for old in axis.findall(qn(f"c:{tag}")):
            axis.remove(old)
        axis.append(parse_xml(f'<c:{tag} {nsdecls("c")} val="{value}"/>'))


def _scale(axis: Any, scale: Axis) -> None:
    axis.minimum_scale, axis.maximum_scale = scale.low, scale.high
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.has_major_gridlines = bool(scale.number)
    axis.visible = bool(scale.number)
    if not scale.number:
        return
    axis.major_unit = scale.step or None
    axis.major_gridlines.format.line.color.rgb = colour(LIGHT.line)
    axis.major_gridlines.format.line.width = Pt(0.5)
    axis.format.line.fill.background()
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = scale.number, False
    axis.tick_labels.font.color.rgb = colour(LIGHT.muted)
    if scale.title:
        axis.has_title = True
        axis.axis_title.text_frame.text = printable(scale.title, 80)
        axis.axis_title.text_frame.paragraphs[0].runs[0].font.bold = False


def _bars(chart: Any, plot: Plot) -> None:
    if plot.kind in ("bars", "stacked", "shares"):
        chart.plots[0].gap_width = 55
        chart.plots[0].vary_by_categories = False
    if plot.kind in ("stacked", "shares"):
        chart.plots[0].overlap = 100


def _legend(chart: Any, plot: Plot) -> None:
    named = [series for series in plot.series if _in_legend(plot, series)]
    chart.has_legend = len(named) > 1 or (plot.kind in ("months", "scatter") and bool(named))
    if not chart.has_legend:
        return
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.legend.font.size, chart.legend.font.color.rgb = Pt(10), colour(LIGHT.muted)
    place = chart.legend._element.find(qn("c:legendPos"))
    for at in reversed([at for at, series in enumerate(plot.series) if not _in_legend(plot, series)]):
        gone = f'<c:legendEntry {nsdecls("c")}><c:idx val="{at}"/><c:delete val="1"/></c:legendEntry>'
        place.addnext(parse_xml(gone))


def _in_legend(plot: Plot, series: Series) -> bool:
    return series.is_named and series.form not in ("hidden", "names") and plot.kind != "stacked"


def _panel(chart: Any, plot: Plot, *, has_names: bool) -> None:
    """One of several measures: named above, its rows at the height of its neighbour's, whose names stand for both."""
    chart.has_title = True
    frame = chart.chart_title.text_frame
    frame.text = printable(plot.title, 80)
    frame.paragraphs[0].runs[0].font.size, frame.paragraphs[0].runs[0].font.bold = Pt(10), False
    frame.paragraphs[0].runs[0].font.color.rgb = colour(LIGHT.muted)
    chart.chart_title.include_in_layout = False
    chart.category_axis.visible = has_names
    area = chart._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    left = 0.4 if has_names else 0.02
    numbers = (("x", left), ("y", 0.14), ("w", 0.98 - left), ("h", 0.82))
    modes = '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    manual = modes + "".join(f'<c:{tag} val="{value}"/>' for tag, value in numbers)
    area.insert(0, parse_xml(f"<c:layout {nsdecls('c')}><c:manualLayout>{manual}</c:manualLayout></c:layout>"))
