"""The payments page under many filters: no fault, its numbers are a plain recount of the read model and the CLI's."""

import json
from typing import Any

import polars as pl
import pytest
from test_page_store import practice, said, visit
from test_page_walk import SETS, Row, matches, rows, scope_of  # noqa: F401
from typed import typed

from analytics import words
from analytics.metrics.cubes import View
from analytics.pages.session import DataVersion
from analytics.store import Store


@pytest.mark.parametrize("query", SETS.values(), ids=SETS)
def test_payments_hold_under_every_filter(
    monkeypatch: pytest.MonkeyPatch,
    rows: list[Row],  # noqa: F811
    query: dict[str, str | list[str]],
) -> None:
    app = visit(monkeypatch, practice(), "payments", **query)
    assert not app.exception
    assert not app.error, said(app)
    view: View = app.session_state["view"]
    scope = scope_of(app, view, DataVersion(str(practice()), *Store.open(practice()).read().key))
    chosen = [row for row in rows if matches(row, scope)]
    if not chosen:
        assert "No 96372 line matches" in said(app)
        return
    shown = {metric.label: metric.value.replace("\\", "").replace("\u00a0", " ") for metric in app.metric}
    priced = [row for row in chosen if row["is_counted"] and row["is_priced"]]
    fees = sum(round(row["medicare_fee_cents"] * float(row["units_paid"])) for row in priced)
    allowed = sum(row["allowed_cents"] for row in priced)
    assert shown["Price, all payers"] == (words.percent(allowed / fees) if fees else "no data")
    owed = [row for row in chosen if row["due"] == "owed"]
    assert shown["Underpaid"] == (words.short_money(sum(row["short_cents"] for row in owed)) if owed else "no data")
    usual = [row for row in chosen if row["due"] == "observed"]
    assert shown["Below usual rate"] == (
        words.short_money(sum(row["short_cents"] for row in usual)) if usual else "no data"
    )


def test_the_page_and_the_command_line_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit(monkeypatch, practice(), "payments", period="All months", recent="true")
    document = json.loads(typed("metrics", "--json", "--store", practice()).stdout)
    found: dict[str, Any] = document["groups"][0]["metrics"]
    shown = {metric.label: metric.value.replace("\\", "").replace("\u00a0", " ") for metric in app.metric}
    assert shown["Price, all payers"] == words.percent(found["price_index"]["value"])
    assert shown["Underpaid"] == words.short_money(found["underpayment_variance"]["numerator"])


def test_a_payer_is_set_beside_medicare_and_its_lines_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit(monkeypatch, practice(), "payments", period="All months")
    names = app.selectbox(key="with").options
    assert names[0] == "Commercial payers"
    app.selectbox(key="with").select("Bramblewyck Health PPO").run()
    assert "Bramblewyck Health PPO: $" in said(app)
    app.session_state["priced_payer"] = next(iter(app.session_state["view"].payers), "98401-commercial")
    app.run()
    shown = next(frame.value for frame in app.dataframe if "Rests on" in frame.value.columns)
    assert shown["Short"].is_monotonic_decreasing
    assert (shown["Price"] > 0).all()


def test_what_fell_short_is_what_the_ledger_says() -> None:
    """One computation: a class estimate never makes a line short, and $0 without a reason has a class of its own."""
    built = Store.open(practice()).read().built
    injection, leak = (pl.concat([pl.read_parquet(path) for path in built[name]]) for name in ("injection", "leak"))
    short = injection.filter(pl.col("short_cents") > 0)
    shown = dict(short.group_by("due").agg(pl.col("short_cents").sum()).iter_rows())
    ledger = leak.filter((pl.col("role") == "injection") & pl.col("rule").is_in(["underpaid", "below_usual"]))
    kept = ledger.join(injection.filter(pl.col("due").is_not_null()), on="line_id", how="semi")
    sums = dict(kept.group_by("rule").agg((pl.col("amount").sum() * 100).cast(pl.Int64)).iter_rows())
    assert shown == {"owed": sums["underpaid"], "observed": sums["below_usual"]}
    assert set(short["expected_basis"]).isdisjoint({"class_estimate", "none"})
    assert (short["allowed_cents"] > 0).all()
