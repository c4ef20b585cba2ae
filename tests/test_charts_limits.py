"""Months against limits, payers against their own past, funnels and rates for ranking: what is said and what is not."""

from datetime import date

import polars as pl
import pytest
from test_charts import group, month, months, rate

from analytics.charts.chart_data import behind
from analytics.charts.comparable import Month, scope
from analytics.charts.control import payer_signals, screened, told
from analytics.charts.denials import rate_trend
from analytics.charts.groups import rate_funnel
from analytics.charts.model import Funnel, Trend
from analytics.charts.overview import scorecard
from analytics.metrics.cubes import View
from analytics.metrics.evaluate import Group

QUIET = [40, 44] * 8


def trend(*tops: int, immature: int = 0, start: date | None = None) -> tuple[str, Trend]:
    data = months(*tops, immature=immature)
    view = View(start, data[-1].day)
    chart = rate_trend(scope(view, data), view, data, rate(sum(tops), 400 * len(tops)))
    assert chart is not None and isinstance(chart.marks, Trend)
    assert "laney" not in f"{chart.title}{chart.subtitle}".lower()
    return chart.title, chart.marks


def test_a_month_outside_is_named_with_its_month() -> None:
    title, marks = trend(*QUIET, 74)
    assert title.startswith("Outside the limits in May 2026 (above)")
    assert [point.month for point in marks.points if point.is_signal] == [date(2026, 5, 1)]


def test_a_run_is_named_with_the_month_it_began() -> None:
    title, _ = trend(*[40, 38] * 5, *[42] * 7)
    assert title == "7 in a row above since Nov 2025; 10 in a row below in Jan – Oct 2025"


def test_a_shift_has_its_month_and_its_own_limits() -> None:
    title, marks = trend(*QUIET, *[80, 76] * 4)
    assert title == "A new level since May 2026: 19.5 % after 10.5 %"
    assert marks.shifts == ((date(2026, 5, 1), "new level since May 2026"),)
    assert {round(limit.centre, 3) for limit in marks.limits} == {0.105, 0.195}


def test_immature_months_move_no_limit_and_raise_no_flag() -> None:
    quiet, with_late = trend(*QUIET), trend(*QUIET, 2, 1, immature=2)
    assert quiet[0].split(" (")[0] == with_late[0].split(" (")[0]
    assert with_late[1].limits == quiet[1].limits[-len(with_late[1].limits) :]
    assert not any(point.is_signal for point in with_late[1].points)


def test_what_stood_out_before_the_chosen_months_is_not_told_again() -> None:
    title, marks = trend(90, *QUIET, start=date(2026, 1, 1))
    assert title.startswith("No month stands out")
    assert marks.has_band


def test_below_twelve_months_there_is_a_middle_and_no_band() -> None:
    _, marks = trend(*[40, 44] * 5)
    assert not marks.has_band
    assert {round(limit.centre, 9) for limit in marks.limits} == {0.105}
    assert marks.level_label == "middle of the months 10.5 %"


def test_the_data_behind_a_trend_holds_its_limits() -> None:
    data = months(*QUIET)
    chart = rate_trend(scope(View(), data), View(), data, rate(672, 6400))
    assert chart is not None
    frame = behind(chart)
    assert frame["Centre %"].to_list() == pytest.approx([10.5] * 16)
    assert frame["Upper limit %"][0] == pytest.approx(100 * (0.105 + 3 * (0.105 * 0.895 / 400) ** 0.5))


def by_month(payer: str, tops: list[int], n: int = 400, status: str = "ok") -> list[Group]:
    days = [f"{2025 + at // 12}-{at % 12 + 1:02}" for at in range(len(tops))]
    return [
        group(rate(top, n, status=status), payer_id=payer, payer_name=payer.upper(), month=day)
        for top, day in zip(tops, days, strict=True)
    ]


def test_only_the_payer_that_turned_worse_is_named() -> None:
    quiet = [one for at in range(6) for one in by_month(f"p{at}", QUIET + [41, 43] * 4)]
    found = payer_signals([*quiet, *by_month("bad", QUIET + [80, 76] * 4)])
    assert told(found, "bad") == "8 in a row above since May 2026"
    assert told(found, "p1") == ""
    assert screened(found, {"bad": "BAD PLAN"}) == "Bad Plan: 8 in a row above since May 2026"
    assert screened({}, {}) == "No payer's newest month stands out from its own past"
    assert screened({}, {}, 11) == "Too early to hold a payer's newest month against its own past"


@pytest.mark.parametrize("status", ["immature", "no_data"])
def test_months_not_answered_enough_flag_no_payer(status: str) -> None:
    late = by_month("p", [*QUIET, 0], status=status)[-1:]
    assert payer_signals([*by_month("p", QUIET), *late]) == {}


def test_months_after_the_chosen_ones_are_not_judged() -> None:
    assert payer_signals(by_month("p", [*QUIET, 110]), end=date(2026, 4, 1)) == {}
    assert payer_signals(by_month("p", [*QUIET, 110]))
    assert payer_signals(by_month("p", [*QUIET, 110]), early={date(2026, 5, 1)}) == {}


PAYERS = [group(rate(40, 400), payer_id=f"p{at}", payer_name=f"PAYER {at}") for at in range(6)]


def test_a_funnel_names_only_what_lies_beyond_its_outer_limit() -> None:
    odd, few = (
        group(rate(top, n), payer_id=name, payer_name=name) for name, top, n in (("ODD", 90, 400), ("F", 9, 20))
    )
    chart = rate_funnel([*PAYERS, odd, few], "payer", {})
    assert chart is not None and isinstance(chart.marks, Funnel)
    assert chart.title == "Odd above what chance and the usual scatter of payers explain"
    assert {spot.key: (spot.is_beyond, spot.is_grey) for spot in chart.marks.spots}["F"] == (False, True)
    assert rate_funnel(PAYERS[:1], "payer", {}) is None


def test_a_funnel_where_nothing_is_denied_names_nobody() -> None:
    none = [group(rate(0, 100), payer_id=name, payer_name=name) for name in "AB"]
    chart = rate_funnel(none, "payer", {})
    assert chart is not None and chart.title.startswith("No payer lies beyond")


def test_the_scorecard_ranks_by_shrunken_rates_and_few_lines_never() -> None:
    small, few = (group(rate(top, n), payer_id=name, payer_name=name) for name, top, n in (("S", 9, 30), ("F", 9, 20)))
    large = group(rate(300, 1000), payer_id="L", payer_name="L")
    ageing = pl.DataFrame(schema={"payer_id": pl.String(), "expected_cents": pl.Int64()})
    payers = [
        Group(its.key, {**its.metrics, "days_to_first_response": rate(0, 0)}) for its in (*PAYERS, large, small, few)
    ]
    frame = scorecard(payers, [], [], ageing, {}, [])
    ranking = dict(frame.select("payer_id", "ranking").iter_rows())
    assert ranking["F"] is None
    assert 0.1 < ranking["S"] < ranking["L"] < 0.3


def test_a_month_of_a_handful_stays_out_of_limits() -> None:
    data: list[Month] = [*months(*QUIET), month(date(2026, 5, 1), rate(5, 9))]
    chart = rate_trend(scope(View(), data), View(), data, rate(677, 6409))
    assert chart is not None and isinstance(chart.marks, Trend)
    assert len(chart.marks.limits) == 16
