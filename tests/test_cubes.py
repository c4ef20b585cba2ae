"""A cube gives the sums of the lines that it was made of, whatever is filtered and kept apart."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import cycle, product
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from once import demo
from polars.testing import assert_frame_equal

from analytics.facts import Facts, open_facts
from analytics.metrics import cubes
from analytics.metrics.ask import key_columns, measures
from analytics.metrics.view import BASES, DEFINITIONS, View
from analytics.store import Store

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
    facts.cursor().execute("update injection set claim_key = 'one claim' where hash(line_id) % 5 = 0")
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


def both(facts: Facts, view: View, by: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> tuple[pl.DataFrame, ...]:
    """The sums of the lines, and those of a cube."""
    found = []
    for rows in (cubes.LINES, cubes.PROVIDER if view.providers or "provider" in by else cubes.PAYER):
        if rows != cubes.LINES:
            cubes.make(facts.cursor(), view.definition, facts.as_of)
        monkeypatch.setattr("analytics.metrics.ask.smallest", lambda *_, rows=rows: rows)
        found.append(measures(facts.cursor(), view, by, facts.as_of))
    return tuple(found)


def asked(facts: Facts) -> Iterator[tuple[View, tuple[str, ...]]]:
    """Every filter on both bases, the definitions and groupings by turns: 40 questions."""
    turns = zip(cycle(DEFINITIONS), cycle(GROUPINGS))
    for basis, _, chosen in product(BASES, range(2), filters(facts)):
        definition, by = next(turns)
        yield View(basis=basis, definition=definition, **chosen), by


def test_a_cube_gives_the_sums_of_its_lines(facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = 0
    for view, by in asked(facts):
        lines, cube = both(facts, view, by, monkeypatch)
        # Shares are fractions: their sum hangs on the order of adding in the last of its digits.
        exact = pl.exclude("expected_answered")
        assert_frame_equal(lines.select(exact), cube.select(exact), check_exact=True)
        assert_frame_equal(
            lines.select("expected_answered"), cube.select("expected_answered"), rel_tol=1e-12, abs_tol=1e-9
        )
        seen += lines.height
    assert seen > 100


def test_a_claim_whose_lines_stand_in_many_cells_is_counted_once(facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    lines, cube = both(facts, View(), (), monkeypatch)
    (claims,) = facts.cursor().sql("select count(distinct claim_key) from injection where answered_initial").fetchall()
    assert (lines["claims_answered"].item(), cube["claims_answered"].item()) == (claims[0], claims[0])
    parts = both(facts, View(), ("payer", "month"), monkeypatch)[1]
    assert parts["claims_answered"].sum() > claims[0], "in each of its groups, but once in all"


def test_a_few_lines_are_summed_themselves_and_many_in_the_smallest_cube(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    views = [(View(), ("payer",)), (View(providers=("1",)), ("month",)), (View(), ("provider",))]
    few = open_facts(store)
    assert [cubes.smallest(few.cursor(), *one, few.as_of) for one in views] == [cubes.LINES] * 3
    many = open_facts(store)
    monkeypatch.setattr(cubes, "FEW", 10)
    monkeypatch.setattr(cubes, "TIMES", 0.5)
    found = [cubes.smallest(many.cursor(), *one, many.as_of) for one in views]
    assert found == [cubes.PAYER, cubes.PROVIDER, cubes.PROVIDER]
    monkeypatch.setattr(cubes, "MOST_CELLS", 10)
    assert cubes.smallest(many.cursor(), View(), (), many.as_of) == cubes.LINES, "as many cells as lines save nothing"


def test_sessions_that_ask_at_once_make_one_cube(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cubes, "FEW", 10)
    monkeypatch.setattr(cubes, "TIMES", 0.5)
    shared = open_facts(store)
    with ThreadPoolExecutor(8) as pool:
        jobs = [pool.submit(measures, shared.cursor(), View(), ("payer",), shared.as_of) for _ in range(8)]
        found = [one.result().select([*key_columns(("payer",)), "lines", "claims_answered"]) for one in jobs]
    assert all(frame.equals(found[0]) for frame in found)
    assert shared.cursor().sql("select definition from cube_made").fetchall() == [("initial",)]


def test_a_cube_of_another_day_or_definition_is_another_cube(store: Store) -> None:
    facts = open_facts(store)
    for definition, day in (("initial", facts.as_of), ("initial", date(2026, 1, 1)), ("open", facts.as_of)):
        cubes.make(facts.cursor(), definition, day)
        cubes.make(facts.cursor(), definition, day)
    made = facts.cursor().sql("select count(*), count(distinct (definition, as_of)) from cube_made").fetchall()
    assert made == [(3, 3)]
    sums = facts.cursor().sql("select definition, as_of, sum(lines) from cube_provider group by all").fetchall()
    assert len({row[2] for row in sums}) == 1 and len(sums) == 3


def test_the_folder_of_the_queries_holds_what_is_asked() -> None:
    named = {path.stem for path in (Path(__file__).parents[1] / "queries" / "cube").glob("*.sql")}
    text = Path(cubes.__file__).read_text(encoding="utf-8")
    assert all(f"cube/{name}.sql" in text for name in named)
