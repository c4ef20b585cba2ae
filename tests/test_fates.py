"""What becomes of denials: final by mark or by age, still open, come back; and months looked at at the same age."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from drawn import ANSWERED, NO_MARKS, build, stored
from hypothesis import given
from hypothesis import strategies as st
from once import copied
from test_charts import rate
from test_page_store import practice

from analytics.charts.comparable import Month, Scope, at_one_age
from analytics.charts.denials import fate_tiles, resolution_chart, settled
from analytics.charts.headline import left_out
from analytics.facts import open_facts
from analytics.metrics.cubes import View
from analytics.metrics.evaluate import Group, Value, answers
from analytics.store import Store
from analytics.store.marks import add_marks

FIRST = date(2025, 1, 6)
DENIED, PAID = "0.00 | CO-97 40.00", "16.00 | CO-45 24.00"


class World:
    """A payer whose 80 old denials came back after 20, 40, 60 or 80 days, and newer lines drawn on top."""

    def __init__(self) -> None:
        self.claims = ["claim | patient | code | charge | date | sent"]
        self.remits = ["on | claim | date | code | charge | paid | adj"]
        for at in range(80):
            self.line(f"OLD{at}", FIRST, denied=10, back=10 + 20 * (at % 4 + 1))

    def line(self, claim: str, sent: date, *, denied: int = 0, paid: int = 0, back: int = 0) -> None:
        """A line sent on a day; after so many days denied or paid, and after so many more days paid after all."""
        self.claims.append(f"{claim} | {claim} | 96372 | 40.00 | {sent} | {sent}")
        for days, said in ((denied, DENIED), (paid, PAID), (back, PAID)):
            if days:
                self.remits.append(f"{sent + timedelta(days=days)} | {claim} | {sent} | 96372 | 40.00 | {said}")

    def until(self, day: date) -> dict[str, pl.DataFrame]:
        self.line("LAST", day - timedelta(days=1), paid=1)
        return build(stored("\n".join(self.claims), "\n".join(self.remits)), tables=(*ANSWERED, "cut_off"))


AS_OF = date(2025, 12, 1)


@pytest.fixture(scope="module")
def drawn() -> Iterator[tuple[duckdb.DuckDBPyConnection, dict[str, str]]]:
    """Four denials of October: young enough to come back, but for one that is 85 days old."""
    world = World()
    for name, sent in (("YOUNG", date(2025, 10, 20)), ("CLOSED", date(2025, 10, 20)), ("GONE", date(2025, 8, 28))):
        world.line(name, sent, denied=10)
    world.line("BACK", date(2025, 10, 6), denied=10, back=30)
    for at in range(6):
        world.line(f"PAID{at}", date(2025, 10, 6), paid=20)
    world.line("LATE", date(2025, 9, 1), denied=60)
    world.line("OPEN", date(2025, 10, 27))
    built = world.until(AS_OF)
    with duckdb.connect() as con:
        for name in ANSWERED:
            con.register(name, built[name])
        con.register("last_mark", NO_MARKS)
        ids = built["injection"].select("line_id", "claim_key", "submitted_date", "service_date")
        assert ids.height == built["injection"]["line_id"].n_unique()
        yield con, built["injection"]


def mark(con: Any, injection: pl.DataFrame, sent: date, kind: str | None, day: date = AS_OF) -> None:
    """The last mark of the lines sent on a day and still denied."""
    lines = injection.filter((pl.col("submitted_date") == sent) & pl.col("denied_open"))["line_id"].head(1)
    rows = [] if kind is None else [(line, kind, day) for line in lines]
    con.register("last_mark", pl.DataFrame(rows, schema=NO_MARKS.schema, orient="row"))


def halves(con: Any, **view: Any) -> dict[str, tuple[float | None, float | None]]:
    (group,) = answers(con, View(**view), as_of=AS_OF)
    return {name: (value.numerator, value.denominator) for name, value in group.metrics.items()}


def test_the_time_to_come_back_is_learned_from_old_denials(drawn: Any) -> None:
    con, _ = drawn
    limits = con.sql("select scope, resolution_days from resolution_limit order by scope").fetchall()
    assert limits == [("all", 80), ("class", 80), ("payer", 80)], "of 80 that came back, 95 % within 80 days"


def test_a_denial_is_final_by_age_or_by_mark_and_open_otherwise(drawn: Any) -> None:
    con, injection = drawn
    october, august = {"start": date(2025, 10, 1)}, {"start": date(2025, 8, 1), "end": date(2025, 8, 1)}
    mark(con, injection, date(2025, 10, 20), None)
    assert halves(con, **august)["final_denial_rate"] == (1, 1), "85 days: older than 80"
    # BACK, six paid and LAST are decided; YOUNG and CLOSED may come back.
    assert halves(con, **october)["final_denial_rate"] == (0, 8)
    mark(con, injection, date(2025, 10, 20), "written_off")
    assert halves(con, **october)["final_denial_rate"] == (1, 9)
    assert halves(con, **october)["final_denials_by_mark"][0] == 1
    mark(con, injection, date(2025, 10, 20), "appealed")
    assert halves(con, **october)["final_denial_rate"] == (0, 8), "work goes on"


def test_work_on_an_old_denial_opens_it_again_and_closing_ends_that(drawn: Any) -> None:
    con, injection = drawn
    august, old = {"start": date(2025, 8, 1), "end": date(2025, 8, 1)}, date(2025, 8, 28)
    for kind, day, found in (
        ("appealed", date(2025, 11, 20), (0, 0)),
        ("appealed", date(2025, 9, 10), (1, 1)),  # 82 days without an answer to the appeal
        ("closed", date(2025, 11, 20), (1, 1)),
    ):
        mark(con, injection, old, kind, day)
        assert halves(con, **august)["final_denial_rate"] == found, kind


def test_a_month_is_settled_when_nearly_all_its_denials_are(drawn: Any) -> None:
    con, injection = drawn
    mark(con, injection, date(2025, 10, 20), None)
    (october,) = answers(con, View(start=date(2025, 10, 1), end=date(2025, 10, 1)), as_of=AS_OF)
    (january,) = answers(con, View(start=date(2025, 1, 1), end=date(2025, 1, 1)), as_of=AS_OF)
    assert (january.metrics["overturn_rate"].value, january.metrics["overturn_rate"].status) == (1.0, "ok")
    overturned = october.metrics["overturn_rate"]
    assert (overturned.numerator, overturned.denominator, overturned.status) == (1, 3, "immature")
    final = october.metrics["final_denial_rate"]
    assert (final.value, final.status) == (None, "no_data"), "most may still come back: 0 % would mean not yet"


def test_at_one_age_a_late_denial_does_not_count_and_an_open_line_does(drawn: Any) -> None:
    """Denied on day 10 counts, on day 60 does not; sent 35 days ago is too young, answered or not."""
    con, _ = drawn
    assert halves(con, start=date(2025, 9, 1), end=date(2025, 9, 1))["denied_within_45_days"] == (0, 1)
    assert halves(con, start=date(2025, 8, 1), end=date(2025, 8, 1))["denied_within_45_days"] == (1, 1)
    # Of October BACK and six paid are 56 days old; YOUNG and CLOSED 42, OPEN 35.
    (october,) = answers(con, View(start=date(2025, 10, 1), end=date(2025, 10, 1)), as_of=AS_OF)
    value = october.metrics["denied_within_45_days"]
    assert (value.numerator, value.denominator, value.status) == (1, 7, "immature")
    assert value.completeness == pytest.approx(0.7)
    assert october.bounds["denied_within_45_days"] == pytest.approx((0.3, 0.4)), "three denied; OPEN may be"
    assert october.bounds["denial_rate"] == pytest.approx((0.3, 0.4))
    (month,) = at_one_age([Group({"month": "2025-10"}, october.metrics, october.bounds)])
    assert (month.is_comparable, month.bounds) == (False, pytest.approx((0.3, 0.4)))


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=40))
def test_bounds_hold_whatever_the_answers_to_come_say(lines: list[tuple[bool, bool]]) -> None:
    """Each line is answered or not, and will be denied or not: the final share of all lies between the bounds."""
    denied = sum(is_answered and is_denied for is_answered, is_denied in lines)
    pending = sum(not is_answered for is_answered, _ in lines)
    truth = sum(is_denied for _, is_denied in lines) / len(lines)
    assert denied / len(lines) <= truth <= (denied + pending) / len(lines)


def test_a_mark_counts_without_a_build(tmp_path: Path) -> None:
    copied(practice(), tmp_path / "store")
    store = Store.open(tmp_path / "store")
    facts = open_facts(store)
    young = facts.cursor().sql(
        "select line_id from injection where denied_open and answered_initial and service_date > date '2026-08-01'"
    ).pl()["line_id"].to_list()[:5]  # fmt: skip
    assert len(young) == 5

    def marked() -> float | None:
        now = open_facts(store)
        (group,) = answers(now.cursor(), View(), as_of=now.as_of)
        return group.metrics["final_denials_by_mark"].value

    assert marked() == 0
    add_marks(store, young, "closed")
    assert marked() == 5
    add_marks(store, young[:2], "worked")
    assert marked() == 3, "the last mark speaks"


def value(top: float, n: int, status: str = "ok") -> Value:
    return Value(top / n if n else None, "rate", top, n, n, 0.0, 1.0, 1.0, status)


def test_tiles_rest_on_the_months_that_are_decided() -> None:
    unit = Value(None, "count", 0, None, 9, None, None, None, "ok")
    months = [
        Month(date(2026, at, 1), {"final_denial_rate": value(5, 100, "ok" if at < 4 else "immature"),
                                  "overturn_rate": value(3, 10), "final_denials_by_mark": unit}, True)
        for at in range(1, 7)
    ]  # fmt: skip
    scope = Scope(View(start=date(2026, 1, 1), end=date(2026, 6, 1)), None, (), False)
    whole = {**months[0].values, "final_denials_by_mark": unit}
    decided = settled(scope, months, lambda view: whole)
    assert decided is not None and (decided[0].start, decided[0].end) == (date(2026, 1, 1), date(2026, 3, 1))
    overturned, final = fate_tiles(scope, decided, months)
    assert overturned.against == "decided months: Jan – Mar 2026"
    assert final.against == "decided months: Jan – Mar 2026; 0 of 9 by mark, the others by age"
    early = {**whole, "final_denial_rate": value(5, 100, "immature")}
    cut = settled(scope, months, lambda view: whole if view.end == date(2026, 1, 1) else early)
    assert cut is not None and cut[0].end == date(2026, 1, 1), "months between may be open still"
    none = [Month(month.day, months[5].values, True) for month in months]
    assert settled(scope, none, lambda view: whole) is None
    assert [tile.value for tile in fate_tiles(scope, None, none)] == ["too early", "too early"]


def test_the_months_left_out_say_where_they_will_end() -> None:
    late = Month(date(2026, 9, 1), {"denial_rate": rate(9, 100)}, False, False, (0.07, 0.305))
    scope = Scope(View(start=date(2026, 1, 1), end=date(2026, 8, 1)), None, (late,), False)
    said = left_out(scope, of_denials=True)
    assert "between" not in (left_out(scope) or "")
    assert said and said.endswith(
        "Whatever is still to come, of the lines sent will end denied: Sep 2026 between 7.0 % and 30.5 %."
    )


def test_the_curve_says_how_long_denials_take_to_come_back() -> None:
    rows = [(20, True, 10), (40, True, 10), (60, False, 40), (90, True, 20), (300, False, 20)]
    hist = pl.DataFrame(rows, schema={"days": pl.Int64, "is_answered": pl.Boolean, "lines": pl.Int64}, orient="row")
    chart = resolution_chart(hist, 84, 91)
    assert chart is not None and chart.title == (
        "Half of the denials that came back did so within 40 days, 95 % within 90; 60.0 % came back within 90"
    )
    assert "84 to 91 days, by payer" in chart.subtitle
    assert resolution_chart(hist.with_columns(lines=pl.lit(1, pl.Int64)), None, None) is None
