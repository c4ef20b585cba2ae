"""Two groups compared within strata: Mantel-Haenszel (statistics 4); metrics/matching standardises."""

from collections.abc import Sequence

from analytics.statistics.limits import Count

Tables = Sequence[tuple[Count, Count]]
"""Of each stratum the cases and size of the one group and of the other."""


def mantel_haenszel(strata: Tables) -> tuple[float | None, float | None]:
    """The common odds ratio and the common difference of rates; None where the strata cannot tell."""
    cells = [(a, n1, c, n0, n1 + n0) for (a, n1), (c, n0) in strata if n1 and n0]
    ahead = sum(a * (n0 - c) / both for a, _, c, n0, both in cells)
    behind = sum((n1 - a) * c / both for a, n1, c, _, both in cells)
    gap = sum((a * n0 - c * n1) / both for a, n1, c, n0, both in cells)
    weight = sum(n1 * n0 / both for _, n1, _, n0, both in cells)
    return (ahead / behind if behind else None), (gap / weight if weight else None)
