"""The product finds what the demo planted: every line of a small world, the payer that turned bad in a larger one."""

import json
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from once import demo

from analytics.facts import Facts, open_facts
from analytics.metrics import View
from analytics.metrics.evaluate import Value, answers
from analytics.store import Store

Planted = tuple[dict[str, Any], Facts]
KEYS = ("claim_id", "service_date", "nth")
CENTS = {
    "initial_denied_cents": "initial_denial",
    "open_denied_cents": "open_denial",
    "paid_cents": "paid",
    "patient_share_cents": "patient_share",
    "allowed_cents": "allowed",
    "charge_cents": "charge",
}
SAME = {
    "state": "state",
    "initial_category": "initial_category",
    "open_category": "open_category",
    "payer": "payer_name",
    "payer_class": "payer_class",
    "drug": "drug",
    "first_answer_date": "first_answer_date",
}


def planted(months: int, encounters: int) -> Planted:
    """A world of that size, ingested: its truth, and the facts that the product made of its files."""
    place = demo(months, encounters)
    return json.loads((place / "truth.json").read_text(encoding="utf-8")), open_facts(Store.open(place / "store"))


@pytest.fixture(scope="module")
def small() -> Planted:
    return planted(3, 150)


@pytest.fixture(scope="module")
def large() -> Planted:
    return planted(24, 6_000)


def numbered(frame: pl.DataFrame) -> pl.DataFrame:
    """The lines of a claim and day in order: what both sides know them by."""
    nth = pl.col("line_number").rank("ordinal").over("claim_id", "service_date")
    return frame.with_columns(pl.col("service_date").cast(pl.String), nth=nth)


@pytest.fixture(scope="module")
def both(small: Planted) -> pl.DataFrame:
    """Planted and found lines side by side."""
    truth, facts = small
    theirs = numbered(pl.DataFrame(truth["lines"], infer_schema_length=None))
    line = pl.read_parquet(facts.snapshot.built["line"]).filter(pl.col("role") == "injection")
    ours = numbered(line).select(
        *KEYS, "line_id", *{f: pl.col(f).alias(f"ours_{f}") for f in (*CENTS.values(), *SAME.values())}.values()
    )
    return theirs.join(ours, on=KEYS, how="full", coalesce=True)


def test_every_planted_line_is_found_and_no_other(both: pl.DataFrame) -> None:
    assert both.height > 100
    assert both.filter(pl.col("line_id").is_null() | pl.col("state").is_null()).is_empty()


@pytest.mark.parametrize("planted", CENTS)
def test_every_line_has_its_planted_cents(both: pl.DataFrame, planted: str) -> None:
    """Denied first and now, paid, patient's share, allowed, charge: exact."""
    found = (pl.col(f"ours_{CENTS[planted]}") * 100).cast(pl.Int64)
    wrong = both.filter(pl.col(planted).cast(pl.Int64).ne_missing(found))
    assert wrong.select(*KEYS, planted, found).rows() == []


@pytest.mark.parametrize("planted", SAME)
def test_every_line_reads_as_planted(both: pl.DataFrame, planted: str) -> None:
    """State, categories, payer and its class, drug, day of the first answer."""
    found = pl.col(f"ours_{SAME[planted]}").cast(pl.String)
    wrong = both.filter(pl.col(planted).cast(pl.String).ne_missing(found))
    assert wrong.select(*KEYS, planted, found).rows() == []


def test_the_sums_of_the_world_are_the_sums_of_its_lines(small: Planted) -> None:
    """Counts of states and dollars, told twice: by the truth and by the read model."""
    truth, facts = small
    frame = facts.cursor().execute("select state, count(*) from injection group by state").fetchall()
    assert dict(frame) == truth["states"]
    (whole,) = answers(facts.cursor(), View(), as_of=facts.as_of)
    assert facts.as_of == date.fromisoformat(truth["as_of"])
    rate = whole.metrics["open_denial_rate"]
    totals = truth["month_payer"]
    assert rate.numerator == sum(row.get("open_denied", 0) for row in totals)
    assert rate.denominator == sum(row.get("answered", 0) for row in totals)


def test_the_payer_that_turned_bad_is_seen_from_its_month_on(large: Planted) -> None:
    """Its rate doubles and stays; beside it no other payer with as many lines changes like that."""
    truth, facts = large
    worsening = truth["planted"]["worsening"]
    since = date.fromisoformat(f"{worsening['month']}-01")
    before = View(end=(since - timedelta(days=1)).replace(day=1))
    change: dict[str, dict[str, Value]] = {}
    for when, view in (("before", before), ("after", View(start=since))):
        for group in answers(facts.cursor(), view, ("payer",), as_of=facts.as_of):
            rate = group.metrics["initial_denial_rate"]
            if rate.n >= 30:
                change.setdefault(group.key["payer_name"], {})[when] = rate
    both = {payer: rates for payer, rates in change.items() if len(rates) == 2}
    worse = [payer for payer, rates in both.items() if rates["after"].low > rates["before"].high]
    assert worse == [worsening["payer"]]
    assert both[worse[0]]["after"].value > 2 * both[worse[0]]["before"].value
