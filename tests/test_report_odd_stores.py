"""The report of odd stores: nothing loaded, two months, one payer class; it says less, and nothing that is not so."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from analytics.demo import write_demo
from analytics.facts import open_facts
from analytics.ingest.run import ingest
from analytics.metrics.cubes import View
from analytics.report.content import Asked
from analytics.report.content.material import Material
from analytics.report.formats import FACES
from analytics.report.make import keep, make_report
from analytics.report.model import Report
from analytics.store import Store
from analytics.store.user_data import past_reports

MONTH = date(2026, 10, 1)
STORES: dict[str, tuple[str, ...]] = {
    "nothing": (),
    "two months, two payer groups": (
        "claims_2026-09",
        "claims_2026-10",
        "medicare_2026-09",
        "medicare_2026-10",
        "commercial_2026-09",
        "commercial_2026-10",
    ),
    "one month": ("claims_2026-10", "2026-10"),
    "remittances of Medicaid without their claims": ("remittances_medicaid",),
}


@cache
def files(folder: Path) -> Sequence[Path]:
    return sorted(write_demo(folder, months=5, encounters=900, seed=3).folder.glob("*"))


@pytest.fixture(scope="module", params=STORES)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Asked, Report]:
    given = files(tmp_path_factory.getbasetemp() / "files")
    store = Store.create(tmp_path_factory.mktemp("odd"))
    ingest([path for path in given if any(part in path.name for part in STORES[request.param])], store)
    asked = Asked(month=MONTH, basis="answer", filters=View())
    return store, asked, make_report(store, open_facts(store), asked)


@pytest.mark.parametrize("face", FACES)
def test_every_face_is_drawn(made: tuple[Store, Asked, Report], face: str) -> None:
    assert FACES[face].draw(made[2])


def test_it_is_kept_where_there_are_data(made: tuple[Store, Asked, Report]) -> None:
    store, asked, report = made
    facts = open_facts(store)
    has_data = facts.snapshot.id > 0
    assert keep(store, facts, asked, report) == has_data
    assert len(past_reports(store)) == has_data


def test_payers_that_are_told_together_are_not_called_absent_or_one(made: tuple[Store, Asked, Report]) -> None:
    said = " ".join(sentence for section in made[2].sections for sentence in section.sentences)
    assert "Neither Medicare" not in said
    assert "One payer" not in said


def test_no_chart_or_table_shows_one_group_as_all(made: tuple[Store, Asked, Report]) -> None:
    for section in made[2].sections:
        if section.name in ("classes", "payers", "changed"):
            rates = [table for table in section.tables if table.name in ("classes", "payers", "changed_payers")]
            assert all(len(table.rows) > 1 for table in rates), section.name


def test_no_table_is_empty_of_numbers(made: tuple[Store, Asked, Report]) -> None:
    for section in made[2].sections:
        for table in section.tables:
            columns = list(zip(*table.rows, strict=True))
            kinds = [column.kind for column in table.columns]
            numbers = [cells for cells, kind in zip(columns, kinds, strict=True) if kind in ("count", "cents", "rate")]
            assert any(cell is not None for cells in numbers for cell in cells), table.name


def test_what_is_worth_working_is_not_called_nothing(made: tuple[Store, Asked, Report]) -> None:
    """Causes of few patients are not told, but that there are some is."""
    store, asked, report = made
    leaks = Material(open_facts(store), asked).leaks
    is_some = leaks.filter(pl.col("is_workable") & (pl.col("worth_cents") > 0)).height > 0
    assert ("No cause of leakage is worth working now." in report.headline) <= (not is_some)
