"""The four rules by which a month stands out (NHS, making data count); each says at which places it is met."""

from collections.abc import Callable, Sequence
from itertools import groupby, pairwise

RUN = 7
"""So many on one side of the centre, or so many rising or falling, are a signal."""
EDGE = 2 / 3
"""Beyond this part of the way from the centre to the limit a point is near it."""

Places = list[tuple[int, int]]
"""Of each signal the side or direction (1 or −1) and the place at which it ends."""


def outside(heights: Sequence[float]) -> Places:
    """Beyond the limits. A height is the distance from the centre in parts of the way to the limit."""
    return [(1 if height > 0 else -1, at) for at, height in enumerate(heights) if abs(height) > 1 + 1e-9]


def runs(heights: Sequence[float]) -> Places:
    """Seven or more in a row on one side of the centre; a point on the centre ends a run."""
    return [(side, at) for at, (side, length) in enumerate(_lengths(_sides(heights))) if side and length >= RUN]


def trends(heights: Sequence[float]) -> Places:
    """Seven points each higher, or each lower, than the one before."""
    moves = _sides([b - a for a, b in pairwise(heights)])
    return [(side, at + 1) for at, (side, length) in enumerate(_lengths(moves)) if side and length >= RUN - 1]


def two_of_three(heights: Sequence[float]) -> Places:
    """Of three in a row on one side two in the outer third, none beyond the limit that would be told already."""
    windows = enumerate(zip(heights, heights[1:], heights[2:], strict=False), 2)
    return [(side, at) for at, three in windows for side in (1, -1) if _is_near(three, side)]


def _is_near(three: Sequence[float], side: int) -> bool:
    near = [height for height in three if EDGE < height * side <= 1]
    return len(near) >= 2 and all(height * side > 0 for height in three)


RULES: dict[str, Callable[[Sequence[float]], Places]] = {
    "outside": outside,
    "run": runs,
    "trend": trends,
    "near": two_of_three,
}
"""In the order in which they are told."""


def _sides(values: Sequence[float]) -> list[int]:
    return [0 if abs(value) < 1e-12 else 1 if value > 0 else -1 for value in values]


def _lengths(sides: Sequence[int]) -> list[tuple[int, int]]:
    """Of each place its side and how many in a row have it by then."""
    return [(side, at) for side, same in groupby(sides) for at, _ in enumerate(same, 1)]
