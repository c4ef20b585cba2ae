"""What headline, tiles and charts claim follows from the numbers by rules."""

from datetime import date

import polars as pl
import pytest

from analytics.charts.change import apart, change
from analytics.charts.chart import Bars, Dots, Heat, Trend
from analytics.charts.comparable import Against, Month, Scope, first_comparable, months_of, scope
from analytics.charts.denials import rate_trend, reason_pareto
from analytics.charts.explain import counted, halves
from analytics.charts.groups import rate_dots
from analytics.charts.headline import headline, left_out
from analytics.charts.heat import completeness_heat, denial_heat
from analytics.charts.reasons import reason_heat
from analytics.charts.tiles import tile
from analytics.metrics.answers import Group, Value
from analytics.metrics.catalog import METRICS
from analytics.metrics.view import View
from analytics.statistics import newcombe
from analytics.statistics import wilson as reference
from analytics.statistics import wilson_limits as wilson


def rate(top: int, n: int, *, status: str = "ok", completeness: float | None = 1.0) -> Value:
    """A rate of top in n."""
    if not n:
        return Value(None, "rate", 0, 0, 0, None, None, completeness, "no_data")
    share, low, high = wilson(top, n)
    return Value(share, "rate", top, n, n, low, high, completeness, status)


def cents(amount: int, n: int = 10) -> Value:
    return Value(float(amount), "cents", amount, None, n, None, None, 1.0, "ok")


def group(value: Value, **key: str) -> Group:
    return Group(key, {metric.name: value for metric in METRICS})


def month(day: date, value: Value, is_comparable: bool = True) -> Month:
    return Month(day, group(value).metrics, is_comparable)


def months(*tops: int, n: int = 400, immature: int = 0) -> list[Month]:
    """Months from Jan 2025 on, the last of them immature."""
    found = []
    for at, top in enumerate(tops):
        is_late = at >= len(tops) - immature
        value = rate(top, n, status="immature" if is_late else "ok", completeness=0.6 if is_late else 1.0)
        found.append(month(date(2025 + at // 12, at % 12 + 1, 1), value, not is_late))
    return found


@pytest.mark.parametrize(
    ("one", "two", "low", "high"),
    [
        ((56, 70), (48, 80), 0.052431, 0.333873),
        ((9, 10), (3, 10), 0.170523, 0.809018),
        ((10, 10), (0, 20), 0.679086, 1.0),
    ],
)
def test_newcombe_gives_the_reference_values(
    one: tuple[int, int], two: tuple[int, int], low: float, high: float
) -> None:
    assert newcombe(wilson(*one), wilson(*two)) == pytest.approx((low, high), abs=1e-6)


@pytest.mark.parametrize(("top", "n"), [(81, 263), (0, 20), (1, 29), (29, 29), (0, 1), (120, 1000)])
def test_wilson_is_the_one_of_the_metrics(top: int, n: int) -> None:
    low, high = pl.DataFrame({"top": [top], "n": [n]}).select(*(
        limit.alias(name) for name, limit in zip("lh", reference(pl.col("top"), pl.col("n")), strict=True)
    )).row(0)  # fmt: skip
    assert wilson(top, n)[1:] == pytest.approx((low, high), abs=1e-9)


def test_a_change_of_rates_is_tested_and_of_dollars_is_not() -> None:
    assert change(rate(100, 1000), rate(50, 1000)).is_beyond_chance is True  # type: ignore[union-attr]
    assert change(rate(100, 1000), rate(95, 1000)).is_beyond_chance is False  # type: ignore[union-attr]
    assert change(rate(9, 20), rate(1, 20)).is_beyond_chance is None  # type: ignore[union-attr]
    assert change(cents(900), cents(100)).is_beyond_chance is None  # type: ignore[union-attr]
    assert change(rate(0, 0), rate(1, 20)) is None


def test_many_comparisons_need_a_wider_gap() -> None:
    same = [rate(40, 400) for _ in range(11)]
    assert apart([rate(58, 400), rate(40, 400)]) == [0, 0]
    assert apart([rate(90, 400), *same])[0] == 1
    assert apart([rate(10, 400), *same])[0] == -1
    assert apart([rate(20, 25), *same])[0] == 0, "few cases claim nothing"


def test_noise_alone_rarely_raises_an_alarm() -> None:
    from random import Random

    dice = Random(4)
    alarms = sum(
        any(apart([rate(sum(dice.random() < 0.1 for _ in range(200)), 200) for _ in range(8)])) for _ in range(200)
    )
    assert alarms <= 20, "5 % are allowed; 10 of 200 expected at most"


def test_a_scope_ends_with_the_last_comparable_month_and_names_the_others() -> None:
    data = months(*[40] * 14, immature=2)
    cut = scope(View(date(2025, 3, 1), date(2026, 2, 1)), data)
    assert (cut.view.start, cut.view.end) == (date(2025, 3, 1), date(2025, 12, 1))
    assert [month.day for month in cut.left_out] == [date(2026, 1, 1), date(2026, 2, 1)]
    assert cut.before == View(date(2025, 1, 1), date(2025, 2, 1)), "only two earlier months are there"
    assert not cut.is_early


def test_a_scope_without_a_comparable_month_stays_whole_and_says_so() -> None:
    data = months(*[40] * 3, immature=3)
    cut = scope(View(), data)
    assert cut.is_early
    assert (cut.view.start, cut.view.end) == (date(2025, 1, 1), date(2025, 3, 1))
    assert "too early to compare" in headline(cut, rate(40, 400), None)
    assert "Later remittances will change these numbers" in str(left_out(cut))


def test_incomplete_months_come_in_on_request() -> None:
    cut = scope(View(), months(*[40] * 4, immature=1), with_recent=True)
    assert cut.view.end == date(2025, 4, 1)
    assert left_out(cut) is None


@pytest.mark.parametrize(
    ("against", "start", "end"),
    [
        (Against(), date(2025, 11, 1), date(2025, 12, 1)),
        (Against("year"), date(2025, 1, 1), date(2025, 2, 1)),
        (Against("months", date(2025, 3, 1), date(2025, 5, 1)), date(2025, 3, 1), date(2025, 5, 1)),
        (Against("months", date(2025, 12, 1), date(2026, 1, 1)), None, None),
        (Against("months", date(2026, 2, 1), date(2026, 2, 1)), None, None),
        (Against("nothing"), None, None),
    ],
)
def test_months_are_compared_with_what_was_chosen(against: Against, start: date | None, end: date | None) -> None:
    """Jan and Feb 2026 of fourteen months; months on both sides are compared with nothing."""
    cut = scope(View(date(2026, 1, 1), date(2026, 2, 1)), months(*[40] * 14), against=against)
    assert (cut.before and (cut.before.start, cut.before.end)) == (start and (start, end))


def test_nothing_in_the_period_has_no_scope() -> None:
    cut = scope(View(date(2030, 1, 1), date(2030, 2, 1)), months(40, 40))
    assert (cut.before, cut.left_out) == (None, ())


def test_by_month_of_answer_the_first_months_are_too_quick() -> None:
    assert first_comparable(View(basis="service"), date(2025, 1, 1), 40) is None
    assert first_comparable(View(basis="answer"), date(2025, 1, 1), 40) == date(2025, 3, 1)
    groups = [group(rate(40, 400), month=f"2025-0{at}") for at in (1, 2, 3)]
    found = months_of(groups, comparable_from=date(2025, 3, 1))
    assert [month.is_comparable for month in found] == [False, False, True]


WHOLE = Scope(
    View(date(2026, 1, 1), date(2026, 6, 1)), View(date(2025, 7, 1), date(2025, 12, 1)), left_out=(), is_early=False
)


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (
            rate(98, 1000),
            rate(97, 1000),
            "96372 denials were 9.8 % of answered lines from Jan 2026 through Jun 2026 (8.1–11.8 %), "
            "no change beyond chance from 9.7 % in Jul – Dec 2025.",
        ),
        (rate(150, 1000), rate(90, 1000), "up from 9.0 % in Jul – Dec 2025, more than chance explains."),
        (rate(60, 1000), rate(110, 1000), "down from 11.0 % in Jul – Dec 2025, more than chance explains."),
        (rate(60, 1000), None, "with no other months to compare with."),
        (rate(60, 1000), rate(3, 20), "with no other months to compare with."),
        (rate(4, 29), rate(90, 1000), "from only 29 lines: read it with care."),
        (rate(6, 12), rate(90, 1000), "not reliable: the interval is wide."),
        (
            rate(3, 8),
            rate(90, 1000),
            "3 of 8 answered lines of 96372 from Jan 2026 through Jun 2026 denied: too few to name a rate.",
        ),
        (rate(0, 0), None, "No 96372 line from Jan 2026 through Jun 2026 has an answer yet"),
    ],
)
def test_the_headline_says_no_more_than_the_numbers(now: Value, before: Value | None, said: str) -> None:
    assert said in headline(WHOLE, now, before)


@pytest.mark.parametrize("definition", ["open", "claim_status_4", "zero_paid", "allowed_zero", "any_reason"])
def test_the_headline_names_what_is_counted(definition: str) -> None:
    there = Scope(View(date(2026, 1, 1), date(2026, 1, 1), definition=definition), None, (), False)
    assert "in Jan 2026" in headline(there, rate(98, 1000), None)
    assert "96372 denials were" not in headline(there, rate(98, 1000), None)


def test_a_tile_colours_only_what_chance_does_not_explain() -> None:
    worse = tile("denial_rate", None, WHOLE, rate(150, 1000), rate(90, 1000), months(40, 50))
    same = tile("denial_rate", None, WHOLE, rate(98, 1000), rate(97, 1000), months(40, 50))
    better = tile("overturn_rate", None, WHOLE, rate(150, 1000), rate(90, 1000), [])
    dollars = tile("denied_dollars_expected", None, WHOLE, cents(90_000), cents(10_000), [])
    assert (worse.tone, worse.direction, worse.change) == ("worse", "up", "+6.0 pp")
    assert (same.tone, same.against) == ("grey", "within chance, vs Jul – Dec 2025")
    assert better.tone == "better", "more overturned denials are good"
    assert (dollars.tone, dollars.change) == ("grey", "+$800.00")
    assert worse.spark == (0.1, 0.125)


def test_a_tile_without_a_value_claims_nothing() -> None:
    empty = tile("denial_rate", None, WHOLE, rate(0, 0), None, [])
    assert (empty.value, empty.change, empty.direction, empty.certainty) == ("no data", "", "off", "nothing to count")


def test_the_trend_marks_focus_context_and_immature_months() -> None:
    data = months(*[40] * 16, immature=2)
    chosen = View(date(2025, 9, 1), date(2026, 4, 1))
    cut = scope(chosen, data)
    chart = rate_trend(cut, chosen, data, rate(240, 2400))
    assert chart is not None
    assert isinstance(chart.marks, Trend)
    roles = [point.role for point in chart.marks.points]
    assert roles == ["context"] * 5 + ["focus"] * 6 + ["immature"] * 2
    assert chart.title == "No month stands out from the limits that chance alone would keep (10.0 % in all)"
    assert chart.title in chart.alt
    assert chart.marks.has_band and len(chart.marks.limits) == 11, "limits of 14 months, of which 11 are shown"
    assert "about 60 % answered" in chart.marks.points[-1].hover


def test_the_trend_names_the_months_that_stand_out() -> None:
    data = months(40, 40, 40, 110, 40, 40, 8)
    chart = rate_trend(scope(View(), data), View(), data, rate(318, 2800))
    assert chart is not None
    assert chart.title == "Apr 2025 above and Jul 2025 below the other months by more than chance"


def test_the_trend_shows_no_rate_from_a_handful() -> None:
    data = [*months(2, 3, n=8), month(date(2025, 3, 1), rate(4, 20))]
    chart = rate_trend(scope(View(), data), View(), data, rate(9, 36))
    assert chart is not None
    assert isinstance(chart.marks, Trend)
    assert [point.value for point in chart.marks.points] == [None, None, 0.2]
    assert "2 of 8 lines" in chart.marks.points[0].hover
    assert rate_trend(scope(View(), data[:2]), View(), data[:2], rate(5, 16)) is None


def test_a_tile_of_a_handful_says_the_count() -> None:
    few = tile("denial_rate", None, WHOLE, rate(2, 8), rate(90, 1000), months(2, 3, n=8))
    assert (few.value, few.change, few.certainty, few.spark) == ("2 of 8", "", "too few to name a rate", ())


def test_months_too_early_by_answer_are_left_out_for_their_own_reason() -> None:
    groups = [group(rate(40, 400), month=f"2025-0{at}") for at in (1, 2, 3, 4)]
    found = months_of(groups, comparable_from=date(2025, 3, 1))
    note = left_out(scope(View(basis="answer"), found))
    assert note == (
        "Left out of the rates: Jan and Feb 2025, since the claims answered then were sent before the data begin."
    )


REASONS = pl.DataFrame(
    {
        "category": ["bundled", "authorization", "bundled"],
        "reason": ["97", "197", "231"],
        "lines": [30, 20, 10],
        "denied_cents": [120_000, 80_000, 40_000],
        "expected_cents": [40_000, 60_000, 10_000],
        "overturned": [3, 2, 1],
        "still_open": [20, 10, 5],
    }
)


def test_the_pareto_adds_up_and_says_what_is_first_in_lines_and_in_dollars() -> None:
    chart = reason_pareto(REASONS, None)
    assert chart is not None
    assert isinstance(chart.marks, Bars)
    assert [(row.key, row.values) for row in chart.marks.rows] == [
        ("bundled", (40.0, 500.0)),
        ("authorization", (20.0, 600.0)),
    ]
    assert chart.title == (
        "Bundled into another service: 66.7 % of denied lines; "
        "no authorization costs most (54.5 % of the expected dollars)"
    )
    assert all(row.is_focus for row in chart.marks.rows)
    chosen = reason_pareto(REASONS, "bundled")
    assert chosen is not None
    assert isinstance(chosen.marks, Bars)
    assert [row.is_focus for row in chosen.marks.rows] == [True, False]
    assert reason_pareto(REASONS.clear(), None) is None


def test_payers_are_named_only_when_they_differ() -> None:
    payers = [group(rate(40, 400), payer_id=f"p{at}", payer_name=f"PAYER {at}") for at in range(4)]
    odd = group(rate(120, 400), payer_id="odd", payer_name="ODD HEALTH PLAN")
    few = group(rate(2, 5), payer_id="few", payer_name="FEW")
    same = rate_dots(payers, "payer", {}, {}, rate(160, 1600))
    differ = rate_dots([*payers, odd, few], "payer", {}, {"odd": "commercial"}, rate(280, 2000))
    assert same is not None
    assert differ is not None
    assert same.title == "No payer differs from the others by more than chance"
    assert differ.title == "Odd Health Plan above the other payers by more than chance"
    assert isinstance(differ.marks, Dots)
    assert "few" not in [row.key for row in differ.marks.rows]
    assert rate_dots([few], "payer", {}, {}, rate(2, 5)) is None


def test_providers_drugs_and_places_are_called_as_the_filters_do() -> None:
    groups = [group(rate(40, 400), drug="J3420"), group(rate(120, 400), drug="none"), group(rate(5, 50), drug="J1885")]
    chart = rate_dots(groups, "drug", {"none": "No drug line"}, {}, rate(165, 850))
    assert chart is not None
    assert isinstance(chart.marks, Dots)
    assert [(row.label, row.payer_class) for row in chart.marks.rows] == [
        ("J3420", ""),
        ("No drug line", ""),
        ("J1885", ""),
    ]
    assert chart.title == "No drug line above and J3420 below the other drugs by more than chance"


def test_reasons_by_payer_count_per_hundred_answered_lines() -> None:
    frame = REASONS.with_columns(payer_id=pl.lit("p"), payer_name=pl.lit("P"))
    groups = [group(rate(60, 600), payer_id="p", payer_name="P"), group(rate(1, 20), payer_id="q", payer_name="Q")]
    chart = reason_heat(frame, groups)
    assert chart is not None
    assert isinstance(chart.marks, Heat)
    assert [[(cell.text, cell.role) for cell in row] for row in chart.marks.cells] == [
        [("6.7", "ok"), ("3.3", "ok")],
        [("", "empty"), ("", "empty")],
    ]
    assert chart.title == "Most frequent: P denies 6.7 % of lines as bundled into another service"
    assert reason_heat(frame, [group(rate(1, 5), payer_id="p", payer_name="P")]) is None


def test_a_heat_cell_prints_its_value_and_hides_what_is_few() -> None:
    cells = {"2025-01": rate(40, 400), "2025-02": rate(4, 20), "2025-03": rate(3, 8), "2025-04": rate(0, 0)}
    groups = [group(value, payer_id="p", payer_name="P", month=day) for day, value in cells.items()]
    chart = denial_heat(groups)
    assert chart is not None
    assert isinstance(chart.marks, Heat)
    assert [(cell.text, cell.role) for cell in chart.marks.cells[0]] == [
        ("10.0", "ok"),
        ("20.0", "grey"),
        ("3/8", "few"),
        ("", "empty"),
    ]
    assert denial_heat(groups[3:]) is None


def test_completeness_says_what_is_too_early() -> None:
    early = group(rate(4, 40, completeness=0.5), payer_id="p", payer_name="P", month="2025-02")
    done = group(rate(4, 40, completeness=1.0), payer_id="p", payer_name="P", month="2025-01")
    unknown = group(rate(4, 40, completeness=None), payer_id="p", payer_name="P", month="2025-03")
    chart = completeness_heat([done, early, unknown])
    assert chart is not None
    assert chart.title == "1 of 2 payer months below 95 %: too early to compare"
    assert isinstance(chart.marks, Heat)
    assert [cell.text for cell in chart.marks.cells[0]] == ["100", "50", ""]


def test_a_tile_says_what_it_is_made_of_and_what_is_not_in_it() -> None:
    values = group(rate(40, 400)).metrics | {
        "injections_billed": Value(450.0, "count", 450, None, 450, None, None, None, "ok"),
        "routed_rate": rate(10, 410),
        "lines_left_out": Value(7.0, "count", 7, None, 7, None, None, None, "ok"),
    }
    assert halves(rate(40, 400)) == "40 of 400"
    assert halves(cents(1391, 3)) == "a sum over 3 lines"
    assert halves(Value(1.2, "ratio", 1669, 1391, 1, None, None, None, "ok")) == "$16.69 ÷ $13.91"
    assert counted(values) == (
        "Of 450 lines: 400 answered, 10 passed on to another payer and 40 not answered by a first payer yet; "
        "7 voided or withdrawn are not among them"
    )
