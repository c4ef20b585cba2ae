"""Excel's own charts; the series that they are drawn from stand on a sheet of their own, behind the others."""

from datetime import date
from itertools import accumulate, pairwise
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from analytics.charts.colours import LIGHT, ink_on
from analytics.report.office import Axis, Plot, Series
from analytics.report.text import printable
from analytics.report.xlsx.workbook import FONT, Book, Page, heading

TYPES: dict[str, dict[str, str]] = {
    "months": {"type": "line"},
    "bars": {"type": "bar"},
    "stacked": {"type": "bar", "subtype": "stacked"},
    "shares": {"type": "bar", "subtype": "percent_stacked"},
    "scatter": {"type": "scatter", "subtype": "straight"},
}
WIDTHS = {"line": 1.75, "early": 1.25, "dash": 1.25, "thin": 0.75, "span": 4.0, "reach": 1.5}
DASHES = {"early": "round_dot", "dash": "dash"}
MARKERS = {"line": 6, "early": 6, "dots": 8}
WIDE, TALL, ROW, FRAME = 600, 300, 34, 90
"""Pixels: of a chart, of the height of one without rows, of a row, of its axis and legend."""
LINE = 20
"""Pixels of a row of the sheet."""


Place = tuple[int, int, int, int]
"""First and last row of a series, the column of its x or categories, and of its values."""


class Data:
    """The sheet that charts are drawn from, block below block; written last, so that it stands behind the others."""

    def __init__(self, book: Book) -> None:
        self._book, self._blocks = book, list[tuple[int, Plot]]()
        self._row = 2
        self.name = book.free("Chart data")

    def keep(self, plot: Plot) -> list[Place]:
        """Where each series of a plot will stand."""
        row = self._row
        self._blocks.append((row, plot))
        if plot.kind != "scatter":
            last = row + len(plot.categories)
            self._row = last + 2
            return [(row + 1, last, 0, column) for column, _ in enumerate(plot.series, 1)]
        ends = list(accumulate((len(series.values) for series in plot.series), initial=row + 1))
        self._row = ends[-1] + 1
        return [(first, end - 1, 2, 3) for first, end in pairwise(ends)]

    def write(self) -> None:
        """All blocks, if there are any."""
        if not self._blocks:
            return
        page = self._book.named(self.name)
        heading(page, 0, "What the charts are drawn from", size=14)
        for row, plot in self._blocks:
            (_scatter if plot.kind == "scatter" else _columns)(page, row, plot)
        page.done()


def add_plot(page: Page, data: Data, top: int, column: int, plot: Plot, alt: str) -> int:
    """The chart with its corner in row `top` and a column; the row below it."""
    places = data.keep(plot)
    chart = page.book.made.add_chart(dict(TYPES[plot.kind]))
    for series, place in zip(plot.series, places, strict=True):
        chart.add_series(_dressed(data.name, series, place))
    _axes(chart, plot)
    tall = plot.rows * ROW + FRAME if plot.rows else TALL
    chart.set_size({"width": WIDE, "height": tall})
    said = {"name": plot.title, "name_font": {"size": 10, "bold": False, "name": FONT}}
    chart.set_title(said if plot.title else {"none": True})
    _legend(chart, plot)
    chart.set_chartarea({"border": {"none": True}})
    page.made.insert_chart(top, column, chart, {"description": printable(alt, 2000), "object_position": 2})
    return top + tall // LINE + 2


def _columns(page: Page, top: int, plot: Plot) -> None:
    """Categories in the first column, a series in each further one."""
    kind = "ratio" if "%" in plot.values.number or plot.kind == "shares" else "number"
    _head(page, top, 0, "Month" if plot.kind == "months" else "")
    for row, name in enumerate(plot.categories, top + 1):
        page.entry(row, 0, name, "month" if isinstance(name, date) else "text")
        page.fit(0, "Sep 2026" if isinstance(name, date) else name)
    for column, series in enumerate(plot.series, 1):
        _head(page, top, column, series.name)
        for row, value in enumerate(series.values, top + 1):
            page.entry(row, column, value, kind)


def _scatter(page: Page, top: int, plot: Plot) -> None:
    """A line per point: its series, what it is called, x and y."""
    for column, name in enumerate(("Series", "Point", "Across", "Up")):
        _head(page, top, column, name)
    across, up = (_kind(scale) for scale in (plot.across or plot.values, plot.values))
    points = [(series, at) for series in plot.series for at in range(len(series.values))]
    for row, (series, at) in enumerate(points, top + 1):
        said = series.labels[at] if series.labels else ""
        page.entry(row, 0, series.name, "text")
        page.entry(row, 1, said, "text")
        page.entry(row, 2, series.xs[at], across)
        page.entry(row, 3, series.values[at], up)
        page.fit(0, series.name)
        page.fit(1, said)


def _kind(scale: Axis) -> str:
    return "ratio" if "%" in scale.number else "number"


def _head(page: Page, row: int, column: int, text: str) -> None:
    page.text(
        row,
        column,
        text,
        bold=True,
        text_wrap=True,
        valign="top",
        font_color=LIGHT.muted,
        bottom=1,
        bottom_color=LIGHT.line,
    )
    page.fit(column, "")


def _dressed(sheet: str, series: Series, place: Place) -> dict[str, Any]:
    first, last, over, column = place

    def cells(at: int) -> str:
        letter = xl_col_to_name(at, col_abs=True)
        return f"='{sheet}'!{letter}${first + 1}:{letter}${last + 1}"

    given: dict[str, Any] = {"name": printable(series.name, 200), "categories": cells(over), "values": cells(column)}
    given |= _bars(series) if series.form in ("bars", "hidden") else _line(series)
    if any(series.labels):
        given["data_labels"] = _labels(series)
    return given


def _bars(series: Series) -> dict[str, Any]:
    if series.form == "hidden":
        return {"fill": {"none": True}, "border": {"none": True}}
    points = [{"fill": {"color": own}} for own in series.colours]
    return {
        "fill": {"color": series.colour},
        "border": {"none": True},
        "gap": 55,
        **({"points": points} if points else {}),
    }


def _line(series: Series) -> dict[str, Any]:
    line: dict[str, Any] = {"none": True}
    if series.form in WIDTHS:
        line = {"color": series.colour, "width": WIDTHS[series.form]}
        line |= {"dash_type": DASHES[series.form]} if series.form in DASHES else {}
    marker: dict[str, Any] = {"type": "none"}
    if series.form in MARKERS:
        fill = LIGHT.paper if series.form == "early" else series.colour
        marker = {
            "type": "circle",
            "size": MARKERS[series.form],
            "fill": {"color": fill},
            "border": {"color": series.colour},
        }
    return {"line": line, "marker": marker, "smooth": False}


def _labels(series: Series) -> dict[str, Any]:
    is_inside = series.form == "bars" and not series.colours
    font = {"size": 9, "name": FONT, "color": ink_on(series.colour) if is_inside else LIGHT.ink}
    place = {"bars": "center" if is_inside else "outside_end", "names": "right", "dots": "above"}[series.form]
    # A label is the text itself: a reference to a cell would turn a text that starts with = into a formula.
    own = [{"value": _inert(text), "font": font} if text else {"delete": True} for text in series.labels]
    return {"value": True, "custom": own, "position": place, "font": font}


def _inert(text: str) -> str:
    """xlsxwriter takes a label that starts with = for a reference."""
    return printable(f" {text}" if text.startswith("=") else text, 120)


def _axes(chart: Any, plot: Plot) -> None:
    rows = {"num_font": {"size": 9, "name": FONT}, "line": {"color": LIGHT.line}, "major_tick_mark": "none"}
    values = _scale(plot.values)
    if plot.kind == "scatter":
        chart.set_x_axis(_scale(plot.across or plot.values))
        chart.set_y_axis(values)
    elif plot.kind == "months":
        chart.set_x_axis(
            {
                **rows,
                "date_axis": True,
                "num_format": "mmm yyyy",
                "major_unit": 1 if len(plot.categories) <= 12 else 3,
                "major_unit_type": "months",
            }
        )
        chart.set_y_axis(values)
    else:
        # The first row on top, and the scale below the last.
        chart.set_x_axis(values)
        chart.set_y_axis({**rows, "reverse": True, "label_position": "low", "crossing": "max"})


def _scale(scale: Axis) -> dict[str, Any]:
    shown: dict[str, Any] = {"min": scale.low, "max": scale.high, "major_tick_mark": "none", "line": {"none": True}}
    if not scale.number:
        return {**shown, "visible": False, "major_gridlines": {"visible": False}}
    font = {"size": 9, "name": FONT, "color": LIGHT.muted}
    shown |= {
        "num_format": scale.number,
        "num_font": font,
        "major_gridlines": {"visible": True, "line": {"color": LIGHT.line, "width": 0.5}},
    }
    shown |= {"major_unit": scale.step} if scale.step else {}
    return shown | (
        {"name": printable(scale.title, 80), "name_font": {"size": 9, "bold": False, "name": FONT}}
        if scale.title
        else {}
    )


def _legend(chart: Any, plot: Plot) -> None:
    gone = [at for at, series in enumerate(plot.series) if not series.is_named or series.form in ("hidden", "names")]
    if plot.kind == "stacked" or (plot.kind == "bars"):
        chart.set_legend({"none": True})
    else:
        chart.set_legend({"position": "bottom", "delete_series": gone, "font": {"size": 9, "name": FONT}})
