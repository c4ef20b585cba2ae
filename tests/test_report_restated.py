"""What was said of a month, and what is known a month of remittances later: the numbers, the lines, and why."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from report_world import own, split

from analytics.build import build
from analytics.facts import open_facts
from analytics.ingest.run import ingest
from analytics.metrics.cubes import View
from analytics.metrics.evaluate import answers
from analytics.report.archive import from_json, to_json
from analytics.report.content import Asked
from analytics.report.make import keep, make_report
from analytics.report.model import Report
from analytics.store import Store
from analytics.store.user_data import load_report, past_reports

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


def made(store: Store, asked: Asked) -> Report:
    facts = open_facts(store)
    report = make_report(store, facts, asked)
    keep(store, facts, asked, report)
    return report


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Report, Report]]:
    _, late = split()
    store = Store.open(own(tmp_path_factory.mktemp("restated")))
    said = made(store, Asked(SEPTEMBER))
    ingest(late, store)
    yield store, said, made(store, Asked(OCTOBER))


def _rate(report: Report, month: str) -> tuple[float | int | None, int, float | int | None]:
    (one,) = (one for one in report.figures if (one.section, one.metric, one.month) == ("front", "denial_rate", month))
    return one.value, one.n, one.numerator


def test_the_next_report_says_what_was_said_and_what_is_known_now(both: tuple[Store, Report, Report]) -> None:
    store, said, now = both
    (one,) = (one for one in now.restated if one.metric == "denial_rate")
    was, then, denied_then = _rate(said, "2026-09")
    new, known, denied_known = _rate(now, "2026-09")
    assert (one.month, one.was_value, one.now_value) == ("2026-09", was, new)
    facts = open_facts(store)
    (group,) = answers(facts.cursor(), View(SEPTEMBER, SEPTEMBER, "answer"), (), as_of=facts.as_of)
    assert group.metrics["denial_rate"].value == new
    more, denied = known - then, int(denied_known or 0) - int(denied_then or 0)
    assert more > 10, "the late file answers many lines"
    assert one.why.startswith(f"{more} lines more answered, {denied} lines of them denied; ")
    assert "files loaded since 09/" in one.why


def test_the_report_tells_it_in_a_section(both: tuple[Store, Report, Report]) -> None:
    _, said, now = both
    section = now.sections[-1]
    assert section.name == "restated"
    assert section.sentences[0].startswith("The report of Sep 2026 said ")
    assert len(section.tables[0].rows) == len(now.restated)
    assert said.sections[-1].sentences == (
        "No earlier report of Aug 2026 with the same filters is kept: nothing can be restated.",
    )


def test_other_filters_restate_nothing(both: tuple[Store, Report, Report]) -> None:
    store, _, _ = both
    facts = open_facts(store)
    for asked in (
        Asked(OCTOBER, filters=View(payer_classes=("medicare",))),
        Asked(OCTOBER, filters=View(definition="open")),
        Asked(OCTOBER, basis="service"),
        Asked(OCTOBER, compare=date(2026, 8, 1)),
    ):
        assert make_report(store, facts, asked).restated == ()


def test_the_same_question_of_the_same_facts_is_kept_once(both: tuple[Store, Report, Report]) -> None:
    store, _, now = both
    count = len(past_reports(store))
    again = made(store, Asked(OCTOBER))
    assert again == now, "the restatement does not depend on reports of the same facts"
    assert len(past_reports(store)) == count
    made(store, Asked(OCTOBER, title="Board"))
    assert len(past_reports(store)) == count + 1


def test_a_kept_report_reads_as_it_was_said(both: tuple[Store, Report, Report]) -> None:
    store, said, _ = both
    oldest = past_reports(store)[-1]
    found = load_report(store, oldest.id)
    assert found is not None
    assert from_json(found.model) == said


def test_text_and_back_is_exact(both: tuple[Store, Report, Report]) -> None:
    """Every kind of chart of the report, a logo and odd letters."""
    _, _, now = both
    odd = replace(now, title="</script>\u2028 =1+1 “ä”", logo=bytes(range(256)))
    assert from_json(to_json(odd)) == odd
    assert {type(chart.marks).__name__ for section in now.sections for chart in section.charts} >= {
        "Trend", "Bars", "Dots", "Waterfall", "Stacks",
    }  # fmt: skip


def test_a_rebuilt_store_still_has_its_reports(both: tuple[Store, Report, Report]) -> None:
    store, said, _ = both
    before = past_reports(store)
    with store.lock():
        build(store, full=True)
    assert past_reports(store) == before
    found = load_report(store, before[-1].id)
    assert found is not None
    assert from_json(found.model) == said
