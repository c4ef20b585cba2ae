"""What took a visit that was denied beside its injection, and whether one physician gave both (meanings 27, 28, 31)."""

from datetime import date
from decimal import Decimal

import duckdb
import polars as pl
import pytest
from drawn import ANSWERED, NO_MARKS, build, stored, table
from story import written

from analytics.build.inputs import no_edits
from analytics.metrics.cubes import View
from analytics.metrics.evaluate import answers

CONTRACT = {"99213": "100", "99214": "140", "99203": "120", "99211": "22", "96372": "25"}
"""What COM agreed to; Medicare pays its fee."""
PEOPLE = {
    row["who"]: row["taxonomy"]
    for row in table("""
    who | taxonomy
    1   | 207Q00000X
    2   | 207Q00000X
    3   | 207R00000X
    4   | 363LF0000X
    5   | 363LA2200X
    6   | 363A00000X
    7   | 193200000X
    8   | 207QA0401X
    9   | 208VP9999X
    10  | 208VP9999X
    11  | 208VP9998X
    12  | none
    13  | 261QP2300X
    14  | 208D00000X
    15  | 207r00000x
    """)
}
"""Two family doctors and an internist; two nurse practitioners and an assistant; a group; a specialty not sure;
three with codes on no list; one without any; a clinic; a general practitioner; an internist in small letters."""

# One patient and day a row: who saw and who injected, what else was paid that day, and how the visit was denied.
# Lost: the cause, at first and now, else the visit's own category; amount: what the ledger has of it.
CASES = """
case              | payer | visit       | saw | gave | other      | denied      | provider  | lost              | amount
T05               | MCR   | 99213       | 1   | 1    |            | CO-97 M144  | npi       | global            | 88.95
T05 claim level   | COM   | 99213       | 1   | 1    |            | CO-97 /m144 | npi       | global            | 100.00
T05 and 59        | MCR   | 99213-59    | 1   | 1    | 20610      | CO-97 M144  | npi       | global            | 88.95
T05 other denial  | MCR   | 99213       | 1   | 1    |            | CO-50 M144  | npi       | medical_necessity | 88.95
T06               | MCR   | 99213       | 1   | 1    | 20610      | CO-236      | npi       | beside_other      | 88.95
T06 bundled       | COM   | 99213       | 1   | 1    | 20610      | CO-97       | npi       | beside_other      | 100.00
T06 new patient   | MCR   | 99203       | 1   | 1    | 20610      | CO-236      | npi       | sole              | 109.01
T06 manipulation  | MCR   | 99203       | 1   | 1    | 98940      | CO-236      | npi       | beside_other      | 109.01
T06 no edit       | MCR   | 99213       | 1   | 1    | 11981      | CO-236      | npi       | sole              | 88.95
T06 not paid      | MCR   | 99213       | 1   | 1    | 20610 no   | CO-236      | npi       | sole              | 88.95
T06 no procedure  | MCR   | 99213       | 1   | 1    | 85025      | CO-236      | npi       | sole              | 88.95
T06 other doctor  | MCR   | 99213       | 1   | 1    | 20610 by 3 | CO-236      | npi       | sole              | 88.95
T06 colleague     | MCR   | 99213       | 1   | 1    | 20610 by 2 | CO-236      | npi       | beside_other      | 88.95
T06 infusion      | MCR   | 99213       | 1   | 1    | 96365      | CO-236      | npi       | beside_other      | 88.95
T06 add-on        | MCR   | 99213       | 1   | 1    | 96361      | CO-236      | npi       | sole              | 88.95
T07               | COM   | 99213       | 1   | 1    | G0439      | CO-97       | npi       | beside_other      | 100.00
T07 payer's rule  | COM   | 99213       | 1   | 1    | 99396      | CO-97       | npi       | beside_other      | 100.00
T07 new patient   | COM   | 99203       | 1   | 1    | 99386      | CO-97       | npi       | beside_other      | 120.00
T07 Medicare      | MCR   | 99213       | 1   | 1    | 99396      | CO-97       | npi       | sole              | 88.95
T07 Advantage     | MA    | 99213       | 1   | 1    | 99396      | CO-97       | npi       | beside_other      |
T08               | COM   | 99213-59    | 1   | 1    |            | CO-4        | npi       | modifier          | 100.00
T08 XU, bundled   | MCR   | 99213-25-XU | 1   | 1    | 20610      | CO-97       | npi       | modifier          | 88.95
T08 no 59         | COM   | 99213       | 1   | 1    |            | CO-4        | npi       | sole              | 100.00
T08 remark        | COM   | 99213       | 1   | 1    |            | CO-16 N822  | npi       | sole              | 100.00
T09               | MCR   | 99213       | 1   | 2    |            | CO-236      | specialty | sole              | 88.95
T09 commercial    | COM   | 99213       | 1   | 2    |            | CO-236      | specialty | sole              | 100.00
T09 r=3           | MCR   | 99213       | 1   | 3    |            | CO-236      | other     | ncci_pair         | 88.95
T09 r=3 comm.     | COM   | 99213       | 1   | 3    |            | CO-236      | other     | ncci_pair         | 100.00
T09 r=4           | MCR   | 99213       | 1   | 4    |            | CO-236      | npp       | ncci_pair         | 88.95
T09 r=4 comm.     | COM   | 99213       | 1   | 4    |            | CO-236      | specialty | sole              | 100.00
T09 4 sees, comm. | COM   | 99213       | 4   | 3    |            | CO-236      | specialty | sole              | 100.00
T09 two NPs       | MCR   | 99213       | 4   | 5    |            | CO-236      | specialty | sole              | 75.61
T09 NP and PA     | MCR   | 99213       | 4   | 6    |            | CO-236      | other     | ncci_pair         | 75.61
T09 NP and PA co. | COM   | 99213       | 4   | 6    |            | CO-236      | specialty | sole              | 100.00
T09 group         | MCR   | 99213       | 1   | 7    |            | CO-236      | unknown   | ncci_pair         | 88.95
T09 clinic        | MCR   | 99213       | 1   | 13   |            | CO-236      | unknown   | ncci_pair         | 88.95
T09 none          | MCR   | 99213       | 1   | 12   |            | CO-236      | unknown   | ncci_pair         | 88.95
T09 not sure      | MCR   | 99213       | 1   | 8    |            | CO-236      | unknown   | ncci_pair         | 88.95
T09 not listed    | MCR   | 99213       | 9   | 10   |            | CO-236      | specialty | sole              | 88.95
T09 nine differ   | MCR   | 99213       | 9   | 11   |            | CO-236      | unknown   | ncci_pair         | 88.95
T09 one listed    | MCR   | 99213       | 1   | 9    |            | CO-236      | unknown   | ncci_pair         | 88.95
T09 small letters | MCR   | 99213       | 3   | 15   |            | CO-236      | specialty | sole              | 88.95
T09 general       | MCR   | 99213       | 1   | 14   |            | CO-236      | other     | ncci_pair         | 88.95
T09 first of two  | MCR   | 99213       | 1   | 3 2  |            | CO-236      | specialty | sole              | 88.95
T09 npp of two    | MCR   | 99213       | 1   | 3 4  |            | CO-236      | npp       | ncci_pair         | 88.95
T09 unknown of 2  | MCR   | 99213       | 1   | 3 7  |            | CO-236      | unknown   | ncci_pair         | 88.95
T09 itself of two | MCR   | 99213       | 1   | 1 4  |            | CO-236      | npi       | sole              | 88.95
paid              | MCR   | 99213-25    | 1   | 2    | 20610      |             | specialty |                   |
paid later        | MCR   | 99213       | 1   | 1    |            | CO-236 +    | npi       | sole, then none   |
nurse             | COM   | 99211       | 1   | 1    | 20610      | CO-236      | npi       | ncci_pair         | 22.00
"""
PAID = {"MCR": "13.91", "COM": "25.00", "MA": "13.91"}
FILING = {"MCR": "MB", "COM": "CI", "MA": "16"}
PRICE = {"99213": "88.95"}
"""What they pay for an injection and a visit."""


Row = dict[str, str]


def drawn() -> tuple[list[Row], list[Row]]:
    """Each case as a claim per line: the visit's, the injections' and the other service's; and their answers."""
    claims: list[Row] = []
    remits: list[Row] = []
    for row in table(CASES):
        for claim, answer in lines_of(row):
            who = {"payer": row["payer"], "filing": FILING[row["payer"]]}
            claims.append({**who, "patient": row["case"], **claim})
            remits.append({"on": "02-01", **who, "trace": claim["claim"], **claim, **answer})
            if answer["remarks"] == "+":
                paid = PRICE[claim["code"]]
                again = {"on": "03-01", "trace": claim["claim"] + " again", "paid": paid, "adj": rest("150.00", paid)}
                remits[-1] |= {"remarks": ""}
                remits.append({**who, **claim, **again})
    return claims, remits


def lines_of(row: Row) -> list[tuple[Row, Row]]:
    """The lines of one day, and what was answered to each."""
    visit, *marks = row["visit"].split("-")
    refused, _, remark = row["denied"].partition(" ")
    found = [(line(row, "V", visit, row["saw"], " ".join(marks)), said(visit, refused, remark))]
    for at, by in enumerate(row["gave"].split()):
        shot = line(row, f"I{at}", "96372", by, "59" if at else "")
        found.append((shot, {**paid("40.00", PAID[row["payer"]]), "remarks": ""}))
    other, _, more = row["other"].partition(" ")
    if other:
        by = more.removeprefix("by ") if more.startswith("by") else row["saw"]
        found.append((line(row, "O", other, by), said(other, "CO-50" if more == "no" else "")))
    return found


def line(row: Row, part: str, code: str, by: str, mods: str = "") -> Row:
    charge = "40.00" if code == "96372" else "150.00"
    who = {"by": f"10000000{int(by):02}", "taxonomy": PEOPLE[by]}
    return {"claim": f"{row['case']}-{part}", "code": code, "charge": charge, "mods": mods, **who}


def said(code: str, refused: str, remark: str = "") -> Row:
    """Denied or paid; a remark after a slash stands at claim level."""
    told = {"moa": remark[1:], "remarks": ""} if remark.startswith("/") else {"remarks": remark}
    answer = {"paid": "0.00", "adj": f"{refused} 150.00"} if refused else paid("150.00", PRICE.get(code, "60.00"))
    return {**answer, **told}


def paid(charge: str, amount: str) -> Row:
    return {"paid": amount, "adj": rest(charge, amount)}


def rest(charge: str, amount: str) -> str:
    return f"CO-45 {Decimal(charge) - Decimal(amount)}"


def agreed() -> dict[str, pl.DataFrame]:
    """COM's contract, as a user's table."""
    rows = [("COM", code, "", "fixed", Decimal(rate), date(2024, 1, 1), None, "") for code, rate in CONTRACT.items()]
    return {"contract": pl.DataFrame(rows, schema=no_edits()["contract"].schema, orient="row")}


@pytest.fixture(scope="module")
def built() -> dict[str, pl.DataFrame]:
    return build(stored(*drawn()), agreed(), tables=("encounter", "leak", *ANSWERED))


CLASS = {
    "sole": "em_lost_to_pair",
    "beside_other": "em_lost_beside_other",
    "global": "em_global_period",
    "modifier": "modifier",
}
"""The class of the ledger by cause; a visit without a cause stands under the category of its own denial."""


@pytest.mark.parametrize("row", table(CASES), ids=lambda row: row["case"])
def test_what_took_the_visit(built: dict[str, pl.DataFrame], row: dict[str, str]) -> None:
    """27, 28, 31: the injection is named only where nothing else that was paid can have taken the visit."""
    (day,) = built["encounter"].filter(patient_key=row["case"]).iter_rows(named=True)
    lost, _, then = row["lost"].partition(", then ")
    causes = (lost if lost in CLASS else None, lost if lost in CLASS and not then else None)
    provider = row["provider"].replace("other", "other_specialty")
    found = (day["same_provider"], day["em_loss_cause_first"], day["em_loss_cause"])
    assert found == (provider, *causes)
    leaks = built["leak"].filter(patient_key=row["case"], role="em").select("leak_class", "amount").rows()
    expected = [(CLASS.get(lost, lost), row["amount"])] if row["amount"] else []
    assert [tuple(map(written, leak)) for leak in leaks] == expected


def metrics_of(built: dict[str, pl.DataFrame], patient: str) -> dict[str, tuple[object, object]]:
    with duckdb.connect() as con:
        for name in ANSWERED:
            con.register(name, built[name].filter(patient_key=patient) if name == "injection" else built[name])
        con.register("last_mark", NO_MARKS)
        (group,) = answers(con, View(), as_of=date(2025, 6, 30))
    return {name: (value.numerator, value.denominator) for name, value in group.metrics.items()}


HALVES = """
case         | lost | open | pairs | beside
T05          | 0    | 0    | 1     | 0
T06          | 0    | 0    | 1     | 1
T07          | 0    | 0    | 1     | 1
T08          | 0    | 0    | 1     | 0
T09          | 1    | 1    | 1     | 0
T09 r=3      | 0    | 0    | 0     | 0
T09 r=4      | 0    | 0    | 0     | 0
T09 r=4 comm. | 1   | 1    | 1     | 0
T09 group    | 0    | 0    | 0     | 0
paid         | 0    | 0    | 1     | 0
paid later   | 1    | 0    | 1     | 0
nurse        | 0    | 0    | 0     | 0
"""


@pytest.mark.parametrize("row", table(HALVES), ids=lambda row: row["case"])
def test_the_rates_count_the_same_pairs(built: dict[str, pl.DataFrame], row: dict[str, str]) -> None:
    """28: em_loss_rate, em_loss_open and modifier25_rate; what is lost beside another service is counted beside."""
    found = metrics_of(built, row["case"])
    lost, still, pairs, beside = (int(row[name]) for name in ("lost", "open", "pairs", "beside"))
    assert found["em_loss_rate"] == (lost, pairs)
    assert found["em_loss_open"] == (still, pairs)
    assert found["modifier25_rate"] == (int(row["case"] == "paid"), pairs)
    assert found["em_lost_beside_other"] == (beside, None)


def test_t11_modifier_25_on_the_injection_is_its_own_denial() -> None:
    """31: the visit stands, the injection is denied for its modifier."""
    claims = """
    claim | payer | code  | charge | mods
    T11   | COM   | 99213 | 150.00 |
          |       | 96372 | 40.00  | 25
          |       | J3420 | 15.00  |
    """
    remits = """
    on    | claim | payer | code  | charge | paid   | adj
    02-01 | T11   | COM   | 99213 | 150.00 | 100.00 | CO-45 50.00
          |       |       | 96372 | 40.00  | 0.00   | CO-4 40.00
          |       |       | J3420 | 15.00  | 5.00   | CO-45 10.00
    """
    found = build(stored(claims, remits), agreed(), tables=("leak",))["leak"]
    assert found.select("role", "leak_class", "amount").rows() == [("injection", "modifier", Decimal("25.00"))]
