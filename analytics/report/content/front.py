"""The front page: one tile per number that leadership asks for, each with its change, its certainty and its target."""

from datetime import date

from analytics import words
from analytics.charts.change import change
from analytics.charts.comparable import Month
from analytics.charts.control import Held
from analytics.charts.tiles import RECEIVED, RECEIVED_WORDS
from analytics.metrics.catalog import BY_NAME
from analytics.metrics.evaluate import WAITING_LABELS, WAITING_WORDS, Value
from analytics.report.content.material import Material
from analytics.report.content.part import figure
from analytics.report.content.told import SMALL
from analytics.report.model import Change, Figure, Kpi
from analytics.report.suppression import HIDDEN
from analytics.statistics import newcombe, wilson_limits

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
