"""One line of a bench: ours, theirs where there is a peer, the budget, and whether it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """`ratio` is ours ÷ theirs; `ok` is None where nothing was measured."""

    name: str
    ours: float | None
    theirs: float | None
    ratio: float | None
    budget: float | None
    ok: bool | None
    note: str


def judged(name: str, mine: float, theirs: float | None, budget: float, note: str) -> Result:
    """Kept when ours, or ours ÷ theirs where there is a peer, is at most the budget."""
    ratio = None if theirs is None else mine / theirs
    return Result(name, mine, theirs, ratio, budget, (mine if ratio is None else ratio) <= budget, note)


def skipped(name: str, budget: float, why: str) -> Result:
    return Result(name, None, None, None, budget, None, f"skipped: {why}")


def middle(seconds: Sequence[float]) -> float:
    """Half of them take longer."""
    return sorted(seconds)[len(seconds) // 2]


def worst(seconds: Sequence[float]) -> float:
    """The 95th percentile: one in twenty takes longer."""
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * 0.95))]
