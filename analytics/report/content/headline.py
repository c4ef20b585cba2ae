"""The first three sentences: what happened, how sure it is, what to do. Each by a rule, none beyond the limits."""

import polars as pl

from analytics import words
from analytics.charts.change import change
from analytics.charts.control import Held, tell
from analytics.charts.headline import left_out, subject
from analytics.leakage import rule
from analytics.report.content.front import stands_out
from analytics.report.content.leaks import causes_of
from analytics.report.content.material import Material
from analytics.report.content.told import SMALL
from analytics.report.suppression import HIDDEN
from analytics.statistics import ENOUGH

_CODES = "Their answers give neither a reason code nor a status that says so: load an export that has them."


def headline(material: Material, limits: Held) -> tuple[str, ...]:
    """One sentence each."""
    month = words.month(material.asked.month)
    now = material.value("denial_rate", material.asked.month)
    if now is None or (now.status != SMALL and not now.n):
        return (f"No 96372 line has an answer in {month}.", "There is nothing to be sure of.", _nothing_to_do(material))
    if now.status == SMALL:
        happened = f"96372 lines in {month}: the denial rate rests on {HIDDEN} and is not told."
        return happened, "So few patients do not make a rate.", _to_do(material)
    if now.value is None:
        return (f"How many 96372 lines were denied in {month} is {words.NOT_KNOWN}.", _CODES, _to_do(material))
    happened = subject(material.asked.filters.definition, now, f"in {month}")
    return f"{happened}{_moved(material, limits)}.", _sure(material, limits), _to_do(material)


def _moved(material: Material, limits: Held) -> str:
    """A change is claimed only where it is beyond chance and the limits of all months support it."""
    before = words.month(material.asked.against)
    now = material.value("denial_rate", material.asked.month)
    was = material.value("denial_rate", material.asked.against)
    if material.is_preliminary:
        return ", preliminary: later remittances will change it"
    if not material.is_comparable:
        return ", too early in the data to compare"
    if material.scope.before is None or was is None or now is None or was.value is None or min(was.n, now.n) < ENOUGH:
        return f", with nothing in {before} to compare it with"
    moved = change(now, was)
    if moved is None or not moved.is_beyond_chance:
        return f", no change beyond chance from {words.percent(was.value)} in {before}"
    way = "above" if moved.difference > 0 else "below"
    if limits.control.has_limits and not stands_out(limits, material):
        return f", {way} {words.percent(was.value)} in {before}, but within the limits that months keep by chance"
    return f", {'up' if way == 'above' else 'down'} from {words.percent(was.value)} in {before}, beyond chance"


def _sure(material: Material, limits: Held) -> str:
    """What the limits say of this month, or why there are none."""
    month = material.asked.month
    if material.here is not None and material.here.is_early and not material.is_preliminary:
        return f"The claims answered in {words.month(month)} were mostly sent before the data begin: take it as a part."
    if material.is_preliminary or not material.is_comparable:
        far = left_out(material.scope)
        if far:
            return far
        end = words.day(material.as_of) if material.as_of else "nowhere"
        return f"The data end on {end}: {words.month(month)} is not closed, and nothing in it is compared yet."
    if not limits.control.has_limits:
        known = words.number_of(len(limits.days), "comparable month")
        return (
            f"There {'is' if len(limits.days) == 1 else 'are'} {known}: limits need twelve, so no month is singled out."
        )
    starts = [limits.days[at] for at in limits.control.shifts]
    if month in starts:
        return f"The months up to {words.month(month)} show a new level that began then."
    signals = limits.signals([month])
    if signals:
        return f"It stands out from the months before: {words.listing([tell(limits.days, one) for one in signals])}."
    return f"It lies within the limits that chance alone would keep, from {words.number_of(len(limits.days), 'month')}."


def _to_do(material: Material) -> str:
    """The cause that is most worth working, with its owner."""
    causes = causes_of(material)
    if not causes.height:
        return _nothing_to_do(material)
    top = causes.row(0, named=True)
    title = words.within(rule(top["rule"]).title)
    lines, worth = words.number_of(top["lines"], "line"), words.money(top["amount_cents"])
    owner = words.within(words.SIDE.get(top["side"], "billing"))
    return f"Work first, with {owner}: {title}, {lines} and {worth} that can still be had."


def _nothing_to_do(material: Material) -> str:
    if material.here is None:
        return "Load the remittances of this month, or choose another one."
    if material.leaks.filter(pl.col("is_workable") & (pl.col("worth_cents") > 0)).height:
        return f"What is worth working now lies in causes of {HIDDEN}, which the page Leakage lists."
    return "No cause of leakage is worth working now."
