"""What of an answer is denied, what the line's state is called, and which lines a rate counts (meanings 17–19)."""

import polars as pl
from drawn import Batch, Story, facts

from analytics.build.full import no_edits

told = Batch()


# 17 Denial dollars


@told(
    remits="""
    on    | claim | code  | charge | paid  | adj
    02-01 | A     | 96372 | 40.00  | 0.00  | CO-97 40.00
    02-01 | B     | 96372 | 40.00  | 0.00  | OA-97 40.00
    02-01 | C     | 96372 | 40.00  | 0.00  | PI-50 40.00
    02-01 | D     | 96372 | 40.00  | 0.00  | PR-96 40.00
    02-01 | E     | 96372 | 40.00  | 0.00  | CR-29 40.00
    02-01 | F     | 96372 | 40.00  | 16.00 | CO-45 20.00, PR-2 4.00
    """
)
def test_denied_is_what_a_code_of_class_denial_took_in_any_group(story: Story) -> None:
    """17: the group says who bears it, not whether it is denied."""
    story.lines("""
    claim | open_denial | open_group | open_reason | open_category   | shifted_to_patient
    A     | 40.00       | CO         | 97          | bundled         | 0.00
    B     | 40.00       | OA         | 97          | bundled         | 0.00
    C     | 40.00       | PI         | 50          | medical_necessity | 0.00
    D     | 40.00       | PR         | 96          | non_covered     | 40.00
    E     | 40.00       | CR         | 29          | timely_filing   | 0.00
    F     | 0.00        |            |             |                 | 0.00
    """)


@told(
    remits="""
    on    | claim | code  | charge | paid  | adj
    02-01 | A     | 96372 | 40.00  | 0.00  | CO-ZZ9 40.00
    02-01 | B     | 96372 | 40.00  | 0.00  | OA-ZZ9 40.00
    02-01 | C     | 96372 | 40.00  | 0.00  | PI-ZZ9 40.00
    02-01 | D     | 96372 | 40.00  | 0.00  | PR-ZZ9 40.00
    02-01 | E     | 96372 | 40.00  | 16.00 | CO-ZZ9 20.00, PR-2 4.00
    02-01 | F     | 96372 | 40.00  | 0.00  | CO-ZZ9 20.00, PR-1 20.00
    """
)
def test_an_unknown_code_is_a_denial_only_where_nothing_was_allowed(story: Story) -> None:
    """17: in CO, OA or PI and with allowed 0; otherwise it is a reduction, and its dollars are shown."""
    story.lines("""
    claim | state         | open_denial | open_category | unclassified
    A     | denied        | 40.00       | unclassified  | 40.00
    B     | denied        | 40.00       | unclassified  | 40.00
    C     | denied        | 40.00       | unclassified  | 40.00
    D     | underpaid     | 0.00        |               | 0.00
    E     | paid          | 0.00        |               | 20.00
    F     | patient_share | 0.00        |               | 20.00
    """)


@told(
    remits="""
    on    | claim | code  | charge | paid  | adj
    02-01 | A     | 96372 | 40.00  | 16.00 | CO-45 4.00
          |       | 96372 | 20.00  | 0.00  | CO-ZZ9 20.00
    """,
    claims="""
    claim | code  | charge
    A     | 96372 | 60.00
    """,
)
def test_an_unknown_code_is_judged_by_the_event_and_not_by_a_split_of_it(story: Story) -> None:
    """17: the payer split one billed line in two; the event allowed $16.00, so the unknown $20.00 are a reduction."""
    story.lines("""
    claim | state | allowed | open_denial
    A     | paid  | 16.00   | 0.00
    """)


@told(
    remits="""
    on    | claim | code  | charge | paid | adj          | remarks
    02-01 | A     | 96372 | 40.00  | 0.00 | CO-16 40.00  | N822
    02-01 | B     | 96372 | 40.00  | 0.00 | CO-16 40.00  | MA01 M76
    02-01 | C     | 96372 | 40.00  | 0.00 | CO-16 40.00  | MA01
    02-01 | D     | 96372 | 40.00  | 0.00 | CO-16 40.00  |
    02-01 | E     | 96372 | 40.00  | 0.00 | CO-226 40.00 | N362
    02-01 | F     | 96372 | 40.00  | 0.00 | CO-97 40.00  | N822
    02-01 | G     | 96372 | 40.00  | 0.00 | CO-A1 40.00  | N115
    """
)
def test_code_16_and_its_like_take_the_category_of_the_first_remark_that_is_no_alert(story: Story) -> None:
    """17: an alert explains nothing; a code that needs no remark keeps its own category."""
    story.lines("""
    claim | open_category       | open_reason
    A     | modifier            | 16
    B     | diagnosis_link      | 16
    C     | missing_information | 16
    D     | missing_information | 16
    E     | units_frequency     | 226
    F     | bundled             | 97
    G     | medical_necessity   | A1
    """)


@told(
    remits="""
    on    | claim | code  | charge | paid | adj
    02-01 | A     | 96372 | 40.00  | 0.00 | CO-16 10.00, CO-50 30.00
    02-01 | B     | 96372 | 40.00  | 0.00 | CO-97 20.00, CO-236 20.00
    02-01 | C     | 96372 | 40.00  | 0.00 | CO-96 20.00, CO-97 20.00
    02-01 | D     | 96372 | 40.00  | 0.00 | CO-16 20.00, CO-96 20.00
    02-01 | E     | 96372 | 40.00  | 0.00 | CO-A1 20.00, CO-16 20.00
    02-01 | F     | 96372 | 40.00  | 0.00 | CO-236 10.00, CO-A1 30.00
    """
)
def test_of_several_denial_codes_the_largest_dollars_win_and_ties_go_to_the_more_specific(story: Story) -> None:
    """17: 236, 97, 96, 16, A1."""
    story.lines("""
    claim | open_reason | open_denial
    A     | 50          | 40.00
    B     | 236         | 40.00
    C     | 97          | 40.00
    D     | 96          | 40.00
    E     | 16          | 40.00
    F     | A1          | 40.00
    """)


@told(
    remits="""
    on    | claim | code  | charge | paid | adj
    02-01 | A     | 96372 | 40.00  | 0.00 | CO-97 20.00, CO-50 15.00, CO-45 5.00
          |       | 96372 | 20.00  | 0.00 | CO-97 1.00, CO-50 18.00, CO-45 1.00
    """,
    claims="""
    claim | code  | charge
    A     | 96372 | 60.00
    """,
)
def test_the_dollars_of_a_code_are_added_up_over_the_splits_of_a_line(story: Story) -> None:
    """17: over the event 50 took $33.00 and 97 took $21.00, though 97 leads the larger half."""
    story.lines("""
    claim | open_reason | open_denial
    A     | 50          | 54.00
    """)


@told(
    remits="""
    on    | claim | code  | charge | paid  | adj
    02-01 | A     | 96372 | 40.00  | 0.00  | PR-187 20.00, CO-45 20.00
    02-01 | B     | 96372 | 40.00  | 0.00  | OA-187 20.00, CO-45 20.00
    02-01 | C     | 96372 | 40.00  | 0.00  | CO-238 20.00, CO-45 20.00
    02-01 | D     | 96372 | 40.00  | 16.00 | CO-2 4.00, CO-45 20.00
    02-01 | E     | 96372 | 40.00  | 16.00 | PR-2 4.00, CO-45 20.00
    """
)
def test_the_patients_share_needs_group_pr_except_187_and_238(story: Story) -> None:
    """17 and 21: 1, 2, 3 outside PR are a reduction; 187 and 238 are the patient's in any group."""
    story.lines("""
    claim | patient_share | allowed | state
    A     | 20.00         | 20.00   | patient_share
    B     | 20.00         | 20.00   | patient_share
    C     | 20.00         | 20.00   | patient_share
    D     | 0.00          | 16.00   | paid
    E     | 4.00          | 20.00   | paid
    """)


@told(
    remits="""
    on    | claim | code  | charge | paid | adj
    02-01 | A     | 96372 | 40.00  | 0.00 | CO-45 40.00
    02-01 | B     | 96372 | 40.00  | 0.00 |
    02-01 | C     | 96372 | 40.00  | 0.00 | CO-97 40.00
    02-05 | C     | 96372 | 40.00  | 0.00 | CO-45 40.00
    """
)
def test_nothing_paid_and_no_reason_given_is_underpaid(story: Story) -> None:
    """17 and 18: a contractual code for the whole charge is a payer's error, not a denial."""
    story.lines("""
    claim | state     | initial_denial | open_denial
    A     | underpaid | 0.00           | 0.00
    B     | underpaid | 0.00           | 0.00
    C     | underpaid | 40.00          | 0.00
    """)


@told(
    remits="""
    on    | claim | code  | charge | paid | adj
    02-01 | A     | 96372 | 40.00  | 0.00 | CO-97 40.00
    02-05 | A     | 96372 | 40.00  | 0.00 | CO-45 40.00
    """
)
def test_a_denial_that_became_zero_without_a_reason_is_not_recovered(story: Story) -> None:
    """18: recovered means paid or the patient's share now; the overturn rate must not count this line."""
    story.lines("""
    claim | state     | recovered
    A     | underpaid | no
    """)


# 18 State, first that fits


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


# 19 Which lines a rate counts


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
    routed              | yes        | no               | no            | yes       | yes
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


# 20 Where a history begins


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
