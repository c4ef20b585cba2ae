"""Flags that need no chart, what counts as a drug, administrations that were not billed (meanings 9, 25, 32, 33)."""

from datetime import date, timedelta

import polars as pl
import pytest
from drawn import Drawn, build, facts, stored, table
from story import Batch, Story

told = Batch()
PAST = 30


def flags(story: Story, claim: str, code: str = "") -> set[str]:
    """The rules without dollars that speak of a claim, or of its lines with one code."""
    line = story.frame("line").filter(claim_id=claim)
    chosen = line.filter(pl.col("code") == code) if code else line
    return set(story.frame("flag").filter(pl.col("line_id").is_in(chosen["line_id"].to_list()))["rule"])


# Stories of the trade


@told(
    claims="""
    claim | code  | charge | mods
    T08   | 99213 | 150.00 | 59
          | 96372 | 40.00  |
          | J3420 | 15.00  |
    T11   | 99213 | 150.00 |
          | 96372 | 40.00  | 25
          | J3420 | 15.00  |
    T11b  | 96372 | 40.00  | 25
          | J3420 | 15.00  |
    """,
    remits="""
    on    | claim | code  | charge | paid   | adj
    03-25 | T08   | 99213 | 150.00 | 0.00   | CO-4 150.00
          |       | 96372 | 40.00  | 25.00  | CO-45 15.00
          |       | J3420 | 15.00  | 5.00   | CO-45 10.00
    03-25 | T11   | 99213 | 150.00 | 100.00 | CO-45 50.00
          |       | 96372 | 40.00  | 0.00   | CO-4 40.00
          |       | J3420 | 15.00  | 5.00   | CO-45 10.00
    03-25 | T11b  | 96372 | 40.00  | 25.00  | CO-45 15.00
          |       | J3420 | 15.00  | 5.00   | CO-45 10.00
    """,
)
def test_t08_t11_a_modifier_on_the_wrong_line_is_seen_paid_or_not(story: Story) -> None:
    assert flags(story, "T08", "99213") == {"modifier_59_on_visit"} and not flags(story, "T08", "96372")
    assert flags(story, "T11", "96372") == {"modifier_25_on_injection"} == flags(story, "T11b", "96372")
    assert not flags(story, "T11", "99213")


@told(
    claims="""
    claim | code  | charge  | units | ndc
    T18A  | 96372 | 40.00   |       |
          | J0897 | 1800.00 | 1     |
    T18B  | 96372 | 40.00   |       |
          | J1050 | 90.00   | 1     | 59762453701 1 ML
    T18C  | 96372 | 40.00   |       |
          | J3301 | 60.00   | 1     | 00003-0293-05 1 ML
    """,
    remits="""
    on    | claim | code  | charge  | units | paid  | adj
    03-25 | T18A  | 96372 | 40.00   |       | 25.00 | CO-45 15.00
          |       | J0897 | 1800.00 | 1     | 22.00 | CO-45 1778.00
    03-25 | T18B  | 96372 | 40.00   |       | 25.00 | CO-45 15.00
          |       | J1050 | 90.00   | 1     | 0.40  | CO-45 89.60
    """,
)
def test_t18_one_unit_for_a_whole_dose(story: Story) -> None:
    """An NDC outside the crosswalk says nothing; J0897 rests on a contractor's page, J1050 on less."""
    assert flags(story, "T18A", "J0897") == {"units_below_usual"}
    assert "units_below_usual" in flags(story, "T18B", "J1050") and "ndc_units" not in flags(story, "T18B")
    assert flags(story, "T18C", "J3301") == {"ndc_units"}
    marked = story.frame("flag").filter(rule="units_below_usual").select("claim_id", "is_unverified").rows()
    assert set(marked) == {("T18A", False), ("T18B", True)}


@told(
    claims="""
    claim | code  | charge
    T19A  | 96372 | 40.00
          | 90378 | 1500.00
    T19B  | 96372 | 40.00
          | 90384 | 200.00
    T19C  | 96372 | 40.00
          | 90715 | 60.00
    """
)
def test_t19_immune_globulins_are_drugs_and_vaccines_are_none(story: Story) -> None:
    found = dict(story.frame("encounter").select("patient_key", pl.struct("has_drug", "drug")).rows())
    assert found == {
        "T19A": {"has_drug": True, "drug": "90378"},
        "T19B": {"has_drug": True, "drug": "90384"},
        "T19C": {"has_drug": False, "drug": "none"},
    }
    assert not flags(story, "T19A") | flags(story, "T19B") and "no_drug_line" in flags(story, "T19C")


@told(
    claims="""
    claim | code  | charge | mods
    T20   | 99213 | 150.00 | 25
          | 96372 | 40.00  |
          | J1030 | 30.00  |
    T22   | 99214 | 220.00 | 25
          | 96372 | 40.00  |
          | J3420 | 15.00  |
    """,
    remits="""
    on    | claim | code  | billed | charge | paid   | adj
    03-25 | T20   | 99213 |        | 150.00 | 100.00 | CO-45 50.00
          |       | 96372 |        | 40.00  | 25.00  | CO-45 15.00
          |       | J1030 |        | 30.00  | 0.00   | CO-234 30.00
    03-25 | T22   | 99213 | 99214  | 220.00 | 100.00 | CO-45 120.00
          |       | 96372 |        | 40.00  | 25.00  | CO-45 15.00
          |       | J3420 |        | 15.00  | 5.00   | CO-45 10.00
    """,
)
def test_t20_t22_a_drug_swallowed_and_a_visit_paid_lower(story: Story) -> None:
    """No rate of 99214 is known, and it shows all the same."""
    assert "drug_in_visit" in flags(story, "T20", "J1030")
    assert flags(story, "T22", "99214") == {"downcoded"} and story.line("T22", "99214")["expected"] is None


@told(
    claims="""
    claim | sent  | freq | code  | charge | units | control
    T21   | 01-12 | 1    | 96372 | 45.00  |       | 1
          |       |      | J0696 | 60.00  | 4     | 2
    T21   | 02-12 | 7    | J1885 | 24.00  | 2     | 1
          |       |      | 96372 | 45.00  |       | 2
    SAME  | 01-12 | 1    | J1030 | 20.00  |       |
    SAME  | 02-12 | 7    | J1040 | 30.00  |       |
    LONE  | 01-12 | 1    | Q2009 | 20.00  |       |
    LONE  | 02-12 | 7    | Q2017 | 30.00  |       |
    SHOT  | 01-12 | 1    | 96372 | 40.00  |       |
    SHOT  | 02-12 | 7    | 96374 | 60.00  |       |
    VISIT | 01-12 | 1    | 99213 | 90.00  |       |
    VISIT | 02-12 | 7    | 99396 | 95.00  |       |
    """,
    remits="""
    on    | claim | freq | code  | charge | units | paid  | adj
    02-01 | T21   | 1    | 96372 | 45.00  |       | 0.00  | CO-16 45.00
          |       |      | J0696 | 60.00  | 4     | 0.00  | CO-50 60.00
    03-01 | T21   | 7    | J1885 | 24.00  | 2     | 9.60  | CO-45 14.40
          |       |      | 96372 | 45.00  |       | 14.00 | CO-45 31.00
    """,
)
def test_t21_a_correction_folds_a_drug_only_into_its_family(story: Story) -> None:
    """9: neither the same line number nor "both are drugs" makes a pain killer of an antibiotic."""
    story.lines("""
    claim | code  | code_now | state       | added_by_correction | paid
    T21   | 96372 | 96372    | recovered   | no                  | 14.00
    T21   | J0696 | J0696    | withdrawn   | no                  | 0.00
    T21   | J1885 | J1885    | paid        | yes                 | 9.60
    SAME  | J1030 | J1040    | no_response | no                  | 0.00
    LONE  | Q2009 | Q2009    | withdrawn   | no                  | 0.00
    LONE  | Q2017 | Q2017    | no_response | yes                 | 0.00
    SHOT  | 96372 | 96374    | no_response | no                  | 0.00
    VISIT | 99213 | 99213    | withdrawn   | no                  | 0.00
    VISIT | 99396 | 99396    | no_response | yes                 | 0.00
    """)


@told(
    claims="""
    claim | sent  | freq | payer | filing | code  | charge | mods | units
    A     | 01-12 | 1    | MCR   | MB     | 96372 | 40.00  | 25   |
          |       |      |       |        | J0897 | 900.00 |      | 60
          |       |      |       |        | 99213 | 90.00  | 59   |
    A     | 02-12 | 7    | MCR   | MB     | 96372 | 40.00  |      |
          |       |      |       |        | J0897 | 900.00 | JZ   | 60
          |       |      |       |        | 99213 | 90.00  | 25   |
    B     | 01-12 | 1    | MCR   | MB     | 96372 | 40.00  |      |
    C     | 01-12 | 1    | ACME  | CI     | 96372 | 40.00  |      |
    """
)
def test_flags_look_at_what_was_last_billed(story: Story) -> None:
    assert not flags(story, "A")


def test_medicare_may_want_the_drug_at_a_cent() -> None:
    """33: only the first step of class medicare says so, marked as unverified."""
    claims = """
    claim | payer | filing | code  | charge
    B     | MCR   | MB     | 96372 | 40.00
    C     | ACME  | CI     | 96372 | 40.00
    """
    found = facts(claims, tables=("flag",))["flag"].filter(rule="no_drug_line")
    steps = dict(found.select("payer_name", "first_step").rows())
    assert "$0.01 on the same claim (unverified)" in steps["MCR"] and "0.01" not in steps["ACME"]
    assert steps["MCR"].startswith(steps["ACME"])


# Passed on, and nothing came


def crossover(answered: date, moa: str = "", remarks: str = "", status: str = "1") -> tuple[Drawn, Drawn]:
    """Forty claims answered in eighteen days, and one passed on; the store ends on 30 June."""
    rows = [(f"P{number}", f"2025-01-{1 + number % 28:02}") for number in range(40)]
    claims = [{"claim": name, "patient": name, "date": day, "sent": day, **BILLED} for name, day in rows]
    remits = [
        {"claim": name, "date": day, "on": str(date.fromisoformat(day) + timedelta(18)), **BILLED, **PAID}
        for name, day in rows
    ]
    own = {"claim": "T15", "on": str(answered), "trace": "T15", "moa": moa, "remarks": remarks, "status": status}
    last = {"claim": "LAST", "on": "06-30", "trace": "L", **BILLED, **PAID}
    sent = str(answered - timedelta(18))
    one = {"claim": "T15", "patient": "T15", "sent": sent, "date": sent, **BILLED}
    return [*claims, one], [*remits, {**own, "date": sent, **BILLED, **PAID}, last]


BILLED = {"code": "96372", "charge": "40.00", "payer": "MCR", "filing": "MB"}
PAID = {"paid": "11.13", "adj": "CO-45 26.09, PR-2 2.78"}
END = date(2025, 6, 30)


@pytest.mark.parametrize(
    ("days", "moa", "remarks", "status", "speaks"),
    [
        (17, "MA18", "", "1", False),
        (18, "MA18", "", "1", False),
        (19, "MA18", "", "1", True),
        (19, "", "N89", "1", True),
        (19, "MA01 N89", "", "1", True),
        (19, "", "", "19", True),
        (19, "MA07", "N1", "1", False),
    ],
)
def test_t15_a_claim_passed_on_is_missed_past_the_payers_usual_days(
    days: int, moa: str, remarks: str, status: str, speaks: bool
) -> None:
    """33: 95 of 100 claims of this payer are answered within 18 days; the store's last day decides."""
    claims, remits = crossover(END - timedelta(days), moa, remarks, status)
    built = build(stored(claims, remits), tables=("flag", "line"))
    assert built["line"].filter(claim_id="T15")["state"].to_list() == ["paid"]
    assert ("secondary_not_answered" in built["flag"].filter(claim_id="T15")["rule"]) == speaks


@pytest.mark.parametrize(("again", "speaks"), [("19", True), ("1", False)])
def test_what_is_passed_on_once_more_is_still_waited_for(again: str, speaks: bool) -> None:
    """33: refused and passed on, then paid: the last answer says whether a later payer is waited for."""
    claims, remits = crossover(date(2025, 3, 25), "MA18")
    *others, first, last = remits
    first |= {"paid": "0.00", "adj": "CO-16 40.00"}
    second = {**first, **PAID, "on": "04-25", "trace": "AGAIN", "moa": "", "status": again}
    built = build(stored(claims, [*others, first, second, last]), tables=("flag", "line"))
    assert built["line"].filter(claim_id="T15")["state"].to_list() == ["recovered"]
    assert ("secondary_not_answered" in built["flag"].filter(claim_id="T15")["rule"]) == speaks


# What is a drug


DRUGS = "J0696 J3490 S0028 S0189 C9399 C9014 90281 90371 90378 90380 90384 90399 Q0138 Q0139 Q0249 Q2004 Q2043 Q2057"
DRUGS += " Q3027 Q4081 Q5098 Q5101 Q5136 Q9991 Q9992 Q9999"
NONE = "90280 90400 90471 90476 90656 90715 90759 91322 S0199 S0201 S0610 C9600 C9725 C9353 Q0091 Q0111 Q0162 Q0510"
NONE += " Q1005 Q2003 Q2035 Q2039 Q3014 Q4001 Q4051 Q4101 Q5001 Q9950 Q9967 Q9994 A9579 99213 96372"


def test_products_that_are_drugs_and_codes_that_look_like_them() -> None:
    """25: J, Q, S0, C9 and 90281 to 90399; no vaccine, cast, skin substitute, contrast, test, service or oral drug."""
    codes = [*DRUGS.split(), *NONE.split()]
    claims = [{"claim": code, "patient": code, "code": code, "charge": "50.00"} for code in codes]
    line = build(stored(claims), tables=("line",))["line"]
    assert set(line.filter(role="drug")["code"]) == set(DRUGS.split())


@pytest.mark.parametrize(
    ("ndc", "units"),
    [
        ("00003029305 1 UN", 4),
        ("00003-0293-05 1 UN", 4),
        ("0003-0293-05 2 UN", 8),
        ("00003-293-05 1 UN", 4),
        ("00003-0293-5 1 UN", 4),
        ("0003-0293-5 1 UN", None),
        ("0003029305 1 UN", None),
        ("00003-0293-20 1 ML", 4),
        ("00003-0293-20 5 ml", 20),
        ("00003-0293-20 0.5 GR", 2),
        ("00003-0293-20 1 ME", None),
        ("00003-0293-20 0 ML", None),
        ("00003-0293-20 99999999999 UN", None),
        ("ABC-DEFG-HI 1 UN", None),
        ("", None),
    ],
)
def test_an_ndc_in_its_usual_writings_stands_for_billing_units(ndc: str, units: int | None) -> None:
    """33: items times units per item; millilitres and grams by the size of the package."""
    line = {"claim": "A", "code": "J3301", "charge": "60.00", "units": "4", "ndc": ndc}
    built = build(stored([line]), tables=("line", "flag"))
    assert built["line"]["units_by_ndc"].to_list() == [units]
    assert ("ndc_units" in built["flag"]["rule"]) == (units not in (4, None))


@pytest.mark.parametrize(("units", "speaks"), [("2", True), ("3", False), ("4", True)])
def test_a_started_unit_counts_as_a_whole_one(units: str, speaks: bool) -> None:
    """0.6 ml of 40 mg/ml are 2.4 units of 10 mg: three are billed."""
    line = {"claim": "A", "code": "J3301", "charge": "60.00", "units": units, "ndc": "00003-0293-20 0.6 ML"}
    assert ("ndc_units" in build(stored([line]), tables=("flag",))["flag"]["rule"]) == speaks


@pytest.mark.parametrize(("thrown_away", "speaks"), [("40", False), ("39", True)])
def test_an_item_shared_with_what_was_thrown_away(thrown_away: str, speaks: bool) -> None:
    """One syringe of 60 units, of which 20 were given: both lines name the syringe, and their units make it whole."""
    claims = f"""
    claim | code  | charge | units         | mods | ndc
    A     | J0897 | 900.00 | 20            |      | 55513-0710-01 1 UN
          | J0897 | 900.00 | {thrown_away} | JW   | 55513-0710-01 1 UN
    """
    built = facts(claims, tables=("flag", "line"))
    assert built["line"]["units_by_ndc"].to_list() == [60, 60]
    assert ("ndc_units" in built["flag"]["rule"]) == speaks


# The practice's own units


@pytest.mark.parametrize(
    ("before", "units", "speaks"), [(19, "1", True), (20, "99", True), (20, "100", False), (18, "1", False)]
)
def test_half_of_what_the_practice_bills_most_often_is_a_question(before: int, units: str, speaks: bool) -> None:
    """33: J3490 has no usual units; from 20 lines on, the line itself among them, fewer than half of the mode."""
    rows = [(f"P{number}", "200") for number in range(before)] + [("A", units)]
    claims = [{"claim": name, "patient": name, "code": "J3490", "charge": "90.00", "units": n} for name, n in rows]
    flag = build(stored(claims), tables=("flag",))["flag"].filter(rule="units_below_usual")
    assert flag.select("claim_id", "is_unverified").rows() == ([("A", False)] if speaks else [])


# Administration not billed


BESIDE = """
code  | missed
20525 | yes
20526 | no
20611 | no
20612 | yes
64399 | yes
64400 | no
64530 | no
64531 | yes
11899 | yes
11900 | no
11901 | no
11902 | yes
90459 | yes
90460 | no
90474 | no
90475 | yes
95114 | yes
95115 | no
95180 | no
95181 | yes
96359 | yes
96360 | no
96549 | no
96550 | yes
G0007 | yes
G0008 | no
G0010 | no
G0011 | yes
99213 | yes
"""


def test_what_may_have_brought_the_drug_in_stands_on_a_list() -> None:
    """32: to the code, on any payer's claim of that day and group."""
    rows = table(BESIDE)
    claims: Drawn = []
    for row in rows:
        drug = {"claim": f"D{row['code']}", "patient": row["code"], "code": "J3420", "charge": "20.00", **MEDICARE}
        other = {"claim": f"O{row['code']}", "patient": row["code"], "code": row["code"], "charge": "90.00"}
        claims += [drug, {**other, "payer": "OTHER", "filing": "CI"}]
    leak = build(stored(claims), tables=("leak",))["leak"].filter(rule="administration_not_billed")
    assert set(leak["claim_id"]) == {f"D{row['code']}" for row in rows if row["missed"] == "yes"}


MEDICARE = {"payer": "MCR", "filing": "MB"}


@told(
    claims="""
    claim | patient | sent  | freq | payer | filing | by         | pos | npi        | code  | charge
    GONE  |         | 01-12 | 1    | MCR   | MB     | 1000000007 | 11  |            | J3420 | 20.00
    GONE  |         | 02-12 | 8    | MCR   | MB     | 1000000007 | 11  |            | J3420 | 20.00
    LEFT  |         | 01-12 | 1    | MCR   | MB     | 1000000007 | 11  |            | J3420 | 20.00
          |         |       |      |       |        |            |     |            | 99213 | 90.00
    LEFT  |         | 02-12 | 7    | MCR   | MB     | 1000000007 | 11  |            | 99213 | 90.00
    CAP   |         | 01-12 | 1    | HMO   | HM     | 1000000007 | 11  |            | J3420 | 20.00
    OURS  | ann     | 01-12 | 1    | MCR   | MB     | 1000000007 | 12  |            | J3420 | 20.00
    THEIR | ann     | 01-12 | 1    | MCR   | MB     | 1000000008 | 11  | 1888888885 | 96372 | 40.00
    """,
    remits="""
    on    | claim | payer | filing | code  | charge | paid | adj
    03-01 | CAP   | HMO   | HM     | J3420 | 20.00  | 0.00 | CO-24 20.00
    """,
)
def test_a_drug_that_is_gone_or_paid_by_the_head_asks_for_no_administration(story: Story) -> None:
    """32: voided, withdrawn, capitated lines never do; another group's injection is not ours; the row is the drug's."""
    leak = story.frame("leak").filter(rule="administration_not_billed")
    assert leak.select("claim_id", "payer_name", "rendering_npi", "place_of_service", "role").rows() == [
        ("OURS", "MCR", "1000000007", "12", "injection")
    ]


def test_five_visits_denied_for_the_pair_make_a_payer_that_applies_it() -> None:
    """32: with four the administration is worth its price beside a visit without 25, with five nothing."""
    found = {}
    for denied in (4, 5):
        names = [f"P{number}" for number in range(denied)]
        lines = [{"claim": name, "patient": name, "code": "99213", "charge": "90.00"} for name in names]
        answers = [{**line, "on": "03-01", "paid": "0.00", "adj": "CO-97 90.00"} for line in lines]
        day = [{"claim": "A", "patient": "A", "code": "J3420", "charge": "20.00"}]
        day += [{"claim": "", "code": "99213", "charge": "90.00"}]
        flag = build(stored([*lines, *day], answers), tables=("flag",))["flag"].filter(claim_id="A")
        found[denied] = "administration_beside_visit" in flag["rule"]
    assert found == {4: False, 5: True}
