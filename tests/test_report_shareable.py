"""No cell of one to ten patients is shown, nor can one be worked out from what is: tried by brute force."""

import json
import re
from datetime import date

import numpy as np
import polars as pl
import pytest
from report_world import MONTH, facts
from scipy.optimize import linprog

from analytics.export import SMALLEST_CELL
from analytics.metrics.cubes import View
from analytics.report.archive import to_json
from analytics.report.content import Asked, report_of
from analytics.report.content.payers import DENIED, payers_together
from analytics.report.suppression import may_show, rate_of, sizes, together

RATE = rate_of(pl.col("denied").sum(), pl.col("answered").sum())


def drawn(seed: int) -> pl.DataFrame:
    """People of one line each at some payers of some classes, denied or not, in two months."""
    rng = np.random.default_rng(seed)
    payers = rng.integers(2, 9)
    counts = rng.choice([0, 1, 3, 8, 10, 11, 14, 30, 80], size=(payers, 2, 2))
    rows = [
        (f"{payer}-{month}-{denied}-{at}", f"P{payer}", f"C{payer % 3}", date(2026, 1 + month, 1), denied, 1)
        for payer in range(payers)
        for month in range(2)
        for denied in range(2)
        for at in range(counts[payer, month, denied])
    ]
    schema = {
        "patient": pl.String(), "payer_id": pl.String(), "payer_class": pl.String(), "month": pl.Date(),
        "denied_definition": pl.Int64(), "answered_definition": pl.Int64(),
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def feasible(cells: int, known: list[tuple[list[int], int]], cell: int) -> tuple[float, float]:
    """The least and the most that a cell can hold, given sums of cells that are known."""
    rows = np.array([[1.0 if at in members else 0.0 for at in range(cells)] for members, _ in known])
    sums = np.array([float(total) for _, total in known])
    aim = np.zeros(cells)
    aim[cell] = 1.0
    found = [linprog(sign * aim, A_eq=rows, b_eq=sums, bounds=(0, None), method="highs") for sign in (1, -1)]
    return found[0].fun, -found[1].fun


def assert_hidden(values: list[int], known: list[list[int]]) -> None:
    """Each small cell could be eleven or more for all that is published, and more than one number."""
    sums = [(members, sum(values[at] for at in members)) for members in known]
    for cell, value in enumerate(values):
        if 0 < value < SMALLEST_CELL:
            least, most = feasible(len(values), sums, cell)
            assert most >= SMALLEST_CELL - 1e-6, (values, known, cell)
            assert most - least > 0.5, (values, known, cell)


@pytest.mark.parametrize("start", range(0, 160, 40))
def test_a_table_with_its_total_hides_small_cells(start: int) -> None:
    for seed in range(start, start + 40):
        people = drawn(seed)
        if not may_show(people, DENIED):
            continue
        few = together(people, DENIED, "payer_id")
        rows = sizes(people, DENIED, "payer_id")
        payers = rows["payer_id"].to_list()
        alone = [[at] for at, payer in enumerate(payers) if payer not in few]
        rest = [at for at, payer in enumerate(payers) if payer in few]
        for count in DENIED:
            assert_hidden(rows[count].to_list(), [*alone, *([rest] if rest else []), list(range(len(payers)))])


@pytest.mark.parametrize("start", range(0, 80, 40))
def test_payers_beside_their_classes_hide_small_cells(start: int) -> None:
    """Two tables of the same lines: a class less its payers would tell of the one left out."""
    for seed in range(start, start + 40):
        people = drawn(seed)
        if not may_show(people, DENIED):
            continue
        told = payers_together(people, DENIED)
        rows = sizes(people, DENIED, "payer_id")
        payers = rows["payer_id"].to_list()
        as_told = [[at for at, payer in enumerate(payers) if told[payer] == name] for name in set(told.values())]
        for count in DENIED:
            assert_hidden(rows[count].to_list(), [*as_told, list(range(len(payers)))])


def test_a_series_of_months_hides_a_small_one_and_another() -> None:
    rows = [(f"{month}-{at}", month, 1, 1) for month, many in enumerate((40, 7, 30, 25)) for at in range(many)]
    people = pl.DataFrame(rows, schema=["patient", "month", "denied", "answered"], orient="row")
    assert together(people, {"n": pl.col("answered").sum()}, "month", last=(3,)) == {1, 2}
    assert together(people, {"n": pl.col("answered").sum()}, "month") == {1, 3}


def test_one_patient_with_many_lines_is_one_patient() -> None:
    people = pl.DataFrame({"patient": ["a"] * 50, "denied": [0] * 50, "answered": [1] * 50})
    assert not may_show(people, RATE)


@pytest.fixture(scope="module")
def every() -> list[str]:
    """Reports under filters that leave few and many."""
    views = [View(), View(payer_classes=("medicaid",)), View(definition="open"), View(places=("11",))]
    return [to_json(report_of(facts(), Asked(MONTH, filters=view))) for view in views]


def test_counts_that_a_report_tells_are_of_eleven_or_of_none(every: list[str]) -> None:
    """Every rate with its counts: those in it, and those who are not."""
    checked = 0
    for text in every:
        for one in json.loads(text)["figures"]:
            if one["unit"] != "rate" or one["numerator"] is None:
                continue
            top, n = int(one["numerator"]), int(one["denominator"])
            assert top == 0 or top >= SMALLEST_CELL, one
            assert n == top or n - top >= SMALLEST_CELL, one
            checked += 1
    assert checked > 20


def test_counts_in_tables_are_of_eleven_or_of_none(every: list[str]) -> None:
    for text in every:
        for section in json.loads(text)["sections"]:
            for table in section["tables"]:
                for place, column in enumerate(table["columns"]):
                    cells = [row[place] for row in table["rows"]] if column["kind"] == "count" else []
                    assert all(cell is None or cell == 0 or cell >= SMALLEST_CELL for cell in cells), table["name"]


def test_a_report_names_no_patient_and_no_claim(every: list[str]) -> None:
    lines = pl.read_parquet(facts().snapshot.built["line"])
    private = {
        str(value)
        for name in ("claim_id", "patient_key", "line_id", "encounter_id", "claim_key")
        for value in lines[name].drop_nulls().unique()
    }
    for text in every:
        said = set(re.findall(r"[A-Za-z0-9-]{5,}", text))
        assert not said & private
