"""What the charts of denials show follows from the numbers."""

from datetime import date

import polars as pl
from test_charts import group, month, months, rate

from analytics.charts.comparable import scope
from analytics.charts.denials import rate_trend, reason_heat, reason_pareto
from analytics.charts.groups import rate_dots
from analytics.charts.heat import completeness_heat, denial_heat
from analytics.charts.model import Bars, Dots, Heat, Trend
from analytics.metrics.cubes import View


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
    few = reason_heat(frame.with_columns(payer_id=pl.lit("q")), groups)
    assert few is not None and few.title.startswith("Most frequent: Q denies"), "unless there is no other"
    both = reason_heat(pl.concat([frame, frame.with_columns(payer_id=pl.lit("q"))]), groups)
    assert both is not None and both.title == chart.title, "a title names no payer of few lines"
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
    assert chart.title == "Highest: 10.0 %, P in Jan 2025", "a title names no month of few lines"
    alone = denial_heat(groups[1:])
    assert alone is not None and alone.title == "20.0 %, P in Feb 2025", "unless there is no other"
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
