"""A cube gives the sums of the lines that it was made of, whatever is filtered and kept apart."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import cycle, islice, product
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from once import demo
from polars.testing import assert_frame_equal

from analytics import questions
from analytics.facts import Facts, open_facts
from analytics.metrics import cubes, leakage, work
from analytics.metrics import measures as ask_of_metrics
from analytics.metrics.cubes import BASES, DEFINITIONS, View, key_columns
from analytics.metrics.leakage import leak_classes, ledger_sums
from analytics.metrics.measures import measures, response_days
from analytics.metrics.work import LATE_SUMS, work_sums
from analytics.query import Shelf
from analytics.questions import bridges, denied, leak_days, leaks, offered, overview, payments
from analytics.questions import pairs as pairs_asked
from analytics.questions.pairs import pairs
from analytics.questions.warm import warm
from analytics.store import Store
from analytics.store.marks import History, Mark

GROUPINGS = (
    (),
    ("month",),
    ("payer", "month"),
    ("payer_class", "place_of_service"),
    ("provider",),
    ("drug", "month"),
    ("provider", "month", "payer"),
)


@pytest.fixture(scope="module")
def store() -> Store:
    return Store.open(demo(8, 700, 3) / "store")


@pytest.fixture(scope="module")
def facts(store: Store) -> Iterator[Facts]:
    opened = open_facts(store)
    split_claims(opened)
    yield opened
    opened.base.close()


def split_claims(facts: Facts) -> None:
    """Makes one claim of some lines of different months, payers and providers: it must be counted once."""
    facts.cursor().execute("update injection set claim_key = 'one claim', is_alone = false where hash(line_id) % 5 = 0")
    facts.cursor().execute("update injection set provider_name = rendering_npi, place_of_service = '' where units > 1")


def filters(facts: Facts) -> list[dict[str, Any]]:
    """Every filter alone, two together, periods, and what matches nothing."""
    cursor = facts.cursor()
    first = {
        column: [row[0] for row in cursor.sql("from injection").aggregate(f"{column}, count(*) n", column)
                 .order("n desc").limit(3).project(column).fetchall()]
        for column in ("payer_class", "payer_id", "rendering_npi", "place_of_service", "drug", "service_month")
    }  # fmt: skip
    months = sorted(first["service_month"])
    return [
        {},
        {"payer_classes": tuple(first["payer_class"][:2])},
        {"payers": (first["payer_id"][1],)},
        {"providers": (first["rendering_npi"][0],)},
        {"places": tuple(first["place_of_service"][:1]), "payers": tuple(first["payer_id"])},
        {"drugs": tuple(first["drug"][:2]), "start": months[0]},
        {"start": months[0], "end": months[-1], "providers": tuple(first["rendering_npi"][:2])},
        {"end": months[1]},
        {"payers": ("nobody",)},
        {"start": date(2099, 1, 1)},
    ]


def both(facts: Facts, ask: Callable[[duckdb.DuckDBPyConnection], pl.DataFrame]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The answer of the lines, and that of the cubes, which only cursors of the open facts share."""
    return ask(facts.base.cursor()), ask(facts.cursor())


def asked(facts: Facts) -> Iterator[tuple[View, tuple[str, ...]]]:
    """Every filter on both bases, the definitions and groupings by turns: 40 questions."""
    turns = zip(cycle(DEFINITIONS), cycle(GROUPINGS))
    for basis, _, chosen in product(BASES, range(2), filters(facts)):
        definition, by = next(turns)
        yield View(basis=basis, definition=definition, **chosen), by


def test_a_cube_gives_the_sums_of_its_lines(facts: Facts) -> None:
    seen = 0
    for view, by in asked(facts):
        lines, cube = both(facts, partial(measures, view=view, by=by, as_of=facts.as_of))
        assert_frame_equal(lines, cube, check_exact=True)
        seen += lines.height
    assert seen > 100


LOADS = "select distinct source_sha from event order by 1 limit 60"
ASKED: dict[str, Callable[..., pl.DataFrame]] = {
    "choices": lambda cursor, view, facts, by: questions.choices(cursor),
    "response days": lambda cursor, view, facts, by: response_days(cursor, view, by, facts.as_of),
    "ledger": lambda cursor, view, facts, by: ledger_sums(cursor, view, by),
    "leak classes": lambda cursor, view, facts, by: leak_classes(cursor, view, by, work_cost_cents=1_000),
    "ledger days": lambda cursor, view, facts, by: leak_days.ledger_days(cursor, view),
    "leak days": lambda cursor, view, facts, by: leak_days.leak_days(cursor, view),
    "work": lambda cursor, view, facts, by: leaks.work_batches(
        cursor, view, facts.as_of or date.min, work_cost_cents=1_000
    ),
    "late": lambda cursor, view, facts, by: LATE_SUMS.of(cursor, view, by),
    "worked": lambda cursor, view, facts, by: pl.DataFrame(list(work_sums(cursor, view, by).values())),
    "ageing": lambda cursor, view, facts, by: questions.ageing(cursor, view, facts.as_of),
    "arrivals": lambda cursor, view, facts, by: questions.arrivals(
        cursor, view, tuple(sha for (sha,) in cursor.sql(LOADS).fetchall())
    ),
    "reasons": lambda cursor, view, facts, by: questions.reasons(cursor, view),
    "prices": lambda cursor, view, facts, by: payments.prices(cursor, view),
    "outcomes": lambda cursor, view, facts, by: payments.outcome_strata(cursor, view),
    "payment sums": lambda cursor, view, facts, by: payments.payment_sums(cursor, view),
    "short paid": lambda cursor, view, facts, by: payments.short_paid(cursor, view),
    "drug authorization": lambda cursor, view, facts, by: payments.drug_authorization(cursor, view),
    "pairs": lambda cursor, view, facts, by: pairs(cursor, view),
    "resolution": lambda cursor, view, facts, by: bridges.resolution(cursor, view)[0],
    "resolution limits": lambda cursor, view, facts, by: pl.DataFrame([bridges.resolution(cursor, view)[1:]]),
}


@pytest.mark.parametrize("question", ASKED)
def test_every_question_is_answered_alike_from_cubes_and_from_lines(facts: Facts, question: str) -> None:
    seen = 0
    # The filters are those of all questions and go through the sums above: here some of them, a turn apart.
    for view, by in islice(asked(facts), 0, None, 3):
        lines, cube = both(facts, lambda cursor, view=view, by=by: ASKED[question](cursor, view, facts, by))  # type: ignore[misc]
        assert_frame_equal(lines, cube, check_exact=True)
        seen += lines.height
    assert seen >= 10


def test_every_sum_that_is_declared_is_asked_here(facts: Facts) -> None:
    """A cube that no test holds against its lines could be wrong for years."""
    fresh = replace(facts, shelf=Shelf())
    for ask in ASKED.values():
        ask(fresh.cursor(), View(), fresh, ())
    measures(fresh.cursor(), View(), (), fresh.as_of)
    asked_here = {key[1][0] for _, key in fresh.shelf._frames}  # type: ignore[index]
    modules = (
        ask_of_metrics,
        leakage,
        work,
        bridges,
        denied,
        leak_days,
        leaks,
        offered,
        overview,
        pairs_asked,
        payments,
    )
    declared = {value.path for module in modules for value in vars(module).values() if isinstance(value, cubes.Sums)}
    assert asked_here == declared


def test_a_claim_whose_lines_stand_in_many_cells_is_counted_once(facts: Facts) -> None:
    lines, cube = both(facts, partial(measures, view=View(), by=(), as_of=facts.as_of))
    (claims,) = facts.cursor().sql("select count(distinct claim_key) from injection where answered_initial").fetchall()
    assert (lines["claims_answered"].item(), cube["claims_answered"].item()) == (claims[0], claims[0])
    parts = measures(facts.cursor(), View(), ("payer", "month"), facts.as_of)
    assert parts["claims_answered"].sum() > claims[0], "in each of its groups, but once in all"


@pytest.mark.parametrize("most", [0, 250_000])
def test_where_a_cube_would_be_too_large_one_without_providers_or_the_lines_answer(
    facts: Facts, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(cubes, "MOST_VALUES", most)
    large = replace(facts, shelf=Shelf())
    for view, by in ((View(), ("payer",)), (View(), ("provider",)), (View(providers=("1",)), ())):
        lines, other = both(large, partial(response_days, view=view, by=by, as_of=facts.as_of))
        assert_frame_equal(lines, other, check_exact=True)
    held = [frame is not None for frame in large.shelf._frames.values()]
    assert any(held) == bool(most) and len(held) >= (2 if not most else 1)


def test_sessions_that_ask_at_once_make_one_cube(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    shared, made = open_facts(store), []
    make = cubes.Sums._cube
    monkeypatch.setattr(cubes.Sums, "_cube", lambda self, *rest: made.append(self.path) or make(self, *rest))
    with ThreadPoolExecutor(8) as pool:
        jobs = [pool.submit(measures, shared.cursor(), View(), ("payer",), shared.as_of) for _ in range(8)]
        found = [one.result().select([*key_columns(("payer",)), "lines", "claims_answered"]) for one in jobs]
    assert all(frame.equals(found[0]) for frame in found)
    assert sorted(made) == ["ask/fates.sql", "ask/judged.sql", "ask/measures.sql"]


def test_a_cube_of_another_day_or_definition_is_another_cube(facts: Facts) -> None:
    fresh = replace(facts, shelf=Shelf())
    for definition, day in (("initial", fresh.as_of), ("initial", date(2026, 1, 1)), ("open", fresh.as_of)):
        for _ in range(2):
            measures(fresh.cursor(), View(definition=definition), (), day)
    paths = [key[1][0] for _, key in fresh.shelf._frames]  # type: ignore[index]
    assert (paths.count("ask/measures.sql"), paths.count("ask/judged.sql")) == (2, 2), "by day, and by definition"


def test_marks_make_the_sums_that_rest_on_them_anew_and_no_others(store: Store) -> None:
    facts = open_facts(store)
    before = measures(facts.cursor(), View(), (), facts.as_of)
    plain = [frame for (marks, _), frame in facts.shelf._frames.items() if marks is None]
    (line,) = (
        facts.cursor().sql("select line_id from injection where answered_initial and denied_open limit 1").fetchall()
    )
    facts.take_marks(History((Mark(line[0], f"{facts.as_of}T00:00:00", "closed"),)))
    after = measures(facts.cursor(), View(), (), facts.as_of)
    assert (before["final_marked"].item(), after["final_marked"].item()) == (0, 1)
    assert after["lines"].equals(before["lines"])
    assert next(frame for (marks, _), frame in facts.shelf._frames.items() if marks is None) is plain[0]


def test_a_shelf_drops_what_was_not_asked_for_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analytics.query.frame_cache.MOST_VALUES", 25)
    shelf, made = Shelf(), []
    for key in ("a", "b", "a", "c", "a", "b"):
        shelf.held(key, lambda key=key: made.append(key) or pl.DataFrame({"x": range(10)}))  # type: ignore[misc]
    assert made == ["a", "b", "c", "b"]


def test_the_folder_of_the_queries_holds_what_is_asked() -> None:
    named = {path.stem for path in (Path(__file__).parents[1] / "queries" / "cube").glob("*.sql")}
    texts = [path.read_text(encoding="utf-8") for path in Path(cubes.__file__).parents[1].rglob("*.py")]
    assert all(any(f"cube/{name}.sql" in text for text in texts) for name in named)


def test_after_warming_no_page_waits_for_a_sum(store: Store) -> None:
    """Whatever filter a page asks with, the cells are there."""
    facts = open_facts(store)
    loads, *_ = questions.last_loads(store, facts.snapshot.id)
    warm(facts.cursor, facts.as_of, loads)
    made = set(facts.shelf._frames)
    cursor, payer = facts.cursor(), View(payers=("nobody",), definition="zero_paid")
    measures(cursor, payer, ("month", "payer"), facts.as_of)
    response_days(cursor, payer, ("payer",), facts.as_of)
    for ask in (pairs, payments.prices, payments.outcome_strata, payments.short_paid, questions.reasons):
        ask(cursor, payer)
    leak_days.leak_days(cursor, payer)
    bridges.resolution(cursor, payer)
    questions.arrivals(cursor, payer, loads)
    questions.choices(cursor)
    assert set(facts.shelf._frames) == made
