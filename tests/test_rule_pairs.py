"""The visit and the injection of one day, and the drug that was given (meanings 26, 27 and 29)."""

import pytest
from drawn import build, stored
from story import Batch, Story

told = Batch()

# 26 Encounters


@told(
    claims="""
    claim | patient | date  | npi        | payer | code  | charge
    A     | ann     | 01-10 | 1999999984 | ACME  | 99213 | 90.00
    B     | ann     | 01-10 | 1999999984 | ACME  | 96372 | 40.00
    C     | ann     | 01-10 | 1999999984 | OTHER | J3420 | 10.00
    D     | ann     | 01-11 | 1999999984 | ACME  | 96372 | 40.00
    E     | ann     | 01-10 | 1888888882 | ACME  | 96372 | 40.00
    F     | ben     | 01-10 | 1999999984 | ACME  | 96372 | 40.00
    """
)
def test_an_encounter_is_a_patient_a_practice_and_a_day(story: Story) -> None:
    """26: no payer in the key; the drug of another payer's claim is found, the pair stays within its payer."""
    story.encounters("""
    patient_key | date  | billing_npi | em_code | pair_kind | drug_codes | drug  | has_drug | has_administration
    ann         | 01-10 | 1999999984  | 99213   | office_em | J3420      | J3420 | yes      | yes
    ann         | 01-11 | 1999999984  |         | none      |            | none  | no       | yes
    ann         | 01-10 | 1888888882  |         | none      |            | none  | no       | yes
    ben         | 01-10 | 1999999984  |         | none      |            | none  | no       | yes
    """)


@told(
    claims="""
    claim | patient | payer | code  | charge
    A     | ann     | ACME  | 99213 | 90.00
    B     | ann     | OTHER | 96372 | 40.00
    """
)
def test_a_visit_and_an_injection_of_two_payers_are_no_pair(story: Story) -> None:
    """26: each payer judges only what it was sent."""
    story.encounters("""
    em_code | pair_kind | pair_outcome
            | none      |
    """)


# 27 Kinds and outcomes


@told(
    claims="""
    claim | code  | charge | by
    A     | 99213 | 90.00  | 1000000001
          | 96372 | 40.00  | 1000000001
    B     | 99211 | 30.00  | 1000000001
          | 96372 | 40.00  | 1000000002
    C     | 99281 | 90.00  | 1000000001
          | 96372 | 40.00  | 1000000001
    D     | 99499 | 90.00  | 1000000001
          | 96372 | 40.00  | 1000000001
    E     | 99213 | 90.00  | 1000000001
          | 99215 | 200.00 | 1000000002
          | 96372 | 40.00  | 1000000001
    F     | 96372 | 40.00  | 1000000001
    G     | 99205 | 300.00 | 1000000001
          | 96372 | 40.00  | 1000000002
          | 96372 | 40.00  | 1000000001
    """
)
def test_kinds_of_pair_and_which_visit_stands_for_it(story: Story) -> None:
    """27: office visits, 99211, others of the edit table; of several the one with the highest fee."""
    story.encounters("""
    patient_key | em_code | pair_kind | same_rendering
    A           | 99213   | office_em | yes
    B           | 99211   | em_99211  | no
    C           | 99281   | other_em  | yes
    D           |         | none      | no
    E           | 99215   | office_em | no
    F           |         | none      | no
    G           | 99205   | office_em | yes
    """)


@told(
    claims="""
    claim | code  | charge | control
    A     | 99213 | 90.00  | E
          | 96372 | 40.00  | I
    B     | 99213 | 90.00  | E
          | 96372 | 40.00  | I
    C     | 99213 | 90.00  | E
          | 96372 | 40.00  | I
    D     | 99213 | 90.00  | E
          | 96372 | 40.00  | I
    E     | 99213 | 90.00  | E
          | 96372 | 40.00  | I
    F     | 99213 | 90.00  | E
          | 96372 | 40.00  | I
    G     | 99213 | 90.00  | E
          | 96372 | 80.00  | I
    H     | 99213 | 90.00  | E
          | 96372 | 40.00  | I
    """,
    remits="""
    on    | claim | code  | control | charge | paid  | adj
    02-01 | A     | 99213 | E       | 90.00  | 60.00 | CO-45 30.00
          |       | 96372 | I       | 40.00  | 16.00 | CO-45 24.00
    02-01 | B     | 99213 | E       | 90.00  | 0.00  | CO-236 90.00
          |       | 96372 | I       | 40.00  | 16.00 | CO-45 24.00
    02-01 | C     | 99213 | E       | 90.00  | 60.00 | CO-45 30.00
          |       | 96372 | I       | 40.00  | 0.00  | CO-97 40.00
    02-01 | D     | 99213 | E       | 90.00  | 0.00  | PR-96 90.00
          |       | 96372 | I       | 40.00  | 0.00  | CO-97 40.00
    02-01 | E     | 99213 | E       | 90.00  | 0.00  | OA-133 90.00
          |       | 96372 | I       | 40.00  | 0.00  | CO-97 40.00
    02-01 | F     | 99213 | E       | 90.00  | 0.00  | CO-22 90.00
    02-01 | G     | 99213 | E       | 90.00  | 0.00  | CO-45 40.00, PR-1 50.00
          |       | 96372 | I       | 80.00  | 16.00 | CO-151 40.00, CO-45 24.00
    02-01 | H     | 99213 | E       | 90.00  | 0.00  | CO-236 90.00
          |       | 96372 | I       | 40.00  | 16.00 | CO-45 24.00
    03-01 | H     | 99213 | E       | 90.00  | 60.00 | CO-45 30.00
    """,
)
def test_outcomes_of_a_pair_now_and_at_first(story: Story) -> None:
    """27: share and part denial count as paid; a routed visit excludes the pair, before anything pending does."""
    story.encounters("""
    patient_key | pair_outcome     | pair_outcome_first
    A           | both_paid        | both_paid
    B           | em_denied        | em_denied
    C           | injection_denied | injection_denied
    D           | both_denied      | both_denied
    E           | pending          | pending
    F           | excluded         | excluded
    G           | both_paid        | both_paid
    H           | both_paid        | em_denied
    """)


@told(
    claims="""
    claim | code  | charge | control | sent  | freq
    A     | 99213 | 90.00  | E       | 01-12 | 1
          | 96372 | 40.00  | I       |       |
          | 96372 | 41.00  | J       |       |
    B     | 99213 | 90.00  | E       | 01-12 | 1
          | 96372 | 40.00  | I       |       |
          | 96372 | 41.00  | J       |       |
    C     | 99213 | 90.00  | E       | 01-12 | 1
          | 96372 | 40.00  | I       |       |
          | 96372 | 41.00  | J       |       |
    C     | 99213 | 90.00  | E       | 03-12 | 7
          | 96372 | 40.00  | I       |       |
    """,
    remits="""
    on    | claim | code  | control | charge | paid  | adj
    02-01 | A     | 99213 | E       | 90.00  | 60.00 | CO-45 30.00
          |       | 96372 | I       | 40.00  | 16.00 | CO-45 24.00
          |       | 96372 | J       | 41.00  | 0.00  | CO-97 41.00
    02-01 | B     | 99213 | E       | 90.00  | 60.00 | CO-45 30.00
          |       | 96372 | I       | 40.00  | 0.00  | CO-97 40.00
          |       | 96372 | J       | 41.00  | 0.00  | OA-133 41.00
    02-01 | C     | 99213 | E       | 90.00  | 60.00 | CO-45 30.00
          |       | 96372 | I       | 40.00  | 16.00 | CO-45 24.00
          |       | 96372 | J       | 41.00  | 0.00  | CO-97 41.00
    """,
)
def test_among_several_injections_pending_goes_before_denied_before_paid(story: Story) -> None:
    """27: and a withdrawn injection is dropped first; units are as last billed, without it."""
    story.encounters("""
    patient_key | pair_outcome     | injection_units
    A           | injection_denied | 2
    B           | pending          | 2
    C           | both_paid        | 1
    """)


@told(
    claims="""
    claim | patient | code  | charge | sent  | freq
    A     | ann     | 99213 | 90.00  | 01-12 | 1
    A     | ann     | 99213 | 90.00  | 02-12 | 8
    A2    | ann     | 96372 | 40.00  | 01-12 | 1
    B     | ben     | 99213 | 90.00  | 01-12 | 1
    B2    | ben     | 96372 | 40.00  | 01-12 | 1
    B2    | ben     | 96372 | 40.00  | 02-12 | 8
    C     | cid     | 99213 | 90.00  | 01-12 | 1
    C     | cid     | 99213 | 90.00  | 02-12 | 8
    C2    | cid     | 99212 | 70.00  | 01-12 | 1
          |         | 96372 | 40.00  |       |
    """,
)
def test_a_voided_visit_excludes_and_a_voided_injection_makes_no_pair(story: Story) -> None:
    """27: unless another visit of that day stands."""
    story.encounters("""
    patient_key | em_code | pair_kind | pair_outcome | has_administration | injection_units
    ann         | 99213   | office_em | excluded     | yes                | 1
    ben         |         | none      |              | no                 | 0
    cid         | 99212   | office_em | pending      | yes                | 1
    """)


# 29 The drug


@told(
    claims="""
    claim | patient | code  | charge | sent  | freq
    A     | ann     | 96372 | 40.00  | 01-12 | 1
          |         | J3420 | 10.00  |       |
    B     | ben     | 96372 | 40.00  | 01-12 | 1
          |         | J3420 | 10.00  |       |
          |         | J1885 | 12.00  |       |
    C     | cid     | 96372 | 40.00  | 01-12 | 1
    D     | dot     | 96372 | 40.00  | 01-12 | 1
          |         | J3420 | 10.00  |       |
    D     | dot     | 96372 | 40.00  | 02-12 | 7
          |         | J1885 | 12.00  |       |
    E     | eve     | 96372 | 40.00  | 01-12 | 1
          |         | J3420 | 10.00  |       |
          |         | J3420 | 10.00  |       |
    F     | fay     | 96372 | 40.00  | 01-12 | 1
          |         | J3300 | 10.00  |       |
    G     | gus     | 96372 | 40.00  | 01-12 | 1
          |         | J3420 | 10.00  |       |
    G     | gus     | 96372 | 40.00  | 02-12 | 7
    """
)
def test_the_drug_of_a_line_is_the_one_injectable_drug_of_its_day(story: Story) -> None:
    """29: one, several or none; as last billed; a drug that is not injected and a withdrawn one do not count."""
    story.injections("""
    patient_key | drug
    ann         | J3420
    ben         | several
    cid         | none
    dot         | J1885
    eve         | J3420
    fay         | none
    gus         | none
    """)


@pytest.mark.parametrize("seed", range(2))
def test_pairs_do_not_depend_on_the_order_of_rows(seed: int) -> None:
    """2: nor does the drug."""
    rows = stored(told.claims, told.remits)
    mixed = {name: frame.sample(fraction=1.0, shuffle=True, seed=seed) for name, frame in rows.items()}
    left, right = told.facts()["encounter"], build(mixed, tables=("encounter",))["encounter"]
    assert left.sort("encounter_id").equals(right.sort("encounter_id"))
