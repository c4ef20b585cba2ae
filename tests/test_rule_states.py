"""A line's state, who counts in which denominator, and what is first and open (meanings 18 to 20)."""

import polars as pl
from drawn import facts
from story import Batch, Story

from analytics.build.full import no_edits

told = Batch()


@told(
    claims="""
    claim | code  | charge | sent  | freq
    A     | 96372 | 40.00  | 01-12 |
    A     | 96372 | 40.00  | 02-12 | 8
    B     | 96372 | 40.00  | 01-12 |
          | 99213 | 90.00  |       |
    B     | 99213 | 90.00  | 02-12 | 7
    C     | 96372 | 40.00  | 01-12 |
    D     | 96372 | 40.00  | 01-12 |
    E     | 96372 | 40.00  | 01-12 |
    F     | 96372 | 40.00  | 01-12 |
    G     | 96372 | 40.00  | 01-12 |
    H     | 96372 | 40.00  | 01-12 |
    I     | 96372 | 40.00  | 01-12 |
    J     | 96372 | 80.00  | 01-12 |
    K     | 96372 | 40.00  | 01-12 |
    L     | 96372 | 40.00  | 01-12 |
    M     | 96372 | 40.00  | 01-12 |
    N     | 96372 | 40.00  | 01-12 |
    """,
    remits="""
    on    | claim | status | code  | charge | paid   | adj
    02-01 | A     | 1      | 96372 | 40.00  | 0.00   | CO-97 40.00
    02-01 | B     | 1      | 96372 | 40.00  | 0.00   | CO-97 40.00
          |       |        | 99213 | 90.00  | 60.00  | CO-45 30.00
    02-01 | C     | 1      | 96372 | 40.00  | 0.00   | OA-133 40.00
    02-01 | E     | 1      | 96372 | 40.00  | 0.00   | CO-97 40.00
    02-05 | E     | 22     | 96372 | -40.00 | 0.00   | CO-97 -40.00
    02-01 | F     | 1      | 96372 | 40.00  | 0.00   | CO-109 40.00
    02-01 | G     | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00
    02-05 | G     | 22     | 96372 | -40.00 | -16.00 | CO-45 -20.00, PR-2 -4.00
    02-09 | G     | 1      | 96372 | 40.00  | 0.00   | PR-96 40.00
    02-01 | H     | 1      | 96372 | 40.00  | 0.00   | PR-96 40.00
    02-01 | I     | 1      | 96372 | 40.00  | 0.00   | CO-97 40.00
    02-01 | J     | 1      | 96372 | 80.00  | 16.00  | CO-151 40.00, CO-45 20.00, PR-2 4.00
    02-01 | K     | 1      | 96372 | 40.00  | 0.00   | CO-45 40.00
    02-01 | L     | 1      | 96372 | 40.00  | 0.00   | CO-4 40.00
    02-05 | L     | 1      | 96372 | 40.00  | 0.00   | CO-45 20.00, PR-1 20.00
    02-01 | M     | 1      | 96372 | 40.00  | 0.00   | CO-45 20.00, PR-1 20.00
    02-01 | N     | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00
    """,
)
def test_every_state_is_met(story: Story) -> None:
    """18: the states in their order; a denial that is voided is voided, a takeback to the patient a takeback."""
    story.lines("""
    claim | code  | state               | state_first
    A     | 96372 | voided              | voided
    B     | 96372 | withdrawn           | withdrawn
    B     | 99213 | paid                | paid
    C     | 96372 | pended              | pended
    D     | 96372 | no_response         | no_response
    E     | 96372 | awaiting_correction | denied
    F     | 96372 | routed              | routed
    G     | 96372 | taken_back          | paid
    H     | 96372 | denied_to_patient   | denied_to_patient
    I     | 96372 | denied              | denied
    J     | 96372 | part_denied         | part_denied
    K     | 96372 | underpaid           | underpaid
    L     | 96372 | recovered           | denied
    M     | 96372 | patient_share       | patient_share
    N     | 96372 | paid                | paid
    """)


@told(
    claims="""
    claim | code  | charge | payer    | filing
    A     | 96372 | 40.00  | MEDICARE | MB
    B     | 96372 | 40.00  | MEDICARE | MB
    C     | 96372 | 40.00  | MEDICARE | MB
    D     | 96372 | 40.00  | MEDICARE | MB
    E     | 96372 | 40.00  | ACME     | CI
    F     | 96372 | 40.00  | MEDICARE | MB
    G     | 96372 | 40.00  | MEDICARE | MB
    """,
    remits="""
    on    | claim | status | code  | charge | paid  | adj                                 | payer    | filing
    02-01 | A     | 1      | 96372 | 40.00  | 10.72 | CO-45 26.60, PR-2 2.68              | MEDICARE | MB
    02-01 | B     | 1      | 96372 | 40.00  | 10.73 | CO-45 26.59, PR-2 2.68              | MEDICARE | MB
    02-01 | C     | 1      | 96372 | 40.00  | 10.91 | CO-45 26.09, PR-2 2.78, CO-253 0.22 | MEDICARE | MB
    02-01 | D     | 1      | 96372 | 40.00  | 5.00  | CO-45 33.00, PR-2 2.00              | MEDICARE | MB
    02-05 | D     | 2      | 96372 | 40.00  | 2.00  | OA-23 38.00                         | MEDIGAP  | 12
    02-01 | E     | 1      | 96372 | 40.00  | 1.00  | CO-45 39.00                         | ACME     | 12
    02-01 | F     | 1      | 96372 | 40.00  | 0.00  | CO-97 40.00                         | MEDICARE | MB
    02-05 | F     | 1      | 96372 | 40.00  | 5.00  | CO-45 35.00                         | MEDICARE | MB
    02-01 | G     | 1      | 96372 | 40.00  | 20.00 | CO-45 20.00                         | MEDICARE | MB
    """,
)
def test_underpaid_needs_a_fee_and_a_shortfall_beyond_fifty_cents(story: Story) -> None:
    """18: Medicare's fee is $13.91. Short by 51 cents, by 50, not at all; a second payer; no fee; once denied; over."""
    story.lines("""
    claim | state     | expected | received | recovered
    A     | underpaid | 13.91    | 13.40    | no
    B     | paid      | 13.91    | 13.41    | no
    C     | paid      | 13.91    | 13.91    | no
    D     | paid      | 13.91    | 7.00     | no
    E     | paid      |          | 1.00     | no
    F     | underpaid | 13.91    | 5.00     | yes
    G     | paid      | 13.91    | 20.00    | no
    """)


@told(
    claims="""
    claim | code  | charge | sent  | freq
    A     | 96372 | 40.00  | 01-12 |
    A     | 96372 | 40.00  | 02-12 | 8
    B     | 96372 | 40.00  | 01-12 |
    C     | 96372 | 40.00  | 01-12 |
    D     | 96372 | 40.00  | 01-12 |
    E     | 96372 | 40.00  | 01-12 |
    F     | 96372 | 40.00  | 01-12 |
    """,
    remits="""
    on    | claim | status | code  | charge | paid   | adj
    02-01 | A     | 1      | 96372 | 40.00  | 0.00   | CO-97 40.00
    02-01 | B     | 1      | 96372 | 40.00  | 0.00   | CO-24 40.00
    02-01 | C     | 2      | 96372 | 40.00  | 0.00   | OA-23 40.00
    02-01 | D     | 1      | 96372 | 40.00  | 0.00   | OA-133 40.00
    02-01 | E     | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00
    02-05 | E     | 22     | 96372 | -40.00 | -16.00 | CO-45 -20.00, PR-2 -4.00
    """,
)
def test_who_counts_in_which_denominator(story: Story) -> None:
    """19: rates want an answer; the borrowed definitions want any event; voided lines leave all of them."""
    story.injections("""
    state               | is_counted | answered_initial | answered_open | has_event | any_zero_paid
    voided              | no         | no               | no            | no        | yes
    capitated           | yes        | no               | no            | yes       | yes
    no_response         | yes        | no               | no            | yes       | yes
    pended              | yes        | no               | no            | yes       | yes
    awaiting_correction | yes        | yes              | yes           | yes       | no
    no_response         | yes        | no               | no            | no        | no
    """)


@told(
    remits="""
    on    | claim | status | code  | charge | paid   | adj
    02-01 | A     | 1      | 96372 | 40.00  | 0.00   | CO-97 40.00
    02-05 | A     | 1      | 96372 | 40.00  | 0.00   | CO-50 40.00
    02-01 | B     | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00
    02-05 | B     | 22     | 96372 | -40.00 | -16.00 | CO-45 -20.00, PR-2 -4.00
    02-09 | B     | 1      | 96372 | 40.00  | 0.00   | PI-4 40.00
    """
)
def test_first_and_open_category_reason_and_group_are_told_apart(story: Story) -> None:
    """19: rates by reason use the first, the worklist the open one."""
    story.lines("""
    claim | initial_category | initial_reason | initial_group | open_category     | open_reason | open_group
    A     | bundled          | 97             | CO            | medical_necessity | 50          | CO
    B     |                  |                |               | modifier          | 4           | PI
    """)


@told(
    claims="""
    claim | sent  | freq | code  | charge
    A     | 01-12 | 1    | 99213 | 90.00
    A     | 02-12 | 7    | 99213 | 90.00
          |       |      | 96372 | 40.00
    B     | 02-12 | 7    | 96372 | 40.00
    """,
    remits="""
    on    | claim | freq | code  | charge | paid  | adj
    02-01 | A     | 1    | 99213 | 90.00  | 60.00 | CO-45 30.00
    03-01 | A     | 7    | 99213 | 90.00  | 60.00 | CO-45 30.00
          |       |      | 96372 | 40.00  | 0.00  | CO-97 40.00
    03-01 | B     | 7    | 96372 | 40.00  | 0.00  | CO-97 40.00
    03-01 | C     | 7    | 96372 | 40.00  | 0.00  | CO-97 40.00
    """,
)
def test_a_replacement_is_the_beginning_only_where_its_original_is_missing(story: Story) -> None:
    """20: A's injection came with the correction of a claim we hold; of B and C nobody knows the first answer."""
    story.lines("""
    claim | code  | added_by_correction | history_incomplete
    A     | 99213 | no                  | no
    A     | 96372 | yes                 | no
    B     | 96372 | no                  | yes
    C     | 96372 | no                  | yes
    """)
    story.injections("""
    patient_key | answered_initial | answered_open
    A           | yes              | yes
    B           | no               | yes
    835-C       | no               | yes
    """)


def test_a_line_written_off_keeps_its_state() -> None:
    """18: the practice's mark is a flag; state, open dollars and counts stay what the payer made them."""
    remits = """
    on    | claim | code  | charge | paid | adj
    02-01 | A     | 96372 | 40.00  | 0.00 | CO-97 40.00
    """
    plain = facts(remits=remits)
    mark = pl.DataFrame(
        [{"line_id": plain["line"]["line_id"].item(), "kind": "written_off"}], schema=no_edits()["mark"].schema
    )
    marked = facts(remits=remits, edits={"mark": mark})
    assert plain["line"]["written_off"].to_list() == [False]
    assert marked["line"]["written_off"].to_list() == [True]
    for name in ("line", "injection"):
        assert marked[name].drop("written_off", strict=False).equals(plain[name].drop("written_off", strict=False))
