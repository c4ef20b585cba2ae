"""The same store gives the same bytes from every command: nothing hangs on the order of rows or of threads."""

import os
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest
from once import demo
from test_cubes import ASKED, GROUPINGS

from analytics.facts import Facts, open_facts, read_facts
from analytics.metrics.cubes import BASES, View
from analytics.metrics.evaluate import answers
from analytics.metrics.prices import by_month, by_payer, price_match, steps_down
from analytics.query.query import sql_of
from analytics.questions import payments
from analytics.store import Store

COMMANDS = (
    ("metrics", "--json"),
    ("metrics", "--json", "--by", "payer", "--by", "month"),
    ("metrics", "--json", "--by", "provider", "--basis", "answer"),
    ("leaks", "--json"),
    ("leaks", "--json", "--by", "payer"),
)
EXPORTED = ("line", "leak", "ledger", "flag", "event", "encounter")


def shuffled(facts: Facts, place: Path, seed: int) -> Facts:
    """The same facts with the rows of every built part in another order, in other groups and in two files."""
    built = {}
    for name, paths in facts.snapshot.built.items():
        mixed = pl.read_parquet(paths).sample(fraction=1.0, shuffle=True, seed=seed)
        built[name] = [place / f"{seed}-{name}-{part}.parquet" for part in range(2)]
        for part, path in enumerate(built[name]):
            half = mixed.gather_every(2, part)
            half.write_parquet(path, row_group_size=max(64, half.height // 5))
    return read_facts(replace(facts.snapshot, built=built))


@pytest.fixture(scope="module")
def store() -> Path:
    return demo(8, 700, 3) / "store"


@pytest.fixture(scope="module")
def opened(store: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Facts]:
    """The facts of a practice, and twice the same in other orders."""
    first, folder = open_facts(Store.open(store)), tmp_path_factory.mktemp("orders")
    return [first, *(shuffled(first, folder, seed) for seed in (1, 2))]


def said(store: Path, command: tuple[str, ...], threads: str) -> str:
    """What a command says, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "analytics", *command, "--store", str(store)],
        env={**os.environ, "POLARS_MAX_THREADS": threads},
        preexec_fn=lambda: os.sched_setaffinity(0, list(os.sched_getaffinity(0))[: int(threads)]),
        capture_output=True,
        check=True,
    )
    return sha256(done.stdout).hexdigest()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_says_the_same_however_often_and_by_however_many_threads(
    store: Path, command: tuple[str, ...]
) -> None:
    assert len({said(store, command, threads) for threads in ("1", "2", "5")}) == 1


@pytest.mark.parametrize(("table", "kind"), [*((table, "csv") for table in EXPORTED), ("leak", "parquet")])
def test_an_export_is_the_same_file(store: Path, tmp_path: Path, table: str, kind: str) -> None:
    found = set()
    for threads in ("1", "5"):
        out = tmp_path / f"{threads}.{kind}"
        said(store, ("export", table, "--out", str(out)), threads)
        found.add(sha256(out.read_bytes()).hexdigest())
    assert len(found) == 1


def test_the_report_is_the_same_file(store: Path, tmp_path: Path) -> None:
    """Page and table of one month, byte for byte."""
    found = set()
    for threads in ("1", "5"):
        out = tmp_path / threads
        said(store, ("report", "--month", "2026-09", "--format", "csv,html", "--out", str(out)), threads)
        found.add(tuple(sha256(path.read_bytes()).hexdigest() for path in sorted(out.rglob("*.*"))))
    assert len(found) == 1 and len(next(iter(found))) >= 2


@pytest.mark.parametrize("table", EXPORTED[:4])
def test_an_export_has_its_rows_in_one_order(opened: list[Facts], table: str) -> None:
    text = sql_of(f"ask/export_{table}.sql")
    params = {name: value for name, value in View().params(None).items() if f"${name}" in text}
    more = {"work_cost": 25} if "$work_cost" in text else {}
    first, *others = (facts.cursor().sql(text, params={**params, **more}).pl() for facts in opened)
    assert first.height and all(first.equals(other) for other in others)


@pytest.mark.parametrize("question", ASKED)
def test_a_question_has_one_answer(opened: list[Facts], question: str) -> None:
    """Rows, their order, and every last digit; from the lines and from cubes."""
    view = View()
    for by in GROUPINGS[:4]:
        first, *others = (
            ASKED[question](cursor, view, facts, by)
            for facts in opened
            for cursor in (facts.base.cursor(), facts.cursor())
        )
        assert all(first.equals(other) for other in others)


def test_every_metric_has_one_value(opened: list[Facts]) -> None:
    for basis in BASES:
        for by in GROUPINGS:
            first, *others = (answers(facts.cursor(), View(basis=basis), by, as_of=facts.as_of) for facts in opened)
            assert all(first == other for other in others), by


def test_prices_compare_to_the_last_digit(opened: list[Facts]) -> None:
    """The matched mean is a sum of floats: it is taken in one order."""
    found = []
    for facts in opened:
        prices = payments.prices(facts.cursor(), View()).sample(fraction=1.0, shuffle=True, seed=len(found))
        is_commercial = pl.col("payer_class") == "commercial"
        matched = price_match(prices, is_commercial, ~is_commercial)
        found.append((repr(matched), by_payer(prices).rows(), by_month(prices, "payer_id").rows(), steps_down(prices)))
    assert found[0] == found[1] == found[2]
