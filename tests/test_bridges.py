"""From one way of counting to another: steps that add up exactly, and the lines behind each."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_page_store import facts as practice_facts
from test_page_store import practice, said, visit

from analytics import words
from analytics.charts.definitions import COUNTS, STEPS, bases_table, bases_title, definition_bridge, definitions_table
from analytics.charts.model import Waterfall
from analytics.facts import Facts
from analytics.figures import draw
from analytics.metrics.cubes import DEFINITIONS, View
from analytics.metrics.evaluate import answers
from analytics.questions import bridges, definitions

VIEWS = (
    View(),
    View(payer_classes=("medicare",), start=date(2026, 2, 1), end=date(2026, 5, 1)),
    View(basis="answer", start=date(2026, 3, 1), end=date(2026, 3, 1)),
    View(drugs=("none",), end=date(2026, 4, 1)),
)


@pytest.fixture(scope="module")
def facts() -> Facts:
    return practice_facts()


@pytest.mark.parametrize("view", VIEWS)
def test_the_steps_between_definitions_add_up_and_have_their_lines(facts: Facts, view: View) -> None:
    shown = definitions_table(definitions(facts.cursor(), view))
    counts = {row["definition"]: row for row in shown.to_dicts()}
    for name in DEFINITIONS[1:]:
        chart = definition_bridge(shown, name)
        assert isinstance(chart.marks, Waterfall) and chart.marks.unit == "lines"
        first, *steps, last = chart.marks.steps
        assert first.cents + sum(step.cents for step in steps) == last.cents == counts[name]["denied"]
        for step in STEPS:
            lines = bridges.definition_lines(facts.cursor(), view, name, step, most=100_000)
            assert lines.height == counts[name][step], (name, step)


def test_a_step_is_clicked_for_its_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit(monkeypatch, practice(), period="All months")
    app.session_state["why"] = True
    app.run()
    assert "From “Denied by the first answer” to “Paid $0”" in said(app)
    app.session_state["bridge-step"] = STEPS["more_patient"]
    app.run()
    assert not app.exception and not app.error, said(app)
    lines = next(one.value for one in app.dataframe if {"Claim", "Now", "First answer"} <= set(one.value.columns))
    assert set(lines["Now"]) == {words.state("patient_share")}
    chart = definition_bridge(definitions_table(definitions(practice_facts().cursor(), View())), "zero_paid")
    assert "more_patient" in draw(chart).data[0].customdata


@pytest.mark.parametrize("view", VIEWS)
def test_the_two_ways_to_count_months_are_those_of_the_metrics(facts: Facts, view: View) -> None:
    """The first row is the rate by month of service, the last that by month of answer; the rows between add up."""
    shown = bases_table(bridges.bases(facts.cursor(), view))
    service, *steps, answer = shown.to_dicts()
    for column in COUNTS:
        assert service[column] + sum(step[column] for step in steps) == answer[column]
    for row, basis in ((service, "service"), (answer, "answer")):
        (group,) = answers(facts.cursor(), replace(view, basis=basis), as_of=facts.as_of)
        rate = group.metrics["initial_denial_rate"]
        assert (row["denied"], row["rated"]) == (rate.numerator, rate.denominator)
        assert row["lines"] == group.metrics["injections_billed"].n


PLACES = st.sampled_from(["before", "within", "after"])


@settings(deadline=None)
@given(st.lists(st.tuples(PLACES, st.sampled_from(["before", "within", "after", "never"]), st.integers(0, 50))))
def test_any_lines_add_up_from_one_basis_to_the_other(cells: list[tuple[str, str, int]]) -> None:
    rows = [{"served": s, "answered": a, "lines": n, "rated": n // 2, "denied": n // 5} for s, a, n in cells]
    schema = {"served": pl.String, "answered": pl.String, **dict.fromkeys(COUNTS, pl.Int64)}
    counts = pl.DataFrame(rows, schema=schema).filter((pl.col("served") == "within") | (pl.col("answered") == "within"))
    shown = bases_table(counts)
    for column in COUNTS:
        assert shown[column][:-1].sum() == shown[column][-1]
    assert bases_title(shown)
    assert all((row["rate"] is None) == (abs(row["rated"]) <= 10) for row in shown.to_dicts()), "too few for a rate"


def test_the_panel_of_months_is_counted_when_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit(monkeypatch, practice())
    assert "by month of answer:" not in said(app)
    app.session_state["bases"] = True
    app.run()
    assert not app.exception and not app.error, said(app)
    assert "by month of answer:" in said(app)
