"""Run-out: the published triangle, and denials that come later than payments (statistics 8)."""

import numpy as np
import pytest
from scipy.stats import gamma

from analytics.statistics import chain_ladder, run_out_rate

TRIANGLE = [
    [40, 160, 190, 198, 200],
    [44, 176, 209, 217.8, 220],
    [38, 152, 180.5, 188.1],
    [42, 168, 199.5],
    [50, 200],
    [45],
]


def test_the_triangle_has_its_published_values() -> None:
    found = chain_ladder(TRIANGLE)
    assert found.growth == pytest.approx((4, 1.1875, 1.042105, 1.010101), abs=1e-6)
    assert found.completion == pytest.approx((0.2, 0.8, 0.95, 0.99, 1.0), abs=1e-6)
    assert found.ultimates == pytest.approx((200, 220, 190, 210, 250, 225), abs=1e-6)


def test_nothing_seen_is_nothing_known() -> None:
    assert chain_ladder([]).ultimates == ()
    assert chain_ladder([[3.0, 5.0], [0.0]]).ultimates == (5.0, None)
    assert run_out_rate([[3.0, 5.0], [0.0]], [[30.0, 50.0], [20.0]])[1] is None


TRUE = 0.12
AGES = 15 * np.arange(1, 13)
PAID_BY, DENIED_BY = gamma.cdf(AGES, 4, scale=16 / 4), gamma.cdf(AGES, 4, scale=32 / 4)
"""Payments take 16 days in the mean, denials 32 (domain 8)."""
SENT = 2000


def test_the_fixture_misleads_as_published() -> None:
    """Of the lines answered by 15, 30, 45, 60 and 90 days."""
    naive = TRUE * DENIED_BY / (TRUE * DENIED_BY + (1 - TRUE) * PAID_BY)
    assert naive[[0, 1, 2, 3, 5]] == pytest.approx([0.031, 0.070, 0.100, 0.114, 0.120], abs=0.0006)


def cohorts(dice: np.random.Generator) -> tuple[list[list[float]], list[list[float]]]:
    """Twenty half months of lines, the newest fifteen days old: denied and paid by age."""
    denied, paid = [], []
    for back in range(20, 0, -1):
        lost = dice.binomial(SENT, TRUE)
        for many, by, rows in ((lost, DENIED_BY, denied), (SENT - lost, PAID_BY, paid)):
            steps = np.diff(by, prepend=0.0)
            came = dice.multinomial(many, [*steps, 1 - by[-1]])[:-1].cumsum()
            rows.append([float(count) for count in came[: min(back, len(AGES))]])
    return denied, paid


def test_the_truth_is_recovered_within_its_interval() -> None:
    """The newest cohort says 3.1 %; of 200 worlds its limits hold 12 % at least as often as honest ones do."""
    held = [0, 0, 0]
    for seed in range(200):
        denied, paid = cohorts(np.random.default_rng(seed))
        rates = run_out_rate(denied, paid)
        for place, back in enumerate((1, 2, 3)):
            found = rates[-back]
            assert found is not None
            held[place] += found[1] <= TRUE <= found[2]
    assert min(held) >= 0.91 * 200


def test_one_world_says_so_in_numbers() -> None:
    denied, paid = cohorts(np.random.default_rng(1))
    naive = denied[-1][-1] / (denied[-1][-1] + paid[-1][-1])
    found = run_out_rate(denied, paid)[-1]
    assert found is not None
    assert naive < 0.05 < found[1] < TRUE < found[2]
