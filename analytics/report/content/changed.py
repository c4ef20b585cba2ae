"""What changed: the denied share cut by payer and by category, from the month compared with to this one."""

from collections.abc import Mapping

import polars as pl

from analytics import words
from analytics.charts.change import change
from analytics.charts.changed import category_bridge, payer_bridge, points
from analytics.charts.control import Held
from analytics.charts.model import Chart
from analytics.metrics.changed import Counts, by_cases, by_rate_and_mix
from analytics.metrics.changed import Part as Moved
from analytics.metrics.evaluate import Value
from analytics.report.content.front import stands_out
from analytics.report.content.groups import names_of, reasons_together
from analytics.report.content.material import Material
from analytics.report.content.part import Part
from analytics.report.model import Column, Section, Table
from analytics.report.suppression import HIDDEN, together

NAME = "changed"
PAYERS = (
    Column("payer", "Payer"),
    Column("before", "Denied before", "count"),
    Column("answered_before", "Answered before", "count"),
    Column("denied", "Denied", "count"),
    Column("answered", "Answered", "count"),
    Column("rate", "By its rate", "points"),
    Column("mix", "By its share of lines", "points"),
)
CATEGORIES = (
    Column("category", "Reason"),
    Column("before", "Denied before", "count"),
    Column("denied", "Denied", "count"),
    Column("part", "Part of the change", "points"),
)


def changed(material: Material, limits: Held) -> Part | None:
    """The bridge; nothing where one of the months may not be told or compared."""
    now, was = (material.value("denial_rate", day) for day in (material.asked.month, material.asked.against))
    if (
        material.is_preliminary
        or not material.is_comparable
        or material.scope.before is None
        or not _known(now)
        or not _known(was)
    ):
        return None
    assert now is not None and was is not None
    is_beyond = _is_beyond(material, now, was, limits)
    payers, names = _payers(material)
    parts, ends = by_rate_and_mix(payers), (was.value or 0.0, now.value or 0.0)
    days = (material.asked.against, material.asked.month)
    spans = (words.month(days[0]), words.month(days[1]))
    categories = _categories(material)
    reasons = {one.key: words.category(one.key) for one in categories}
    cut = by_cases(categories, int(was.denominator or 0), int(now.denominator or 0))
    charts, tables = list[Chart | None](), list[Table]()
    # One group alone is the change itself, told above.
    if len(payers) > 1:
        charts.append(payer_bridge(parts, names, ends, spans, is_beyond=is_beyond))
        tables.append(_payer_table(payers, parts, names))
    if len(categories) > 1:
        charts.append(category_bridge(cut, reasons, ends, spans, is_beyond=is_beyond))
        tables.append(_category_table(categories, cut, reasons))
    if not any(charts):
        return None
    said = _said(parts, names, days, is_beyond=is_beyond)
    return Part(Section(NAME, "What changed", (said,), tuple(filter(None, charts)), tuple(tables)))


def _known(value: Value | None) -> bool:
    return value is not None and value.value is not None and value.denominator is not None


def _is_beyond(material: Material, now: Value, was: Value, limits: Held) -> bool:
    moved = change(now, was)
    is_signal = not limits.control.has_limits or stands_out(limits, material)
    return moved is not None and moved.is_beyond_chance is True and is_signal


def _two_months(material: Material, key: str) -> pl.DataFrame:
    """One row per group: denied and answered lines of both months."""
    asked = material.asked
    sums = [
        pl.col(name).filter(pl.col("month") == day).sum().alias(f"{name}{suffix}")
        for day, suffix in ((asked.against, "_before"), (asked.month, ""))
        for name in ("denied_definition", "answered_definition")
    ]
    return material.people.group_by(key).agg(sums).sort(key)


def _payers(material: Material) -> tuple[list[Counts], Mapping[str, str]]:
    """Payers of both months; those of few patients in either as one."""
    asked = material.asked
    mine = material.people.filter(pl.col("month").is_in([asked.against, asked.month]))
    counts = {
        f"{name}{day}": expr.filter(pl.col("month") == day).sum()
        for day in (asked.against, asked.month)
        for name, expr in (
            ("top", pl.col("denied_definition")),
            ("rest", pl.col("answered_definition") - pl.col("denied_definition")),
        )
    }
    few = together(mine, counts, "payer_id")
    told = {payer: "rest:other" if payer in few else payer for payer in mine["payer_id"].unique().sort()}
    both = _two_months(material, "payer_id").filter(pl.col("payer_id").is_in(list(told)))
    return _summed(both, "payer_id", told), names_of(mine, told)


def _categories(material: Material) -> list[Counts]:
    told = reasons_together(material.people, [material.asked.against, material.asked.month])
    both = _two_months(material, "category").filter(pl.col("category").is_in(list(told)))
    return _summed(both, "category", told)


def _summed(both: pl.DataFrame, key: str, told: Mapping[str, str]) -> list[Counts]:
    """Groups as they are told."""
    sums = both.with_columns(told=pl.col(key).replace_strict(told, return_dtype=pl.String())).group_by("told").agg(
        pl.col(f"{name}{suffix}").sum()
        for name in ("denied_definition", "answered_definition") for suffix in ("_before", "")
    )  # fmt: skip
    return [
        Counts(
            row["told"],
            row["denied_definition_before"],
            row["answered_definition_before"],
            row["denied_definition"],
            row["answered_definition"],
        )
        for row in sums.sort("told").iter_rows(named=True)
    ]


def _said(parts: list[Moved], names: Mapping[str, str], days: tuple[object, object], *, is_beyond: bool) -> str:
    if not is_beyond:
        return (
            "Months differ as much as this by chance; the parts below add up, but none of them "
            "should be read as a cause."
        )
    top = max(parts, key=lambda part: abs(part.total))
    return f"Most of the change came from {names[top.key]} ({points(top.total)}); the parts below add up."


def _payer_table(payers: list[Counts], parts: list[Moved], names: Mapping[str, str]) -> Table:
    rows = tuple(
        (names[one.key], one.top_before, one.n_before, one.top, one.n, part.rate / 10_000, part.mix / 10_000)
        for one, part in sorted(zip(payers, parts, strict=True), key=lambda pair: (-pair[0].n, pair[0].key))
    )
    note = f"Payers of {HIDDEN} in either month, denied or not, stand together. Parts in percentage points."
    return Table("changed_payers", "The change by payer", PAYERS, rows, note, is_behind=True)


def _category_table(categories: list[Counts], cut: Mapping[str, int], names: Mapping[str, str]) -> Table:
    rows = tuple(
        (names[one.key], one.top_before, one.top, cut[one.key] / 10_000)
        for one in sorted(categories, key=lambda one: (-one.top, one.key))
    )
    note = f"Reasons of {HIDDEN} in either month stand together."
    return Table("changed_reasons", "The change by reason", CATEGORIES, rows, note, is_behind=True)
