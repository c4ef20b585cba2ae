"""What a line was expected to bring, and on what that rests (meanings 25); one build, each payer its own history."""

from datetime import date

import polars as pl
import pytest
from drawn import build, stored, table
from story import written

# Paid lines of the past: how many of which allowed amount per unit. Most lines asked about are of January 2025.
HISTORY = table("""
payer  | as | date       | lines | allowed | code  | n | mods | role | pos | adj
MODE   | CI | 2024-01-05 | 12    | 25.00   | 96372 |   |      |      |     |
MODE   | CI | 2024-12-30 | 8     | 22.00   | 96372 |   |      |      |     |
TIE    | CI | 2024-06-05 | 10    | 25.00   | 96372 |   |      |      |     |
TIE    | CI | 2024-07-05 | 10    | 22.00   | 96372 |   |      |      |     |
FEW    | CI | 2024-06-05 | 19    | 25.00   | 96372 |   |      |      |     |
WIDE   | CI | 2024-06-05 | 10    | 25.00   | 96372 |   |      |      |     |
WIDE   | CI | 2024-07-05 | 6     | 22.00   | 96372 |   |      |      |     |
WIDE   | CI | 2024-08-05 | 5     | 21.00   | 96372 |   |      |      |     |
OLD    | CI | 2023-12-31 | 30    | 25.00   | 96372 |   |      |      |     |
NOW    | CI | 2025-01-05 | 30    | 25.00   | 96372 |   |      |      |     |
UNITS  | CI | 2024-06-05 | 20    | 25.00   | 96372 | 2 |      |      |     |
NURSE  | CI | 2024-06-05 | 20    | 25.00   | 96372 |   |      | 363L |     |
PLACE  | CI | 2024-06-05 | 20    | 25.00   | 96372 |   |      |      | 22  |
REPEAT | CI | 2024-06-05 | 20    | 12.50   | 96372 |   | 76   |      |     |
CODE   | CI | 2024-06-05 | 20    | 25.00   | 96374 |   |      |      |     |
PART   | CI | 2024-06-05 | 20    | 25.00   | 96372 |   |      |      |     | CO-97 10.00
DRUG   | CI | 2024-06-05 | 20    | 2.50    | J3420 |   |      |      |     |
RECODE | CI | 2024-06-05 | 20    | 25.00   | 96372 |   |      |      |     | recoded
SAYS   | CI | 2024-06-05 | 20    | 25.00   | 96372 |   |      |      |     | conflict
COMP1  | WC | 2025-02-05 | 10    | 13.91   | 96372 |   |      |      |     |
COMP1  | WC | 2025-02-05 | 11    | 27.82   | 96372 |   |      |      |     |
LOW    | MB | 2024-06-05 | 30    | 25.00   | 96372 |   |      |      |     |
""")

ASKED = """
payer  | as | date       | code  | n | charge | mods | role | pos | gives  | basis    | why
ANY    | MB | 2024-03-08 | 96372 | 1 | 40.00  |      |      |     | 14.08  | fee      | 2024 before the split
ANY    | MB | 2024-03-09 | 96372 | 1 | 40.00  |      |      |     | 14.31  | fee      | 2024 after it
ANY    | MB | 2025-01-10 | 96372 | 1 | 40.00  |      |      |     | 13.91  | fee      | 2025
ANY    | MB | 2026-01-10 | 96372 | 1 | 40.00  |      |      |     | 15.36  | fee      | 2026 non-QP
ANY    | MB | 2019-06-10 | 96372 | 1 | 40.00  |      |      |     | 16.94  | fee      | 2019
ANY    | MB | 2025-01-10 | 96372 | 3 | 90.00  |      |      |     | 41.73  | fee      | rate times units
ANY    | MB | 2025-01-10 | 96372 | 1 | 10.00  |      |      |     | 10.00  | fee      | charge below the rate
ANY    | MB | 2025-01-10 | 96372 | 3 | 40.00  |      |      |     | 40.00  | fee      | charge below three
ANY    | MB | 2025-01-10 | 96372 | 3 | 90.00  |      | 363L |     | 35.46  | fee      | nurse practitioner: 11.82 each
ANY    | MB | 2024-06-10 | 99204 | 1 | 900.00 |      | 363A |     | 142.04 | fee      | assistant: 142.035 half up
ANY    | MB | 2024-06-10 | 99211 | 2 | 900.00 |      | 364S |     | 39.62  | fee      | specialist: 19.805 half up
ANY    | MB | 2025-01-10 | 96372 | 1 | 40.00  |      |      | 19  | 0.00   | fee      | off campus
ANY    | MB | 2025-01-10 | 96372 | 1 | 40.00  |      |      | 21  | 0.00   | fee      | inpatient
ANY    | MB | 2025-01-10 | 96372 | 1 | 40.00  |      |      | 22  | 0.00   | fee      | hospital outpatient
ANY    | MB | 2025-01-10 | 96372 | 1 | 40.00  |      |      | 23  | 0.00   | fee      | emergency room
ANY    | MB | 2025-01-10 | 96372 | 1 | 40.00  |      |      | 24  |        | none     | unknown place
ANY    | MB | 2025-01-10 | 99213 | 1 | 200.00 |      |      |     | 88.95  | fee      | a visit
ANY    | MB | 2025-01-10 | 99213 | 1 | 200.00 |      |      | 22  | 63.72  | fee      | a visit in a facility
LOW    | MB | 2025-01-10 | 96372 | 1 | 40.00  |      |      |     | 13.91  | fee      | the fee goes before it
ANY    | MB | 2025-01-10 | J3420 | 1 | 40.00  |      |      |     |        | none     | a drug has no fee
ANY    | CH | 2025-01-10 | 96372 | 1 | 40.00  |      |      |     |        | none     | a class nobody paid in
ANY    | 16 | 2025-01-10 | 96372 | 1 | 40.00  |      |      |     |        | none     | never Medicare's fee
MODE   | CI | 2025-01-10 | 96372 | 1 | 40.00  |      |      |     | 24.70  | observed | 12 of 20: 177.6 % of 13.91
MODE   | CI | 2025-01-10 | 96372 | 2 | 80.00  |      |      |     | 49.40  | observed | per unit
MODE   | CI | 2025-01-10 | 96372 | 1 | 20.00  |      |      |     | 20.00  | observed | charge below the rate
TIE    | CI | 2025-01-10 | 96372 | 1 | 40.00  |      |      |     | 21.38  | observed | 10 and 10: the lower, 153.7 %
FEW    | CI | 2025-01-10 | 96372 | 1 | 40.00  |      |      |     | est    | class    | 19 lines
WIDE   | CI | 2025-01-10 | 96372 | 1 | 40.00  |      |      |     | est    | class    | 10 of 21
OLD    | CI | 2025-09-30 | 96372 | 1 | 40.00  |      |      |     | 24.44  | observed | three empty quarters take it in
OLD    | CI | 2025-10-01 | 96372 | 1 | 40.00  |      |      |     | est    | class    | eight quarters before
OLD    | CI | 2024-12-31 | 96372 | 1 | 40.00  |      |      |     | 25.00  | observed | four quarters before
NOW    | CI | 2025-01-10 | 96372 | 1 | 40.00  |      |      |     | est    | class    | not before
NOW    | CI | 2025-04-01 | 96372 | 1 | 40.00  |      |      |     | 25.00  | observed | one quarter before
UNITS  | CI | 2025-01-10 | 96372 | 1 | 40.00  |      |      |     | 24.30  | observed | allowed by units paid
NURSE  | CI | 2025-01-10 | 96372 | 1 | 40.00  |      | 363L |     | 24.30  | observed | nurse like nurse
NURSE  | CI | 2025-01-10 | 96372 | 1 | 40.00  |      |      |     | est    | class    | physician unlike nurse
PLACE  | CI | 2025-01-10 | 96372 | 1 | 40.00  |      |      |     | est    | class    | office unlike facility
REPEAT | CI | 2025-01-10 | 96372 | 1 | 40.00  | 59   |      |     | 12.16  | observed | a distinct one like a repeat
REPEAT | CI | 2025-01-10 | 96372 | 1 | 40.00  |      |      |     | est    | class    | a first one unlike
CODE   | CI | 2025-01-10 | 96372 | 1 | 40.00  |      |      |     | est    | class    | another code
PART   | CI | 2025-01-10 | 96372 | 1 | 40.00  |      |      |     | est    | class    | part denials set no price
RECODE | CI | 2025-01-10 | 96372 | 1 | 40.00  |      |      |     | est    | class    | nor does another code's price
SAYS   | CI | 2025-01-10 | 96372 | 1 | 40.00  |      |      |     | est    | class    | nor an allowed in conflict
DRUG   | CI | 2025-01-10 | J3420 | 2 | 40.00  |      |      |     | 5.00   | observed | drugs: observed
MODE   | CI | 2025-01-10 | J3420 | 1 | 40.00  |      |      |     |        | none     | never by class
COMP2  | WC | 2025-01-10 | 96372 | 1 | 40.00  |      |      |     | 27.82  | class    | median index 2.0 of 21 lines
COMP2  | WC | 2024-06-10 | 96372 | 1 | 40.00  |      |      |     | 28.62  | class    | times the fee of its own date
COMP2  | WC | 2025-01-10 | 96372 | 1 | 20.00  |      |      |     | 20.00  | class    | charge below
"""

BASES = {"fee": "medicare_fee_national", "class": "class_estimate"}


def doctor(role: str) -> dict[str, str]:
    """Who gave it: a physician, or the taxonomy of somebody else."""
    return {"by": "2" + role.rjust(9, "0"), "taxonomy": f"{role}F0000X"} if role else {"by": "1000000001"}


def told() -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Claims and remittances of the past, and the claims that are asked about."""
    claims, remits = [], []
    for kind, row in enumerate(HISTORY):
        pos, units, extra = row["pos"] or "11", row["n"] or "1", row["adj"]
        allowed = pl.Series([row["allowed"]]).cast(pl.Decimal(12, 2))[0] * int(units)
        for number in range(int(row["lines"])):
            claim = {"claim": f"PAST{kind}N{number}", "patient": f"past{kind}-{number}", "charge": "100.00"}
            common = {name: row[name] for name in ("payer", "date", "code")}
            common |= {"filing": row["as"], "units": units, "pos": pos}
            sent = {"sent": row["date"], "mods": row["mods"]}
            claims.append({**claim, **common, **sent, **doctor(row["role"])})
            paid = {"paid": str(allowed), "adj": extra if "-" in extra else "", "status": "1", "on": "2025-06-30"}
            if extra == "recoded":
                paid |= {"code": "96374", "billed": "96372"}
            if extra == "conflict":
                paid |= {"b6": str(allowed + 1)}
            remits.append({**claim, **common, **paid})
    for number, row in enumerate(table(ASKED)):
        claim = {"claim": f"ASKED{number}", "patient": f"asked{number}", "sent": row["date"], "filing": row["as"]}
        claims.append({**row, **claim, "units": row["n"], **doctor(row["role"])})
    return claims, remits


@pytest.fixture(scope="module")
def lines() -> dict[str, dict[str, object]]:
    claims, remits = told()
    frame = build(stored(claims, remits), tables=("line",))["line"]
    return {row["claim_id"]: row for row in frame.iter_rows(named=True)}


@pytest.mark.parametrize(
    ("number", "row"),
    list(enumerate(table(ASKED))),
    ids=lambda part: part["why"] if isinstance(part, dict) else str(part),
)
def test_expected(lines: dict[str, dict[str, object]], number: int, row: dict[str, str]) -> None:
    """Rate times units, never above the charge, from the first basis that there is."""
    line = lines[f"ASKED{number}"]
    assert line["expected_basis"] == BASES.get(row["basis"], row["basis"])
    if row["gives"] != "est":
        assert written(line["expected"]) == row["gives"]


def test_a_year_without_fees_takes_the_nearest_and_says_so() -> None:
    """25: no RVU for the year: nearest year, unverified."""
    frame = build(
        stored("""
        claim | filing | date       | sent       | code  | charge
        A     | MB     | 2027-03-01 | 2027-03-02 | 96372 | 40.00
        B     | MB     | 2018-03-01 | 2018-03-02 | 96372 | 40.00
        C     | MB     | 2025-03-01 | 2025-03-02 | 96372 | 40.00
        """),
        tables=("line",),
    )["line"].sort("claim_id")
    assert [written(value) for value in frame["expected"]] == ["15.36", "16.94", "13.91"]
    assert frame["is_fee_unverified"].to_list() == [True, True, False]
    assert frame["service_date"].max() == date(2027, 3, 1)
