"""What is claimed by rule, held against chance alone: false alarms, and how often Wilson's limits hold."""

from collections.abc import Callable, Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.bench.result import Result
from analytics.statistics import Z95, control, screen, wilson

Whole = NDArray[np.int64]
PAYERS, WINDOW = 20, 24
FALSE_ALARMS = 0.05
SHARES = tuple(at / 100 for at in range(1, 51))
SIZES = (10, 20, 30, 50, 100, 200, 500, 1000)
DRAWS = 40_000
"""So many that the furthest of all points of the grid strays less than half a point by luck."""
OFF, MEAN_OFF = 0.005, 0.01


def false_alarms(months: int, progress: Callable[[str, float], None]) -> list[Result]:
    """The share of monthly reports with any flag, where no payer ever changes."""
    flags = list(_reports(months, progress))
    payers, all_ = (sum(one[side] for one in flags) / months for side in (0, 2))
    note = f"{months:,} months of {PAYERS} payers in control, each report with the {WINDOW} months before"
    return [
        Result("reports with a false flag", all_, None, None, FALSE_ALARMS, all_ <= FALSE_ALARMS, note),
        Result(
            "reports that flag a payer falsely", payers, None, None, FALSE_ALARMS, payers <= FALSE_ALARMS, f"of {note}"
        ),
    ]


def _reports(months: int, progress: Callable[[str, float], None]) -> Iterator[tuple[bool, bool, bool]]:
    """Per month whether a payer is flagged, whether the whole practice is, and whether either is."""
    dice = np.random.default_rng(months)
    sizes, rates = dice.uniform(15, 150, PAYERS), dice.uniform(0.05, 0.20, PAYERS)
    lines = np.maximum(dice.poisson(sizes, (months + WINDOW, PAYERS)), 11)
    denied = dice.binomial(lines, rates)
    for at in range(months):
        top, n = denied[at : at + WINDOW], lines[at : at + WINDOW]
        payers = bool(screen({payer: _counts(top[:, payer], n[:, payer]) for payer in range(PAYERS)}))
        whole = control(_counts(top.sum(axis=1), n.sum(axis=1)))
        is_flagged = any(signal.end == WINDOW - 1 for signal in whole.signals)
        if at % 100 == 0:
            progress(f"month {at} of {months}", at / months)
        yield payers, is_flagged, payers or is_flagged


def _counts(top: Whole, n: Whole) -> list[tuple[float, float]]:
    return list(zip(top.astype(float).tolist(), n.astype(float).tolist(), strict=True))


def wilson_coverage(draws: int = DRAWS) -> list[Result]:
    """How often our limits hold a share, drawn, and how far that is from the exact sum at the worst point."""
    dice = np.random.default_rng(draws)
    drawn, exact = zip(*(_covered(dice, share, n, draws) for n in SIZES for share in SHARES), strict=True)
    mean, off = float(np.mean(drawn)), float(np.max(np.abs(np.subtract(drawn, exact))))
    note = f"{len(SHARES)} shares from 1 to 50 % of {len(SIZES)} sizes from 10 to 1,000, {draws:,} draws each"
    return [
        Result(
            "mean coverage of Wilson's limits", mean, 0.95, mean / 0.95, MEAN_OFF, abs(mean - 0.95) <= MEAN_OFF, note
        ),
        Result("coverage furthest from the exact sum", off, None, None, OFF, off <= OFF, note),
    ]


def _covered(dice: np.random.Generator, share: float, n: int, draws: int) -> tuple[float, float]:
    cases = dice.binomial(n, share, draws)
    limits = pl.DataFrame({"top": range(n + 1), "n": [n] * (n + 1)}).select(*_limits())
    held = ((limits["low"] <= share) & (limits["high"] >= share)).to_numpy()
    return float(held[cases].mean()), exact_coverage(share, n)


def _limits() -> list[pl.Expr]:
    low, high = wilson(pl.col("top"), pl.col("n"))
    return [low.alias("low"), high.alias("high")]


def exact_coverage(share: float, n: int) -> float:
    """The chance of all counts whose score test at 95 % keeps the share: what Wilson's limits are made from."""
    counts = np.arange(n + 1)
    steps = np.log((n - counts[:-1]) / counts[1:]) + np.log(share / (1 - share))
    chances = np.exp(n * np.log1p(-share) + np.concatenate([[0.0], np.cumsum(steps)]))
    is_held = np.abs(counts - n * share) <= Z95 * np.sqrt(n * share * (1 - share))
    return float(chances[is_held].sum())
