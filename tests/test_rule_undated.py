"""Reversals and corrections whose lines carry no date (meanings 13): they find the event that they match."""

from story import Batch, Story

told = Batch()


@told(
    remits="""
    on    | claim | status | icn  | date  | code  | charge | paid  | adj
    03-01 | T23   | 1      | ICN1 | 02-10 | 96372 | 60.00  | 0.00  | CO-197 60.00
    04-01 | T23   | 22     | ICN1 | none  | 96372 | -60.00 | 0.00  | CO-197 -60.00
    04-01 | T23   | 1      | ICN2 | 02-10 | 96372 | 60.00  | 40.00 | CO-45 20.00
    """
)
def test_a_reversal_without_a_date_is_one_line_with_its_original(story: Story) -> None:
    """Recovered, paid 40.00, nothing awaiting correction."""
    story.lines("""
    claim | date  | code  | state     | paid  | event_count
    T23   | 02-10 | 96372 | recovered | 40.00 | 3
    """)
    story.injections("""
    state     | is_counted
    recovered | yes
    """)


@told(
    remits="""
    on    | claim | status | icn  | date  | code  | charge | paid  | adj
    03-01 | A     | 1      | ICN1 | 02-10 | 96372 | 60.00  | 0.00  | CO-197 60.00
    04-01 | A     | 22     | ICN1 | none  | 96372 | -60.00 | 0.00  | CO-197 -60.00
    04-01 | A     | 1      | ICN2 | none  | 96372 | 60.00  | 40.00 | CO-45 20.00
    """
)
def test_the_correction_without_a_date_follows_the_reversal(story: Story) -> None:
    """Reversal and correction both undated: still one line of one day."""
    story.lines("""
    claim | date  | code  | state     | paid  | event_count
    A     | 02-10 | 96372 | recovered | 40.00 | 3
    """)


@told(
    remits="""
    on    | claim | status | icn  | date  | code  | charge | paid   | adj
    03-01 | A     | 1      | ICN1 | 02-10 | 96372 | 60.00  | 40.00  | CO-45 20.00
    04-01 | B     | 22     | ICN1 | none  | 96372 | -60.00 | -40.00 | CO-45 -20.00
    """
)
def test_the_payers_number_finds_what_the_claim_number_does_not(story: Story) -> None:
    """The payer writes another CLP01 and the same CLP07: B takes back what A was paid, and makes no line of its own."""
    story.lines("""
    claim | date  | code  | state               | paid | event_count
    A     | 02-10 | 96372 | awaiting_correction | 0.00 | 2
    """)


@told(
    remits="""
    on    | claim | status | icn  | date  | code  | charge | paid   | adj
    03-01 | A     | 1      | ICN1 | 02-10 | 96372 | 60.00  | 40.00  | CO-45 20.00
    03-08 | A     | 1      | ICN2 | 02-17 | 96372 | 60.00  | 40.00  | CO-45 20.00
    03-09 | A     | 22     | ICN9 | none  | 96372 | -60.00 | -40.00 | CO-45 -20.00
    03-15 | A     | 1      | ICN3 | 02-24 | 96372 | 60.00  | 40.00  | CO-45 20.00
    """
)
def test_of_several_visits_under_one_number_the_latest_before_it_is_taken_back(story: Story) -> None:
    """The visits of 02-10 and 02-24 stand; that of 02-17 is taken back."""
    story.lines("""
    claim | date  | code  | state               | paid
    A     | 02-10 | 96372 | paid                | 40.00
    A     | 02-17 | 96372 | awaiting_correction | 0.00
    A     | 02-24 | 96372 | paid                | 40.00
    """)


@told(
    remits="""
    on    | claim | status | icn  | date  | code  | charge | paid   | adj
    03-01 | A     | 1      | ICN1 | 02-10 | 96372 | 60.00  | 40.00  | CO-45 20.00
    03-01 | A     | 1      | ICN2 | 02-17 | 96372 | 60.00  | 40.00  | CO-45 20.00
    03-09 | A     | 22     | ICN1 | none  | 96372 | -60.00 | -40.00 | CO-45 -20.00
    03-09 | A     | 22     | ICN2 | none  | 96372 | -60.00 | -40.00 | CO-45 -20.00
    03-09 | A     | 1      | ICN3 | none  | 96372 | 60.00  | 30.00  | CO-45 30.00
    03-09 | A     | 1      | ICN4 | none  | 96372 | 60.00  | 30.00  | CO-45 30.00
    """
)
def test_two_undated_reversals_take_back_two_visits_and_two_corrections_pay_them(story: Story) -> None:
    """Each event is taken once, and each day is paid anew once."""
    story.lines("""
    claim | date  | code  | paid  | event_count
    A     | 02-10 | 96372 | 30.00 | 3
    A     | 02-17 | 96372 | 30.00 | 3
    """)


@told(
    remits="""
    on    | claim | status | icn  | date  | code  | charge | paid   | adj
    03-01 | A     | 1      | ICN1 | 02-10 | 96372 | 60.00  | 40.00  | CO-45 20.00
    03-02 | A     | 22     | ICN1 | 02-10 | 96372 | -60.00 | -40.00 | CO-45 -20.00
    03-01 | A     | 1      | ICN2 | 02-17 | 96372 | 60.00  | 40.00  | CO-45 20.00
    03-09 | A     | 22     | ICN2 | none  | 96372 | -60.00 | -40.00 | CO-45 -20.00
    """
)
def test_what_a_dated_reversal_took_back_is_not_taken_again(story: Story) -> None:
    """The undated one takes the visit that still stood."""
    story.lines("""
    claim | date  | code  | state               | event_count
    A     | 02-10 | 96372 | awaiting_correction | 2
    A     | 02-17 | 96372 | awaiting_correction | 2
    """)


@told(
    remits="""
    on    | claim | status | icn  | date  | code  | charge | paid   | adj
    03-01 | A     | 1      | ICN1 | 02-10 | 96372 | 60.00  | 40.00  | CO-45 20.00
    03-09 | A     | 22     | ICN1 | none  | J3420 | -60.00 | -40.00 | CO-45 -20.00
    03-09 | A     | 22     | ICN1 | none  | 96372 | -60.00 | -39.00 | CO-45 -21.00
    """
)
def test_another_code_or_other_dollars_match_nothing(story: Story) -> None:
    """They stay visible as unmatched cash, each a line without a day."""
    story.lines("""
    claim | date  | code  | paid
    A     | 02-10 | 96372 | 40.00
    A     |       | 96372 | -39.00
    A     |       | J3420 | -40.00
    """)


@told(
    remits="""
    on    | claim | icn  | date  | code  | charge | paid  | adj
    03-01 | A     | ICN1 | 02-10 | 96372 | 60.00  | 40.00 | CO-45 20.00
    03-09 | A     | ICN2 | none  | 96372 | 60.00  | 40.00 | CO-45 20.00
    """
)
def test_an_answer_without_a_date_that_corrects_nothing_keeps_its_own_line(story: Story) -> None:
    """Some practices write the account number on every claim: a wrong link is worse than none."""
    story.lines("""
    claim | date  | code  | paid
    A     | 02-10 | 96372 | 40.00
    A     |       | 96372 | 40.00
    """)


@told(
    remits="""
    on    | claim | status | freq | icn  | date  | code  | charge | paid  | adj
    03-01 | A     | 1      | 1    | ICN1 | 02-10 | 96372 | 60.00  | 0.00  | CO-197 60.00
    04-01 | A     | 1      | 7    | ICN2 | none  | 96372 | 60.00  | 40.00 | CO-45 20.00
    03-01 | B     | 1      | 1    | ICN3 | 02-10 | 96372 | 60.00  | 0.00  | CO-197 60.00
    04-01 | B     | 22     | 1    | ICN4 | none  | 96372 | 60.00  | 40.00 | CO-45 20.00
    """
)
def test_a_correction_that_says_so_needs_no_reversal(story: Story) -> None:
    """CLP09 7, or CLP02 22 with a positive charge."""
    story.lines("""
    claim | date  | code  | state     | paid
    A     | 02-10 | 96372 | recovered | 40.00
    B     | 02-10 | 96372 | recovered | 40.00
    """)


@told(
    claims="""
    claim | sent  | date  | control | code  | charge
    A     | 02-12 | 02-10 | L1      | 96372 | 60.00
          |       | 02-17 | L2      | 96372 | 60.00
    """,
    remits="""
    on    | claim | status | icn  | date  | code  | charge | paid   | adj
    03-01 | A     | 1      | ICN1 | 02-17 | 96372 | 60.00  | 40.00  | CO-45 20.00
    03-09 | A     | 22     | ICN1 | none  | 96372 | -60.00 | -40.00 | CO-45 -20.00
    """,
)
def test_with_a_claim_the_reversal_takes_back_the_visit_that_was_paid(story: Story) -> None:
    """Not the first line of that code."""
    story.lines("""
    claim | date  | code  | state               | event_count
    A     | 02-10 | 96372 | no_response         | 0
    A     | 02-17 | 96372 | awaiting_correction | 2
    """)


@told(
    remits="""
    on    | claim | status | icn  | date  | code | charge | paid   | total  | total_paid | claim_adj
    03-01 | A     | 1      | ICN1 | 02-10 |      | 60.00  | 40.00  | 60.00  | 40.00      | CO-45 20.00
    03-09 | A     | 22     | ICN1 | none  |      | -60.00 | -40.00 | -60.00 | -40.00     | CO-45 -20.00
    """
)
def test_a_claim_reversed_without_lines_and_dates_finds_its_payment(story: Story) -> None:
    """Paid as a whole, taken back as a whole."""
    story.lines("""
    claim | date  | paid | event_count
    A     | 02-10 | 0.00 | 2
    """)
