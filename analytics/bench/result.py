"""One line of a bench: ours, theirs where there is a peer, the budget, and whether it is kept."""

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
