"""What a contract or a locality makes of the expected amount (meanings 25): one build, each payer its own contract."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from drawn import build, day, stored, table
from story import written

from analytics import reference
from analytics.build.inputs import no_edits

CONTRACTS = """
payer              | code  | modifier | basis   | rate  | from       | to         | place
FLAT               | 96372 |          | fixed   | 30.00 |            |            |
SHARE              | 96372 |          | percent | 120   |            |            |
SHARE              | 99213 |          | percent | 120   |            |            |
ODD                | 96372 |          | percent | 112.5 |            |            |
MOD                | 96372 |          | fixed   | 30.00 |            |            |
MOD                | 96372 | 59       | fixed   | 20.00 |            |            |
MOD                | 96372 | XS       | fixed   | 18.00 |            |            |
DATED              | 96372 |          | fixed   | 30.00 | 2025-01-01 | 2025-06-30 |
DATED              | 96372 |          | fixed   | 33.00 | 2025-07-01 |            |
00777-commercial   | 96372 |          | fixed   | 27.00 |            |            |
Loose  name, inc.  | 96372 |          | fixed   | 26.00 |            |            |
DRUGS              | J3420 |          | fixed   | 1.25  |            |            |
DRUGS              | J3490 |          | percent | 120   |            |            |
PART B             | 96372 |          | fixed   | 14.00 |            |            |
ADVANTAGE          | 96372 |          | percent | 100   |            |            |
NOTHING            | 96372 |          | fixed   | 0.00  |            |            |
SEVERAL            | 96372 |          | fixed   | 31.00 |            |            |
SEVERAL-commercial | 96372 |          | fixed   | 29.00 |            |            |
BOTH               | 99213 |          | fixed   | 90.00 |            |            | office
BOTH               | 99213 |          | fixed   | 60.00 |            |            | facility
BOTH               | 99213 | 24       | fixed   | 50.00 |            |            |
BOTH               | 99214 |          | fixed   | 99.00 |            |            |
BOTH               | 99214 |          | percent | 100   |            |            | facility
BOTH               | 96372 |          | fixed   | 21.00 |            |            | facility
"""

IDS = {"MY PLAN": "00777", "SEVERAL": "SEVERAL"}
"""Payers that the files give an id."""
BASES = {"fee": "medicare_fee", "national": "medicare_fee_national", "none": "none"}
ASKED = """
payer          | as | date       | code  | n | charge | mods  | role | pos | gives | held | why
FLAT           | CI | 2025-01-10 | 96372 | 1 | 40.00  |       |      |     | 30.00 | yes  | a fixed rate
FLAT           | CI | 2025-01-10 | 96372 | 2 | 90.00  |       |      |     | 60.00 | yes  | per unit
FLAT           | CI | 2025-01-10 | 96372 | 1 | 20.00  |       |      |     | 20.00 | yes  | charge below the rate
FLAT           | CI | 2025-01-10 | 96374 | 1 | 90.00  |       |      |     |       |      | another code
FLAT           | CI | 2025-01-10 | 96372 | 1 | 40.00  |       | 363L |     | 30.00 | yes  | whoever gave it
SHARE          | CI | 2025-01-10 | 96372 | 1 | 40.00  |       |      |     | 16.69 | yes  | 120 % of 13.91
SHARE          | CI | 2026-01-10 | 96372 | 1 | 40.00  |       |      |     | 18.43 | yes  | of the fee of its date
SHARE          | CI | 2025-01-10 | 96372 | 3 | 90.00  |       |      |     | 50.07 | yes  | rounded per unit
SHARE          | CI | 2025-01-10 | 96372 | 1 | 40.00  |       |      | 22  | 0.00  | yes  | a facility: of nothing
SHARE          | CI | 2025-01-10 | 99213 | 1 | 200.00 |       |      | 22  | 76.46 | yes  | 120 % of the facility fee
ODD            | CI | 2024-06-10 | 96372 | 1 | 40.00  |       |      |     | 16.10 | yes  | 16.09875 half up
MOD            | CI | 2025-01-10 | 96372 | 1 | 40.00  |       |      |     | 30.00 | yes  | the general row
MOD            | CI | 2025-01-10 | 96372 | 1 | 40.00  | 59    |      |     | 20.00 | yes  | the row of the modifier
MOD            | CI | 2025-01-10 | 96372 | 1 | 40.00  | 76 59 |      |     | 20.00 | yes  | wherever it stands
MOD            | CI | 2025-01-10 | 96372 | 1 | 40.00  | XS 59 |      |     | 18.00 | yes  | the first of two
MOD            | CI | 2025-01-10 | 96372 | 1 | 40.00  | 76    |      |     | 30.00 | yes  | none for that modifier
DATED          | CI | 2025-06-30 | 96372 | 1 | 40.00  |       |      |     | 30.00 | yes  | the last day
DATED          | CI | 2025-07-01 | 96372 | 1 | 40.00  |       |      |     | 33.00 | yes  | the next rate
DATED          | CI | 2024-12-31 | 96372 | 1 | 40.00  |       |      |     |       |      | the day before
MY PLAN        | CI | 2025-01-10 | 96372 | 1 | 40.00  |       |      |     | 27.00 | yes  | by the payer's id
MY PLAN        | MC | 2025-01-10 | 96372 | 1 | 40.00  |       |      |     |       |      | not another class's id
LOOSE NAME INC | CI | 2025-01-10 | 96372 | 1 | 40.00  |       |      |     | 26.00 | yes  | case and signs do not count
DRUGS          | CI | 2025-01-10 | J3420 | 4 | 90.00  |       |      |     | 5.00  | yes  | a drug's own rate
DRUGS          | CI | 2025-01-10 | J3490 | 1 | 90.00  |       |      |     |       |      | drugs have no fee
PART B         | MB | 2025-01-10 | 96372 | 1 | 40.00  |       |      |     | 14.00 | yes  | before Medicare's fee
ADVANTAGE      | 16 | 2025-01-10 | 96372 | 1 | 40.00  |       |      |     | 13.91 | yes  | Advantage by its contract
NOTHING        | CI | 2025-01-10 | 96372 | 1 | 40.00  |       |      |     | 0.00  | yes  | agreed to be nothing
SEVERAL        | CI | 2025-01-10 | 96372 | 1 | 40.00  |       |      |     | 29.00 | yes  | the id before the name
BOTH           | CI | 2025-01-10 | 99213 | 1 | 200.00 |       |      | 11  | 90.00 | yes  | the office's
BOTH           | CI | 2025-01-10 | 99213 | 1 | 200.00 |       |      | 22  | 60.00 | yes  | the facility's
BOTH           | CI | 2025-01-10 | 99213 | 1 | 200.00 | 24    |      | 22  | 50.00 | yes  | a modifier before a place
BOTH           | CI | 2025-01-10 | 99214 | 1 | 200.00 |       |      | 11  | 99.00 | yes  | wherever no place is named
BOTH           | CI | 2025-01-10 | 99214 | 1 | 200.00 |       |      | 22  | 93.80 | yes  | a place before none
BOTH           | CI | 2025-01-10 | 96372 | 1 | 40.00  |       |      | 11  |       |      | agreed for a facility only
"""


def edits(contracts: str = "", sites: str = "") -> dict[str, pl.DataFrame]:
    """The user's contract rows and settings, as drawn."""
    agreed = [
        {
            **{name: row[name] for name in ("payer", "code", "modifier", "basis")},
            "rate": Decimal(row["rate"]),
            "effective_from": day(row["from"]),
            "effective_to": day(row["to"]),
            "place": row["place"],
        }
        for row in table(contracts or "payer")
    ]
    places = [
        {
            "npi": row["npi"],
            "locality": row["locality"] or None,
            "is_qp": {"yes": True, "no": False, "": None}[row["qp"]],
        }
        for row in table(sites or "npi")
    ]
    empty = no_edits()
    return {
        "contract": pl.DataFrame(agreed, schema=empty["contract"].schema),
        "site_setting": pl.DataFrame(places, schema=empty["site_setting"].schema),
    }


def lines(claims: list[dict[str, str]], given: dict[str, pl.DataFrame]) -> dict[str, dict[str, object]]:
    frame = build(stored(claims), given, tables=("line",))["line"]
    return {row["claim_id"]: row for row in frame.iter_rows(named=True)}


def asked(text: str) -> list[dict[str, str]]:
    """Claims that are asked about, each of its own patient."""
    return [
        {
            **row,
            "claim": f"ASKED{number}",
            "patient": f"asked{number}",
            "sent": row["date"],
            "filing": row["as"],
            "units": row.get("n", ""),
            "payer_id": IDS.get(row.get("payer", ""), ""),
            **({"by": "2000000002", "taxonomy": f"{row['role']}F0000X"} if row.get("role") else {}),
        }
        for number, row in enumerate(table(text))
    ]


@pytest.fixture(scope="module")
def contracted() -> dict[str, dict[str, object]]:
    return lines(asked(ASKED), edits(CONTRACTS))


@pytest.mark.parametrize(
    ("number", "row"),
    list(enumerate(table(ASKED))),
    ids=lambda part: part["why"] if isinstance(part, dict) else str(part),
)
def test_expected_by_contract(contracted: dict[str, dict[str, object]], number: int, row: dict[str, str]) -> None:
    """A contract goes first; the row of a modifier before the general one."""
    line = contracted[f"ASKED{number}"]
    basis = "contract" if row["held"] else "none"
    assert (written(line["expected"]), line["expected_basis"]) == (row["gives"], basis)


def test_a_line_paid_below_its_contract_is_underpaid() -> None:
    """18: an agreed rate makes the state, as a fee does; a cent of the tolerance does not."""
    claims = "claim | payer | patient | code  | charge\nA | FLAT | a | 96372 | 40.00\nB | FLAT | b | 96372 | 40.00"
    remits = """
    on    | claim | payer | code  | charge | paid  | adj
    02-01 | A     | FLAT  | 96372 | 40.00  | 25.00 | CO-45 15.00
    02-01 | B     | FLAT  | 96372 | 40.00  | 29.50 | CO-45 10.50
    """
    found = build(stored(claims, remits), edits(CONTRACTS), tables=("line",))["line"].sort("claim_id")
    assert found["state"].to_list() == ["underpaid", "paid"]


SITES = """
npi        | locality | qp
1000000010 | 01112-65 |
1000000020 | 07102-13 | yes
1000000030 | 01112-65 |
1000000031 | national |
2000000001 |          | yes
2000000002 |          | no
1000000040 | 99999-99 |
"""

NEAR = """
npi        | site       | by         | as | date       | pos | fee   | gives | basis    | locality | why
1000000010 |            |            | MB | 2025-01-10 |     | 17.83 | 17.83 | fee      | 01112-65 | San Jose
1000000020 |            |            | MB | 2025-01-10 |     | 12.62 | 12.62 | fee      | 07102-13 | Arkansas
1000000010 |            |            | MB | 2024-03-08 |     | 18.05 | 18.05 | fee      | 01112-65 | before the split
1000000010 |            |            | MB | 2024-03-09 |     | 18.35 | 18.35 | fee      | 01112-65 | after it
1000000010 |            |            | MB | 2025-01-10 | 22  | 17.83 | 0.00  | fee      | 01112-65 | a facility
1000000010 |            |            | MB | 2026-01-10 |     | 15.36 | 15.36 | national | national | no indices yet
1000000020 |            |            | MB | 2026-01-10 |     | 15.44 | 15.44 | national | national | group takes part
1000000010 |            | 2000000001 | MB | 2026-01-10 |     | 15.44 | 15.44 | national | national | renderer takes part
1000000020 |            | 2000000002 | MB | 2026-01-10 |     | 15.36 | 15.36 | national | national | renderer does not
1000000050 |            |            | MB | 2025-01-10 |     | 13.91 | 13.91 | national | national | nothing set
1000000040 |            |            | MB | 2025-01-10 |     | 13.91 | 13.91 | national | national | no such locality
1000000020 | 1000000030 |            | MB | 2025-01-10 |     | 17.83 | 17.83 | fee      | 01112-65 | not the group's
1000000020 | 1000000031 |            | MB | 2025-01-10 |     | 13.91 | 13.91 | national | national | a national site
1000000020 | 1000000099 |            | MB | 2025-01-10 |     | 12.62 | 12.62 | fee      | 07102-13 | a site not set
1000000010 |            |            | CI | 2025-01-10 |     | 17.83 |       | none     | 01112-65 | not expected
"""


@pytest.fixture(scope="module")
def located() -> dict[str, dict[str, object]]:
    return lines([{**row, "charge": "40.00", "code": "96372"} for row in asked(NEAR)], edits(sites=SITES))


@pytest.mark.parametrize(
    ("number", "row"),
    list(enumerate(table(NEAR))),
    ids=lambda part: part["why"] if isinstance(part, dict) else str(part),
)
def test_the_fee_of_a_locality(located: dict[str, dict[str, object]], number: int, row: dict[str, str]) -> None:
    """The locality of the site, else of the billing group, in the years of which the indices are known."""
    line = located[f"ASKED{number}"]
    found = [written(line[name]) for name in ("medicare_fee", "expected", "expected_basis", "locality")]
    assert found == [row["fee"], row["gives"], BASES[row["basis"]], row["locality"]]


def test_a_share_of_medicare_is_that_of_the_locality() -> None:
    """120 % of San Jose's 17.83."""
    row = "npi | payer | as | date | code | charge\n1000000010 | SHARE | CI | 2025-01-10 | 96372 | 40.00"
    (line,) = lines(asked(row), edits(CONTRACTS, SITES)).values()
    assert (written(line["expected"]), line["expected_basis"]) == ("21.40", "contract")


def test_an_edit_pair_holds_by_the_date_of_service() -> None:
    """A pair that an added file starts and ends: in force from its first day through its last."""
    day_of = {"A": "2026-03-31", "B": "2026-04-01", "C": "2026-09-30", "D": "2026-10-01"}
    claims = "claim | patient | date | sent | code | charge\n" + "\n".join(
        f"{name} | {name} | {at} | {at} | 96372 | 40.00\n | | | | 99499 | 90.00" for name, at in day_of.items()
    )
    pair = [("96372", "99499", "1", date(2026, 4, 1), date(2026, 9, 30))]
    given = {"ncci_pair": pl.DataFrame(pair, schema=reference.ncci_pair().schema, orient="row")}
    found = build(stored(claims), given, tables=("encounter",))["encounter"].sort("service_date")
    assert found["pair_kind"].to_list() == ["none", "other_em", "other_em", "none"]


MISSED = """
npi        | payer | as | date       | pos | gives | basis    | why
           | FLAT  | CI | 2025-01-10 |     | 30.00 | contract | agreed for the administration
           | SHARE | CI | 2025-01-10 |     | 16.69 | contract | 120 % of the national fee
1000000010 | SHARE | CI | 2025-01-10 |     | 21.40 | contract | 120 % of San Jose's
1000000010 | ANY   | MB | 2025-01-10 |     | 17.83 | fee      | San Jose
1000000020 | ANY   | MB | 2026-01-10 |     | 15.44 | national | a group that takes part
           | ANY   | MB | 2025-01-10 |     | 13.91 | national | nothing set
"""


def test_an_administration_not_billed_is_worth_what_the_contract_or_the_locality_gives() -> None:
    """A drug that only goes under the skin or into muscle, and nothing that brought it in (meanings 25, 32)."""
    claims = [{**row, "code": "J3420", "charge": "20.00"} for row in asked(MISSED)]
    ledger = build(stored(claims), edits(CONTRACTS, SITES), tables=("ledger",))["ledger"]
    found = {row["claim_id"]: row for row in ledger.filter(pl.col("role") == "injection").iter_rows(named=True)}
    for number, row in enumerate(table(MISSED)):
        line = found[f"ASKED{number}"]
        assert (line["expected_cents"], line["expected_basis"]) == (
            int(Decimal(row["gives"]) * 100),
            {**BASES, "contract": "contract"}[row["basis"]],
        ), row["why"]
