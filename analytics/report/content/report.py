"""One month's report from the facts."""

from collections.abc import Sequence

from analytics import words
from analytics.charts.control import Held, held
from analytics.facts import Facts
from analytics.report.archive import Earlier
from analytics.report.content import changed as restating
from analytics.report.content import notes as footnotes
from analytics.report.content.cash import cash
from analytics.report.content.changed import changed
from analytics.report.content.denials import denials
from analytics.report.content.front import figures, headline, kpis
from analytics.report.content.leaks import leaks
from analytics.report.content.material import Asked, Material
from analytics.report.content.pairs import modifier25
from analytics.report.content.part import Part
from analytics.report.content.payers import classes, payers
from analytics.report.model import Report


def report_of(
    facts: Facts,
    asked: Asked,
    earlier: Sequence[Earlier] = (),
    *,
    closed: tuple[str, ...] = (),
    reference: Sequence[str] = (),
) -> Report:
    """The report of a month; `earlier` are the reports kept, `closed` the lines that nobody works any more.

    A month without any line gives a report that says so.
    """
    material = Material(facts, asked, closed)
    limits = held(material.told_months, asked.month)
    before = restating.compared_with(material, earlier)
    found = restating.restated(material, before)
    parts = [part for part in _parts(material, limits) if part is not None]
    return Report(
        title=asked.title or f"Reimbursement of 96372, {words.month(asked.month)}",
        month=asked.month,
        basis=asked.basis,
        preliminary=material.is_preliminary,
        snapshot=facts.snapshot.id,
        as_of=material.as_of,
        headline=headline(material, limits),
        kpis=kpis(material, limits),
        sections=(*(part.section for part in parts), restating.section(material, before, found)),
        restated=found,
        notes=footnotes.notes(material, reference),
        footline=footnotes.footline(material),
        figures=(*figures(material), *(figure for part in parts for figure in part.figures)),
        logo=asked.logo,
    )


def _parts(material: Material, limits: Held) -> list[Part | None]:
    if material.here is None:
        return []
    return [
        denials(material),
        changed(material, limits),
        classes(material),
        payers(material),
        modifier25(material),
        leaks(material),
        cash(material),
    ]
