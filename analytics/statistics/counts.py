"""How likely two counts of one level are to lie so far apart: Fisher's exact test, for counts of any size."""

from collections.abc import Iterator
from math import exp, lgamma

from analytics.statistics.limits import Count


def fisher(one: Count, two: Count) -> float:
    """Twice the smaller tail of the exact distribution, never above 1."""
    (a, n), (c, m) = ((round(top), round(all_)) for top, all_ in (one, two))
    cases = a + c
    least, most = max(0, cases - m), min(n, cases)
    at_a = exp(_choose(n, a) + _choose(m, c) - _choose(n + m, cases))
    upper = sum(_terms(at_a, a, most, n, m, cases, 1))
    lower = sum(_terms(at_a, a, least, n, m, cases, -1))
    return min(1.0, 2 * min(upper, lower))


def scaled(count: Count, scatter: float) -> Count:
    """A count as many lines as it is worth where months scatter more than counts alone."""
    top, n = count
    return top / scatter**2, n / scatter**2


def _terms(first: float, start: int, end: int, n: int, m: int, cases: int, step: int) -> Iterator[float]:
    """The probabilities from `start` on to `end`, each from the one before."""
    term = first
    yield term
    for at in range(start, end, step):
        if step > 0:
            term *= (n - at) * (cases - at) / ((at + 1) * (m - cases + at + 1))
        else:
            term *= at * (m - cases + at) / ((n - at + 1) * (cases - at + 1))
        yield term


def _choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
