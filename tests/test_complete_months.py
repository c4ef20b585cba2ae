"""Which months are complete is decided once, over all payers of a basis: no filter moves a period (meanings 3)."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_world import facts as reported
from test_page_store import practice

from analytics.charts.comparable import Against, Month, Scope, at_one_age, months_of, scope
from analytics.charts.denials import rate_trend, settled
from analytics.charts.headline import left_out
from analytics.facts import open_facts
from analytics.metrics.catalog import METRICS
from analytics.metrics.cubes import BASES, DEFINITIONS, View
from analytics.metrics.evaluate import Group, Value, answers, no_values
from analytics.pages import cache
from analytics.pages.session import DataVersion
from analytics.report.content.material import Asked, Material
from analytics.store import Store

FILTERS = ("payer_classes", "payers", "providers", "places", "drugs")
COLUMNS = ("payer_class", "payer_id", "rendering_npi", "place_of_service", "drug")


def here() -> DataVersion:
    return DataVersion(str(practice()), *Store.open(practice()).read().key)


def offered() -> dict[str, list[str]]:
    """The values that each filter can take in the practice, and one that no line has."""
    cursor = open_facts(Store.open(practice())).cursor()
    rows = {
        name: cursor.sql(f"select distinct {column} from injection where {column} is not null order by 1").fetchall()
        for name, column in zip(FILTERS, COLUMNS, strict=True)
    }
    return {name: [*(str(value) for (value,) in found), "nobody"] for name, found in rows.items()}


def sides(found: Scope) -> tuple[date | None, date | None, date | None, date | None, tuple[date, ...], bool]:
    """Everything of a scope that a filter must not move."""
    before = found.before
    return (
        found.view.start,
        found.view.end,
        before and before.start,
        before and before.end,
        tuple(month.day for month in found.left_out),
        found.is_early,
    )


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_no_filter_moves_the_months_of_a_page(data: st.DataObject) -> None:
    """Any filters together, of any basis, definition, period and comparison: the months of all lines."""
    at, values = here(), offered()
    chosen = {
        name: tuple(data.draw(st.lists(st.sampled_from(values[name]), max_size=2, unique=True), label=name))
        for name in FILTERS
    }
    months = [month.day for month in cache.months(at, View())]
    start, end = sorted(data.draw(st.tuples(st.sampled_from(months), st.sampled_from(months))))
    view = View(start, end, data.draw(st.sampled_from(BASES)), data.draw(st.sampled_from(DEFINITIONS)))
    filtered = replace(view, **chosen)
    against = Against(data.draw(st.sampled_from(["before", "year", "nothing"])))
    for ask in (cache.months, cache.aged_months):
        every, mine = ask(at, view), ask(at, filtered)
        assert [(one.day, one.is_comparable, one.is_early) for one in every] == [
            (one.day, one.is_comparable, one.is_early) for one in mine
        ]
        assert sides(scope(view, every, against=against)) == sides(scope(filtered, mine, against=against))


@pytest.mark.parametrize(("name", "basis"), list(product(FILTERS, BASES)))
def test_no_single_filter_moves_the_months(name: str, basis: str) -> None:
    """Every value that a filter can take, alone; also the months whose denials are decided."""
    at, view = here(), View(basis=basis)
    every = cache.months(at, view)
    whole = scope(view, every)
    decided = settled(whole, every, lambda asked: cache.values(at, asked))
    for value in offered()[name]:
        filtered = replace(view, **{name: (value,)})
        mine = cache.months(at, filtered)
        cut = scope(filtered, mine)
        assert sides(cut) == sides(whole), value
        found = settled(cut, mine, lambda asked: cache.values(at, asked))
        if found and decided:
            assert (found[0].start, found[0].end) == (decided[0].start, decided[0].end), value


@pytest.mark.parametrize("basis", BASES)
def test_the_months_of_the_report_are_those_of_the_pages(basis: str) -> None:
    """One decision: the window of the report and the newest month of service are the same for every payer."""
    found = reported()
    payers = [payer for (payer,) in found.cursor().sql("select distinct payer_id from injection").fetchall()]
    month = max(one.day for one in Material(found, Asked(date(2026, 9, 1), basis)).months if one.is_comparable)
    told, newest = set(), set[date]()
    for payer in (None, *payers):
        filters = View() if payer is None else View(payers=(payer,))
        material = Material(found, Asked(month, basis, filters=filters))
        of_service = material.months_of_service.filter("is_mature")["month"].to_list()
        newest = newest or set(of_service)
        assert set(of_service) <= newest
        window = material.window
        told.add((tuple((one.day, one.is_comparable) for one in material.months), window.start, window.end))
    assert len(told) == 1


def group(month: str, status: str, share: float | None, bounds: tuple[float, float] = (0.1, 0.4)) -> Group:
    rate = Value(0.1, "rate", 10, 100, 100, 0.05, 0.2, share, status)
    return Group({"month": month}, {metric.name: rate for metric in METRICS}, {"denial_rate": bounds})


EVERY = [group(f"2026-0{at}", "ok", 0.99) for at in range(1, 7)] + [group("2026-07", "immature", 0.9)]


def test_a_group_that_is_behind_is_marked_and_stays() -> None:
    """Hatched, with the bounds between which it will end, named under the headline; the others are not."""
    mine = [*EVERY[:4], group("2026-05", "immature", 0.7), *EVERY[6:]]  # and no line in June
    months = months_of(mine, comparable_from=None, every=EVERY)
    assert [month.is_comparable for month in months] == [True] * 6 + [False]
    assert [month.is_behind for month in months] == [False] * 4 + [True, False, False]
    assert [month.bounds for month in months] == [None] * 4 + [(0.1, 0.4), None, (0.1, 0.4)]
    assert months[5].values == no_values() and months[5].is_empty
    found = scope(View(), months)
    assert (found.view.start, found.view.end) == (date(2026, 1, 1), date(2026, 6, 1))
    note = left_out(found)
    assert note is not None
    assert "Answered less here than over all payers: May 2026 (about 70 % answered)" in note
    assert "May 2026 10.0–40.0 %" in note or "May 2026 between" in note
    chart = rate_trend(found, View(), months, months[0].values["denial_rate"])
    assert chart is not None
    roles = [point.role for point in chart.marks.points]  # type: ignore[union-attr]
    assert roles == ["focus"] * 4 + ["immature", "focus", "immature"]
    assert "answered less here than over all payers: May 2026" in (chart.subtitle or "")


def test_a_group_ahead_of_the_others_waits_for_them() -> None:
    """A payer that has answered July whole is not shown with it while the others have not."""
    mine = [group("2026-07", "ok", 1.0)]
    months = months_of(mine, comparable_from=None, every=EVERY)
    assert not months[-1].is_comparable
    assert scope(View(), months).view.end == date(2026, 6, 1)


def test_without_filters_the_months_are_their_own_judges() -> None:
    assert months_of(EVERY, comparable_from=None) == months_of(EVERY, comparable_from=None, every=EVERY)
    assert at_one_age(EVERY) == at_one_age(EVERY, EVERY)


def test_a_metric_of_no_lines_is_no_number() -> None:
    """A month without any line of a group: no 0 % and no $0."""
    (found,) = answers(open_facts(Store.open(practice())).cursor(), View(), as_of=date(2026, 10, 31))
    assert set(found.metrics) == set(no_values())
    assert all(value.value is None and value.status == "no_data" for value in no_values().values())
    assert Month(date(2026, 1, 1), no_values(), True).is_empty
