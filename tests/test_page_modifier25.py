"""The modifier 25 page under many filters: no fault, its tiles are a recount, and it never advises a modifier."""

import polars as pl
import pytest
from test_page_store import practice, said, visit
from test_page_walk import SETS, Row, matches, rows, scope_of  # noqa: F401

from analytics import words
from analytics.metrics.view import View
from analytics.pages.visit import At
from analytics.store import Store


def encounters() -> dict[str, Row]:
    frame = pl.read_parquet(Store.open(practice()).read().built["encounter"])
    return {row["encounter_id"]: row for row in frame.to_dicts()}


@pytest.mark.parametrize("query", SETS.values(), ids=SETS)
def test_the_page_holds_under_every_filter(
    monkeypatch: pytest.MonkeyPatch,
    rows: list[Row],  # noqa: F811
    query: dict[str, str | list[str]],
) -> None:
    app = visit(monkeypatch, practice(), "modifier25", **query)
    assert not app.exception
    assert not app.error, said(app)
    view: View = app.session_state["view"]
    scope = scope_of(app, view, At(str(practice()), *Store.open(practice()).read().key))
    chosen = [row for row in rows if matches(row, scope)]
    if not chosen:
        assert "No 96372 line matches" in said(app)
        return
    known = encounters()
    office = [row for row in chosen if row["is_pair"] and known[row["encounter_id"]]["pair_kind"] == "office_em"]
    lost = sum(row["is_answered_pair"] and row["em_lost_first"] for row in office)
    shown = {metric.label: metric.value.replace("\\", "").replace("\u00a0", " ") for metric in app.metric}
    assert shown["Office pairs"] == words.count(len(office))
    answered = sum(row["is_answered_pair"] for row in office)
    assert shown["Visits lost"] == (
        f"{lost} of {answered}" if 0 < answered <= 10 else words.percent(lost / answered) if answered else "no data"
    )


def test_nothing_on_the_page_advises_to_append_a_modifier(monkeypatch: pytest.MonkeyPatch) -> None:
    """Routes to documentation review; G2211 is told where it was denied, and here it was not."""
    text = said(visit(monkeypatch, practice(), "modifier25", period="All months")).lower()
    for word in ("append", "add modifier", "add 25", "g2211"):
        assert word not in text
    assert "review the record first, correct only if it supports it" in text
    assert "associated with" in text
    assert "99211 beside 96372" in text


def test_outcomes_can_be_seen_as_they_stand_now(monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit(monkeypatch, practice(), "modifier25", period="All months", which="By now")
    assert "What became of both lines by now" in said(app)
