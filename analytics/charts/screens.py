"""Payers screened month by month: whose newest month stands out from its own past, judged as a whole list."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from analytics import words
from analytics.charts.control import tell
from analytics.metrics.evaluate import Group
from analytics.statistics import ENOUGH_POINTS, FEW, Signal, screen

Found = Mapping[str, tuple[Sequence[date], Signal]]
"""Of each payer that stands out its months and the signal that ends in the last of them."""


def payer_signals(by_month: Sequence[Group], *, early: Collection[date] = (), end: date | None = None) -> Found:
    """Only "outside" and "7 in a row", held against the number of payers, from the months each payer has answered.

    A payer that answers fast is judged up to a newer month than all payers together.
    """
    days: dict[str, list[date]] = defaultdict(list)
    counts: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for group in sorted(by_month, key=lambda group: group.key["month"]):
        day, rate = date.fromisoformat(f"{group.key['month']}-01"), group.metrics["denial_rate"]
        if rate.status == "ok" and rate.n > FEW and day not in early and (end is None or day <= end):
            days[group.key["payer_id"]].append(day)
            counts[group.key["payer_id"]].append((rate.numerator or 0.0, rate.denominator or 0.0))
    return {payer: (days[payer], signal) for payer, signal in screen(counts).items()}


def told(found: Found, payer: str) -> str:
    """What stands out at a payer, as in "7 in a row above since Mar 2026"; nothing where nothing does."""
    return tell(*found[payer]) if payer in found else ""


def screened(found: Found, names: Mapping[str, str], months: int = ENOUGH_POINTS) -> str:
    """The payers that stand out, in one sentence; of fewer months than a past takes, that it is too early."""
    said = [f"{words.name(names.get(payer, payer))}: {tell(*its)}" for payer, its in found.items()]
    if not said and months < ENOUGH_POINTS:
        return "Too early to hold a payer's newest month against its own past"
    return "; ".join(said) if said else "No payer's newest month stands out from its own past"
