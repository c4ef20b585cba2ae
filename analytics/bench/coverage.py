"""How often 95 % intervals hold what was planted in worlds of known truth (statistics 10)."""

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path
from typing import Any

import polars as pl

from analytics.bench.result import Result
from analytics.demo.demo import write_demo
from analytics.demo.payers import PAYERS
from analytics.facts import open_facts
from analytics.ingest.run import ingest
from analytics.metrics.cubes import View
from analytics.metrics.pairing import arms
from analytics.metrics.prices import price_match
from analytics.questions.pairs import pairs
from analytics.questions.payments import prices
from analytics.statistics import ENOUGH
from analytics.store import Store

LEAST = 0.91
"""Of 200 seeds, an honest 95 % interval holds fewer than this in one run of a hundred."""
MONTHS, ENCOUNTERS = 12, 2500
MEDICARE = pl.col("payer_class") == "medicare"


@dataclass(frozen=True)
class Seen:
    """One interval of one world: for which payer, its limits, and two shares or means from the world's own books.

    one and two are (sum, count): indexes of the payer's and of Medicare's lines, or visits lost without and with 25.
    """

    what: str  # price | modifier
    payer: str
    low: float
    high: float
    one: tuple[float, int]
    two: tuple[float, int]


def coverage(seeds: int, progress: Callable[[str, float], None]) -> list[Result]:
    """The share of intervals that hold the planted price ratio, and the planted effect of modifier 25."""
    found: list[Seen] = []
    with ProcessPoolExecutor(cpu_count(), mp_context=get_context("spawn")) as pool:
        for done, seen in enumerate(pool.map(measure, range(1, seeds + 1)), 1):
            found += seen
            progress(f"world {done} of {seeds}", done / seeds)
    worlds = f"{seeds} worlds of {ENCOUNTERS:,} encounters"
    return [
        _judged(found, "price", "intervals that hold the planted price ratio", f"{worlds}, payer against Medicare"),
        _judged(found, "modifier", "intervals that hold the planted effect of modifier 25", f"{worlds}, by payer"),
    ]


def measure(seed: int) -> list[Seen]:
    """The intervals that the product gives for one world."""
    with tempfile.TemporaryDirectory() as place:
        demo = write_demo(Path(place), months=MONTHS, encounters=ENCOUNTERS, seed=seed)
        store = Store.create(Path(place) / "store")
        ingest([demo.folder], store)
        facts = open_facts(store)
        # The payer whose price is cut half-way has no one ratio to be held against.
        cut = demo.truth.plan.cut_payer
        payers = [payer.name for payer in PAYERS if payer.key != cut and payer.payer_class != "medicare"]
        priced = _priced(prices(facts.cursor(), View()), payers, _book_prices(demo.truth.lines))
        return [*priced, *_paired(pairs(facts.cursor(), View()), demo.truth.pairs.document())]


def _book_prices(lines: list[dict[str, Any]]) -> dict[str, tuple[float, int]]:
    """Per payer the sum and number of prices against the fee that the world itself used (a nurse's is 85 %)."""
    found: dict[str, list[float]] = defaultdict(list)
    for line in lines:
        is_whole = not line["open_denial"] and line["allowed_cents"] and line["objection"] not in OTHER_CODE
        if is_whole and line["state"] in PAID and not line["primary_missing"]:
            key = "medicare" if line["payer_class"] == "medicare" else line["payer"]
            found[key].append(line["allowed_cents"] / line["medicare_fee_cents"])
    return {name: (sum(values), len(values)) for name, values in found.items()}


PAID, OTHER_CODE = ("paid", "patient_share", "recovered", "underpaid"), ("recoded", "downcoded")


def _priced(frame: pl.DataFrame, payers: list[str], books: dict[str, tuple[float, int]]) -> Iterator[Seen]:
    for name in payers:
        found = price_match(frame, pl.col("payer_name") == name, MEDICARE)
        if found.is_comparable and min(found.n_one, found.n_two) >= ENOUGH and found.ratio_low and found.ratio_high:
            yield Seen("price", name, found.ratio_low, found.ratio_high, books[name], books["medicare"])


def _paired(frame: pl.DataFrame, books: dict[str, dict[str, int]]) -> Iterator[Seen]:
    for name, counts in books.items():
        found = arms(frame.filter(pl.col("payer_name") == name))
        if found.low is not None and found.high is not None:
            one, two = (
                (counts.get(f"em_lost_first_{a}_25", 0), counts[f"answered_{a}_25"]) for a in ("without", "with")
            )
            yield Seen("modifier", name, found.low, found.high, one, two)


def _judged(found: list[Seen], what: str, name: str, note: str) -> Result:
    """The truth of a payer is what the books of all worlds together say: faults and other denials were planted, too."""
    mine = [seen for seen in found if seen.what == what]
    books: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0, 0.0])
    for seen in mine:
        books[seen.payer] = [a + b for a, b in zip(books[seen.payer], (*seen.one, *seen.two), strict=True)]
    true = {payer: (a / b) / (c / d) if what == "price" else a / b - c / d for payer, (a, b, c, d) in books.items()}
    held = sum(seen.low <= true[seen.payer] <= seen.high for seen in mine)
    share = held / len(mine) if mine else None
    said = f"{note}; {held:,} of {len(mine):,} intervals"
    return Result(name, share, None, None, LEAST, share >= LEAST if share is not None else None, said)
