"""The demo's world: every history occurs, the planted changes can be found, prices are Medicare's, nobody is real."""

import csv
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from analytics.demo import Demo, known_limits, write_demo
from analytics.demo.courses import CLEAN, by_charge
from analytics.demo.objections import OBJECTIONS, PRICE_FAULTS
from analytics.demo.patients import FIRST_NAMES, LAST_NAMES
from analytics.demo.payers import PAYERS
from analytics.demo.plan import make_plan, months_until, next_month
from analytics.demo.practice import PROVIDERS, SITES, npi
from analytics.demo.reworking import DENIED
from analytics.demo.standing import OTHER_WAYS
from analytics.demo.truth import OUTSIDE_RATES
from analytics.demo.visits import SHAPES, colleague_of
from analytics.demo.world import SCRIPTS, visits_by_month

REFERENCE = Path(__file__).parents[1] / "data" / "reference"
KINDS = {"answer", "pend", "reversal", "routed", "duplicate", "secondary", "sent_to_secondary", "claim_level_copay"}
KINDS |= {"answered_without_lines", "sent_frequency_1", "sent_frequency_7", "sent_frequency_8"}
KINDS |= {"status_1", "status_2", "status_4", "status_19", "status_22", "status_23"}
HISTORIES = KINDS | set(SHAPES) | set(OBJECTIONS) | set(PRICE_FAULTS) | set(CLEAN) | set(DENIED)
HISTORIES |= {"settle", "left_open", "rebilled", "N782", "MA46"}
COMMON_NAMES = {
    "SMITH",
    "JOHNSON",
    "WILLIAMS",
    "BROWN",
    "JONES",
    "GARCIA",
    "MILLER",
    "DAVIS",
    "WILSON",
    "MARTIN",
    "LEE",
}
COMMON_NAMES |= {"JAMES", "MARY", "JOHN", "LINDA", "ROBERT", "MARIA", "DAVID", "SUSAN", "ANNA", "JOSE", "DOE", "JANE"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return write_demo(tmp_path_factory.mktemp("default"))


@pytest.fixture(scope="module")
def truth(world: Demo) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(world.truth_path.read_text(encoding="utf-8"))
    return document


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return write_demo(tmp_path_factory.mktemp("small"), months=3, encounters=150).truth.document()


def rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_history_occurs_in_the_default_world(truth: dict[str, Any]) -> None:
    assert HISTORIES - truth["histories"].keys() == set()
    assert set(truth["files"]["plb_reasons"]) == {"WO", "L6", "FB", "72"}


def test_a_small_world_holds_nearly_every_history(small: dict[str, Any]) -> None:
    assert HISTORIES - small["histories"].keys() == set()
    assert len(small["states"]) >= 12


def test_the_default_world_has_the_size_that_was_asked_for(world: Demo, truth: dict[str, Any]) -> None:
    assert len(world.files) <= 250
    assert sum(visits_by_month(world.truth.plan)) == 12_000
    assert len(truth["lines"]) == sum(row["lines"] for row in truth["month_payer"]) > 10_000
    assert sum(truth["states"].values()) == len(truth["lines"])


def test_lines_are_keyed_once(truth: dict[str, Any]) -> None:
    keys = Counter((line["claim_id"], line["line_number"], line["service_date"]) for line in truth["lines"])
    assert set(keys.values()) == {1}


def test_month_and_payer_totals_are_those_of_the_lines(truth: dict[str, Any]) -> None:
    sums: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for line in truth["lines"]:
        counted = line["first_answer_date"] and line["state"] not in OUTSIDE_RATES
        sums[line["month"], line["payer"]].update(
            lines=1,
            answered=bool(counted),
            initially_denied=bool(counted and line["initial_denial"]),
            open_denied=bool(counted and line["open_denial"]),
            paid_cents=line["paid_cents"],
        )
    for row in truth["month_payer"]:
        expected = sums[row["month"], row["payer"]]
        assert {name: row.get(name, 0) for name in expected} == dict(expected)


@pytest.mark.parametrize(
    ("course", "states"),
    [
        ("never_answered", {"no_response"}),
        ("secondary_only", {"no_response"}),
        ("pend_open", {"pended"}),
        ("pend_reversed", {"awaiting_correction"}),
        ("reversed_awaiting", {"awaiting_correction"}),
        ("reversed_then_routed", {"taken_back"}),
        ("taken_back", {"taken_back"}),
        ("duplicate_sent", {"paid", "patient_share", "underpaid"}),
        ("voided", {"voided"}),
        ("raised", {"paid", "patient_share"}),
        ("offset", {"paid", "patient_share", "underpaid"}),
    ],
)
def test_an_old_story_has_ended_as_planned(truth: dict[str, Any], course: str, states: set[str]) -> None:
    old = {line["state"] for line in truth["lines"] if line["course"] == course and line["month"] < "2026-03"}
    assert old
    assert old <= states


def test_the_cut_off_leaves_the_last_month_immature(truth: dict[str, Any]) -> None:
    months: dict[str, Counter[str]] = defaultdict(Counter)
    for line in truth["lines"]:
        months[line["month"]].update(lines=1, answered=line["first_answer_date"] is not None)
    shares = [months[month]["answered"] / months[month]["lines"] for month in truth["months"]]
    assert min(shares[:-3]) > 0.9
    assert shares[-1] < 0.7
    assert truth["as_of"].startswith("2026-11")


def test_the_planted_worsening_can_be_found(truth: dict[str, Any]) -> None:
    planted = truth["planted"]["worsening"]
    sums: dict[bool, Counter[str]] = defaultdict(Counter)
    for row in (row for row in truth["month_payer"] if row["payer"] == planted["payer"]):
        sums[row["month"] >= planted["month"]].update(
            denied=row.get("initially_denied", 0), answered=row.get("answered", 0)
        )
    before, after = (sums[side]["denied"] / sums[side]["answered"] for side in (False, True))
    assert after > before + 0.10


def prices(truth: dict[str, Any], payer: str) -> dict[bool, float]:
    """Allowed over the Medicare fee of cleanly paid lines, before and from the month of the planted cut on."""
    sums: dict[bool, Counter[str]] = defaultdict(Counter)
    for line in truth["lines"]:
        if line["payer"] == payer and line["state"] == "paid" and line["objection"] == "":
            side = line["month"] >= truth["planted"]["price_cut"]["month"]
            sums[side].update(allowed=line["allowed_cents"], fee=line["medicare_fee_cents"])
    return {side: count["allowed"] / count["fee"] for side, count in sums.items()}


def test_every_payer_allows_its_planted_price(truth: dict[str, Any]) -> None:
    for payer, index in truth["planted"]["price_index"].items():
        assert prices(truth, payer)[False] == pytest.approx(index, rel=0.005)


def test_the_planted_cut_can_be_found(truth: dict[str, Any]) -> None:
    cut = truth["planted"]["price_cut"]
    measured = prices(truth, cut["payer"])
    assert measured[True] / measured[False] == pytest.approx(cut["percent_kept"] / 100, rel=0.005)


@pytest.mark.parametrize(
    ("year", "is_npp", "cents"),
    [("2025", False, 1391), ("2025", True, 1182), ("2026", False, 1536), ("2026", True, 1306)],
)
def test_medicare_allows_the_fee_schedule(truth: dict[str, Any], year: str, is_npp: bool, cents: int) -> None:
    allowed = {
        line["allowed_cents"] // line["units"]
        for line in truth["lines"]
        if line["payer_class"] == "medicare" and line["month"].startswith(year) and line["is_npp"] == is_npp
        if line["objection"] == "" and line["state"] in ("paid", "patient_share")
    }
    assert allowed == {cents}


def test_medicare_never_pays_an_injection_in_a_facility(truth: dict[str, Any]) -> None:
    lines = [line for line in truth["lines"] if line["payer_class"] == "medicare" and line["place_of_service"] != "11"]
    first = {line["initial_category"] for line in lines if line["objection"] in ("place", "treatment_place")}
    assert first - {None} == {"place_of_service"}


def test_office_visits_are_lost_mostly_without_25(truth: dict[str, Any]) -> None:
    medicare = truth["pairs"]["MEDICARE PART B OF EASTMERE"]
    with_25 = medicare["em_lost_first_with_25"] / medicare["answered_with_25"]
    without = medicare["em_lost_first_without_25"] / medicare["answered_without_25"]
    assert with_25 < 0.1
    assert without > 0.7


def test_planted_categories_are_those_of_the_reference_tables() -> None:
    reasons, remarks = ({row["code"]: row for row in rows(name)} for name in ("carc_class.csv", "remark_class.csv"))
    for name, objection in OBJECTIONS.items():
        for reason, remark, category in objection.hits.values():
            row = reasons[reason]
            decisive = remarks[remark] if row["needs_remark"] == "1" else row
            assert row["class"] == ("denial" if category else "routed"), name
            assert not category or decisive["category"] == category, name


def person_names(world: Demo) -> set[tuple[str, str]]:
    """Last and first names of all persons (NM102 = 1); the senders' element separators differ."""
    names = set()
    for path in world.files:
        text = path.read_text(encoding="ascii")
        for segment in text.split(text[105]):
            parts = segment.strip().split(text[3])
            if parts[0] == "NM1" and parts[2] == "1":
                names.add((parts[3], parts[4]))
    return names


def test_every_person_is_invented(world: Demo) -> None:
    names = person_names(world)
    known = set(LAST_NAMES) | {provider.last for provider in PROVIDERS}
    assert {last for last, _ in names} <= known
    assert {first for _, first in names} <= set(FIRST_NAMES) | {provider.first for provider in PROVIDERS}
    assert {name for pair in names for name in pair} & COMMON_NAMES == set()


def test_provider_numbers_pass_their_check_and_belong_to_nobody() -> None:
    numbers = [provider.npi for provider in PROVIDERS] + [site.npi for site in SITES]
    assert len(set(numbers)) == len(numbers)
    assert all(number.startswith("2") and npi(number[:9]) == number for number in numbers)
    assert npi("123456789") == "1234567893"


def test_payers_of_every_class_and_filing_codes_of_the_reference() -> None:
    filing = {row["indicator"]: row for row in rows("payer_filing.csv")}
    classes = {"medicare", "medicare_advantage", "medicaid", "commercial", "government", "workers_comp"}
    assert {payer.payer_class for payer in PAYERS} == classes
    for payer in PAYERS:
        assert filing[payer.filing_837]["in_837_sbr09"] == filing[payer.filing_835]["in_835_clp06"] == "yes"
        assert filing[payer.filing_835]["payer_class"] == filing[payer.filing_837]["payer_class"] == payer.payer_class


def test_scripts_name_what_exists() -> None:
    keys = {payer.key for payer in PAYERS}
    assert {script.payer for script in SCRIPTS} <= keys
    assert {script.shape for script in SCRIPTS} <= set(SHAPES)
    assert {script.objection for script in SCRIPTS} <= set(OBJECTIONS) | set(PRICE_FAULTS) | {""}
    assert all(set(payer.objections) <= set(OBJECTIONS) | set(PRICE_FAULTS) for payer in PAYERS)


def test_claim_level_money_is_split_to_the_cent() -> None:
    assert by_charge(1_000, [300, 300, 300]) == [334, 333, 333]
    assert by_charge(2_000, [19_500, 4_500, 500]) == [1_592, 367, 41]


def test_a_plan_ends_where_it_is_told() -> None:
    plan = make_plan(months=3, encounters=10, seed=1, end="2026-01")
    assert [f"{month:%Y-%m}" for month in plan.months] == ["2025-11", "2025-12", "2026-01"]
    assert plan.cutoff.isoformat() == "2026-02-14"
    assert next_month(months_until("2025-12", 1)[0]).isoformat() == "2026-01-01"


@pytest.mark.parametrize(("months", "encounters"), [(0, 10), (3, 0)])
def test_a_world_of_nothing_is_refused(months: int, encounters: int) -> None:
    with pytest.raises(ValueError, match="at least one month and one encounter"):
        make_plan(months=months, encounters=encounters, seed=1, end="2026-10")


@pytest.mark.parametrize(("months", "encounters"), [(1, 1), (1, 40), (2, 60), (36, 200)])
def test_worlds_of_any_size_can_be_written(tmp_path: Path, months: int, encounters: int) -> None:
    demo = write_demo(tmp_path, months=months, encounters=encounters, seed=3)
    assert demo.files
    assert demo.truth.lines


def test_the_drug_of_a_line_is_found_on_the_other_claim_of_the_day(truth: dict[str, Any]) -> None:
    drugs = {line["drug"] for line in truth["lines"] if line["shape"] == "drug_on_other_claim"}
    assert len(drugs) > 3
    assert "several" not in drugs


def test_a_supplement_alone_tells_no_allowed_amount(truth: dict[str, Any]) -> None:
    lines = [line for line in truth["lines"] if line["primary_missing"]]
    assert lines
    assert {(line["allowed_cents"], line["patient_share_cents"], line["initial_denial"]) for line in lines} == {
        (None, None, False)
    }


def test_a_big_world_can_leave_the_lines_out_and_keeps_its_totals(tmp_path: Path, small: dict[str, Any]) -> None:
    document = write_demo(tmp_path, months=3, encounters=150, keep_lines=False).truth.document()
    assert document["lines"] == []
    assert document["month_payer"] == small["month_payer"]


def test_every_way_of_being_paid_is_there_in_believable_numbers(truth: dict[str, Any]) -> None:
    """Capitation at one payer with a few lines paid for service, clinic days at Medicaid, and the rest by the line."""
    ways = {way: [line for line in truth["lines"] if line["state"] == way] for way in OTHER_WAYS}
    assert {line["payer"] for line in ways["capitated"]} == {"HARROWMERE CARE HMO"}
    assert {line["payer_class"] for line in ways["in_encounter_rate"]} == {"medicaid"}
    assert {line["place_of_service"] for line in ways["in_encounter_rate"]} == {"50", "72"}
    by_service = [line for line in truth["lines"] if line["payer"] == "HARROWMERE CARE HMO" and line["paid_cents"] > 0]
    assert 0 < len(by_service) < len(ways["capitated"]) / 4
    assert all(50 < len(lines) < len(truth["lines"]) / 20 for lines in ways.values())


def test_the_headline_stays_that_of_a_practice(truth: dict[str, Any]) -> None:
    rate = sum(row.get("initially_denied", 0) for row in truth["month_payer"])
    rate /= sum(row.get("answered", 0) for row in truth["month_payer"])
    assert 0.10 <= rate <= 0.15


def test_visits_are_lost_to_more_than_the_injection(truth: dict[str, Any]) -> None:
    sums: Counter[str] = Counter()
    for counts in truth["pairs"].values():
        sums.update(counts)
    alone, beside = (
        sum(sums[f"em_{name}_first_{arm}"] for arm in ("with_25", "without_25")) for name in ("lost", "beside")
    )
    assert 0 < beside < alone / 5
    assert 0 < sums["other_provider_with_25"] + sums["other_provider_without_25"] < sums["answered_with_25"] / 20


def test_colleagues_are_of_the_same_specialty_and_of_another() -> None:
    family, internist = PROVIDERS[0], PROVIDERS[-1]
    taxonomies = Counter(colleague_of(family, number).taxonomy for number in range(60))
    assert taxonomies[family.taxonomy] == 5 * taxonomies[internist.taxonomy]
    assert all(colleague_of(provider, number) is not provider for provider in PROVIDERS for number in range(60))


def test_some_payers_have_limits_and_some_have_none() -> None:
    limited = {limit["payer_id"] for limit in known_limits()}
    assert limited < {f"{payer.payer_id}-{payer.payer_class}" for payer in PAYERS}
    assert "98101-medicare" not in limited and len(limited) >= 4
