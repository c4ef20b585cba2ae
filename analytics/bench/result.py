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
