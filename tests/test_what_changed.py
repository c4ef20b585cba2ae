"""The change of the denied share cut by payer: parts that add up, on the page as in the report."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_charts import group, rate
from test_page_store import practice, visit

from analytics.charts.changed import payer_bridge
from analytics.charts.model import Waterfall
from analytics.metrics.changed import Counts, by_rate_and_mix, counts_of

SPANS = ("Jan – Mar 2026", "Apr – Jun 2026")
LINES = st.integers(1, 400)


def steps(parts: list[Counts], names: dict[str, str], *, is_beyond: bool = True) -> Waterfall:
    before, now = (
        sum(getattr(one, top) for one in parts) / sum(getattr(one, n) for one in parts)
        for top, n in (("top_before", "n_before"), ("top", "n"))
    )
    chart = payer_bridge(by_rate_and_mix(parts), names, (before, now), SPANS, is_beyond=is_beyond)
    assert chart is not None and isinstance(chart.marks, Waterfall)
    return chart.marks


@given(st.lists(st.tuples(LINES, LINES, st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=8))
def test_the_steps_add_up_to_the_change(drawn: list[tuple[int, int, float, float]]) -> None:
    parts = [Counts(f"P{at}", int(n0 * r0), n0, int(n * r), n) for at, (n0, n, r0, r) in enumerate(drawn)]
    marks = steps(parts, {one.key: one.key for one in parts})
    assert sum(step.cents for step in marks.steps[1:-1]) == marks.steps[-1].cents


def test_two_payers_of_one_name_are_two_steps() -> None:
    """The same name in two classes is two payers: neither may take the other's place."""
    parts = [Counts("acme-commercial", 10, 100, 30, 100), Counts("acme-medicare_advantage", 10, 100, 5, 100)]
    marks = steps(parts, {one.key: "Acme" for one in parts})
    assert [(step.label, step.text) for step in marks.steps[1:-1]] == [("Acme", "+10.00 pp"), ("Acme", "−2.50 pp")]


def test_a_payer_of_one_span_only_is_counted_in_it() -> None:
    before = [group(rate(5, 50), payer_id="A"), group(rate(4, 40), payer_id="B")]
    now = [group(rate(6, 60), payer_id="A"), group(rate(9, 30), payer_id="C")]
    assert counts_of(before, now, "payer_id") == [
        Counts("A", 5, 50, 6, 60), Counts("B", 4, 40, 0, 0), Counts("C", 0, 0, 9, 30)
    ]  # fmt: skip


def test_no_part_is_named_as_a_cause_of_what_chance_may_have_made() -> None:
    parts = [Counts("A", 10, 100, 12, 100)]
    chart = payer_bridge(by_rate_and_mix(parts), {"A": "Acme"}, (0.1, 0.12), SPANS, is_beyond=False)
    assert chart is not None and "Acme" not in chart.title and "chance" in chart.title


def test_the_overview_shows_what_changed_and_where_money_went(monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit(monkeypatch, practice(), None)
    assert not app.exception
    specs = [json.dumps(json.loads(chart.proto.spec)) for chart in app.get("plotly_chart")]
    assert any("Mix of payers" in spec and " pp" in spec for spec in specs)
    assert any("Expected" in spec and "Received" in spec for spec in specs)
