"""The budget of what a person drills down to: lists of lines, and one claim with all that happened to it."""

import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from analytics.bench.result import Result, judged, middle, worst
from analytics.facts import Facts, open_facts
from analytics.metrics.leakage import WORK_COST_CENTS
from analytics.metrics.view import View
from analytics.questions import choices, claim_story, denied_lines
from analytics.questions.leaks import Wanted, work_lines
from analytics.store import Store

SECONDS, TIMES = 0.5, 20
_MOST = 1_000
"""Lines that a list on a page holds."""


def drills(store: Path, note: str) -> tuple[Result, Result]:
    """Lists of denied lines and of lines to work, payer by payer; the stories of claims with a denial."""
    facts = open_facts(Store.open(store))
    return (
        _timed("a list of lines, p95 seconds", _lists(facts), note),
        _timed("one claim's story, p95 seconds", _stories(facts), note),
    )


def _lists(facts: Facts) -> Iterator[Callable[[], object]]:
    payers = choices(facts.cursor()).filter(kind="payer")["value"].head(TIMES // 2 - 1)
    for view in (View(), *(View(payers=(payer,)) for payer in payers)):
        yield partial(denied_lines, facts.cursor(), view, None, None, most=_MOST)
        if day := facts.as_of:
            cost = WORK_COST_CENTS
            yield partial(work_lines, facts.cursor(), view, day, Wanted(), work_cost_cents=cost, most=_MOST)


def _stories(facts: Facts) -> Iterator[Callable[[], object]]:
    listed = denied_lines(facts.cursor(), View(), None, None, most=10 * TIMES)
    for claim in listed["claim_id"].gather_every(10):
        yield partial(claim_story, facts.cursor(), claim)


def _timed(name: str, asked: Iterable[Callable[[], object]], note: str) -> Result:
    taken = []
    for ask in asked:
        start = time.monotonic()
        ask()
        taken.append(time.monotonic() - start)
    return judged(name, worst(taken), None, SECONDS, f"{len(taken)} times, median {middle(taken):.2f} s; {note}")
