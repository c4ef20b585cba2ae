"""The report says what the metrics say, adds up, and claims no change that the limits do not support."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from report_world import MONTH, facts
from test_page_store import facts as practice_facts

from analytics import words
from analytics.charts.comparable import later
from analytics.charts.model import Trend, Waterfall
from analytics.charts.tiles import RECEIVED
from analytics.metrics.changed import Counts, by_cases, by_rate_and_mix, share_change
from analytics.metrics.cubes import View
from analytics.metrics.evaluate import answers
from analytics.metrics.leakage import ledgers
from analytics.report.content import Asked, report_of
from analytics.report.content.material import Material
from analytics.report.model import Figure, Report, Table

SECTIONS = ["denials", "changed", "classes", "payers", "modifier25", "leaks", "cash", "restated"]


@pytest.fixture(scope="module")
def report() -> Report:
    return report_of(facts(), Asked(MONTH, targets=(("denial_rate", 0.08),)))


def table(report: Report, name: str) -> Table:
    return next(one for section in report.sections for one in section.tables if one.name == name)


def metrics(start: date, end: date, basis: str, by: tuple[str, ...] = ()) -> dict[str, dict[str, object]]:
    groups = answers(facts().cursor(), View(start, end, basis), by, as_of=facts().as_of)
    return {"|".join(group.key.values()): dict(group.metrics) for group in groups}


def span(figure: Figure) -> tuple[date, date]:
    first, _, last = figure.month.partition("/")
    return date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{last or first}-01")


def test_every_number_of_a_month_is_what_the_metrics_say(report: Report) -> None:
    checked = 0
    for figure in report.figures:
        if figure.key or figure.section not in ("front", "denials") or figure.status == "small":
            continue
        (found,) = metrics(*span(figure), figure.basis).values()
        value = found["net_collection_rate" if figure.metric == RECEIVED else figure.metric]
        assert figure.value == (value.numerator if figure.metric == RECEIVED else value.value), figure  # type: ignore[attr-defined]
        if figure.n:
            halves = (value.numerator, value.denominator, value.n)  # type: ignore[attr-defined]
            assert (figure.numerator, figure.denominator, figure.n) == halves
        checked += 1
    # Lines billed are not told: those that the rate does not count, paid by capitation, are few people's.
    assert checked >= 18


def test_payers_and_classes_are_what_the_metrics_say_where_they_stand_alone(report: Report) -> None:
    for section, by in (("payers", "payer"), ("classes", "payer_class")):
        mine = [figure for figure in report.figures if figure.section == section]
        every = metrics(*span(mine[0]), "answer", (by,))
        rates = {(value["denial_rate"].numerator, value["denial_rate"].n) for value in every.values()}  # type: ignore[attr-defined]
        alone = [figure for figure in mine if not figure.key.startswith("Other")]
        assert alone
        assert {(figure.numerator, figure.n) for figure in alone} <= rates
        (whole,) = metrics(*span(mine[0]), "answer").values()
        assert sum(figure.n for figure in mine) == whole["denial_rate"].n  # type: ignore[attr-defined]


def test_the_leak_equation_is_the_ledgers(report: Report) -> None:
    (ledger,) = ledgers(facts().cursor(), View(report.month, report.month, "answer"))
    mine = {figure.metric: figure.value for figure in report.figures if figure.section == "leaks" and not figure.key}
    assert mine == {name: ledger.headline[name] for name in mine}
    assert len(mine) == 4
    assert mine["expected_cents"] - mine["received_cents"] + mine["overpaid_cents"] == mine["leak_cents"]  # type: ignore[operator]


def test_bridges_add_up(report: Report) -> None:
    changed = next(section for section in report.sections if section.name == "changed")
    for chart in changed.charts:
        assert isinstance(chart.marks, Waterfall)
        assert chart.marks.unit == "points"
        first, *steps, last = chart.marks.steps
        assert first.cents + sum(step.cents for step in steps) == last.cents
    rates = [one.value for one in report.figures if (one.section, one.metric) == ("front", "denial_rate")]
    assert last.cents == round(float(rates[0] or 0) * 10_000) - round(float(rates[1] or 0) * 10_000)


def test_tables_with_a_total_add_up(report: Report) -> None:
    totals = [one for section in report.sections for one in section.tables if one.total]
    assert {one.name for one in totals} >= {"reasons", "leak_classes"}
    for one in totals:
        *rows, last = one.rows
        for place, column in enumerate(one.columns):
            if column.kind in ("count", "cents"):
                assert sum(int(str(row[place])) for row in rows) == last[place]


def test_sections_stand_in_order_and_every_chart_says_what_it_finds(report: Report) -> None:
    assert [section.name for section in report.sections] == SECTIONS
    for section in report.sections:
        assert all(sentence.endswith(".") for sentence in section.sentences)
        assert all(chart.title and chart.alt for chart in section.charts)
        assert all(len(row) == len(table.columns) for table in section.tables for row in table.rows)
    assert len(report.headline) == 3
    assert "append" not in str(report).lower()


def test_the_users_own_line_is_drawn_and_judged(report: Report) -> None:
    trend = report.sections[0].charts[0].marks
    assert isinstance(trend, Trend)
    assert (trend.target, trend.target_label) == (0.08, "target 8.0 %")
    (rate,) = (kpi for kpi in report.kpis if kpi.name == "denial_rate")
    assert rate.target.startswith("target at most 8.0 %: ")


def test_no_change_is_claimed_within_chance(report: Report) -> None:
    """A tone other than grey needs an interval on one side of zero; the denial rate its limits besides."""
    for kpi in report.kpis:
        for change in kpi.changes:
            if change.tone != "grey":
                assert "within" not in change.text
                assert change.text.count("+") in (0, 3) or change.text.count("−") in (0, 3)
    claims = ("up from" in report.headline[0]) or ("down from" in report.headline[0])
    assert not (claims and report.headline[1].startswith("It lies within"))


def test_a_month_that_has_not_closed_is_preliminary_and_compares_nothing() -> None:
    assert facts().as_of == date(2026, 9, 30)
    assert not report_of(facts(), Asked(MONTH)).preliminary
    open_month = report_of(replace(facts(), as_of=date(2026, 9, 29)), Asked(MONTH))
    assert open_month.preliminary
    assert all(change.tone == "grey" for kpi in open_month.kpis for change in kpi.changes)
    assert "preliminary" in open_month.headline[0]
    assert "changed" not in [section.name for section in open_month.sections]


def test_a_month_by_service_that_payers_have_not_answered_is_preliminary() -> None:
    assert report_of(facts(), Asked(MONTH, basis="service")).preliminary


def test_a_month_without_data_says_so() -> None:
    nothing = report_of(facts(), Asked(date(2031, 1, 1)))
    assert nothing.preliminary
    assert nothing.kpis == ()
    assert nothing.headline[0] == "No 96372 line has an answer in Jan 2031."


def test_another_month_to_compare_with_is_taken(report: Report) -> None:
    other = later(report.month, -2)
    found = report_of(facts(), Asked(report.month, compare=other))
    assert {kpi.changes[0].against for kpi in found.kpis} == {f"{other:%b %Y}"}


def test_filters_are_those_of_every_number() -> None:
    asked = Asked(MONTH, filters=View(payer_classes=("medicare",)))
    found = report_of(facts(), asked)
    view = replace(asked.filters, start=asked.month, end=asked.month, basis="answer")
    (group,) = answers(facts().cursor(), view, (), as_of=facts().as_of)
    rate = next(one for one in found.figures if (one.section, one.metric) == ("front", "denial_rate"))
    assert rate.status == "small" or rate.n == group.metrics["denial_rate"].n
    assert "payer class Medicare" in found.footline


@pytest.mark.parametrize("seed", range(20))
def test_parts_add_up_to_the_change_exactly(seed: int) -> None:
    numbers = pl.Series(range(24)).sample(24, with_replacement=True, seed=seed).to_list()
    groups = [
        Counts(str(at), min(a, b), a, min(c, d), c)
        for at, (a, b, c, d) in enumerate(zip(*[iter(numbers)] * 4, strict=True))
    ]
    change = share_change(groups)
    if change is None:
        return
    assert sum(part.total for part in by_rate_and_mix(groups)) == change
    n_before, n = sum(one.n_before for one in groups), sum(one.n for one in groups)
    assert sum(by_cases(groups, n_before, n).values()) == change


def test_rate_and_mix_by_hand() -> None:
    """A payer whose rate doubles, beside one that stays: all of it is rate."""
    same = [Counts("A", 10, 100, 20, 100), Counts("B", 10, 100, 10, 100)]
    assert [(part.key, part.rate, part.mix) for part in by_rate_and_mix(same)] == [("A", 500, 0), ("B", 0, 0)]
    moved = [Counts("A", 20, 100, 30, 150), Counts("B", 10, 100, 5, 50)]
    assert sum(part.rate for part in by_rate_and_mix(moved)) == 0
    assert share_change(moved) == 250


def test_lost_visits_are_told_in_the_dollars_of_the_page(report: Report) -> None:
    """45: what stands now, as the ledger has it; not where fewer than eleven came back, who could be worked out."""
    larger, known = report_of(practice_facts(), Asked(MONTH)), Material(practice_facts(), Asked(MONTH)).pairs
    told, hidden = (
        [said for section in one.sections if section.name == "modifier25" for said in section.sentences]
        for one in (larger, report)
    )
    lost = words.number_of(int(known["standing"].sum()), "visit")
    cents = words.money(int(known["standing_cents"].sum()))
    assert told[1:] == [f"In dollars of the leak ledger: {cents} of {lost} lost to the injection now."]
    mine = Material(facts(), Asked(MONTH)).pairs
    assert 0 < int(mine["lost_first"].sum()) - int(mine["standing"].sum()) < 11 and len(hidden) == 1
