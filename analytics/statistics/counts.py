"""How likely two counts of one level are to lie so far apart: Fisher's exact test, for counts of any size."""

from collections.abc import Iterator
from math import exp, lgamma

from analytics.statistics.limits import Count

_NOTHING = 1e-18


def fisher(one: Count, two: Count) -> float:
    """Twice the smaller tail of the exact distribution, never above 1."""
    (a, n), (c, m) = ((round(top), round(all_)) for top, all_ in (one, two))
    cases = a + c
    at_a = exp(_choose(n, a) + _choose(m, c) - _choose(n + m, cases))
    # The tail that leads away from the mean falls from its first term on; the other is what is left of 1.
    is_above = a * (n + m) > cases * n
    end, step = (min(n, cases), 1) if is_above else (max(0, cases - m), -1)
    away = _summed(_terms(at_a, a, end, n, m, cases, step))
    return min(1.0, 2 * min(away, 1 - away + at_a))


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


def _summed(falling: Iterator[float]) -> float:
    """Terms that fall ever faster, until what is left of them changes no digit."""
    total = 0.0
    for term in falling:
        total += term
        if term < total * _NOTHING:
            break
    return total


def _choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
