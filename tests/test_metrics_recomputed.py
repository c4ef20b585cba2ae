"""Every metric once more in plain Python from the lines, for many filters; totals come from lines, never from rates."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import duckdb
import polars as pl
import pytest
from drawn import build, stored

from analytics.demo import write_demo
from analytics.facts import open_facts
from analytics.ingest import ingest
from analytics.metrics import METRICS, View
from analytics.metrics.answers import Value, answers
from analytics.metrics.view import DEFINITIONS, KEYS
from analytics.store import Store

Row = dict[str, Any]
Halves = tuple[float, float | None]

DRAWN_CLAIMS = """
claim | patient | payer  | filing | code  | charge | mods | sent  | freq | date  | by         | units
A     | ann     | MEDI   | MB     | 99213 | 90.00  |      | 01-12 | 1    | 01-10 | 1000000001 | 1
      |         |        |        | 96372 | 40.00  |      |       |      |       | 1000000001 | 1
      |         |        |        | J3420 | 5.00   |      |       |      |       | 1000000001 | 1
B     | ben     | MEDI   | MB     | 99214 | 150.00 | 25   | 01-12 | 1    | 01-11 | 1000000001 | 1
      |         |        |        | 96372 | 80.00  |      |       |      |       | 1000000001 | 2
C     | cid     | ACME   | CI     | 96372 | 40.00  |      | 02-12 | 1    | 02-10 | 1000000002 | 1
      |         |        |        | 96372 | 40.00  | 59   |       |      |       | 1000000002 | 1
D     | dot     | ACME   | CI     | 96372 | 40.00  |      | 02-12 | 1    | 02-11 | 1000000002 | 1
D     | dot     | ACME   | CI     | 96372 | 40.00  |      | 03-12 | 8    | 02-11 | 1000000002 | 1
E     | eve     | ACME   | CI     | 96372 | 40.00  |      | 02-12 | 1    | 02-12 | 1000000002 | 1
F     | fay     | MEDI   | MB     | 96372 | 40.00  |      | 03-12 | 1    | 03-10 | 1000000001 | 1
"""
DRAWN_REMITS = """
on    | claim | status | payer | filing | code  | charge | paid   | adj                         | date
02-01 | A     | 1      | MEDI  | MB     | 99213 | 90.00  | 0.00   | CO-236 90.00                | 01-10
      |       |        |       |        | 96372 | 40.00  | 10.91  | CO-45 26.09, PR-2 2.78, CO-253 0.22 | 01-10
      |       |        |       |        | J3420 | 5.00   | 2.00   | CO-45 3.00                  | 01-10
02-01 | B     | 1      | MEDI  | MB     | 99214 | 150.00 | 100.00 | CO-45 50.00                 | 01-11
      |       |        |       |        | 96372 | 80.00  | 11.00  | CO-151 40.00, CO-45 26.00, PR-2 3.00 | 01-11
03-01 | C     | 1      | ACME  | 12     | 96372 | 40.00  | 0.00   | CO-97 40.00                 | 02-10
      |       |        |       |        | 96372 | 40.00  | 25.00  | CO-45 15.00                 | 02-10
03-09 | C     | 1      | ACME  | 12     | 96372 | 40.00  | 20.00  | CO-45 20.00                 | 02-10
03-01 | E     | 1      | ACME  | 12     | 96372 | 40.00  | 0.00   | OA-109 40.00                | 02-12
03-15 | X     | 1      | ACME  | 12     | 96372 | 40.00  | 0.00   | PR-96 40.00                 | 02-20
"""


@dataclass(frozen=True)
class World:
    """A cursor over the read model, and the lines and encounters to count again."""

    cursor: duckdb.DuckDBPyConnection
    as_of: date
    lines: list[Row]
    encounters: list[Row]
    days: dict[str, list[Row]]  # lines by encounter


@pytest.fixture(scope="module")
def drawn() -> Iterator[World]:
    built = build(stored(DRAWN_CLAIMS, DRAWN_REMITS))
    with duckdb.connect() as con:
        for name, frame in built.items():
            con.register(name, frame)
        yield world(con, built["cut_off"]["as_of"].item(), built["line"], built["encounter"])


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("recomputed")
    made = write_demo(folder, months=3, encounters=150)
    store = Store.create(folder / "store")
    ingest([made.folder], store)
    facts = open_facts(store)
    assert facts.as_of
    line, encounter = (pl.read_parquet(facts.snapshot.built[name]) for name in ("line", "encounter"))
    return world(facts.cursor(), facts.as_of, line, encounter)


def world(cursor: duckdb.DuckDBPyConnection, as_of: date, line: pl.DataFrame, encounter: pl.DataFrame) -> World:
    lines = line.to_dicts()
    days: dict[str, list[Row]] = defaultdict(list)
    for row in lines:
        days[row["encounter_id"]].append(row)
    return World(cursor, as_of, lines, encounter.to_dicts(), days)


# Plain Python


def month(day: date | None) -> date | None:
    return day and day.replace(day=1)


def chosen(world: World, view: View) -> list[Row]:
    """The 96372 lines that a view shows."""
    kept = []
    for line in world.lines:
        of_basis = month(line["first_answer_date"] if view.basis == "answer" else line["service_date"])
        filters = (
            (view.payer_classes, line["payer_class"]),
            (view.payers, line["payer_id"]),
            (view.providers, line["rendering_npi"]),
            (view.places, line["place_of_service"] or ""),
            (view.drugs, line["drug"]),
        )
        in_period = (
            (view.basis == "service" or of_basis is not None)
            and (view.start is None or (of_basis is not None and of_basis >= view.start))
            and (view.end is None or (of_basis is not None and of_basis <= view.end))
        )
        if line["role"] == "injection" and in_period and all(not wanted or has in wanted for wanted, has in filters):
            kept.append(line)
    return kept


def cents(amount: Decimal | None) -> int:
    return int((amount or 0) * 100)


def half_up(amount: float) -> int:
    return int(amount + 0.5)


def is_counted(line: Row) -> bool:
    return line["state"] not in ("voided", "withdrawn")


def is_answered(line: Row) -> bool:
    return is_counted(line) and line["state"] != "routed" and line["has_answer"] and not line["primary_missing"]


def is_in_initial(line: Row) -> bool:
    return is_answered(line) and not line["history_incomplete"]


def counted_by(line: Row, definition: str) -> tuple[bool, bool]:
    """Whether a definition counts a line, and whether it calls it denied."""
    if definition == "initial":
        return is_in_initial(line), line["initial_denial"] > 0
    if definition == "open":
        return is_answered(line), line["open_denial"] > 0
    return is_counted(line) and line["event_count"] > 0, line[
        f"any_{definition.removeprefix('any_').replace('claim_', '')}"
    ]


def open_cents(line: Row) -> int:
    if line["expected"] is None or not is_counted(line):
        return 0
    if line["state"] in ("no_response", "pended", "awaiting_correction"):
        return cents(line["expected"])
    return half_up(cents(line["expected"]) * line["open_share"]) if line["open_denial"] > 0 else 0


def is_settled_at_once(line: Row) -> bool:
    states = ("paid", "patient_share")
    return line["state"] in states and line["state_first"] in states and not line["was_sent_again"]


def pairs_of(world: World, lines: list[Row]) -> list[Row]:
    """Encounters with an office pair, each once: those whose first 96372 line of the same payer is shown."""
    shown = {line["line_id"] for line in lines}
    found = []
    for encounter in world.encounters:
        day = world.days[encounter["encounter_id"]]
        injections = [
            line["line_id"]
            for line in day
            if line["role"] == "injection" and line["payer_id"] == encounter["payer_id"] and is_counted(line)
        ]
        visits = [line for line in day if line["line_id"] == encounter["em_line_id"] and line["state"] != "voided"]
        if encounter["pair_kind"] == "office_em" and visits and injections and min(injections) in shown:
            found.append(encounter)
    return found


def is_one_price(line: Row) -> bool:
    """One whole price of one answer for the code that was billed, and a Medicare fee to set it against."""
    is_whole = line["open_denial"] == 0 and not line["allowed_conflict"] and line["code_paid"] == line["code_now"]
    return is_whole and (line["medicare_fee"] or 0) > 0


def is_paid_as_billed(line: Row) -> bool:
    states = ("paid", "patient_share", "recovered", "underpaid")
    is_known = (line["allowed"] or 0) > 0 and line["expected"] is not None
    return line["state"] in states and is_known and line["open_denial"] == 0 and line["code_paid"] == line["code_now"]


def short(line: Row) -> int:
    missing = line["expected"] - line["allowed"]
    return cents(missing) if missing > max(Decimal("0.50"), line["expected"] / 100) else 0


OWED = ("contract", "medicare_fee", "medicare_fee_national")
LOST = ("ncci_pair", "bundled", "modifier")
ANSWERED = ("both_paid", "em_denied", "injection_denied", "both_denied")


def recomputed(world: World, view: View) -> dict[str, Halves]:
    """Both halves of every metric."""
    lines = chosen(world, view)
    live = [line for line in lines if is_counted(line)]
    first = [line for line in live if is_in_initial(line)]
    answered = [line for line in live if is_answered(line)]
    denied = [line for line in first if line["initial_denial"] > 0]
    judged = [(line, *counted_by(line, view.definition)) for line in lines]
    counted = [line for line, counts, _ in judged if counts]
    called = [line for line, counts, is_denied in judged if counts and is_denied]
    valued = [line for line in denied if line["expected"] is not None]
    priced = [line for line in live if (line["allowed"] or 0) > 0 and (line["units_paid"] or 0) > 0]
    index = [line for line in priced if is_one_price(line)]
    owed = [line for line in lines if is_paid_as_billed(line) and line["expected_basis"] in OWED]
    known = [line for line in first if not line["claim_missing"]]
    routed = [line for line in live if line["state"] == "routed"]
    pairs = pairs_of(world, lines)
    sure = [pair for pair in pairs if pair["same_rendering"] and pair["pair_outcome_first"] in ANSWERED]
    lost_first = [p for p in sure if p["pair_outcome_first"] == "em_denied" and p["em_initial_category"] in LOST]
    lost_open = [p for p in sure if p["pair_outcome"] == "em_denied" and p["em_open_category"] in LOST]
    return {
        "injections_billed": (len(live), None),
        "injection_units": (float(sum(line["units"] for line in live)), None),
        "lines_left_out": (len(lines) - len(live), None),
        "denial_rate": (len(called), len(counted)),
        "initial_denial_rate": (len(denied), len(first)),
        "open_denial_rate": (sum(line["open_denial"] > 0 for line in answered), len(answered)),
        "denial_rate_claims": (len({x["claim_key"] for x in called}), len({x["claim_key"] for x in counted})),
        "denial_rate_charge": (sum(cents(x["initial_denial"]) for x in first), sum(cents(x["charge"]) for x in first)),
        "denied_dollars_expected": (sum(half_up(cents(x["expected"]) * x["initial_share"]) for x in valued), None),
        "bundled_denial_rate": (sum(line["initial_category"] in LOST[:2] for line in denied), len(first)),
        "authorization_denial_rate": (sum(line["initial_category"] == "authorization" for line in denied), len(first)),
        "price_index": (
            sum(cents(line["allowed"]) for line in index),
            sum(half_up(float(cents(line["medicare_fee"]) * line["units_paid"])) for line in index),
        ),
        "underpayment_variance": (sum(map(short, owed)), sum(cents(line["expected"]) for line in owed)),
        "routed_rate": (len(routed), len(routed) + len(answered)),
        "overturn_rate": (sum(line["recovered"] for line in denied), len(denied)),
        "first_pass_yield": (sum(is_settled_at_once(line) for line in known), len(known)),
        "denial_to_patient_dollars": (sum(cents(line["shifted_to_patient"]) for line in live), None),
        "allowed_per_unit": (sum(cents(x["allowed"]) for x in priced), float(sum(x["units_paid"] for x in priced))),
        "net_collection_rate": (
            sum(cents(line["paid"]) for line in answered),
            sum(cents(line["charge"]) - cents(line["contractual"]) - cents(line["after_allowed"]) for line in answered),
        ),
        "open_expected": (sum(open_cents(line) for line in live), None),
        "em_loss_rate": (len(lost_first), len(sure)),
        "em_loss_open": (len(lost_open), len(sure)),
        "modifier25_rate": (sum(pair["em_has_modifier_25"] for pair in pairs), len(pairs)),
    }


def median_wait(world: World, view: View, quantile: float) -> float | None:
    """Kaplan–Meier over days to the first response, by hand; unanswered lines wait until the data end."""
    spells = []
    for line in chosen(world, view):
        if is_counted(line) and (line["submitted_date"] or line["first_response_date"]):
            until = line["first_response_date"] or world.as_of
            spells.append((max(0, (until - line["sent_date"]).days), line["first_response_date"] is not None))
    waiting = 1.0
    for day in sorted({days for days, answered in spells if answered}):
        at_risk = sum(days >= day for days, _ in spells)
        waiting *= 1 - sum(days == day and answered for days, answered in spells) / at_risk
        if waiting <= 1 - quantile + 1e-12:
            return float(day)
    return None


def agrees(value: Value, halves: Halves) -> bool:
    """Both halves are the same numbers, and the value is made of them; unknown is never a number."""
    top, bottom = halves
    if bottom is None:
        return (value.numerator or 0) == top and (value.value is None or value.value == top)
    if (value.numerator, value.denominator) != (top, bottom):
        return False
    return value.value is None if bottom == 0 else value.value == pytest.approx(top / bottom, abs=1e-12)


def compare(world: World, view: View) -> None:
    """Every metric of a view, over all its lines."""
    found = answers(world.cursor, view, as_of=world.as_of)
    halves = recomputed(world, view)
    if not found:
        assert not chosen(world, view)
        return
    values = found[0].metrics
    assert halves.keys() == {metric.name for metric in METRICS}
    wrong = {name: (values[name], each) for name, each in halves.items() if not agrees(values[name], each)}
    assert not wrong, view
    for name, quantile in (("days_to_first_response", 0.5), ("days_to_first_response_p90", 0.9)):
        assert values[name].value == median_wait(world, view, quantile), (name, view)


# Tests


@pytest.mark.parametrize("definition", DEFINITIONS)
@pytest.mark.parametrize("basis", ["service", "answer"])
def test_the_drawn_world_counts_alike(drawn: World, basis: str, definition: str) -> None:
    """Eight lines that a person can count: all, those of February, those of one nurse without a drug."""
    view = View(basis=basis, definition=definition)
    compare(drawn, view)
    compare(drawn, replace(view, start=date(2025, 2, 1), end=date(2025, 2, 1)))
    compare(drawn, replace(view, providers=("1000000002",), drugs=("none",)))


def test_the_drawn_world_as_counted_by_hand(drawn: World) -> None:
    """Lines A, B, two of C, E, F and X live; D is voided, E routed, F not answered. Denied first: B in part, C, X."""
    halves = recomputed(drawn, View())
    assert halves["injections_billed"] == (7, None)
    assert halves["lines_left_out"] == (1, None)
    assert halves["initial_denial_rate"] == (3, 5)
    assert halves["open_denial_rate"] == (2, 5)
    assert halves["denial_rate_claims"] == (3, 4)
    assert halves["routed_rate"] == (1, 6)
    assert halves["overturn_rate"] == (1, 3)
    assert halves["first_pass_yield"] == (2, 4)
    assert halves["denial_to_patient_dollars"] == (4000, None)
    assert halves["em_loss_rate"] == (1, 2)
    assert halves["modifier25_rate"] == (1, 2)
    assert halves["net_collection_rate"] == (
        1091 + 1100 + 2000 + 2500 + 0,
        # A's 2609 contractual and 22 of sequestration are not the practice's to collect.
        4000 - 2609 - 22 + 8000 - 2600 + 2000 + 2500 + 4000,
    )


def views(world: World, count: int) -> Iterator[View]:
    """Filters by chance: one value or two of up to three kinds, a period, a basis."""
    chance = Random(5)
    injections = [line for line in world.lines if line["role"] == "injection"]
    months = sorted({month(line["service_date"]) for line in injections})
    columns = {
        "payer_classes": "payer_class",
        "payers": "payer_id",
        "providers": "rendering_npi",
        "places": "place_of_service",
        "drugs": "drug",
    }
    for number in range(count):
        picked = {
            name: tuple(chance.choice(injections)[columns[name]] for _ in range(chance.randint(1, 2)))
            for name in chance.sample(list(columns), chance.choice([0, 1, 1, 1, 2, 3]))
        }
        start, end = sorted(chance.choices(months, k=2))
        period = {"start": start, "end": end} if chance.random() < 0.5 else {}
        yield View(basis="answer" if number % 2 else "service", **period, **picked)


def test_the_demo_counts_alike_under_many_filters(demo: World) -> None:
    """36 filter sets from real files through the importers; the six definitions and both bases take turns."""
    tried = list(views(demo, 36))
    assert len(set(tried)) >= 30
    for number, view in enumerate(tried):
        compare(demo, replace(view, definition=DEFINITIONS[number // 2 % len(DEFINITIONS)]))


@pytest.mark.parametrize("definition", DEFINITIONS)
@pytest.mark.parametrize("basis", ["service", "answer"])
def test_the_whole_demo_counts_alike(demo: World, basis: str, definition: str) -> None:
    """Every definition on every basis, unfiltered."""
    compare(demo, View(basis=basis, definition=definition))


@pytest.mark.parametrize("by", [("payer",), ("month",), ("payer_class", "month"), ("provider", "drug")])
def test_groups_add_up_to_the_whole(demo: World, by: tuple[str, ...]) -> None:
    """Numerators and denominators of the groups are those of the total; claims and pairs may span groups."""
    (whole,) = answers(demo.cursor, View(), as_of=demo.as_of)
    groups = answers(demo.cursor, View(), by, as_of=demo.as_of)
    assert len(groups) > 1
    for metric in METRICS:
        if metric.name == "denial_rate_claims":
            continue
        for half in ("numerator", "denominator"):
            parts = [getattr(group.metrics[metric.name], half) for group in groups]
            assert sum(part or 0 for part in parts) == (getattr(whole.metrics[metric.name], half) or 0), metric.name


@pytest.mark.parametrize("key", KEYS)
def test_every_group_equals_the_filter_that_names_it(demo: World, key: str) -> None:
    """Splitting by a key and filtering for it are the same question."""
    names = {
        "payer_class": "payer_classes",
        "payer": "payers",
        "provider": "providers",
        "place_of_service": "places",
        "drug": "drugs",
    }
    for group in answers(demo.cursor, View(), (key,), as_of=demo.as_of):
        value = group.key[KEYS[key][0]]
        if key == "month":
            first = date.fromisoformat(f"{value}-01")
            view = View(start=first, end=first)
        else:
            view = View(**{names[key]: (value,)})
        wrong = [name for name, halves in recomputed(demo, view).items() if not agrees(group.metrics[name], halves)]
        assert not wrong, group.key


def test_a_total_is_never_the_average_of_rates() -> None:
    """Two payers: 1 of 1 denied, 1 of 4 denied. The mean of rates says 0.625; of five lines two are denied: 0.40."""
    claims = "claim | payer | code | charge\n" + "\n".join(
        f"C{n} | {'ONE' if n == 0 else 'TWO'} | 96372 | 40.00" for n in range(5)
    )
    remits = "on | claim | payer | code | charge | paid | adj\n" + "\n".join(
        f"02-01 | C{n} | {'ONE' if n == 0 else 'TWO'} | 96372 | 40.00 | "
        + ("0.00 | CO-97 40.00" if n < 2 else "16.00 | CO-45 24.00")
        for n in range(5)
    )
    built = build(stored(claims, remits), tables=("injection", "answered_share", "cut_off"))
    with duckdb.connect() as con:
        for name in ("injection", "answered_share"):
            con.register(name, built[name])
        as_of = built["cut_off"]["as_of"].item()
        (whole,) = answers(con, View(), as_of=as_of)
        groups = answers(con, View(), ("payer",), as_of=as_of)
    rates = {group.key["payer_name"]: group.metrics["denial_rate"].value for group in groups}
    assert rates == {"ONE": 1.0, "TWO": 0.25}
    assert sum(rates.values()) / 2 == 0.625
    assert whole.metrics["denial_rate"].value == 0.40
