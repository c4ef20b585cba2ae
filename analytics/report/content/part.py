"""What a section is made of while the report is made: the section itself and its numbers as tidy rows."""

from dataclasses import dataclass

from analytics import words
from analytics.metrics.cubes import View
from analytics.metrics.evaluate import Value
from analytics.report.model import Figure, Section


@dataclass(frozen=True)
class Part:
    """One section and the numbers that stand in it."""

    section: Section
    figures: tuple[Figure, ...] = ()


def months_of(view: View) -> str:
    """2026-10, or of several months the first and the last: 2025-11/2026-10."""
    if view.start is None or view.end is None:
        return ""
    return f"{view.start:%Y-%m}" if view.start == view.end else f"{view.start:%Y-%m}/{view.end:%Y-%m}"


def span_of(view: View) -> str:
    """Months in words, within a sentence."""
    return words.span(view.start, view.end) if view.start and view.end else "all months"


def figure(section: str, metric: str, label: str, month: str, basis: str, value: Value, key: str = "") -> Figure:
    """A value as a tidy row; cents, counts and halves that are whole are whole."""
    return Figure(
        section=section,
        metric=metric,
        label=label,
        month=month,
        basis=basis,
        key=key,
        unit=value.unit,
        value=_whole(value.value) if value.unit in ("cents", "count") else value.value,
        numerator=_whole(value.numerator),
        denominator=_whole(value.denominator),
        n=value.n,
        low=value.low,
        high=value.high,
        status=value.status,
    )


def amount(
    section: str, metric: str, label: str, month: str, basis: str, cents: int, n: int = 0, key: str = ""
) -> Figure:
    """A sum of cents as a tidy row; n is 0 where the number of lines is not told."""
    value = Value(float(cents), "cents", float(cents), None, n, None, None, None, "ok")
    return figure(section, metric, label, month, basis, value, key)


def _whole(number: float | None) -> float | int | None:
    return int(number) if number is not None and number == int(number) else number
