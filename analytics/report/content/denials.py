"""Denials: the trend under its limits, the service month that is old enough, and why lines are denied."""

from dataclasses import replace
from datetime import date

import polars as pl

from analytics import words
from analytics.charts.comparable import Month
from analytics.charts.denials import rate_trend, reason_pareto
from analytics.charts.model import Chart, Point, Trend
from analytics.metrics.evaluate import Value
from analytics.report.content.front import label_of
from analytics.report.content.material import Material
from analytics.report.content.part import Part, figure, span_of
from analytics.report.content.payers import OTHER_REASONS, rate, reasons_together
from analytics.report.model import Column, Entry, Figure, Section, Table
from analytics.report.suppression import HIDDEN, SMALL, Told, may_show

NAME = "denials"
TREND = (
    Column("month", "Month", "month"),
    Column("rate", "Denied", "rate"),
    Column("low", "From", "rate"),
    Column("high", "To", "rate"),
    Column("denied", "Denied lines", "count"),
    Column("answered", "Answered lines", "count"),
    Column("note", "Note"),
)
REASONS = (
    Column("reason", "Reason"),
    Column("lines", "Denied lines", "count"),
    Column("share", "Share", "rate"),
    Column("cents", "Expected dollars", "cents"),
)
SHOWN_MONTHS = 24


def denials(material: Material) -> Part:
    """How the denial rate moves, and for which reasons lines were denied in the last twelve months."""
    service = service_month(material)
    trend, months = _trend(material), material.told_months[-SHOWN_MONTHS:]
    reasons = safe_reasons(material)
    sentences = [f"{trend.title}." if trend else _no_rate(material), _service(service)]
    charts = [chart for chart in (trend, _pareto(reasons, span_of(material.window))) if chart is not None]
    is_known = any(one.values["denial_rate"].value is not None for one in months)
    tables = [*([_trend_table(months)] if is_known else []), *_reason_table(reasons, span_of(material.window))]
    said = tuple(sentence for sentence in sentences if sentence)
    section = Section(NAME, "Denials", said, tuple(charts), tuple(tables))
    label, basis = label_of("denial_rate", material.asked.filters.definition), material.asked.basis
    figures = tuple(
        figure(NAME, "denial_rate", label, f"{one.day:%Y-%m}", basis, one.values["denial_rate"]) for one in months
    )
    return Part(section, (*figures, *_service_figures(material, service)))


def _no_rate(material: Material) -> str:
    now = material.value("denial_rate", material.asked.month)
    if now is not None and now.value is None and now.unsure:
        return f"Which lines were denied is {words.NOT_KNOWN}."
    return "No month has enough answered lines for a rate."


def _trend(material: Material) -> Chart | None:
    here = material.here
    if here is None or here.values["denial_rate"].n == 0:
        return None
    view = material.asked.view(material.window.start, material.asked.month)
    whole = material.told_months
    if not whole:
        return None
    scope = replace(material.scope, view=view)
    now = next(one for one in whole if one.day == here.day).values["denial_rate"]
    chart = rate_trend(scope, view, whole[-SHOWN_MONTHS:], now)
    return _targeted(_unnamed(chart), material) if chart else None


def _unnamed(chart: Chart) -> Chart:
    """Months that are not told say so."""
    assert isinstance(chart.marks, Trend)
    points = tuple(_point(point) for point in chart.marks.points)
    return replace(chart, marks=replace(chart.marks, points=points))


def _point(point: Point) -> Point:
    return point if point.value is not None else replace(point, hover=f"{words.month(point.month)}: {HIDDEN}, or none")


def _targeted(chart: Chart, material: Material) -> Chart:
    target = dict(material.asked.targets).get("denial_rate")
    if target is None or not isinstance(chart.marks, Trend):
        return chart
    return replace(chart, marks=replace(chart.marks, target=target, target_label=f"target {words.percent(target)}"))


def _trend_table(months: tuple[Month, ...]) -> Table:
    return Table(
        "trend", "Denial rate by month", TREND, tuple(map(_month_row, months)), "95 % intervals.", is_behind=True
    )


def _month_row(month: Month) -> tuple[Entry, ...]:
    value = month.values["denial_rate"]
    early = "too early to compare" if not month.is_comparable else "answered less than over all payers"
    note = HIDDEN if value.status == SMALL else "" if month.is_firm else early
    halves = (None, None) if value.status == SMALL else (int(value.numerator or 0), int(value.denominator or 0))
    return month.day, value.value, value.low, value.high, *halves, note


def service_month(material: Material) -> tuple[date, Value] | None:
    """The newest month of service, up to this month, that payers have answered enough, with its denial rate."""
    if material.asked.basis == "service":
        return None
    # A month old enough may still have no answer: its claims came, its remittances never did.
    known = pl.col("month") <= material.asked.month, pl.col("is_mature"), pl.col("value").is_not_null()
    old = material.months_of_service.filter(*known).sort("month")
    if not old.height:
        return None
    month, top, bottom = old.select("month", "numerator", "denominator").row(-1)
    value = rate(int(top), int(bottom))
    return month, Told(material.people_of_service(month)).value("denial_rate", value, month)


def _service(found: tuple[date, Value] | None) -> str:
    if found is None or found[1].value is None:
        return ""
    month, value = found
    return (
        f"By month of service, {words.month(month)} is the newest month that payers have answered enough: "
        f"{words.percent(value.value)} denied ({words.certainty(value)})."
    )


def _service_figures(material: Material, found: tuple[date, Value] | None) -> tuple[Figure, ...]:
    if found is None:
        return ()
    label = label_of("denial_rate", material.asked.filters.definition)
    return (figure(NAME, "denial_rate", label, f"{found[0]:%Y-%m}", "service", found[1]),)


def safe_reasons(material: Material) -> pl.DataFrame:
    """The window's denied lines by payer, category and reason; categories of few patients as one."""
    mine = material.within(material.window).filter(pl.col("category").is_not_null())
    if not may_show(mine, {"denied": pl.col("denied_definition").sum()}):
        return material.reasons.clear()
    told = reasons_together(mine)
    return material.reasons.with_columns(pl.col("category").replace_strict(told, return_dtype=pl.String()))


def _pareto(reasons: pl.DataFrame, span: str) -> Chart | None:
    # By payer and code nothing is told: the rows are summed by category.
    # One group of all reasons is no finding.
    is_one = set(reasons["category"]) == {OTHER_REASONS}
    chart = None if is_one else reason_pareto(reasons, None)
    return replace(chart, subtitle=f"{chart.subtitle}, {span}") if chart else None


def _reason_table(reasons: pl.DataFrame, span: str) -> list[Table]:
    if not reasons.height:
        return []
    lines = int(reasons["lines"].sum())
    sums = reasons.group_by("category").agg(pl.col("lines", "expected_cents").sum())
    order = sums.sort(["lines", "category"], descending=[True, False])
    rows = tuple(
        (words.category(row["category"]), row["lines"], row["lines"] / lines, row["expected_cents"])
        for row in order.iter_rows(named=True)
    )
    total = ("All", lines, 1.0, int(reasons["expected_cents"].sum()))
    note = f"Reasons of {HIDDEN} stand together as other reasons. Expected: what the payer would have been due to pay."
    return [
        Table("reasons", f"Why lines were denied, {span}", REASONS, (*rows, total), note, total=True, is_behind=True)
    ]
