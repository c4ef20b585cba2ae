"""All six definitions on the same lines: each count is what a plain recount gives, and the differences add up."""

import polars as pl
import pytest
from test_page_store import facts as practice_facts
from test_page_store import practice, said, visit
from test_page_walk import COUNTED, DENIED, SETS, Row, matches, scope_of

from analytics import questions, words
from analytics.charts.definitions import definitions_table, definitions_title
from analytics.facts import Facts
from analytics.metrics.cubes import DEFINITIONS, View
from analytics.pages.session import DataVersion
from analytics.store import Store


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    paths = Store.open(practice()).read().built["injection"]
    return pl.concat([pl.read_parquet(path) for path in paths]).to_dicts()


@pytest.fixture(scope="module")
def facts() -> Facts:
    return practice_facts()


def is_in(row: Row, definition: str) -> bool:
    count = COUNTED.get(definition)
    return count(row) if count else row["is_counted"] and row["has_event"]


@pytest.mark.parametrize("query", list(SETS.values())[::4], ids=list(SETS)[::4])
def test_the_panel_counts_what_a_recount_counts(
    monkeypatch: pytest.MonkeyPatch, facts: Facts, rows: list[Row], query: dict[str, str | list[str]]
) -> None:
    app = visit(monkeypatch, practice(), **query)
    view = scope_of(app, app.session_state["view"], DataVersion(str(practice()), *Store.open(practice()).read().key))
    within = [row for row in rows if matches(row, view)]
    found = {row["definition"]: row for row in questions.definitions(facts.cursor(), view).to_dicts()}
    if not within:
        assert not found
        return
    ours = {row["line_id"] for row in within if is_in(row, "initial") and row["denied_initial"]}
    for name in DEFINITIONS:
        counted = [row for row in within if is_in(row, name)]
        theirs = {row["line_id"] for row in counted if DENIED[name](row)}
        assert (found[name]["counted"], found[name]["denied"]) == (len(counted), len(theirs))
        assert (found[name]["more"], found[name]["fewer"]) == (len(theirs - ours), len(ours - theirs))


def test_the_panel_is_counted_when_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit(monkeypatch, practice(), period="All months")
    assert "The same lines are" not in said(app)
    app.session_state["why"] = True
    app.run()
    assert not app.exception
    assert not app.error
    assert "The same lines are" in said(app)
    frame = next(one.value for one in app.dataframe if "More than ours" in one.value.columns)
    assert list(frame["Definition"]) == [words.DEFINITION[name] for name in DEFINITIONS]


def test_a_difference_is_shown_in_parts_that_add_up() -> None:
    more = dict.fromkeys(("more", "more_paid", "more_patient", "more_routed", "fewer", "unsure", "asked"), 0)
    row = {"denied": 30, "counted": 100, **more}
    other = {**row, "denied": 90, "more": 70, "more_paid": 50, "more_patient": 12, "more_routed": 3, "fewer": 10}
    shown = definitions_table(
        pl.DataFrame(
            [{"definition": "zero_paid", **other}, {"definition": "initial", **row}, {"definition": "open", **row}]
        )
    )
    assert shown["definition"].to_list() == ["initial", "open", "zero_paid"]
    parts = shown.select("more", "more_paid", "more_patient", "more_routed", "more_other", "fewer").row(2)
    assert parts == (70, 50, 12, 3, 5, 10)
    assert definitions_title(shown) == (
        "The same lines are 30.0 % to 90.0 % denied: least by “Denied by the first answer”, most by “Paid $0”"
    )


def test_a_handful_has_counts_and_no_rate(facts: Facts) -> None:
    few = questions.definitions(facts.cursor(), View()).with_columns(
        counted=pl.lit(8, pl.Int64), denied=pl.lit(2, pl.Int64)
    )
    shown = definitions_table(few)
    assert shown["rate"].null_count() == len(DEFINITIONS)
    assert definitions_title(shown) == "Too few answered lines to compare the definitions"
