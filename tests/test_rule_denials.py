"""What of an answer is denied, and for which reason (meanings 17)."""

from story import Batch, Story

told = Batch()


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
