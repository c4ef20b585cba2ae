"""What a build learns: waiting times, lag curves, completeness (meanings 20, 37, 38); small worlds counted by hand."""

from datetime import date, timedelta
from fractions import Fraction

import duckdb
import polars as pl
from drawn import ANSWERED, NO_MARKS, build, stored

from analytics.metrics import View
from analytics.metrics.evaluate import answers

TABLES = (*ANSWERED, "line", "response_limit", "lag_hist", "lag_curve", "observed_rate", "cut_off")
LIMITS = ("response_limit",)
FIRST = date(2025, 1, 6)  # a Monday
Drawn = tuple[list[dict[str, str]], list[dict[str, str]]]


def sent(
    payer: str,
    count: int,
    days: int | None,
    *,
    on: date = FIRST,
    adj: str = "CO-45 24.00",
    paid: str = "16.00",
    filing: str = "CI",
    served: date | None = None,
) -> Drawn:
    """Claims of one payer sent on a day, answered so many days later, or not at all."""
    name = f"{payer}{on:%m%d}D{days}{adj[:6]}{served or ''}".replace(" ", "")
    day = {"date": str(served or on), "code": "96372", "charge": "40.00", "payer": payer}
    ids = [f"{name}N{number}" for number in range(count)]
    claims = [{**day, "claim": each, "patient": each, "sent": str(on), "filing": filing} for each in ids]
    answered = {"on": str(on + timedelta(days or 0)), "paid": paid, "adj": adj, "filing": filing}
    return claims, [{**day, "claim": each, **answered} for each in ids] if days is not None else []


def world(*parts: Drawn, until: date | None = None, tables: tuple[str, ...] = TABLES) -> dict[str, pl.DataFrame]:
    """The facts of all parts; an unrelated remittance may set how far the data reach."""
    last = sent("LAST", 1, 0, on=until) if until else ([], [])
    claims = [row for part in (*parts, last) for row in part[0]]
    remits = [row for part in (*parts, last) for row in part[1]]
    return build(stored(claims, remits), tables=tables)


def limit(facts: dict[str, pl.DataFrame], payer: str = "ACME") -> int | None:
    """The payer's 95th percentile of days to the first answer, if it has one."""
    found = facts["response_limit"].filter(pl.col("payer_id").str.starts_with(payer))["p95_days"]
    return found.item() if len(found) else None


def states(facts: dict[str, pl.DataFrame], payer: str, column: str) -> dict[str, int]:
    frame = facts["line"].filter(pl.col("payer_name") == payer)
    return {str(key): n for key, n in frame.group_by(column).len().iter_rows()}


# 20 Overdue


def test_the_limit_is_the_day_by_which_95_percent_have_an_answer() -> None:
    """20: 19 answered within 10 days, the rest within 30; of 40 claims 38 are 95 percent."""
    assert limit(world(sent("ACME", 38, 10), sent("ACME", 2, 30), tables=LIMITS)) == 10
    assert limit(world(sent("ACME", 37, 10), sent("ACME", 3, 30), tables=LIMITS)) == 30


def test_lines_still_waiting_are_counted_as_waiting() -> None:
    """20: Kaplan–Meier by hand. 40 at risk: 20 answered on day 5 leave half waiting; 10 are seen for 7 days only;
    of the 10 left 9 answer on day 12 (0.5 · 1/10 = 0.05 waiting): the limit is 12. A naive share would say 5."""
    start = FIRST + timedelta(days=60)
    facts = world(
        sent("ACME", 20, 5, on=start),
        sent("ACME", 9, 12, on=start),
        sent("ACME", 1, 20, on=start),
        sent("ACME", 10, None, on=start + timedelta(days=13)),
        until=start + timedelta(days=20),
    )
    assert limit(facts) == 12
    assert states(facts, "ACME", "overdue") == {"False": 40}


def test_a_line_is_overdue_after_the_limit_and_not_on_it() -> None:
    """20: limit 10 days; unanswered for 10, for 11, and a pend that is under review."""
    as_of = FIRST + timedelta(days=40)
    facts = world(
        sent("ACME", 100, 10),
        sent("ACME", 1, None, on=as_of - timedelta(days=10)),
        sent("ACME", 1, None, on=as_of - timedelta(days=11)),
        sent("ACME", 1, 5, adj="OA-133 40.00", paid="0.00"),
        until=as_of,
    )
    assert limit(facts) == 10
    late = facts["line"].filter("overdue")
    assert late.select("state", "submitted_date").rows() == [("no_response", as_of - timedelta(days=11))]


def test_no_limit_below_thirty_answered_claims() -> None:
    """20: 29 claims teach nothing, however long one waits."""
    far = FIRST + timedelta(days=300)
    few = world(sent("ACME", 29, 10), sent("ACME", 1, None), until=far)
    enough = world(sent("ACME", 30, 10), sent("ACME", 1, None), until=far)
    assert limit(few) is None
    assert states(few, "ACME", "overdue") == {"False": 30}
    assert limit(enough) == 10
    assert states(enough, "ACME", "overdue") == {"False": 30, "True": 1}


def test_a_routed_claim_is_not_an_answered_one() -> None:
    """16 and 20: what a payer passed on tells nothing about how long its answers take."""
    facts = world(sent("ACME", 29, 10), sent("ACME", 1, 10, adj="CO-22 40.00", paid="0.00"), tables=LIMITS)
    assert limit(facts) is None


def test_the_beginning_of_the_store_hides_first_answers() -> None:
    """20: a service older than the first remittance less the limit may have been answered before; so may a
    frequency 7 without its original."""
    claims, remits = sent("ACME", 60, 10, on=FIRST + timedelta(days=30))
    old, _ = sent("ACME", 1, 0, on=FIRST + timedelta(days=29))
    older, _ = sent("ACME", 1, 0, on=FIRST + timedelta(days=29), served=FIRST + timedelta(days=20))
    old, older = [{**old[0], "claim": "EDGE"}], [{**older[0], "claim": "BEFORE"}]
    first_remit = FIRST + timedelta(days=40)
    edge = {**old[0], "date": str(first_remit - timedelta(days=10))}
    before = {**older[0], "date": str(first_remit - timedelta(days=11))}
    answer = {"on": str(first_remit), "paid": "0.00", "adj": "CO-97 40.00", "filing": "CI"}
    again = {"claim": "MIDWAY", "code": "96372", "charge": "40.00", "date": "2025-03-01", "payer": "ACME", "freq": "7"}
    remits += [{**edge, **answer}, {**before, **answer}, {**again, **answer, "on": "2025-03-20"}]
    facts = build(stored([*claims, edge, before], remits), tables=TABLES)
    assert limit(facts) == 10
    incomplete = facts["line"].filter("history_incomplete")
    assert set(incomplete["claim_id"]) == {"BEFORE", "MIDWAY"}
    flags = facts["injection"].join(incomplete.select("line_id"), on="line_id")
    assert flags.select("answered_initial", "answered_open").unique().rows() == [(False, True)]


# 38 Completeness


def completeness(facts: dict[str, pl.DataFrame], on: date) -> list[float | None]:
    """Expected share of answers of the lines sent on a day."""
    shares = facts["answered_share"].filter(pl.col("week") == on - timedelta(days=on.weekday()))
    return sorted(set(shares["expected_answered"]), key=str)


def test_completeness_is_the_share_that_old_submissions_had_by_that_age() -> None:
    """38: of 200 old lines 50 were answered in 10 days, 100 in 20, all in 40."""
    as_of = FIRST + timedelta(days=400)
    monday = as_of - timedelta(days=as_of.weekday())
    facts = world(
        sent("ACME", 50, 10),
        sent("ACME", 50, 20),
        sent("ACME", 100, 40),
        sent("ACME", 1, None, on=monday - timedelta(days=7)),
        sent("ACME", 1, None, on=monday - timedelta(days=14)),
        sent("ACME", 1, None, on=monday - timedelta(days=28)),
        sent("ACME", 1, None, on=monday - timedelta(days=63)),
        until=as_of,
        tables=(*LIMITS, "answered_share"),
    )
    age = as_of - monday
    assert (age.days, limit(facts)) == (as_of.weekday(), 40)
    found = [completeness(facts, monday - timedelta(days=days)) for days in (7, 14, 28, 63)]
    assert found == [[share(age.days + days)] for days in (7, 14, 28, 63)]


def share(days: int) -> float:
    """The curve drawn above, by hand."""
    return float(Fraction(50 * (days >= 10) + 50 * (days >= 20) + 100 * (days >= 40), 200))


def test_below_200_old_lines_the_class_then_everybody_lends_its_curve() -> None:
    """38: ACME has 199 old lines, its class 200 in all; the government class has none, so all lend theirs."""
    as_of = FIRST + timedelta(days=400)
    monday = as_of - timedelta(days=as_of.weekday())
    asked = monday - timedelta(days=7)
    facts = world(
        sent("ACME", 199, 5),
        sent("OTHER", 201, 60),
        sent("COMP", 200, 90, filing="WC"),
        sent("ACME", 1, None, on=asked),
        sent("OTHER", 1, None, on=asked),
        sent("ARMY", 1, None, on=asked, filing="CH"),
        until=as_of,
    )
    payers = facts["injection"].select("payer_id", "payer_name").unique()
    found = facts["answered_share"].filter(pl.col("week") == asked).join(payers, on="payer_id").sort("payer_name")
    assert dict(found.select("payer_name", "expected_answered").iter_rows()) == {
        "ACME": 199 / 400,
        "ARMY": 199 / 600,
        "OTHER": 0.0,
    }


def test_old_lines_are_counted_answered_or_not() -> None:
    """38: 200 submissions are old enough, though one of them was never answered: the payer's own curve."""
    as_of = FIRST + timedelta(days=400)
    asked = as_of - timedelta(days=as_of.weekday() + 7)
    facts = world(
        sent("ACME", 199, 5),
        sent("ACME", 1, None),
        sent("OTHER", 300, 60),
        sent("ACME", 1, None, on=asked),
        until=as_of,
        tables=("answered_share",),
    )
    (found,) = completeness(facts, asked)
    assert found is not None
    assert found > 0.9


def test_too_early_to_say_without_submissions_of_180_days() -> None:
    """38: null, never 0 or 1."""
    as_of = FIRST + timedelta(days=179)
    late = sent("ACME", 1, None, on=FIRST + timedelta(days=7))
    facts = world(sent("ACME", 300, 5), late, until=as_of, tables=("answered_share",))
    assert completeness(facts, FIRST + timedelta(days=7)) == [None]


# 37 Additive histograms


def test_what_is_learned_is_made_of_counts_that_add_up() -> None:
    """37: the weeks of a payer hold every line that waits or was answered; voided, routed and secondary-only do not."""
    routed = sent("ACME", 3, 9, adj="CO-22 40.00", paid="0.00")
    facts = world(sent("ACME", 30, 10), sent("ACME", 4, None), routed, tables=("lag_hist",))
    hist = facts["lag_hist"].filter(pl.col("payer_id").str.starts_with("ACME"))
    assert hist["lines"].sum() == 34
    assert hist.filter(pl.col("days").is_null())["lines"].sum() == 4
    assert set(hist["week"]) == {FIRST}


# Status of a value


def test_a_value_is_ok_immature_or_no_data() -> None:
    """38: complete from 95 % on; a payer without any line has no value, never 0."""
    as_of = FIRST + timedelta(days=400)
    monday = as_of - timedelta(days=as_of.weekday())
    built = world(
        sent("ACME", 210, 20),
        sent("ACME", 4, None, on=monday - timedelta(days=7)),
        sent("ACME", 1, 3, on=monday - timedelta(days=7)),
        sent("ARMY", 1, None, on=FIRST, filing="CH"),
        until=as_of,
    )
    with duckdb.connect() as con:
        for name in ANSWERED:
            con.register(name, built[name])
        con.register("last_mark", NO_MARKS)
        found = {
            (group.key["payer_name"], group.key["month"]): group.metrics["initial_denial_rate"]
            for group in answers(con, View(), ("payer", "month"), as_of=as_of)
        }
    old, new = found["ACME", f"{FIRST:%Y-%m}"], found["ACME", f"{monday - timedelta(days=7):%Y-%m}"]
    nobody = found["ARMY", f"{FIRST:%Y-%m}"]
    assert (old.value, old.status, old.completeness) == (0.0, "ok", 1.0)
    assert (new.value, new.status, new.completeness) == (0.0, "immature", 0.0)
    assert (nobody.value, nobody.status) == (None, "no_data")
