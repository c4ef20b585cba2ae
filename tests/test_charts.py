"""What headline, tiles and charts claim follows from the numbers by rules."""

from datetime import date

import polars as pl
import pytest

from analytics.charts.comparable import Against, Month, Scope, first_comparable, months_of, scope
from analytics.charts.headline import headline, left_out
from analytics.charts.tiles import apart, change, counted, halves, tile
from analytics.metrics.catalog import METRICS
from analytics.metrics.cubes import View
from analytics.metrics.evaluate import Group, Value
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


def test_a_tile_says_what_it_is_made_of_and_what_is_not_in_it() -> None:
    values = group(rate(40, 400)).metrics | {
        "injections_billed": Value(450.0, "count", 450, None, 450, None, None, None, "ok"),
        "routed_rate": rate(10, 410),
        "lines_left_out": Value(7.0, "count", 7, None, 7, None, None, None, "ok"),
        "capitated_lines": Value(0.0, "count", 0, None, 0, None, None, None, "ok"),
        "encounter_rate_charge": Value(8000.0, "cents", 8000, None, 2, None, None, None, "ok"),
        "encounter_rate_lines": Value(2.0, "count", 2, None, 2, None, None, None, "ok"),
    }
    assert halves(rate(40, 400)) == "40 of 400"
    assert halves(cents(1391, 3)) == "a sum over 3 lines"
    assert halves(Value(1.2, "ratio", 1669, 1391, 1, None, None, None, "ok")) == "$16.69 ÷ $13.91"
    assert counted(values) == (
        "Of 450 lines: 400 answered, 10 passed on to another payer, "
        "2 paid in an encounter rate ($80.00 charged) and 38 not answered by "
        "a first payer yet; 7 voided or withdrawn are not among them"
    )
