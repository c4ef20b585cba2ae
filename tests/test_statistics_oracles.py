"""Limits of shares against another program: clinical-qikit draws the same p and p′ charts (statistics.md, section 6)."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from qikit import qic

from analytics.statistics import laney, p_chart, xmr

LINES = [500, 520, 480, 510, 495, 505, 515, 490, 500, 485, 3000, 530]
DENIED = [60, 65, 55, 70, 48, 61, 66, 52, 59, 80, 361, 64]


def theirs(denied: list[int], lines: list[int], chart: str) -> pd.DataFrame:
    frame = pd.DataFrame({"at": range(len(lines)), "denied": denied, "lines": lines})
    return qic(x="at", y="denied", n="lines", data=frame, chart=chart).data
