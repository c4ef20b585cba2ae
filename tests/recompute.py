"""Every metric once more in plain Python with Decimals, from the lines."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from analytics.metrics import METRICS, View
from analytics.metrics.evaluate import Value, answers

Row = dict[str, Any]


Halves = tuple[float, float | None]
BESIDE = ("capitated", "in_encounter_rate")


@dataclass(frozen=True)
class World:
    """A cursor over the read model, and the lines and encounters to count again."""

    cursor: duckdb.DuckDBPyConnection
    as_of: date
    lines: list[Row]
    encounters: list[Row]
    days: dict[str, list[Row]]  # lines by encounter


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
    return is_judged(line) and line["has_answer"] and not line["primary_missing"]


def is_judged(line: Row) -> bool:
    """Neither gone nor another payer's nor paid in another way than by the line."""
    return is_counted(line) and line["state"] not in ("routed", *BESIDE)


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
    if line["state"] in BESIDE or line["expected"] is None or not is_counted(line):
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
        is_pair = encounter["pair_kind"] == "office_em" and encounter["pair_outcome"] != "excluded"
        if is_pair and visits and injections and min(injections) in shown:
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


def reduced(world: World, pair: Row) -> int:
    """What the visit of a pair fell short of, where its payer cut it for modifier 25."""
    (visit,) = [line for line in world.days[pair["encounter_id"]] if line["line_id"] == pair["em_line_id"]]
    is_rated = visit["expected_basis"] in (*OWED, "observed")
    return short(visit) if visit["em_reduced"] and is_rated and is_paid_as_billed(visit) else 0


OWED = ("contract", "medicare_fee", "medicare_fee_national")


LOST = ("ncci_pair", "bundled", "modifier")
ONE_PROVIDER = ("npi", "specialty")


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
    paid_by_line = [line for line in live if line["state"] != "capitated"]
    priced = [line for line in paid_by_line if (line["allowed"] or 0) > 0 and (line["units_paid"] or 0) > 0]
    capitated, rated = ([line for line in live if line["state"] == state] for state in BESIDE)
    index = [line for line in priced if is_one_price(line)]
    owed = [line for line in lines if is_paid_as_billed(line) and line["expected_basis"] in OWED]
    known = [line for line in first if not line["claim_missing"]]
    routed = [line for line in live if line["state"] == "routed"]
    # These worlds are too young to know how long denials take to come back, and nobody set a mark.
    standing = [line for line in first if line["open_denial"] > 0]
    aged = [line for line in live if is_old_enough(line, world.as_of)]
    pairs = pairs_of(world, lines)
    sure = [p for p in pairs if p["same_provider"] in ONE_PROVIDER and p["pair_outcome_first"] in ANSWERED]
    denied_first = [p for p in sure if p["pair_outcome_first"] == "em_denied" and p["em_initial_category"] in LOST]
    denied_now = [p for p in sure if p["pair_outcome"] == "em_denied" and p["em_open_category"] in LOST]
    lost_first = [pair for pair in denied_first if pair["em_loss_cause_first"] == "sole"]
    lost_open = [pair for pair in denied_now if pair["em_loss_cause"] == "sole"]
    beside = [pair for pair in denied_first if pair["em_loss_cause_first"] == "beside_other"]
    assert all(pair["em_loss_cause_first"] for pair in denied_first), "a denied visit has a cause"
    return {
        "injections_billed": (len(live), None),
        "injection_units": (float(sum(line["units"] for line in live)), None),
        "lines_left_out": (len(lines) - len(live), None),
        "denial_rate": (len(called), len(counted)),
        "initial_denial_rate": (len(denied), len(first)),
        "denied_within_45_days": (sum(line in denied and is_quick(line) for line in aged), len(aged)),
        "final_denial_rate": (0, len(first) - len(standing)),
        "final_denials_by_mark": (0, None),
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
        "capitated_lines": (len(capitated), None),
        "capitated_charge": (sum(cents(line["charge"]) for line in capitated), None),
        "encounter_rate_lines": (len(rated), None),
        "encounter_rate_charge": (sum(cents(line["charge"]) for line in rated), None),
        "overturn_rate": (sum(line["recovered"] for line in denied), len(denied)),
        "first_pass_yield": (sum(is_settled_at_once(line) for line in known), len(known)),
        "denial_to_patient_dollars": (sum(cents(line["shifted_to_patient"]) for line in live if is_judged(line)), None),
        "allowed_per_unit": (sum(cents(x["allowed"]) for x in priced), float(sum(x["units_paid"] for x in priced))),
        "net_collection_rate": (
            sum(cents(line["paid"]) for line in answered),
            sum(cents(line["charge"]) - cents(line["contractual"]) - cents(line["after_allowed"]) for line in answered),
        ),
        "open_expected": (sum(open_cents(line) for line in live), None),
        "em_loss_rate": (len(lost_first), len(sure)),
        "em_loss_open": (len(lost_open), len(sure)),
        "em_lost_beside_other": (len(beside), None),
        "em_reduced_dollars": (sum(reduced(world, pair) for pair in pairs), None),
        "modifier25_rate": (sum(pair["em_has_modifier_25"] for pair in sure), len(sure)),
    }


def is_old_enough(line: Row, as_of: date) -> bool:
    """Sent 45 days ago or longer, not passed on, and not answered before the store's first answers."""
    if not is_judged(line) or line["submitted_date"] is None or (is_answered(line) and not is_in_initial(line)):
        return False
    return bool(line["submitted_date"] <= as_of - timedelta(days=45))


def is_quick(line: Row) -> bool:
    return bool((line["first_answer_date"] - line["submitted_date"]).days <= 45)


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


def untold(world: World, view: View) -> dict[str, tuple[int, int]]:
    """Of each number that asks what a file may leave out: of how many lines it does, and of how many it asks."""
    lines = chosen(world, view)
    first = [line for line in lines if is_in_initial(line)]
    answered = [line for line in lines if is_answered(line)]
    denied = [line for line in first if line["initial_denial"] > 0]
    standing = [line for line in answered if line["open_denial"] > 0]
    unclear = [line for line in first if line["initial_denial"] == 0 and line["initial_unclear"]]
    unclear_now = [line for line in answered if line["open_denial"] == 0 and line["open_unclear"]]
    bare = [line for line in denied if not line["initial_reason"]] + unclear
    bare_now = [line for line in standing if not line["open_reason"]] + unclear_now
    why, why_now = (len(bare), len(denied + unclear)), (len(bare_now), len(standing + unclear_now))
    whether, whether_now = (len(unclear), len(denied + unclear)), (len(unclear_now), len(standing + unclear_now))
    names = ("initial_denial_rate", "denial_rate_charge", "denied_dollars_expected", "final_denial_rate")
    return {
        **dict.fromkeys(names, whether),
        "open_denial_rate": whether_now,
        "bundled_denial_rate": why,
        "authorization_denial_rate": why,
        "denial_to_patient_dollars": why_now,
        "routed_rate": (len(bare_now), len(bare_now) + sum(is_counted(x) and x["state"] == "routed" for x in lines)),
        "first_pass_yield": (
            len(unclear),
            sum(not line["claim_missing"] and not is_settled_at_once(line) for line in first),
        ),
        "net_collection_rate": (sum(line["is_uncoded"] for line in answered), len(answered)),
        "denial_rate": {"initial": whether, "open": whether_now}.get(view.definition, (0, 0)),
    }


def agrees(value: Value, halves: Halves, left_out: tuple[int, int] = (0, 0)) -> bool:
    """Both halves are the same numbers, and the value is made of them; unknown is never a number."""
    top, bottom = halves
    if 2 * left_out[0] > left_out[1]:
        return value.value is None and value.status == "no_data" and value.unsure == left_out[0]
    if bottom is None:
        return (value.numerator or 0) == top and (value.value is None or value.value == top)
    if (value.numerator, value.denominator) != (top, bottom):
        return False
    is_open = top == 0 and value.status == "no_data"  # most denials may still come back: no rate of the final ones
    return value.value is None if bottom == 0 or is_open else value.value == pytest.approx(top / bottom, abs=1e-12)


def compare(world: World, view: View) -> None:
    """Every metric of a view, over all its lines."""
    found = answers(world.cursor, view, as_of=world.as_of)
    halves = recomputed(world, view)
    if not found:
        assert not chosen(world, view)
        return
    values = found[0].metrics
    assert halves.keys() == {metric.name for metric in METRICS}
    bare = untold(world, view)
    wrong = {
        name: (values[name], each)
        for name, each in halves.items()
        if not agrees(values[name], each, bare.get(name, (0, 0)))
    }
    assert not wrong, view
    for name, quantile in (("days_to_first_response", 0.5), ("days_to_first_response_p90", 0.9)):
        assert values[name].value == median_wait(world, view, quantile), (name, view)
