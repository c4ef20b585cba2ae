"""Stories of the trade, one patient and one day each, from X12 files through the command line to the facts."""

# ruff: noqa: E501
# A story is read line by line; breaking its lines would hide what it says.

import json
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from once import once
from story import says
from trade import CONTRACT, files
from typed import typed

from analytics.store import Store

STORIES = {
    "T01 unprocessable at claim level": """
        payer MCR
        837 2025-03-10 T01: 99213-25 $150 | 96372 $40
        835 2025-03-25 T01 moa=MA130: 99213-25 $150 paid 0 CO-16 150 rem MA63 | 96372 $40 paid 0 CO-16 40 rem M76
    """,
    "T02 unprocessable for a drug's modifier": """
        payer MCR
        837 2025-03-10 T02: 96372 $40 | J0897x60 $1800
        835 2025-03-25 T02 moa=MA130: 96372 $40 paid 13.91 CO-45 26.09 | J0897x60 $1800 paid 0 CO-16 1800 rem N822
    """,
    "T03 two remarks in either order": """
        payer MCR
        837 2025-03-10 T03: 96372 $40 | J3420 $15
        835 2025-03-25 T03: 96372 $40 paid 0 CO-16 40 rem MA130,N822 | J3420 $15 paid 0 CO-16 15 rem N822,MA130
    """,
    "T04 a refused filing limit is no appeal": """
        payer MCR
        837 2026-04-02 T04: 96372 $40 | J3420 $15
        835 2026-04-20 T04: 96372 $40 paid 0 CO-29 40 rem N211 | J3420 $15 paid 0 CO-29 15 rem N211
    """,
    "T05 lost to a global period": """
        payer MCR
        837 2025-03-10 T05: 99213 $150 | 96372 $40 | J3420 $15
        835 2025-03-25 T05: 99213 $150 paid 0 CO-97 150 rem M144 | 96372 $40 paid 13.91 CO-45 26.09 | J3420 $15 paid 1 CO-45 14
    """,
    "T06 lost beside a minor procedure": """
        payer MCR
        837 2025-03-10 T06: 99213 $150 | 20610-RT $160 | 96372-59 $40 | J3301x4 $60 | J1885x4 $48
        835 2025-03-25 T06: 99213 $150 paid 0 CO-236 150 | 20610-RT $160 paid 63.40 CO-45 96.60 | 96372-59 $40 paid 13.91 CO-45 26.09 | J3301x4 $60 paid 4 CO-45 56 | J1885x4 $48 paid 2 CO-45 46
    """,
    "T07 lost beside a preventive visit": """
        payer COM
        837 2025-03-10 T07: G0439 $180 | 99213 $150 | 96372 $40 | J3420 $15
        835 2025-03-25 T07: G0439 $180 paid 130 CO-45 50 | 99213 $150 paid 0 CO-97 150 | 96372 $40 paid 25 CO-45 15 | J3420 $15 paid 5 CO-45 10
    """,
    "T08 lost to a wrong modifier": """
        payer COM
        837 2025-03-10 T08: 99213-59 $150 | 96372 $40 | J3420 $15
        835 2025-03-25 T08: 99213-59 $150 paid 0 CO-4 150 | 96372 $40 paid 25 CO-45 15 | J3420 $15 paid 5 CO-45 10
    """,
    "T09 lost to a colleague of the same specialty": """
        payer MCR
        837 2025-03-10 T09A r=1: 99213 $150
        837 2025-03-10 T09B r=2: 96372 $40 | J3420 $15
        835 2025-03-25 T09A: 99213 $150 paid 0 CO-236 150
        835 2025-03-25 T09B: 96372 $40 paid 13.91 CO-45 26.09 | J3420 $15 paid 1 CO-45 14
    """,
    "T09S a colleague of another specialty": """
        payer MCR
        837 2025-03-10 T09SA r=1: 99213 $150
        837 2025-03-10 T09SB r=3: 96372 $40 | J3420 $15
        835 2025-03-25 T09SA: 99213 $150 paid 0 CO-236 150
        835 2025-03-25 T09SB: 96372 $40 paid 13.91 CO-45 26.09 | J3420 $15 paid 1 CO-45 14
    """,
    "T09N a nurse practitioner at Medicare": """
        payer MCR
        837 2025-03-10 T09NA r=1: 99213 $150
        837 2025-03-10 T09NB r=4: 96372 $40 | J3420 $15
        835 2025-03-25 T09NA: 99213 $150 paid 0 CO-236 150
        835 2025-03-25 T09NB: 96372 $40 paid 11.82 CO-45 28.18 | J3420 $15 paid 1 CO-45 14
    """,
    "T09C a nurse practitioner at a commercial payer": """
        payer COM
        837 2025-03-10 T09CA r=1: 99213 $150
        837 2025-03-10 T09CB r=4: 96372 $40 | J3420 $15
        835 2025-03-25 T09CA: 99213 $150 paid 0 CO-97 150
        835 2025-03-25 T09CB: 96372 $40 paid 25 CO-45 15 | J3420 $15 paid 1 CO-45 14
    """,
    "T10 cut because of modifier 25": """
        payer COM
        837 2025-03-10 T10: 99213-25 $150 | 96372 $40 | J3420 $15
        835 2025-03-25 T10: 99213-25 $150 paid 50 CO-45 50 CO-59 50 | 96372 $40 paid 25 CO-45 15 | J3420 $15 paid 5 CO-45 10
    """,
    "T11 modifier 25 on the wrong line": """
        payer COM
        837 2025-03-10 T11: 99213 $150 | 96372-25 $40 | J3420 $15
        835 2025-03-25 T11: 99213 $150 paid 100 CO-45 50 | 96372-25 $40 paid 0 CO-4 40 | J3420 $15 paid 5 CO-45 10
    """,
    "T12 out of network": """
        payer COM
        837 2025-03-10 T12: 96372 $40 | J3420 $15
        835 2025-03-25 T12: 96372 $40 paid 10 PR-45 15 PR-2 15 | J3420 $15 paid 5 CO-45 10
    """,
    "T13 the encounter rate pays the day": """
        payer MCD
        837 2025-03-10 T13 pos=72: T1015 $180 | 99213-25 $150 | 96372 $40 | J3420 $15
        835 2025-03-25 T13 pos=72: T1015 $180 paid 250 CO-45 30 CO-172 -100 | 99213-25 $150 paid 0 CO-97 150 rem N390 | 96372 $40 paid 0 CO-97 40 rem N390 | J3420 $15 paid 0 CO-97 15 rem N390
    """,
    "T14 capitation is no other payer": """
        payer HMO
        837 2025-03-10 T14: 99213-25 $150 | 96372 $40 | J3420 $15
        835 2025-03-25 T14: 99213-25 $150 paid 0 CO-24 150 | 96372 $40 paid 0 CO-24 40 | J3420 $15 paid 0 CO-24 15
    """,
    "T15 crossed over, and nothing came": """
        payer MCR
        837 2025-03-10 T15: 96372 $40 | J3420 $15
        835 2025-03-25 T15 st=19 moa=MA18: 96372 $40 paid 10.91 CO-45 26.09 PR-2 2.78 CO-253 0.22 | J3420 $15 paid 1 CO-45 14
    """,
    "T16 four ways to write one reference": """
        payer COM
        837 2025-03-10 PA pat=1: 96372 $40
        837 2025-03-10 PB pat=2: 96372 $40
        837 2025-03-10 PC pat=3: 96372 $40
        837 2025-03-10 PD pat=4: 96372 $40
        835 2025-03-25 PA pat=1 icn=ICNPA: 96372 $40 paid 25 CO-45 15
        835 2025-03-25 PB pat=2 icn=ICNPB: 96372 $40 paid 25 CO-45 15
        835 2025-03-25 PC pat=3 icn=ICNPC trace=CHKPC: 96372 $40 paid 25 CO-45 15
        835 2025-03-25 PD pat=4 icn=ICNPD: 96372 $40 paid 25 CO-45 15
        837 2025-09-10 PE pat=5 dos=2025-09-10: 96372x8 $320
        835 2025-09-25 PE pat=5 dos=2025-09-10 trace=CHK9: 96372x8 $320 paid 200 CO-45 120
        plb 2025-09-25 trace=CHK9: WO:ICNPA 25, WO:PB 25, WO:PC ICNPC CHKPC 25, WO:ICNPD MID00004 25, WO:ZZ0000000 40
    """,
    "T17 a denied drug without a rate": """
        payer COM
        837 2025-03-10 T17: 96372 $40 | J0897x60 $1800
        835 2025-03-25 T17: 96372 $40 paid 0 CO-197 40 | J0897x60 $1800 paid 0 CO-197 1800
    """,
    "T18A one unit of denosumab": """
        payer COM
        837 2025-03-10 T18A: 96372 $40 | J0897x1 $1800
        835 2025-03-25 T18A: 96372 $40 paid 25 CO-45 15 | J0897x1 $1800 paid 22 CO-45 1778
    """,
    "T18B one unit of medroxyprogesterone": """
        payer COM
        837 2025-03-10 T18B: 96372 $40 | J1050x1 $90 ndc 59762453701 1 ML
        835 2025-03-25 T18B: 96372 $40 paid 25 CO-45 15 | J1050x1 $90 paid 0.4 CO-45 89.60
    """,
    "T19A palivizumab": """
        payer COM
        837 2025-03-10 T19A: 96372 $40 | 90378 $1500
        835 2025-03-25 T19A: 96372 $40 paid 25 CO-45 15 | 90378 $1500 paid 1200 CO-45 300
    """,
    "T19B Rho(D) immune globulin": """
        payer COM
        837 2025-03-10 T19B: 96372 $40 | 90384 $200
        835 2025-03-25 T19B: 96372 $40 paid 25 CO-45 15 | 90384 $200 paid 110 CO-45 90
    """,
    "T20 a drug swallowed by the visit": """
        payer COM
        837 2025-03-10 T20: 99213-25 $150 | 96372 $40 | J1030 $30
        835 2025-03-25 T20: 99213-25 $150 paid 100 CO-45 50 | 96372 $40 paid 25 CO-45 15 | J1030 $30 paid 0 CO-234 30
    """,
    "T21 a corrected claim swaps the drug": """
        payer MCR
        837 2024-06-12 T21 dos=2024-06-10: 96372 $45 | J0696x4 $60
        835 2024-07-03 T21 dos=2024-06-10 icn=ICN1: 96372 $45 paid 0 CO-16 45 rem MA130 | J0696x4 $60 paid 0 CO-50 60
        837 2024-07-10 T21 dos=2024-06-10 freq=7 f8=ICN1: J1885x2 $24 | 96372 $45
        835 2024-08-07 T21 dos=2024-06-10 icn=ICN2 freq=7 f8=ICN1: J1885x2 $24 paid 9.6 CO-45 14.4 | 96372 $45 paid 14 CO-45 31
    """,
    "T22 down-coded without a price": """
        payer COM
        837 2025-03-10 T22: 99214-25 $220 | 96372 $40 | J3420 $15
        835 2025-03-25 T22: 99213-25 $220 paid 100 CO-45 120 was 99214-25 | 96372 $40 paid 25 CO-45 15 | J3420 $15 paid 5 CO-45 10
    """,
    "T23 a reversal without dates": """
        payer COM
        835 2025-03-01 T23 dos=2025-02-10 icn=ICN1: 96372 $60 paid 0 CO-197 60
        835 2025-04-01 T23 st=22 nodates icn=ICN1 trace=B2: 96372 $-60 paid 0 CO-197 -60
        835 2025-04-01 T23 dos=2025-02-10 icn=ICN2 trace=B2: 96372 $60 paid 40 CO-45 20
    """,
    "T24 a request is not a bill": """
        payer COM
        837 2025-03-10 T24 gs=005010X291: 96372 $40 | J0897x60 $1800
    """,
}  # fmt: skip

LINES = {
    "T01": """
        code  | state  | open_category  | disposition
        99213 | denied | diagnosis_link | unprocessable
        96372 | denied | diagnosis_link | unprocessable
    """,
    "T02": """
        code  | state  | open_category | disposition
        96372 | paid   |               |
        J0897 | denied | modifier      | unprocessable
    """,
    "T03": """
        code  | state  | open_category | disposition
        96372 | denied | modifier      | unprocessable
        J3420 | denied | modifier      | unprocessable
    """,
    "T04": """
        code  | state  | open_category | disposition
        96372 | denied | timely_filing | no_appeal
        J3420 | denied | timely_filing | no_appeal
    """,
    "T12": """
        code  | allowed | patient_share | received | balance_billable | contractual | paid
        96372 | 25.00   | 15.00         | 25.00    | 15.00            | 0.00        | 10.00
        J3420 | 5.00    | 0.00          | 5.00     | 0.00             | 10.00       | 5.00
    """,
    "T13": """
        code  | state             | allowed
        T1015 | paid              | 250.00
        99213 | in_encounter_rate | 0.00
        96372 | in_encounter_rate | 0.00
        J3420 | in_encounter_rate | 0.00
    """,
    "T14": """
        code  | state
        99213 | capitated
        96372 | capitated
        J3420 | capitated
    """,
    "T15": """
        code  | state | received
        96372 | paid  | 13.91
        J3420 | paid  | 1.00
    """,
    "T19A": """
        code  | role      | drug
        96372 | injection | 90378
        90378 | drug      | 90378
    """,
    "T19B": """
        code  | role      | drug
        96372 | injection | 90384
        90384 | drug      | 90384
    """,
    "T21": """
        code  | state     | added_by_correction | paid
        96372 | recovered | no                  | 14.00
        J0696 | withdrawn | no                  | 0.00
        J1885 | paid      | yes                 | 9.60
    """,
    "T23": """
        code  | state     | paid  | event_count
        96372 | recovered | 40.00 | 3
    """,
}

LEDGER = {
    "T01": """
        role      | leak_class     | amount | deadline_kind | deadline
        em        | diagnosis_link | 88.95  | refile        | 2026-03-10
        injection | diagnosis_link | 13.91  | refile        | 2026-03-10
    """,
    "T03": """
        role      | leak_class | amount | deadline_kind | deadline
        injection | modifier   | 13.91  | refile        | 2026-03-10
    """,
    "T04": """
        role      | leak_class    | amount | deadline_kind | deadline
        injection | timely_filing | 13.91  | exception     |
    """,
    "T05": """
        role | leak_class       | amount
        em   | em_global_period | 88.95
    """,
    "T06": """
        role | leak_class          | amount
        em   | em_lost_beside_other | 88.95
    """,
    "T07": """
        role | leak_class           | amount
        em   | em_lost_beside_other | 100.00
    """,
    "T08": """
        role | leak_class | amount
        em   | modifier   | 100.00
    """,
    "T09": """
        role | leak_class     | amount
        em   | em_lost_to_pair | 88.95
    """,
    "T09C": """
        role | leak_class      | amount
        em   | em_lost_to_pair | 100.00
    """,
    "T10": """
        role | leak_class | amount
        em   | em_reduced | 50.00
    """,
    "T11": """
        role      | leak_class | amount
        injection | modifier   | 25.00
    """,
    "T13": "role | leak_class | amount",
    "T14": "role | leak_class | amount",
    "T17": """
        role      | leak_class    | amount
        injection | authorization | 25.00
    """,
}

PAIRS = {
    "T05": """
        pair_outcome | same_provider | em_loss_cause | em_loss_cause_first
        em_denied    | npi           | global        | global
    """,
    "T06": """
        pair_outcome | same_provider | em_loss_cause | em_loss_cause_first
        em_denied    | npi           | beside_other  | beside_other
    """,
    "T07": """
        pair_outcome | same_provider | em_loss_cause | em_loss_cause_first
        em_denied    | npi           | beside_other  | beside_other
    """,
    "T08": """
        pair_outcome | same_provider | em_loss_cause | em_loss_cause_first
        em_denied    | npi           | modifier      | modifier
    """,
    "T09": """
        pair_outcome | same_provider | em_loss_cause | em_loss_cause_first
        em_denied    | specialty     | sole          | sole
    """,
    "T09S": """
        pair_outcome | same_provider
        em_denied    | other_specialty
    """,
    "T09N": """
        pair_outcome | same_provider
        em_denied    | npp
    """,
    "T09C": """
        pair_outcome | same_provider | em_loss_cause | em_loss_cause_first
        em_denied    | specialty     | sole          | sole
    """,
    "T10": """
        pair_outcome | same_provider | em_reduced
        both_paid    | npi           | yes
    """,
    "T13": """
        pair_outcome
        excluded
    """,
}

FLAGS = {
    "T02": "J0897 jz_jw_missing",
    "T08": "99213 modifier_59_on_visit",
    "T11": "96372 modifier_25_on_injection",
    "T18A": "J0897 units_below_usual",
    "T18B": "J1050 units_below_usual",
    "T20": "J1030 drug_in_visit",
    "T22": "99214 downcoded",
}
"""Code and flag that must be there; others may stand beside."""

WORK = {
    "T02": """
        code  | expected | charge  | deadline_kind | deadline   | disposition
        J0897 |          | 1800.00 | refile        | 2026-03-10 | unprocessable
    """,
    "T17": """
        code  | expected | charge
        J0897 |          | 1800.00
    """,
    "T20": """
        code  | expected | charge
        J1030 |          | 30.00
    """,
}


def key(story: str) -> str:
    return story.split()[0]


@cache
def facts() -> dict[str, pl.DataFrame]:
    """The built tables of a store that read all stories from files and knows the contract."""
    store = Store(once("trade", _load) / "store")
    return {name: pl.read_parquet(paths) for name, paths in store.read().built.items()}


def _load(place: Path) -> None:
    (place / "x12").mkdir()
    for name, story in STORIES.items():
        for file, data in files(story, key(name)).items():
            (place / "x12" / f"{key(name)}-{file}").write_bytes(data)
    (place / "contract.csv").write_text(CONTRACT, encoding="utf-8")
    for words in (("ingest", place / "x12"), ("reference", "add", place / "contract.csv"), ("build",)):
        done = typed(*words, "--store", place / "store")
        assert done.returncode == 0, done.stderr


def rows(table: str, story: str) -> pl.DataFrame:
    """The rows of a built table that belong to the claims of a story."""
    own = {
        line.split()[2].rstrip(":") for line in STORIES[story].strip().splitlines() if line.split()[0] in ("837", "835")
    }
    if table != "encounter":
        return facts()[table].filter(pl.col("claim_id").is_in(own))
    visits = facts()["line"].filter(pl.col("claim_id").is_in(own))["encounter_id"]
    return facts()["encounter"].filter(pl.col("encounter_id").is_in(visits.implode()))


def of(tables: dict[str, str]) -> list[str]:
    return [name for name in STORIES if key(name) in tables]


@pytest.mark.parametrize("story", of(LINES))
def test_lines_stand_as_the_story_says(story: str) -> None:
    says(rows("line", story), LINES[key(story)])


@pytest.mark.parametrize("story", of(LEDGER))
def test_the_ledger_names_the_loss(story: str) -> None:
    text = LEDGER[key(story)]
    found = rows("leak", story).filter(pl.col("leak_class") != "tolerance")
    if "\n" not in text:
        assert found.is_empty()
    else:
        says(found.filter(pl.col("role") != "drug"), text)


@pytest.mark.parametrize("story", of(PAIRS))
def test_the_visit_is_judged_beside_its_injection(story: str) -> None:
    says(rows("encounter", story), PAIRS[key(story)])


@pytest.mark.parametrize("story", of(FLAGS))
def test_the_flag_is_raised(story: str) -> None:
    code, rule = FLAGS[key(story)].split()
    raised = rows("flag", story).join(facts()["line"].select("line_id", "code"), on="line_id")
    assert (code, rule) in set(raised.select("code", "rule").iter_rows())


def test_products_without_a_j_are_the_drug() -> None:
    for story in of({"T19A": "", "T19B": ""}):
        assert "no_drug_line" not in set(rows("flag", story)["rule"])


def test_takebacks_are_linked_however_they_are_written() -> None:
    store = once("trade", _load) / "store"
    document = json.loads(typed("reconcile", "--json", "--store", store).stdout)
    assert (document["outside_cents"], document["unallocated_cents"]) == (10_000, 4_000)
    found = {(row["claim_id"], row["amount_cents"], row["has_reversal"]) for row in document["takebacks"]}
    assert found == {*((claim, 2_500, False) for claim in ("PA", "PB", "PC", "PD")), (None, 4_000, False)}


def test_a_predetermination_is_never_billed() -> None:
    assert rows("line", "T24 a request is not a bill").is_empty()
