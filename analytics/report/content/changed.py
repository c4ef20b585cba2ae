"""What changed: the denied share cut by payer and by category, from the month compared with to this one."""

from collections.abc import Mapping, Sequence

import polars as pl

from analytics import words
from analytics.charts.changed import category_bridge, payer_bridge, points
from analytics.charts.control import Held
from analytics.charts.model import Chart
from analytics.charts.tiles import change
from analytics.export import SMALLEST_CELL
from analytics.metrics.changed import Counts, by_cases, by_rate_and_mix
from analytics.metrics.changed import Part as Moved
from analytics.metrics.evaluate import Value
from analytics.report.archive import Earlier, newest
from analytics.report.content.front import FRONT, SHOWN, label_of, stands_out
from analytics.report.content.material import Material, scope_of
from analytics.report.content.part import Part, figure
from analytics.report.content.payers import names_of, reasons_together
from analytics.report.model import Column, Figure, Restated, Section, Table
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


RESTATED = "restated"
COLUMNS = (Column("what", "Number"), Column("was", "Said then"), Column("now", "Known now"), Column("why", "Why"))


def compared_with(material: Material, earlier: Sequence[Earlier]) -> Earlier | None:
    """The newest earlier report of that month with the same basis, definition and filters."""
    mine = [one for one in earlier if scope_of(one.asked) == material.asked.scope()]
    return newest(mine, material.asked.against, material.facts.snapshot.key)


def restated(material: Material, before: Earlier | None) -> tuple[Restated, ...]:
    """The numbers of the front page that read otherwise now."""
    if before is None:
        return ()
    month = f"{material.asked.against:%Y-%m}"
    said = {one.metric: one for one in before.report.figures if one.section == FRONT and one.month == month}
    now = {name: material.value(name, material.asked.against) for name in SHOWN}
    why = _why(said.get("denial_rate"), now["denial_rate"], before)
    found = [
        _one(material, name, month, said[name], value, why)
        for name, value in now.items()
        if name in said and value is not None
    ]
    return tuple(one for one in found if one is not None)


def _one(material: Material, name: str, month: str, was: Figure, now: Value, why: str) -> Restated | None:
    if was.value is None or now.value is None:
        return None
    texts = words.short(float(was.value), was.unit), words.short(now.value, now.unit)
    if texts[0] == texts[1]:
        return None
    label = label_of(name, material.asked.filters.definition)
    values = was.value, figure(FRONT, name, label, month, was.basis, now).value
    if _is_small(was.n, now.n):
        # Told exactly, both would tell of the few lines between them.
        values = _rounded(was.value, was.unit), _rounded(now.value, was.unit)
    return Restated(name, label, month, texts[0], texts[1], why, *values)


def _is_small(was: int, now: int) -> bool:
    return 0 < abs(now - was) < SMALLEST_CELL


def _rounded(value: float, unit: str) -> float:
    if unit == "count":
        return int(value)
    return round(value, 3) if unit in ("rate", "ratio") else round(value, -2) if unit == "cents" else value


def _why(was: Figure | None, now: Value | None, before: Earlier) -> str:
    """Which lines came in since."""
    files = f"{words.number_of(before.files_since, 'file')} loaded since {words.day(before.report.as_of)}"
    if was is None or now is None or was.value is None or now.value is None:
        return files
    more = now.n - was.n
    denied = int((now.numerator or 0) - (was.numerator or 0))
    if not more and not denied:
        return f"the same lines are answered, other amounts are known; {files}"
    if not more:
        return f"{_lines(abs(denied))} {'more' if denied > 0 else 'fewer'} denied among the same lines; {files}"
    far = f"{_lines(abs(more))} {'more' if more > 0 else 'fewer'} answered"
    of_them = f", {_lines(denied)} of them denied" if more > 0 and 0 <= denied <= more else ""
    return f"{far}{of_them}; {files}"


def _lines(number: int) -> str:
    return f"fewer than {SMALLEST_CELL} lines" if 0 < number < SMALLEST_CELL else words.number_of(number, "line")


def section(material: Material, before: Earlier | None, found: Sequence[Restated]) -> Section:
    """The restatement as a section: there is always a sentence, so that silence never means no change."""
    month = words.month(material.asked.against)
    if before is None:
        said = f"No earlier report of {month} with the same filters is kept: nothing can be restated."
        return Section(RESTATED, "Restated", (said,))
    if not found:
        return Section(RESTATED, "Restated", (f"Everything that the report of {month} said still reads the same.",))
    rate = next((one for one in found if one.metric == "denial_rate"), found[0])
    said = f"The report of {month} said {rate.was} ({words.within(rate.label)}); now it is {rate.now}: {rate.why}."
    rows = tuple((one.label, one.was, one.now, one.why) for one in found)
    return Section(RESTATED, "Restated", (said,), (), (Table("restated", f"What {month} says now", COLUMNS, rows),))
