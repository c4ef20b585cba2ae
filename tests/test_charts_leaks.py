"""What the charts of the leakage page say of a drawn ledger: sums, names, and nothing that chance explains."""

from datetime import date

import polars as pl

from analytics.charts.leakage import (
    beside,
    equation,
    leak_dots,
    leak_headline,
    leak_matrix,
    ledger_waterfall,
    moved_rows,
    moved_title,
    quadrant,
)
from analytics.charts.model import Heat, Waterfall
from analytics.charts.work import AHEAD, LATE, NEAR, UNSET, batch_title, due_title, with_fix, worked
from analytics.figures import draw
from analytics.metrics.leakage import Leaking, Ledger, Moved
from analytics.statistics import wilson_limits

_NOTHING = dict.fromkeys(
    ("overpaid_cents", "open", "open_charge_cents", "not_valued", "not_valued_charge_cents", "unrated"), 0
)


def sums(expected: int, received: int, over: int = 0) -> dict[str, int]:
    more = {"leak_cents": expected - received + over, "overpaid_cents": over, "valued": 9 if expected else 0}
    return {**_NOTHING, "expected_cents": expected, "received_cents": received, **more}


CLASSES = pl.DataFrame(
    [
        ("em_lost_to_pair", "em", "H", "M", 3, 30_000),
        ("bundled", "injection", "M", "M", 5, 7_000),
        ("secondary_shortfall", "injection", "L", "N", 2, 3_000),
        ("units_frequency", "drug", "H", "M", 1, 90_000),
    ],
    schema=["leak_class", "role", "preventable", "recoverable", "count", "amount_cents"],
    orient="row",
)
WHOLE = Ledger({}, sums(290_000, 165_000, 5_000), sums(190_000, 155_000, 5_000), sums(100_000, 10_000), CLASSES)
NONE = Ledger({}, sums(0, 0), sums(0, 0), sums(0, 0), CLASSES.clear())


def leaking(payer: str, leak_class: str, days: int, top: int, side: int = 0) -> Leaking:
    rate = wilson_limits(top, days)
    return Leaking(payer, payer.upper(), "commercial", leak_class, days, top, top * 1400, rate, (1e4, 5e3, 2e4), side)


def test_the_headline_says_how_much_as_what_and_at_whom() -> None:
    payers = [leaking("acme", "any", 100, 40, 1), leaking("best", "any", 100, 10)]
    said = leak_headline(WHOLE, payers, "in Aug 2026")
    assert said.startswith("$400.00 of $1,900 expected for injections and visits in Aug 2026 did not come in (21.1 %)")
    assert "most of it as visit lost to the injection ($300.00)" in said and said.endswith("at Acme.")
    assert "No payer leaks on more days" in leak_headline(WHOLE, payers[1:] * 2, "in Aug 2026")
    assert "nothing can be said to leak" in leak_headline(NONE, [], "in Aug 2026")


def test_the_equation_and_the_waterfall_add_up() -> None:
    assert equation(WHOLE.headline) == ("$1,900.00 expected − $1,550.00 received + $50.00 overpaid = $400.00")
    assert equation(NONE.headline) == "no answered line with an amount to expect"
    assert "0 lines still open" in beside(WHOLE.total)
    chart = ledger_waterfall(WHOLE)
    assert chart is not None and isinstance(chart.marks, Waterfall)
    first, *steps, last = chart.marks.steps
    assert first.cents + sum(step.cents for step in steps) == last.cents
    assert [step.label for step in steps][-1] == "Overpaid" and "Units" not in str(steps), "drugs are the second figure"
    assert ledger_waterfall(NONE) is None


def test_what_can_be_had_back_is_summed_by_grade() -> None:
    chart = quadrant(WHOLE)
    assert chart is not None and isinstance(chart.marks, Heat)
    assert [[cell.text for cell in row] for row in chart.marks.cells] == [
        ["", "$300.00", "", ""],
        ["", "$70.00", "", ""],
        ["", "", "", "$30.00"],
        ["", "", "", ""],
    ]
    assert chart.title.startswith("$370.00 has a fair chance to be had back; $370.00 of it")
    assert quadrant(NONE) is None


def test_only_a_cell_beyond_chance_has_colour() -> None:
    cells = [
        leaking("acme", "bundled", 100, 40, 1),
        leaking("best", "bundled", 100, 10),
        leaking("cure", "bundled", 100, 0, -1),
        leaking("tiny", "bundled", 5, 5),
    ]
    chart = leak_matrix(cells, "Days in 100")
    assert chart is not None and isinstance(chart.marks, Heat)
    assert [row[0].role for row in chart.marks.cells] == ["ok", "chance", "empty"], "few days are not drawn"
    assert chart.marks.cells[0][0].text == "40.0" and "30.9–49.8 %" in chart.marks.cells[0][0].hover
    assert chart.title == "Bundled into another service at Acme stands out beyond chance: $560.00"
    assert draw(chart).to_dict()["data"]
    assert leak_matrix(cells[3:], "Dollars") is None
    calm = leak_matrix(cells[1:3], "Dollars")
    assert calm is not None and calm.title.startswith("No class leaks more")


def test_the_dots_name_only_who_differs() -> None:
    chart = leak_dots([leaking("acme", "any", 100, 40, 1), leaking("best", "any", 100, 10, -1)])
    assert chart is not None and chart.title == "Acme above and Best below the other payers"
    calm = leak_dots([leaking("acme", "any", 100, 11), leaking("best", "any", 100, 10)])
    assert calm is not None and calm.title == "No payer leaks more often than chance explains"
    assert leak_dots([leaking("tiny", "any", 5, 5)]) is None


def test_a_move_says_month_size_and_chance() -> None:
    moved = Moved("a", "ACME", "bundled", date(2026, 3, 1), (0.01, 0, 0.02), (0.13, 0.1, 0.2), 0.08, 0.16, 1e-9, 9973)
    assert moved_title([moved]) == ("Acme: bundled into another service rose from 1.0 % to 13.0 % of days in Mar 2026")
    row = moved_rows([moved]).row(0, named=True)
    assert (row["monthly_cents"], row["chance"]) == (9973, "below 0.1 %")
    assert row["difference"] == "+12.0 pp (+8.0 pp to +16.0 pp)"
    assert "chance explains" in moved_title([])
    assert moved_title([], 1) == "Too early to say whether a payer's class moved"


def test_a_batch_reads_as_one_task() -> None:
    counts = {
        "lines": 47,
        "amount_cents": 65_900,
        "due_lines": 2,
        "due_cents": 2_800,
        "late_lines": 1,
        "unset_lines": 9,
    }
    batches = pl.DataFrame([{"payer_name": "ACME", "rule": "bundled", **counts}])
    assert batch_title(batches) == "Acme, bundled into another service: 47 items, $659.00, one fix"
    assert due_title(batches) == (
        "2 items worth $28.00 due in the next 14 days; 1 item too late; 9 items at payers whose limit is not set"
    )
    row = with_fix(batches).row(0, named=True)
    assert row["each_cents"] == 1402 and row["fix"].startswith("Review whether the record supports")
    assert batch_title(batches.clear()) == "Nothing here can still be had back"


def test_an_item_is_too_late_near_ahead_or_without_a_limit() -> None:
    """As of August 14: yesterday, today, in 14 days, in 15, none, and none but older than usual."""
    as_of = date(2026, 8, 14)
    ends = [date(2026, 8, 13), as_of, date(2026, 8, 28), date(2026, 8, 29), None, None]
    lines = pl.DataFrame(
        {
            "work_id": ["a", "b", "c", "d", "e", "f"],
            "rule": ["bundled"] * 5 + [None],
            "since": [date(2026, 8, 4)] * 6,
            "deadline": pl.Series(ends, dtype=pl.Date),
            "is_workable": [False, True, True, True, True, False],
            "state": ["open", "appealed", "open", "upheld", "open", "recovered"],
        }
    )
    found = worked(lines, as_of)
    assert found["due"].to_list() == [LATE, NEAR, NEAR, AHEAD, UNSET, LATE]
    assert found["age"].to_list() == [10] * 6 and found["left"].to_list() == [-1, 0, 14, 15, None, None]
    assert found["mark"].to_list() == ["Open", "Appealed", "Open", "Denied again", "Open", "Recovered"]
    assert found["title"].to_list()[-1] == "Nothing left to work"
