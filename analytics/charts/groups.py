"""Rates of groups side by side: payers, providers, drugs, places of service."""

from collections.abc import Mapping, Sequence

from analytics import words
from analytics.charts.denials import said
from analytics.charts.model import Chart, Dot, Dots, Funnel, Spot
from analytics.charts.tiles import apart
from analytics.metrics.cubes import KEYS
from analytics.metrics.evaluate import Group, Value
from analytics.statistics import ENOUGH, FEW, Z95, Z_OUTER, funnel_limits, over_dispersion

MOST_DOTS = 14
NOUNS = {
    "payer": ("payer", "payers"),
    "provider": ("provider", "providers"),
    "drug": ("drug", "drugs"),
    "place_of_service": ("place of service", "places of service"),
}
"""What can be set side by side, as one and as several."""


def rate_dots(
    groups: Sequence[Group], by: str, names: Mapping[str, str], classes: Mapping[str, str], now: Value
) -> Chart | None:
    """The denial rate of each group with its interval, the largest first; only payers have the hue of their class."""
    enough = sorted((g for g in groups if g.metrics["denial_rate"].n > FEW), key=lambda g: -g.metrics["denial_rate"].n)
    known = [group for group in enough if group.metrics["denial_rate"].value is not None]
    if not known:
        return None
    one, several = NOUNS[by]
    title = _title(known, by, names)
    shown = known[:MOST_DOTS]
    notes = [
        f"{words.number_of(len(groups) - len(enough), one, several)} with 10 lines or fewer left out",
        f"{words.number_of(len(enough) - len(known), one, several)} {words.NOT_KNOWN}",
        f"{words.number_of(len(known) - len(shown), 'smaller one')} in the data below",
    ]
    left = [note for note in notes if not note.startswith("0 ")]
    return Chart(
        title=title,
        subtitle="; ".join(
            [f"Denial rate and 95 % interval by {one}, most answered lines first; grey below 30 lines", *left]
        ),
        alt=f"Dot chart of the denial rate by {one} with intervals. {title}.",
        marks=Dots(
            tuple(_dot(group, by, names, classes) for group in shown), now.value, f"all {words.percent(now.value)}"
        ),
    )


def name_of(group: Group, by: str, names: Mapping[str, str]) -> str:
    """A group as people call it: as the filters do, else the name or the id that the data give."""
    key = [group.key[column] for column in KEYS[by]]
    return names.get(key[0]) or words.name(key[-1] or key[0]) or f"no {NOUNS[by][0]}"


def _dot(group: Group, by: str, names: Mapping[str, str], classes: Mapping[str, str]) -> Dot:
    value, key = group.metrics["denial_rate"], group.key[KEYS[by][0]]
    payer_class = classes.get(key, "other") if by == "payer" else ""
    label = name_of(group, by, names)
    return Dot(
        key=key,
        label=label,
        payer_class=payer_class,
        value=value.value or 0.0,
        low=value.low or 0.0,
        high=value.high or 0.0,
        text=words.percent(value.value),
        hover=f"{label}{f' ({words.payer_class(payer_class)})' if payer_class else ''}: {said(value)}",
        is_grey=value.n < ENOUGH,
    )


def _title(known: Sequence[Group], by: str, names: Mapping[str, str]) -> str:
    one, several = NOUNS[by]
    if len(known) < 2:
        return f"One {one}: nothing to compare with"
    sides = apart([group.metrics["denial_rate"] for group in known])
    named = {
        side: [name_of(group, by, names) for group, its in zip(known, sides, strict=True) if its == side]
        for side in (1, -1)
    }
    told = [
        f"{words.listing(named[side], most=3)} {where}" for side, where in ((1, "above"), (-1, "below")) if named[side]
    ]
    if not told:
        return f"No {one} differs from the others by more than chance"
    return f"{' and '.join(told)} the other {several} by more than chance"


STEPS = 24


def rate_funnel(groups: Sequence[Group], by: str, names: Mapping[str, str]) -> Chart | None:
    """The denial rate of each group by answered lines; only those with 30 lines beyond the outer limit are named."""
    rated = [(group, group.metrics["denial_rate"]) for group in groups]
    known = [group for group, rate in rated if rate.n > FEW and rate.value is not None]
    if len(known) < 2:
        return None
    rates = [group.metrics["denial_rate"] for group in known]
    level = sum(rate.numerator or 0.0 for rate in rates) / sum(rate.n for rate in rates)
    phi = over_dispersion([(rate.numerator or 0.0, rate.n) for rate in rates if rate.n >= ENOUGH], level)
    spots = tuple(_spot(group, by, names, _side(group.metrics["denial_rate"], level, phi)) for group in known)
    title = _funnel_title(known, by, names, [_side(rate, level, phi) for rate in rates])
    one, _ = NOUNS[by]
    wider = f", {phi**0.5:.1f} times as wide as chance alone since they scatter that much" if phi > 1 else ""
    left = len(groups) - len(known)
    why = "with 10 lines or fewer" if all(rate.n <= FEW or rate.value is not None for _, rate in rated) else "not known"
    few = f"; {words.number_of(left, one, NOUNS[by][1])} {why} left out" if left else ""
    return Chart(
        title=title,
        subtitle=f"Denial rate by {one} and number of answered lines, not matched for what they bill; dotted: limits "
        f"for 95 %, solid: for 99.8 % of {NOUNS[by][1]} like the others{wider}; grey below 30 lines{few}",
        alt=f"Funnel chart of the denial rate by {one}. {title}.",
        marks=Funnel(
            spots, level, _limits(rates, level, phi, Z95), _limits(rates, level, phi, Z_OUTER), "Answered lines"
        ),
    )


def _side(rate: Value, level: float, phi: float) -> int:
    if rate.n < ENOUGH or rate.value is None or level in (0.0, 1.0):
        return 0
    low, high = funnel_limits(level, rate.n, phi, Z_OUTER)
    return 1 if rate.value > high else -1 if rate.value < low else 0


def _limits(rates: Sequence[Value], level: float, phi: float, z: float) -> tuple[tuple[float, float, float], ...]:
    """Size, lower and upper limit along the sizes that are there, closer where the limits bend."""
    most = max(rate.n for rate in rates)
    sizes = sorted({max(FEW, round(most * 1.05 * (step / STEPS) ** 2)) for step in range(1, STEPS + 1)})
    return tuple((float(n), *funnel_limits(level, n, phi, z)) for n in sizes)


def _spot(group: Group, by: str, names: Mapping[str, str], side: int) -> Spot:
    rate, label = group.metrics["denial_rate"], name_of(group, by, names)
    return Spot(
        group.key[KEYS[by][0]],
        label,
        rate.n,
        rate.value or 0.0,
        f"{label}: {said(rate)}",
        is_beyond=side != 0,
        is_grey=rate.n < ENOUGH,
    )


def _funnel_title(known: Sequence[Group], by: str, names: Mapping[str, str], sides: Sequence[int]) -> str:
    one, several = NOUNS[by]
    told = []
    for side, where in ((1, "above"), (-1, "below")):
        named = [name_of(group, by, names) for group, its in zip(known, sides, strict=True) if its == side]
        told += [f"{words.listing(named, most=3)} {where}"] if named else []
    if not told:
        return f"No {one} lies beyond what chance and the usual scatter of {several} explain"
    return f"{' and '.join(told)} what chance and the usual scatter of {several} explain"
