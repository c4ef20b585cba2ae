"""Every rule of queries/leakage with its hits and near misses, drawn; one build, each claim named for what it shows."""

import polars as pl
import pytest
from drawn import build, stored, table
from leak_drawn import CHARTLESS, CHARTLESS_REMITS, CLAIMS, REMITS
from story import written

from analytics.leakage import PRECEDENCE, RULES

# One row per line with money missing: what it is worth, and until when something can be done about it.
WORTH = """
claim                       | role      | leak_class                | amount | adverse_date | deadline   | deadline_kind
administration_not_billed   | injection | administration_not_billed | 13.91  |              | 2026-01-10 | refile
administration_not_billed 2 | injection | administration_not_billed | 13.91  |              | 2026-01-10 | refile
administration_not_billed 3 | injection | administration_not_billed | 24.30  |              |            | refile
zero_without_reason         | injection | zero_without_reason       | 13.91  | 02-01        | 06-06      | appeal
no_response                 | injection | no_response               | 13.91  |              | 2026-01-10 | refile
takeback                    | injection | takeback                  | 13.91  | 03-01        | 07-04      | appeal
takeback 2                  | injection | takeback                  | 13.91  | 03-01        | 07-04      | appeal
other_payer                 | injection | other_payer               | 13.91  | 02-01        |            | refile
em_lost_to_pair             | em        | em_lost_to_pair           | 88.95  | 02-01        | 2026-02-01 | reopening
em_lost_to_pair 2           | em        | em_lost_to_pair           | 88.95  | 02-01        | 2026-02-01 | reopening
em_lost_beside_other        | em        | em_lost_beside_other      | 88.95  | 02-01        | 2026-02-01 | reopening
em_global_period            | em        | em_global_period          | 88.95  | 02-01        | 2026-02-01 | reopening
em_lost_to_modifier         | em        | modifier                  | 88.95  | 02-01        | 2026-02-01 | reopening
em_reduced                  | em        | em_reduced                | 38.95  | 02-01        | 06-06      | appeal
nurse_visit_pair            | em        | ncci_pair                 | 22.64  | 02-01        | 2026-02-01 | reopening
drug_bundled                | drug      | bundled                   | 5.00   | 02-01        | 06-06      | appeal
units_frequency             | injection | units_frequency           | 27.82  | 02-01        | 06-06      | appeal
missing_information         | injection | missing_information       | 13.91  |              | 2026-01-10 | refile
other_denial                | injection | rate_not_loaded           | 13.91  | 02-01        | 06-06      | appeal
part_denied_units           | injection | part_denied_units         | 13.91  | 02-01        | 06-06      | appeal
tolerance                   | injection | tolerance                 | 0.50   | 02-01        | 06-06      | appeal
tolerance-no                | injection | underpaid                 | 0.51   | 02-01        | 06-06      | appeal
recoded                     | injection | recoded                   | 3.91   | 02-01        | 06-06      | appeal
below_usual                 | injection | below_usual               | 4.30   | 02-01        |            | appeal
qmb_share                   | injection | qmb_share                 | 2.78   | 02-01        |            | refile
secondary_shortfall         | injection | secondary_shortfall       | 2.78   | 02-01        | 06-06      | appeal
"""

PAST = {"MEDI": ("MB", "14.31"), "ACME": ("CI", "25.00")}
"""What each payer allowed for 96372 in 2024, ACME 174.7 % of the fee: 24.30 in 2025; the drug was always $5.00."""


def past() -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Forty paid days of 2024 per payer, answered in eighteen days: usual prices and usual times."""
    claims, remits = [], []
    for payer, (filing, price) in PAST.items():
        for number in range(40):
            served = f"2024-{1 + number % 12 if number else 1:02}-05" if number % 12 > 2 or not number else "2024-06-05"
            claim = {"claim": f"{payer}{number}", "patient": f"{payer}{number}", "payer": payer, "filing": filing}
            day = {"date": served, "sent": served, "on": f"{served[:8]}23"}
            lines = (("96372", "40.00", price), ("J3420", "20.00", "5.00"))
            for place, (code, charge, allowed) in enumerate(lines):
                own = claim if place == 0 else {"claim": ""}
                claims.append({**own, **day, "code": code, "charge": charge, "dx": "E538"})
                remits.append({**own, **day, "code": code, "charge": charge, "paid": allowed if place else price})
    return claims, remits


def asked(*texts: str) -> list[dict[str, str]]:
    """The drawn rows, each claim a patient of its own; both copies of a duplicate are one patient's."""
    rows = [row for text in texts for row in table(text)]
    for row in rows:
        if row["claim"]:
            row["patient"] = (
                row["claim"].removesuffix(" 2") if row["claim"].startswith("duplicate_paid") else row["claim"]
            )
            row["payer"], row["filing"] = row["payer"] or "MEDI", row["filing"] or "MB"
            row["sent"] = row.get("date") or "01-12"
    return rows


def answered() -> list[dict[str, str]]:
    """The drawn answers with what their claim says: payer, day, charge and units; a reversal's charge is negative."""
    claims, billed, claim, answers = {}, {}, "", []
    for row in asked(CLAIMS, CHARTLESS):
        claim = row["claim"] or claim
        claims.setdefault(claim, row)
        billed.setdefault((claim, row["code"]), row)
    for row in (*table(REMITS), *table(CHARTLESS_REMITS)):
        claim = row["claim"] or claim
        line = billed[claim, row["billed"] or row["code"]]
        sign = "-" if row["status"] == "22" else ""
        own = {"filing": "15"} if row["payer"] else {name: claims[claim][name] for name in ("payer", "filing")}
        own |= {"charge": sign + line["charge"], "units": line["units"], "date": claims[claim]["date"]}
        answers.append({**row, **own} if row["claim"] else {**row, **own, "payer": "", "filing": "", "date": ""})
    return answers


@pytest.fixture(scope="module")
def built() -> dict[str, pl.DataFrame]:
    claims, remits = past()
    last = [{"claim": "LAST", "on": "06-30", "payer": "MEDI", "code": "96372", "charge": "40.00", "paid": "13.91"}]
    return build(stored([*claims, *asked(CLAIMS, CHARTLESS)], [*remits, *answered(), *last]))


def rules_of(built: dict[str, pl.DataFrame], claim: str) -> set[str]:
    return {rule for name in ("leak", "flag") for rule in built[name].filter(claim_id=claim)["rule"]}


NAMES = [row["claim"] for text in (CLAIMS, CHARTLESS) for row in table(text) if row["claim"]]


def shown_by(claim: str) -> tuple[str, bool]:
    """The rule that a claim is named for, and whether it should speak of it."""
    name = claim.split(" ")[0]
    return name.removesuffix("-no"), not name.endswith("-no")


@pytest.mark.parametrize("claim", NAMES)
def test_a_rule_speaks_of_its_own_and_of_nothing_near_it(built: dict[str, pl.DataFrame], claim: str) -> None:
    rule, speaks = shown_by(claim)
    assert (rule in rules_of(built, claim)) == speaks, rules_of(built, claim)


def test_every_rule_has_a_drawn_hit_and_a_near_miss() -> None:
    drawn = set(map(shown_by, NAMES))
    assert drawn == {(rule, speaks) for rule in RULES for speaks in (True, False)}


@pytest.mark.parametrize("row", table(WORTH), ids=lambda row: row["claim"])
def test_what_is_missing_and_until_when(built: dict[str, pl.DataFrame], row: dict[str, str]) -> None:
    """34: from the first determination that stands; where no limit is set it says so, and is never blank."""
    leaks = built["leak"].filter(claim_id=row["claim"], leak_class=row["leak_class"])
    (found,) = leaks.iter_rows(named=True)
    assert {name: written(found[name]) for name in row if name != "claim"} == {
        name: value for name, value in row.items() if name != "claim"
    }
    assert found["deadline"] is not None or found["deadline_note"] == "no limit set"


def test_a_missing_part_has_one_class(built: dict[str, pl.DataFrame]) -> None:
    """30: one row per line and class, above zero; the paid history of forty days leaks nothing."""
    leak = built["leak"]
    assert leak.select("encounter_id", "line_id", "leak_class").is_duplicated().sum() == 0
    assert (leak["amount"] > 0).all() and set(leak["rule"]) <= set(PRECEDENCE)
    assert leak.filter(pl.col("claim_id").str.contains("^(MEDI|ACME)")).is_empty()
