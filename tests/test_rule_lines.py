"""What a claim and a line are, and which lines are injections (meanings 7, 8 and 10)."""

from drawn import facts
from story import Batch, Story

told = Batch()


@told(
    claims="""
    claim | npi        | date  | patient | sent  | code  | charge
    ACCT7 | 1999999984 | 01-10 | ann     | 01-12 | 96372 | 40.00
    ACCT7 | 1999999984 | 02-10 | ann     | 02-12 | 96372 | 40.00
    ACCT7 | 1888888882 | 01-10 | ann     | 01-12 | 96372 | 40.00
    """,
    remits="""
    on    | claim | npi        | date  | code  | charge | paid  | adj
    03-01 | ACCT7 | 1999999984 | 01-10 | 96372 | 40.00  | 16.00 | CO-45 20.00, PR-2 4.00
    03-01 | ACCT7 | 1999999984 | 02-10 | 96372 | 40.00  | 0.00  | CO-97 40.00
    """,
)
def test_a_number_that_repeats_names_as_many_claims_as_practices_and_dates(story: Story) -> None:
    """7: some senders write the account number there; each date has its own answer."""
    story.lines("""
    claim | billing_npi | date  | state
    ACCT7 | 1999999984  | 01-10 | paid
    ACCT7 | 1999999984  | 02-10 | denied
    ACCT7 | 1888888882  | 01-10 | no_response
    """)
    assert story.frame("line")["claim_key"].n_unique() == 3


CLAIM = """
claim | code  | charge | control
A     | 99213 | 90.00  |
      | 96372 | 40.00  |
      | 96372 | 40.00  |
      | J3420 | 10.00  |
"""


REMIT = """
on    | claim | code  | charge | paid  | adj
02-01 | A     | 99213 | 90.00  | 60.00 | CO-45 30.00
      |       | 96372 | 40.00  | 16.00 | CO-45 20.00, PR-2 4.00
      |       | 96372 | 40.00  | 0.00  | CO-97 40.00
      |       | J3420 | 10.00  | 2.00  | CO-45 8.00
"""


def test_a_line_keeps_its_id_when_its_claim_arrives_later() -> None:
    """8: marks on a worklist survive; before, the line is called claim_missing."""
    columns = ("line_id", "code", "state")
    before, after = (facts(claims, REMIT, tables=("line",))["line"] for claims in ("", CLAIM))
    assert before["claim_missing"].all()
    assert not after["claim_missing"].any()
    assert sorted(before.select(columns).rows()) == sorted(after.select(columns).rows())


@told(
    claims="""
    claim | code  | charge | date
    A     | 96372 | 40.00  | 01-10
          | 96372 | 40.00  | 01-11
          | 96372 | 40.00  | 01-11
          | J3420 | 10.00  | 01-10
    """,
)
def test_equal_lines_of_one_claim_have_ids_of_their_own(story: Story) -> None:
    """8: which one of that code that day is part of the id."""
    assert story.frame("line")["line_id"].n_unique() == 4


@told(
    claims="""
    claim | code  | charge
    A     | 96372 | 40.00
    B     | 96374 | 70.00
    """,
    remits="""
    on    | claim | code  | billed | charge | paid  | adj
    02-01 | A     | 96374 | 96372  | 40.00  | 16.00 | CO-45 24.00
    02-01 | B     | 96372 | 96374  | 70.00  | 16.00 | CO-45 54.00
    02-01 | C     | 96374 | 96372  | 40.00  | 16.00 | CO-45 24.00
    02-01 | D     | 96372 |        | 40.00  | 16.00 | CO-45 24.00
    """,
)
def test_an_injection_is_what_was_billed_as_96372(story: Story) -> None:
    """10: from the 837, else SVC06, else SVC01; what it was recoded to or from stands beside."""
    story.lines("""
    claim | code  | code_paid | role      | claim_missing
    A     | 96372 | 96374     | injection | no
    B     | 96374 | 96372     | procedure | no
    C     | 96372 | 96374     | injection | yes
    D     | 96372 | 96372     | injection | yes
    """)


@told(
    claims="""
    claim | code  | charge
    A     | 99213 | 60.00
          | 96372 | 40.00
    """,
    remits="""
    on    | claim | code | charge | paid  | claim_adj
    02-01 | A     |      | 100.00 | 50.00 | CO-45 40.00, PR-2 10.00
    02-01 | B     |      | 100.00 | 50.00 | CO-45 50.00
    """,
)
def test_a_claim_paid_without_lines_makes_one_line_each_of_those_billed_else_one(story: Story) -> None:
    """10 and 23: the claim's money goes to the lines by charge, 60 to 40, and is marked."""
    story.lines("""
    claim | code  | charge | paid  | patient_share | allowed | link_quality | claim_missing
    A     | 99213 | 60.00  | 30.00 | 6.00          | 36.00   | claim        | no
    A     | 96372 | 40.00  | 20.00 | 4.00          | 24.00   | claim        | no
    B     |       | 100.00 | 50.00 | 0.00          | 50.00   | none         | yes
    """)
    story.events("""
    claim | paid  | adjustments_allocated
    A     | 30.00 | yes
    A     | 20.00 | yes
    B     | 50.00 | yes
    """)
