"""Visits that a payer cuts because they stand with modifier 25 beside an injection (meanings 25, 28, 31, 37)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from drawn import build, stored, table
from story import written
from test_rule_visits import agreed, rest

WANTED = ("line", "encounter", "leak", "injection", "visit_hist", "visit_price")

# Each payer is one history: so many plain visits at one price, so many marked 25 beside an injection at a lesser one,
# in the quarter of `from` and of `until`; what comes of one more visit with 25 on 2025-05-12, allowed `paid`.
PAYERS = """
payer      | plain | price  | marked | less  | from    | until   | paid   | due    | but as    | amount | why
AT         | 10    | 100.00 | 10     | 80.00 | 2025-04 | 2025-04 | 80.00  | 100.00 |           | 20.00  | 80 %
ABOVE      | 10    | 100.00 | 10     | 80.01 | 2025-04 | 2025-04 | 80.01  |        |           |        | a cent above
BELOW      | 10    | 100.00 | 10     | 50.00 | 2025-04 | 2025-04 | 50.00  | 100.00 |           | 50.00  | half
FEW PLAIN  | 9     | 100.00 | 10     | 50.00 | 2025-04 | 2025-04 | 50.00  |        |           |        | nine without
FEW MARKED | 10    | 100.00 | 8      | 50.00 | 2025-04 | 2025-04 | 50.00  |        |           |        | nine with it
TEN MARKED | 10    | 100.00 | 9      | 50.00 | 2025-04 | 2025-04 | 50.00  | 100.00 |           | 50.00  | ten with it
BEFORE     | 10    | 100.00 | 10     | 50.00 | 2025-01 | 2025-01 | 50.00  | 100.00 |           | 50.00  | a quarter ago
LONG AGO   | 10    | 100.00 | 10     | 50.00 | 2024-12 | 2024-12 | 50.00  |        |           |        | two ago
LATER      | 10    | 100.00 | 10     | 50.00 | 2025-07 | 2025-07 | 50.00  |        |           |        | next quarter
BOTH       | 10    | 100.00 | 10     | 50.00 | 2025-01 | 2025-04 | 50.00  | 100.00 |           | 50.00  | five in each
WHOLE      | 10    | 100.00 | 10     | 50.00 | 2025-04 | 2025-04 | 99.90  | 100.00 | tolerance | 0.10   | cut by cents
AS USUAL   | 10    | 100.00 | 10     | 50.00 | 2025-04 | 2025-04 | 100.00 |        |           |        | not cut itself
COM        | 10    | 90.00  | 10     | 45.00 | 2025-04 | 2025-04 | 45.00  | 100.00 |           | 55.00  | a contract
"""


@dataclass
class World:
    """Drawn visits, one claim each, with an injection beside those that carry 25."""

    claims: list[dict[str, str]]
    remits: list[dict[str, str]]

    def visit(
        self, payer: str, name: str, day: str, paid: str, *, mods: str, beside: bool, adj: str = "", filing: str = "CI"
    ) -> None:
        own = {"claim": name, "patient": name, "payer": payer, "filing": filing, "date": day, "sent": day}
        answer = {**own, "on": "2025-09-30", "trace": name}
        visit = {"code": "99213", "charge": "150.00", "mods": mods}
        self.claims.append({**own, **visit})
        self.remits.append({**answer, **visit, "paid": paid, "adj": adj or rest("150.00", paid)})
        if beside:
            shot = {"code": "96372", "charge": "40.00", "date": day}
            self.claims.append({"claim": "", **shot})
            self.remits.append({"claim": "", **shot, "paid": "25.00", "adj": rest("40.00", "25.00")})


def history(row: dict[str, str]) -> World:
    """The visits of one payer, half of them in either quarter, and the one that is asked about."""
    world = World([], [])
    for arm, price, mods in (("plain", row["price"], ""), ("marked", row["less"], "25")):
        for number in range(int(row[arm])):
            day = f"{row['from'] if number % 2 else row['until']}-{10 + number}"
            world.visit(row["payer"], f"{row['payer']}-{arm}{number}", day, price, mods=mods, beside=bool(mods))
    world.visit(row["payer"], row["payer"], "2025-05-12", row["paid"], mods="25", beside=True)
    return world


@pytest.fixture(scope="module")
def built() -> dict[str, pl.DataFrame]:
    claims, remits = [], []
    for row in table(PAYERS):
        world = history(row)
        claims += world.claims
        remits += world.remits
    return build(stored(claims, remits), agreed(), tables=WANTED)


def of_visit(built: dict[str, pl.DataFrame], name: str) -> tuple[object, ...]:
    """Whether the visit counts as reduced, what was expected of it and what it leaks."""
    (line,) = built["line"].filter(claim_id=name, role="em").iter_rows(named=True)
    (day,) = built["encounter"].filter(patient_key=name).iter_rows(named=True)
    assert day["em_reduced"] == line["em_reduced"] and day["pair_outcome"] == "both_paid"
    leaks = built["leak"].filter(claim_id=name, role="em").select("leak_class", "amount").rows()
    return line["em_reduced"], line["expected"], line["expected_basis"], leaks


@pytest.mark.parametrize("row", table(PAYERS), ids=lambda row: row["why"])
def test_a_payer_that_allows_eighty_percent_or_less_with_25_cuts_visits(
    built: dict[str, pl.DataFrame], row: dict[str, str]
) -> None:
    """28: medians of the line's quarter and the one before, ten of each; the expected is the price without 25."""
    reduced, expected, basis, leaks = of_visit(built, row["payer"])
    assert reduced == bool(row["due"])
    if row["due"]:
        assert (written(expected), basis) == (row["due"], "contract" if row["payer"] == "COM" else "observed")
        assert [tuple(map(written, leak)) for leak in leaks] == [(row["but as"] or "em_reduced", row["amount"])]
    else:
        assert "em_reduced" not in {name for name, _ in leaks}


def test_the_dollars_stand_at_the_pair(built: dict[str, pl.DataFrame]) -> None:
    """45: the read model carries what the ledger says of the visit."""
    (row,) = built["injection"].filter(claim_id="BELOW").iter_rows(named=True)
    assert row["em_reduced_cents"] == 5000 and row["em_lost_cents"] is None
    total = built["leak"].filter(leak_class="em_reduced")["amount"].sum() * 100
    assert built["injection"]["em_reduced_cents"].sum() == total


def test_the_histogram_has_both_arms_and_nothing_else(built: dict[str, pl.DataFrame]) -> None:
    """37: quarter, payer, code, NPP, facility, 25 beside an injection or none, price."""
    hist = built["visit_hist"].filter(pl.col("payer_id") == "BOTH-commercial").sort("quarter", "visit_arm")
    rows = hist.select("quarter", "code", "visit_arm", "cents", "lines").rows()
    first = 2025 * 4
    assert rows == [
        (first, "99213", "with_25", 5000, 5),
        (first, "99213", "without_25", 10000, 5),
        (first + 1, "99213", "with_25", 5000, 6),
        (first + 1, "99213", "without_25", 10000, 5),
    ]


SINGLE = """
name        | payer | filing | mods | paid   | adj                               | reduced | class           | amount
T10         | COM   | CI     | 25   | 50.00  | CO-45 50.00, CO-59 50.00          | yes     | em_reduced      | 50.00
T10 fee     | MCR   | MB     | 25   | 50.00  | CO-45 50.00, CO-59 50.00          | yes     | em_reduced      | 38.95
T10 group   | COM   | CI     | 25   | 50.00  | CO-45 50.00, PI-59 50.00          | yes     | em_reduced      | 50.00
T10 share   | COM   | CI     | 25   | 30.00  | CO-45 50.00, CO-59 50.00, PR-3 20 | yes     | em_reduced      | 50.00
T10 none    | COM   | CI     | 25   | 50.00  | CO-45 100.00                      | no      | underpaid       | 50.00
T10 no 25   | COM   | CI     |      | 50.00  | CO-45 50.00, CO-59 50.00          | no      | underpaid       | 50.00
T10 full    | COM   | CI     | 25   | 100.00 | CO-45 40.00, CO-59 10.00          | yes     |                 |
T10 denied  | COM   | CI     | 25   | 0.00   | CO-97 100.00, CO-59 50.00         | no      | em_lost_to_pair | 100.00
T10 unknown | NEW   | CI     | 25   | 50.00  | CO-45 50.00, CO-59 50.00          | yes     |                 |
"""


@pytest.fixture(scope="module")
def single() -> dict[str, pl.DataFrame]:
    world = World([], [])
    for row in table(SINGLE):
        world.visit(
            row["payer"],
            row["name"],
            "01-10",
            row["paid"],
            mods=row["mods"],
            beside=True,
            adj=row["adj"],
            filing=row["filing"],
        )
    return build(stored(world.claims, world.remits), agreed(), tables=WANTED)


@pytest.mark.parametrize("row", table(SINGLE), ids=lambda row: row["name"])
def test_t10_code_59_on_a_visit_with_25_says_so_itself(single: dict[str, pl.DataFrame], row: dict[str, str]) -> None:
    """28, 31: not underpaid; without 25 it is no such visit, denied it is lost, without a rate nothing is short."""
    (line,) = single["line"].filter(claim_id=row["name"], role="em").iter_rows(named=True)
    leaks = single["leak"].filter(claim_id=row["name"], role="em").select("leak_class", "amount").rows()
    assert line["em_reduced"] == (row["reduced"] == "yes")
    expected = [(row["class"], row["amount"])] if row["class"] else []
    assert [tuple(map(written, leak)) for leak in leaks] == expected


def test_the_median_of_an_even_number_lies_between_two() -> None:
    """28: and a half cent is rounded once, with the units."""
    world = World([], [])
    for number in range(10):
        paid = "100.00" if number < 5 else "100.01"
        world.visit("EVEN", f"E{number}", f"05-{10 + number}", paid, mods="", beside=False)
        world.visit("EVEN", f"W{number}", f"05-{10 + number}", "60.00", mods="25", beside=True)
    found = build(stored(world.claims, world.remits), tables=WANTED)
    prices = found["visit_price"].filter(pl.col("quarter") == 2025 * 4 + 1)
    assert prices.select("rate", "is_cut").rows() == [(Decimal("100.005"), True)]
    expected = found["line"].filter(claim_id="W0", role="em")["expected"].to_list()
    assert expected == [Decimal("100.01")]


def test_25_without_an_injection_and_injections_of_others_teach_nothing() -> None:
    """37: only 25 beside an injection of the same payer and day is one arm; voided injections make none."""
    claims = """
    claim | patient | payer | code  | charge | mods | sent  | freq
    A     | ann     | ONE   | 99213 | 150.00 | 25   | 01-12 | 1
    B     | ben     | ONE   | 99213 | 150.00 | 25   | 01-12 | 1
    B2    | ben     | TWO   | 96372 | 40.00  |      | 01-12 | 1
    C     | cid     | ONE   | 99213 | 150.00 | 25   | 01-12 | 1
    C2    | cid     | ONE   | 96372 | 40.00  |      | 01-12 | 1
    C2    | cid     | ONE   | 96372 | 40.00  |      | 02-12 | 8
    D     | dot     | ONE   | 99213 | 150.00 |      | 01-12 | 1
    D2    | dot     | ONE   | 96372 | 40.00  |      | 01-12 | 1
    E     | eve     | ONE   | 99213 | 150.00 | 25   | 01-12 | 1
    E2    | eve     | ONE   | 96372 | 40.00  |      | 01-12 | 1
    """
    line = build(stored(claims), tables=("line",))["line"].filter(role="em").sort("claim_id")
    assert line["visit_arm"].to_list() == [None, None, None, "without_25", "with_25"]
    assert date(2025, 1, 10) == line["service_date"][0]
