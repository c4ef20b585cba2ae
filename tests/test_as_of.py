"""As of an earlier day the facts are those of what was known by then."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import once
import polars as pl
import pytest
from drawn import build
from typed import typed

from analytics.facts import facts_as_of, open_facts
from analytics.metrics.cubes import View
from analytics.metrics.evaluate import Group, answers
from analytics.store import Store
from analytics.tables import STORED, schema_of


@pytest.fixture(scope="module")
def demo() -> Path:
    """The files of a small practice, and a store of them all."""
    return once.demo(8, 700, 3)


def numbers(groups: list[Group]) -> dict[str, Any]:
    return {str(group.key): group.metrics for group in groups}


def known(store: Store, day: date) -> dict[str, pl.DataFrame]:
    """The stored rows that a clerk would have had on a day, picked one by one."""
    raw = store.read().raw
    rows = {name: pl.concat([pl.read_parquet(path) for path in raw[name]]).to_dicts() for name in STORED}
    paid = {
        row["payment_id"]
        for row in rows["remit_payment"]
        if (row["production_date"] or row["payment_date"] or row["interchange_date"]) <= day
    }
    answered = {row["remit_claim_id"] for row in rows["remit_claim"] if row["payment_id"] in paid}
    keep = {
        "claim_line": lambda row: row["submitted_date"] <= day,
        "remit_payment": lambda row: row["payment_id"] in paid,
        "remit_claim": lambda row: row["payment_id"] in paid,
        "provider_adjustment": lambda row: row["payment_id"] in paid,
        "remit_line": lambda row: row["remit_claim_id"] in answered,
        "adjustment": lambda row: row["remit_claim_id"] in answered,
    }
    return {
        name: pl.DataFrame([row for row in rows[name] if keep[name](row)], schema=schema_of(table))
        for name, table in STORED.items()
    }


@pytest.mark.parametrize("day", [date(2026, 4, 30), date(2026, 7, 31), date(2026, 9, 15)])
def test_the_facts_are_those_of_what_was_known(demo: Path, day: date) -> None:
    """Line by line: state, dates, dollars, and how far the data reach."""
    store = Store.open(demo / "store")
    rows = build(known(store, day), tables=("injection", "cut_off"))
    with facts_as_of(store, day) as then:
        found = then.cursor().table("injection").order("line_id").pl()
        assert then.as_of == rows["cut_off"]["as_of"].item()
        assert then.as_of is not None and then.as_of <= day
    assert found.equals(rows["injection"].sort("line_id"))


def test_the_present_is_the_last_day(demo: Path) -> None:
    store = Store.open(demo / "store")
    now = open_facts(store)
    with facts_as_of(store, date(2030, 1, 1)) as then:
        assert then.as_of == now.as_of
        assert numbers(answers(then.cursor(), View(), as_of=then.as_of)) == numbers(
            answers(now.cursor(), View(), as_of=now.as_of)
        )


def test_before_the_first_file_there_is_nothing(demo: Path) -> None:
    with facts_as_of(Store.open(demo / "store"), date(2020, 1, 1)) as then:
        assert answers(then.cursor(), View(), as_of=then.as_of) == []


def test_the_command_says_the_day_and_refuses_what_is_none(demo: Path) -> None:
    command = ["metrics", "--json", "--store", demo / "store"]
    document = json.loads(typed(*command, "--as-of", "2026-07-31").stdout)
    assert document["as_of"] <= "2026-07-31"
    whole = json.loads(typed(*command).stdout)
    assert (
        document["groups"][0]["metrics"]["injections_billed"]["value"]
        < whole["groups"][0]["metrics"]["injections_billed"]["value"]
    )
    refused = typed(*command, "--as-of", "31.7.2026")
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
