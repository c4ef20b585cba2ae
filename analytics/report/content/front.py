"""The front page: one tile per number that leadership asks for, each with its change, its certainty and its target."""

from datetime import date

import polars as pl

from analytics import words
from analytics.charts.comparable import Month
from analytics.charts.control import Held, tell
from analytics.charts.headline import left_out, subject
from analytics.charts.tiles import RECEIVED, RECEIVED_WORDS, change
from analytics.leakage import rule
from analytics.metrics.catalog import BY_NAME
from analytics.metrics.evaluate import WAITING_LABELS, WAITING_WORDS, Value
from analytics.report.content.leaks import causes_of
from analytics.report.content.material import Material
from analytics.report.content.part import figure
from analytics.report.model import Change, Figure, Kpi
from analytics.report.suppression import HIDDEN, SMALL
from analytics.statistics import ENOUGH, newcombe, wilson_limits

SHOWN = (
    "injections_billed", "denial_rate", RECEIVED, "denied_dollars_expected", "em_loss_rate", "price_index",
    "days_to_first_response",
)  # fmt: skip
"""The numbers of the front page, in the order in which they are read."""
FRONT = "front"


def label_of(name: str, definition: str = "initial") -> str:
    """A metric as the front page calls it."""
    if name == RECEIVED:
        return "Net received"
    if name == "denial_rate":
        return "Initial denial rate" if definition == "initial" else words.DEFINITION[definition]
    return WAITING_LABELS.get(name) or BY_NAME[name].label


def kpis(material: Material, limits: Held) -> tuple[Kpi, ...]:
    """The tiles of the month; none where the month has no line."""
    return tuple(_kpi(material, name, limits) for name in SHOWN) if material.here is not None else ()


def _kpi(material: Material, name: str, limits: Held) -> Kpi:
    now = material.value(name, material.asked.month)
    assert now is not None
    days = dict.fromkeys((material.asked.against, material.asked.year_ago))
    return Kpi(
        name=name,
        label=label_of(name, material.asked.filters.definition),
        value=HIDDEN if now.status == SMALL else words.short(now.value, now.unit),
        certainty=_certainty(now),
        changes=tuple(_changed(material, name, now, day, limits) for day in days),
        words=_words(name),
        target=_target(material, name, now),
    )


def _certainty(value: Value) -> str:
    return words.certainty(value) if value.n and value.status != SMALL else ""


def _words(name: str) -> str:
    if name == RECEIVED:
        return RECEIVED_WORDS
    return WAITING_WORDS.get(name) or BY_NAME[name].words


def _better(name: str) -> str:
    if name == RECEIVED:
        return "higher"
    return "lower" if name in WAITING_LABELS else BY_NAME[name].better


def _changed(material: Material, name: str, now: Value, day: date, limits: Held) -> Change:
    against = words.month(day)
    month, was = material.month(day), material.value(name, day)
    if was is None or month is None or not _is_comparable(material, month, now):
        return Change(against, "no data" if was is None else "not comparable", "off", "grey")
    moved = change(now, was)
    if moved is None:
        return Change(against, "not comparable", "off", "grey")
    is_sure = moved.is_beyond_chance is True and _holds(material, name, day, limits)
    said = words.change(moved.difference, now.unit)
    direction = "off" if not moved.difference else "up" if moved.difference > 0 else "down"
    if moved.is_beyond_chance is None:
        return Change(against, said, direction, "grey")
    chance = "" if is_sure else ", within its limits" if moved.is_beyond_chance else ", within chance"
    text = f"{said} ({_interval(now, was)}){chance}"
    return Change(against, text, direction, _tone(name, moved.difference) if is_sure else "grey")


def _is_comparable(material: Material, month: Month, now: Value) -> bool:
    here = material.here
    is_firm = here is not None and here.is_comparable and not material.is_preliminary
    return month.is_comparable and now.status in ("ok", SMALL) and is_firm


def _holds(material: Material, name: str, day: date, limits: Held) -> bool:
    """A change of the denial rate on the month before is claimed only where a signal of its limits ends here."""
    if name != "denial_rate" or day != material.asked.against or not limits.control.has_limits:
        return True
    return stands_out(limits, material)


def stands_out(limits: Held, material: Material) -> bool:
    """A signal ends in the month, or a new level began in it."""
    month = material.asked.month
    starts = [limits.days[at] for at in limits.control.shifts]
    return bool(limits.signals([month])) or month in starts


def _interval(now: Value, was: Value) -> str:
    one, two = (wilson_limits(value.numerator or 0.0, value.denominator or 1.0) for value in (now, was))
    low, high = newcombe(one, two) if now.n and was.n else (0.0, 0.0)
    return f"{words.points(low)} to {words.points(high)}"


def _tone(name: str, difference: float) -> str:
    better = _better(name)
    if better == "neither":
        return "grey"
    return "better" if (difference < 0) == (better == "lower") else "worse"


def _target(material: Material, name: str, now: Value) -> str:
    """The user's own line, and whether the month kept it: told only where the interval lies on one side."""
    target = dict(material.asked.targets).get(name)
    if target is None or now.value is None:
        return ""
    is_lower = _better(name) == "lower"
    said = f"target {'at most' if is_lower else 'at least'} {words.value(target, now.unit)}"
    low, high = (now.value, now.value) if now.low is None or now.high is None else (now.low, now.high)
    if low <= target <= high and low != high:
        return f"{said}: cannot be told apart from it"
    return f"{said}: {'met' if (now.value <= target) == is_lower or now.value == target else 'not met'}"


def figures(material: Material) -> tuple[Figure, ...]:
    """The numbers of the tiles, in this month and those it is compared with."""
    asked = material.asked
    days = dict.fromkeys((asked.month, asked.against, asked.year_ago))
    found = [(name, day, material.value(name, day)) for day in days for name in SHOWN]
    return tuple(
        figure(FRONT, name, label_of(name, asked.filters.definition), f"{day:%Y-%m}", asked.basis, value)
        for name, day, value in found
        if value is not None
    )


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
