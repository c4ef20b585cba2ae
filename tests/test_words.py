"""Numbers, months and names read the same everywhere."""

from datetime import date

import pytest

from analytics import words
from analytics.metrics.cubes import BASES, DEFINITIONS


@pytest.mark.parametrize(
    ("number", "unit", "said"),
    [
        (0.0984, "rate", "9.8 %"),
        (0.0985, "rate", "9.9 %"),
        (None, "rate", "no data"),
        (1391, "cents", "$13.91"),
        (124_000, "cents", "$1,240"),
        (-124_000, "cents", "−$1,240"),
        (1204, "count", "1,204"),
        (12, "days", "12 days"),
    ],
)
def test_a_value_reads_in_its_unit(number: float | None, unit: str, said: str) -> None:
    assert words.value(number, unit) == said


@pytest.mark.parametrize(
    ("cents", "said"), [(99_999, "$999.99"), (4_820_000, "$48.2 K"), (124_000_000, "$1.24 M"), (None, "no data")]
)
def test_money_in_tiles_is_short(cents: int | None, said: str) -> None:
    assert words.short_money(cents) == said


@pytest.mark.parametrize(
    ("difference", "unit", "said"),
    [(0.012, "rate", "+1.2 pp"), (-0.012, "rate", "−1.2 pp"), (-34_000, "cents", "−$340.00"), (12, "count", "+12")],
)
def test_a_change_reads_in_its_own_unit(difference: float, unit: str, said: str) -> None:
    assert words.change(difference, unit) == said


def test_months_say_their_year_once_and_are_counted_when_many() -> None:
    days = [date(2026, month, 1) for month in range(1, 9)]
    assert words.months(days[:1]) == "Jan 2026"
    assert words.months(days[:2]) == "Jan and Feb 2026"
    assert words.months([date(2025, 12, 1), days[0]]) == "Dec 2025 and Jan 2026"
    assert words.months(days) == "8 months from Jan 2026 to Aug 2026"


def test_a_span_is_as_short_as_it_can_be() -> None:
    assert words.span(date(2026, 8, 1), date(2026, 8, 1)) == "Aug 2026"
    assert words.span(date(2026, 1, 1), date(2026, 8, 1)) == "Jan – Aug 2026"
    assert words.span(date(2025, 11, 1), date(2026, 8, 1)) == "Nov 2025 – Aug 2026"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("BRAMBLEWYCK HEALTH PPO", "Bramblewyck Health PPO"),
        ("MEDICARE PART B OF EASTMERE", "Medicare Part B of Eastmere"),
        ("THRIMBLE, ODRA", "Thrimble, Odra"),
        ("SMITH-JONES, ANN", "Smith-Jones, Ann"),
        ("BCBS OF TX", "BCBS of TX"),
        ("McDonald Health", "McDonald Health"),
        ("", "not named"),
        (None, "not named"),
    ],
)
def test_a_shouted_name_is_written_as_people_do(written: str | None, read: str) -> None:
    assert words.name(written) == read


@pytest.mark.parametrize(
    "live",
    ["![i](http://host/x.png)", "[click](javascript:x)", ":red[x]", "$a$", "# x", "*x*", "`x`", "<b>x</b>", "a\n\n# b"],
)
def test_text_from_files_stays_inert_in_markdown(live: str) -> None:
    shown = words.plain(live)
    bare = shown.replace("\\\\", "")
    for mark in "[]()!`*#<>$:":
        assert all(bare[at - 1] == "\\" for at, letter in enumerate(bare) if letter == mark), (mark, shown)
    assert "\n" not in shown


def test_every_basis_and_definition_has_its_words() -> None:
    assert set(words.BASIS) == set(BASES)
    assert set(words.DEFINITION) == set(words.DEFINITION_WORDS) == set(DEFINITIONS)


def test_an_unknown_id_reads_as_it_is_spelt() -> None:
    assert words.category("cob_rules") == "Cob rules"
    assert words.category(None) == "No denial code"
