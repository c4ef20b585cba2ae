"""A tile: one metric of the chosen months, its change, its certainty and its last twelve months."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analytics import words
from analytics.charts.comparable import Month, Scope
from analytics.metrics.catalog import BY_NAME
from analytics.metrics.cubes import View
from analytics.metrics.evaluate import WAITING_LABELS, WAITING_WORDS, Value
from analytics.statistics import ENOUGH, FEW, Rate, newcombe, wilson_limits

_BESIDE = {"capitated": "paid by capitation", "encounter_rate": "paid in an encounter rate"}
"""Ways of being paid that are in no rate, by the beginning of their metrics' names."""


def halves(value: Value) -> str:
    """The number as the division or the sum that it is."""
    if value.numerator is None:
        return ""
    if value.denominator is None:
        return f"a sum over {words.number_of(value.n, 'line')}"
    if value.unit == "rate":
        return f"{words.count(value.numerator)} of {words.count(value.denominator)}"
    if value.unit == "cents":
        return f"{words.exact(int(value.numerator))} ÷ {words.count(value.denominator)}"
    return f"{words.exact(int(value.numerator))} ÷ {words.exact(int(value.denominator))}"


def counted(values: Mapping[str, Value]) -> str:
    """Of all lines: answered, passed on, paid in other ways, not answered; and those that are in nothing."""
    lines, routed = values["injections_billed"].n, values["routed_rate"]
    passed = int(routed.numerator or 0)
    beside = {name: int(values[f"{name}_lines"].numerator or 0) for name in _BESIDE}
    answered = int(routed.denominator or 0) - passed
    rest = lines - answered - passed - sum(beside.values())
    gone = int(values["lines_left_out"].numerator or 0)
    parts = [
        f"{words.count(answered)} answered",
        f"{words.count(passed)} passed on to another payer",
        *(
            f"{words.count(count)} {_BESIDE[name]} ({words.exact(int(values[f'{name}_charge'].value or 0))} charged)"
            for name, count in beside.items()
            if count
        ),
        f"{words.count(rest)} not answered by a first payer yet",
    ]
    apart = f"; {words.count(gone)} voided or withdrawn are not among them" if gone else ""
    return f"Of {words.number_of(lines, 'line')}: {words.listing(parts)}{apart}"


ALARM = 0.05
"""How often a whole comparison, however many it compares, may claim a difference that is chance."""


@dataclass(frozen=True)
class Change:
    """now − before. `is_beyond_chance` is None where it cannot be told: amounts, counts, few cases."""

    difference: float
    is_beyond_chance: bool | None


def change(now: Value, before: Value, *, compared: int = 1) -> Change | None:
    """The difference of two values; of two rates with Newcombe's hybrid interval (statistics 2).

    One of `compared` differences shown together has its limits widened for their number.
    """
    if now.value is None or before.value is None:
        return None
    difference = now.value - before.value
    if now.unit != "rate" or min(now.n, before.n) < ENOUGH:
        return Change(difference, None)
    low, high = newcombe(_rate(now, ALARM / compared), _rate(before, ALARM / compared))
    return Change(difference, low > 0 or high < 0)


def apart(values: Sequence[Value]) -> list[int]:
    """For each rate 1, −1 or 0: above, below, or not beyond chance from all the others together.

    The limits are widened for the number of comparisons, so that the whole list raises a false alarm at most as
    often as one comparison would.
    """
    alarm = ALARM / max(len(values), 1)
    return [_side(value, [other for other in values if other is not value], alarm) for value in values]


def _side(value: Value, others: Sequence[Value], alarm: float) -> int:
    top, n = sum(other.numerator or 0.0 for other in others), sum(other.n for other in others)
    if value.value is None or min(value.n, n) < ENOUGH:
        return 0
    low, high = newcombe(_rate(value, alarm), wilson_limits(top, n, alarm))
    return 1 if low > 0 else -1 if high < 0 else 0


def _rate(value: Value, alarm: float) -> Rate:
    return wilson_limits(value.numerator or 0.0, value.denominator or 0.0, alarm)


SPARK = 12
RECEIVED = "net_received"
RECEIVED_WORDS = (
    "Paid by all plans net of takebacks, on answered 96372 lines of these months. "
    "Patients' own payments are not in the files."
)


@dataclass(frozen=True)
class Tile:
    """What a tile says. `tone`: better, worse, or grey when the change is none, unknown or within chance."""

    label: str
    value: str
    change: str
    direction: str  # up | down | off
    tone: str  # better | worse | grey
    against: str
    certainty: str
    words: str
    spark: tuple[float, ...]
    halves: str = ""


LABELS = {
    "denied_dollars_expected": ("Denied dollars", "at expected payment, "),
    "overturn_rate": ("Overturned", "of denials, "),
    "routed_rate": ("Other payer (COB)", "other payer responsible, "),
}
"""Labels too long for a tile, cut short; what was cut goes before the n."""


def tile(name: str, label: str | None, scope: Scope, now: Value, before: Value | None, months: Sequence[Month]) -> Tile:
    """The tile of a metric; an unknown value is said in words and claims no change."""
    full, meaning, better = _described(name)
    short, note = LABELS.get(name, (full, ""))
    few = now.unit == "rate" and now.value is not None and 0 < now.n <= FEW
    moved = change(now, before) if before is not None and not few and _can_compare(now, scope) else None
    shown = words.change(moved.difference, now.unit) if moved else ""
    is_beyond = moved is not None and moved.is_beyond_chance is True
    return Tile(
        label=label or short,
        value=f"{words.count(now.numerator or 0)} of {now.n}" if few else words.short(now.value, now.unit),
        change=shown,
        direction="off" if not moved or not moved.difference else "up" if moved.difference > 0 else "down",
        tone=_tone(moved.difference, better) if moved and is_beyond else "grey",
        against=_against(scope, moved is not None and moved.is_beyond_chance is False) if moved else "",
        certainty=_certainty(now, note, few=few),
        words=meaning,
        spark=_spark(name, months, scope),
        halves=halves(now),
    )


def _described(name: str) -> tuple[str, str, str]:
    """Label, words and which way is better."""
    if name in WAITING_LABELS:
        return WAITING_LABELS[name], WAITING_WORDS[name], "lower"
    if name == RECEIVED:
        return "Net received", RECEIVED_WORDS, "higher"
    return BY_NAME[name].label, BY_NAME[name].words, BY_NAME[name].better


def _can_compare(now: Value, scope: Scope) -> bool:
    """Counts and amounts of months are compared with those of as many months only."""
    return now.unit not in ("count", "cents") or scope.before is None or _length(scope.view) == _length(scope.before)


def _length(view: View) -> int | None:
    if view.start is None or view.end is None:
        return None
    return (view.end.year - view.start.year) * 12 + view.end.month - view.start.month


def with_received(values: dict[str, Value]) -> dict[str, Value]:
    """The values and, as one more, the dollars on top of the net collection rate."""
    rate = values["net_collection_rate"]
    paid = replace(rate, value=rate.numerator if rate.n else None, unit="cents", denominator=None)
    return {**values, RECEIVED: paid}


def _certainty(now: Value, note: str, *, few: bool) -> str:
    if now.value is None:
        return words.NOT_KNOWN if now.unsure else "nothing to count"
    return "too few to name a rate" if few else f"{note}{words.certainty(now)}"


def _tone(difference: float, better: str) -> str:
    if better == "neither":
        return "grey"
    return "better" if (difference < 0) == (better == "lower") else "worse"


def _against(scope: Scope, is_chance: bool) -> str:
    assert scope.before is not None and scope.before.start is not None and scope.before.end is not None
    period = f"vs {words.span(scope.before.start, scope.before.end)}"
    return f"within chance, {period}" if is_chance else period


def _spark(name: str, months: Sequence[Month], scope: Scope) -> tuple[float, ...]:
    end = scope.view.end
    shown = [month.values[name] for month in months if month.is_comparable and (end is None or month.day <= end)]
    firm = [value for value in shown if value.status != "immature"]
    return tuple(v.value for v in firm[-SPARK:] if v.value is not None and (v.unit != "rate" or v.n > FEW))
