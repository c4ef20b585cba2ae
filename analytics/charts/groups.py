"""Rates of groups side by side: payers, providers, drugs, places of service."""

from collections.abc import Mapping, Sequence

from analytics import words
from analytics.charts.change import apart
from analytics.charts.denials import said
from analytics.charts.model import Chart, Dot, Dots
from analytics.metrics.evaluate import Group, Value
from analytics.metrics.view import KEYS
from analytics.statistics import ENOUGH, FEW

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
