"""Limits of shares against another program: clinical-qikit draws the same p and p′ charts."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from qikit import qic

from analytics.statistics import laney, p_chart, xmr

LINES = [500, 520, 480, 510, 495, 505, 515, 490, 500, 485, 3000, 530]
DENIED = [60, 65, 55, 70, 48, 61, 66, 52, 59, 80, 361, 64]


COUNTS = [(float(top), float(n)) for top, n in zip(DENIED, LINES, strict=True)]


def theirs(counts: list[tuple[float, float]], chart: str) -> pd.DataFrame:
    frame = pd.DataFrame(
        {"at": range(len(counts)), "denied": [top for top, _ in counts], "lines": [n for _, n in counts]}
    )
    return qic(x="at", y="denied", n="lines", data=frame, chart=chart).data


@pytest.mark.parametrize(("ours", "chart"), [(p_chart, "p"), (laney, "pp")])
def test_the_reference_series_has_their_limits(ours: Any, chart: str) -> None:
    found, other = ours(COUNTS), theirs(COUNTS, chart)
    assert found.centre == pytest.approx(other["cl"].iloc[0], abs=1e-6)
    assert list(found.high) == pytest.approx(other["ucl"].to_list(), abs=1e-6)
    assert list(found.low) == pytest.approx(other["lcl"].to_list(), abs=1e-6)


MONTH = st.integers(30, 3000).flatmap(lambda n: st.tuples(st.integers(0, n).map(float), st.just(float(n))))


@settings(max_examples=15, deadline=None)
@given(st.lists(MONTH, min_size=12, max_size=24))
@example([(0.0, 30.0)] * 11 + [(1.0, 30.0)])
def test_any_series_has_their_limits(counts: list[tuple[float, float]]) -> None:
    """Months that scatter less than counts alone get narrower limits as published; they stop at those of counts."""
    assume(0 < sum(top for top, _ in counts) < sum(n for _, n in counts))
    wider = laney if laney(counts).scatter >= 1 else p_chart
    for ours, chart in ((p_chart, "p"), (wider, "pp")):
        found, other = ours(counts), theirs(counts, chart)
        assert found.centre == pytest.approx(other["cl"].iloc[0], abs=1e-6)
        assert list(found.high) == pytest.approx(other["ucl"].clip(upper=1).to_list(), abs=1e-6)
        assert list(found.low) == pytest.approx(other["lcl"].clip(lower=0).to_list(), abs=1e-6)


def test_single_values_differ_from_theirs_by_the_rounding_of_one_constant() -> None:
    """They multiply the mean moving range by 3 ÷ 1.128, we by 2.66 as the method is published."""
    values = [39, 41, 41, 41, 43, 44, 41, 42, 40, 41, 44, 40]
    frame = pd.DataFrame({"at": range(12), "y": values})
    other = qic(x="at", y="y", data=frame, chart="i").data
    found, _ = xmr(values)
    assert other["ucl"].iloc[0] == pytest.approx(46.010477, abs=1e-6)
    moving = (found.high[0] - found.centre) / 2.66
    assert other["ucl"].iloc[0] == pytest.approx(found.centre + 3 / 1.128 * moving, abs=1e-6)
