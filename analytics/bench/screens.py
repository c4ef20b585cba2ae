"""The budgets of what people see: pages, twenty sessions, the report, the demo."""

import asyncio
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from analytics.bench.alone import FailedError, command, has
from analytics.bench.result import Result, judged, middle, skipped, worst
from analytics.bench.sessions import Watched, first_page, served, watch
from analytics.bench.size import Progress, Size
from analytics.facts import Facts, open_facts
from analytics.metrics.cubes import View
from analytics.metrics.leakage import WORK_COST_CENTS
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


PAGE, SESSIONS = "page with a changed filter, p95 seconds", "sessions at once, p95 seconds"
DEMO, REPORT = "demo to first page, seconds", "monthly report, all formats, seconds"
PAGE_SECONDS, SESSION_SECONDS, SESSION_MB, REPORT_SECONDS, DEMO_SECONDS = 0.4, 1.0, 1200.0, 3.0, 20.0


def screens(place: Path, size: Size, progress: Progress) -> Iterator[Result]:
    """Pages of the large store when it is there, else of the demo's; sessions, report and demo of the demo's."""
    progress("making the demo practice", 0.75)
    demo = place / "demo"
    made = command("demo", "--no-serve", "--store", demo)
    store = place / "large" / "store" if (place / "large" / "store").exists() else demo
    if has("websockets"):
        progress("visiting pages", 0.8)
        yield from _pages(store, size)
        progress(f"{size.sessions} sessions at once", 0.85)
        yield from _sessions(store, size)
        yield _demo(demo, made.seconds)
    else:
        for name, budget in ((PAGE, PAGE_SECONDS), (SESSIONS, SESSION_SECONDS), (DEMO, DEMO_SECONDS)):
            yield skipped(name, budget, "websockets is not installed")
    progress("drilling down", 0.97)
    yield from drills(store, _lines(store))
    progress("writing the report", 0.98)
    yield _report(place, demo)


def _pages(store: Path, size: Size) -> Iterator[Result]:
    """One session with nobody beside it: what the server needs for a page."""
    alone = watch(store, sessions=1, looks=5 * size.looks, think=0.0)
    note = f"{len(alone.again)} changed filters on five pages, median {middle(alone.again):.2f} s; {_lines(store)}"
    yield judged(PAGE, worst(alone.again), None, PAGE_SECONDS, note)


def _sessions(store: Path, size: Size) -> Iterator[Result]:
    seen = watch(store, sessions=size.sessions, looks=size.looks, think=size.think)
    note = (
        f"{size.sessions} sessions, {size.think:.0f} s to think, {len(seen.again)} changed filters, "
        f"median {middle(seen.again):.2f} s, first page of a session {middle(seen.first):.1f} s; {_lines(store)}"
    )
    yield judged(SESSIONS, worst(seen.again), None, SESSION_SECONDS, note)
    yield judged("sessions at once, megabytes of the server", seen.peak_mb, None, SESSION_MB, note)
    asked = f"{len(seen.seen)} different questions"
    yield judged("sessions that saw another's numbers, or a fault", _wrong(seen), None, 0.0, asked)


def _lines(store: Path) -> str:
    rows = Store.open(store).rows("select sum(rows) n from part where tbl = 'claim_line' and removed_snap is null")
    return f"{rows[0]['n']:,} service lines"


def _wrong(seen: Watched) -> float:
    return float(seen.crossed + seen.failed)


def _demo(store: Path, seconds: float) -> Result:
    """From the command to the first whole page: the practice is made and loaded, the server started, the page sent."""
    start = time.monotonic()
    with served(store) as (port, _):
        asyncio.run(first_page(port))
        shown = time.monotonic() - start
    note = f"{seconds:.1f} s to make, load and build, {shown:.1f} s to start and send the page"
    return judged(DEMO, seconds + shown, None, DEMO_SECONDS, note)


def _report(place: Path, store: Path) -> Result:
    name, out = REPORT, place / "report"
    try:
        done = command("report", "--month", _last_month(store), "--out", out, "--store", store)
    except FailedError as error:
        if "invalid choice" not in str(error):
            raise
        return skipped(name, REPORT_SECONDS, "this version writes no report")
    finally:
        shutil.rmtree(out, ignore_errors=True)
    note = f"{len(done.said.get('files', []))} files, start-up included"
    return judged(name, done.seconds, None, REPORT_SECONDS, note)


def _last_month(store: Path) -> str:
    """The month before the one that the data reach into."""
    said = command("metrics", "--by", "month", "--basis", "answer", "--store", store).said
    months = sorted(group["key"]["month"][:7] for group in said["groups"] if group["key"].get("month"))
    return str(months[-2])
