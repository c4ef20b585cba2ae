"""The report as one tidy CSV: a row per number, in a form that any program reads and no spreadsheet runs."""

from collections.abc import Sequence
from dataclasses import asdict, fields

from analytics.export import inert
from analytics.report.model import Figure, Report, Restated

RESTATED = "restated"
"""The section of the rows that say what an earlier report said: `was`, `now` and `why` beside the value now."""

FIGURE = tuple(field.name for field in fields(Figure))
COLUMNS = ("title", "report_month", "preliminary", "snapshot", "as_of", *FIGURE, "was", "now", "why", "was_value")

Value = str | int | float | bool | None


def csv(report: Report) -> bytes:
    """Every text quoted, every number plain (cents whole, rates from 0 to 1), what is not known empty."""
    of_report: dict[str, Value] = {
        "title": report.title,
        "report_month": f"{report.month:%Y-%m}",
        "preliminary": "yes" if report.preliminary else "no",
        "snapshot": report.snapshot,
        "as_of": report.as_of.isoformat() if report.as_of else None,
    }
    rows = [{**of_report, **asdict(figure)} for figure in report.figures]
    rows += [{**of_report, **_restated(one, report.basis)} for one in report.restated]
    lines = [_line(COLUMNS), *(_line([row.get(name) for name in COLUMNS]) for row in rows)]
    return "".join(f"{line}\n" for line in lines).encode()


def _restated(one: Restated, basis: str) -> dict[str, Value]:
    return {
        "section": RESTATED,
        "metric": one.metric,
        "label": one.label,
        "month": one.month,
        "basis": basis,
        "key": "",
        "value": one.now_value,
        "was": one.was,
        "now": one.now,
        "why": one.why,
        "was_value": one.was_value,
    }


def _line(values: Sequence[Value]) -> str:
    return ",".join(_cell(value) for value in values)


def _cell(value: Value) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, str):
        return '"' + inert(value).encode(errors="replace").decode().replace("\x00", "").replace('"', '""') + '"'
    return repr(value)
