"""What an earlier report said of the month compared with, and what is known now."""

from collections.abc import Sequence

from analytics import words
from analytics.export import SMALLEST_CELL
from analytics.metrics.evaluate import Value
from analytics.report.archive import Earlier, newest
from analytics.report.content.asked import scope_of
from analytics.report.content.front import FRONT, SHOWN, label_of
from analytics.report.content.material import Material
from analytics.report.content.part import figure
from analytics.report.model import Column, Figure, Restated, Section, Table

NAME = "restated"
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
        return Section(NAME, "Restated", (said,))
    if not found:
        return Section(NAME, "Restated", (f"Everything that the report of {month} said still reads the same.",))
    rate = next((one for one in found if one.metric == "denial_rate"), found[0])
    said = f"The report of {month} said {rate.was} ({words.within(rate.label)}); now it is {rate.now}: {rate.why}."
    rows = tuple((one.label, one.was, one.now, one.why) for one in found)
    return Section(NAME, "Restated", (said,), (), (Table("restated", f"What {month} says now", COLUMNS, rows),))
