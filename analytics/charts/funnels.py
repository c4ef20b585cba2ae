"""Rates of payers or providers by size, between limits that chance and their usual scatter would keep."""

from collections.abc import Mapping, Sequence

from analytics import words
from analytics.charts.denials import said
from analytics.charts.groups import NOUNS, name_of
from analytics.charts.model import Chart, Funnel, Spot
from analytics.metrics.evaluate import Group, Value
from analytics.metrics.view import KEYS
from analytics.statistics import ENOUGH, FEW, Z95, Z_OUTER, funnel_limits, over_dispersion

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
    title = _title(known, by, names, [_side(rate, level, phi) for rate in rates])
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


def _title(known: Sequence[Group], by: str, names: Mapping[str, str], sides: Sequence[int]) -> str:
    one, several = NOUNS[by]
    told = []
    for side, where in ((1, "above"), (-1, "below")):
        named = [name_of(group, by, names) for group, its in zip(known, sides, strict=True) if its == side]
        told += [f"{words.listing(named, most=3)} {where}"] if named else []
    if not told:
        return f"No {one} lies beyond what chance and the usual scatter of {several} explain"
    return f"{' and '.join(told)} what chance and the usual scatter of {several} explain"
