"""Which event a reversal takes back, and which it leaves (meanings 13)."""

from story import Batch, Story

told = Batch()


@told(
    remits="""
    on    | claim | status | code  | charge | paid   | adj
    02-01 | A     | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00
    02-05 | A     | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00
    02-09 | A     | 22     | 96372 | -40.00 | -16.00 | CO-45 -20.00, PR-2 -4.00
    """
)
def test_a_reversal_cancels_the_latest_equal_event_before_it(story: Story) -> None:
    """13: of two equal payments the later one is taken back; the first still stands."""
    story.events("""
    n | on    | kind     | cancelled_by
    1 | 02-01 | answer   |
    2 | 02-05 | answer   | 3
    3 | 02-09 | reversal |
    """)
    story.lines("""
    claim | state | paid  | open_denial
    A     | paid  | 16.00 | 0.00
    """)


@told(
    remits="""
    on    | claim | status | code  | charge | paid   | adj
    02-01 | A     | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00
    02-09 | A     | 22     | 96372 | -40.00 | -18.00 | CO-45 -18.00, PR-2 -4.00
    """
)
def test_a_reversal_of_other_dollars_is_unmatched_cash(story: Story) -> None:
    """13: charge and paid must both be opposite; otherwise nothing is cancelled and the cash is seen."""
    story.events("""
    n | kind     | cancelled_by
    1 | answer   |
    2 | reversal |
    """)
    story.lines("""
    claim | state | paid  | allowed
    A     | paid  | -2.00 | 20.00
    """)


@told(
    remits="""
    on    | claim | status | code  | charge | paid   | adj                      | payer
    02-01 | A     | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00   | ACME
    02-09 | A     | 22     | 96372 | -40.00 | -16.00 | CO-45 -20.00, PR-2 -4.00 | OTHER
    """
)
def test_a_reversal_cancels_only_its_own_payers_event(story: Story) -> None:
    """13: another payer's reversal of the same amounts cancels nothing."""
    story.events("""
    n | kind     | cancelled_by
    1 | answer   |
    2 | reversal |
    """)


@told(
    remits="""
    on    | claim | status | code  | charge | paid   | adj
    02-01 | A     | 22     | 96372 | -40.00 | -16.00 | CO-45 -20.00, PR-2 -4.00
    02-01 | A     | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00
    02-01 | A     | 1      | 96372 | 40.00  | 0.00   | CO-97 40.00
    """
)
def test_a_reversal_without_an_event_before_it_takes_the_first_after_it_that_day(story: Story) -> None:
    """13: payment and reversal in one remittance; on one day reversals are read first."""
    story.events("""
    n | kind     | paid   | cancelled_by
    1 | reversal | -16.00 |
    2 | answer   | 16.00  | 1
    3 | answer   | 0.00   |
    """)
    story.lines("""
    claim | state      | paid | initial_denial | open_denial
    A     | taken_back | 0.00 | 0.00           | 40.00
    """)


@told(
    remits="""
    on    | claim | status | code  | charge | paid   | adj
    02-01 | A     | 22     | 96372 | -40.00 | -16.00 | CO-45 -20.00, PR-2 -4.00
    02-02 | A     | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00
    """
)
def test_a_reversal_never_cancels_an_event_of_a_later_day(story: Story) -> None:
    """13 and 20: an opening reversal has its original before the store; the line's beginning is unknown."""
    story.events("""
    n | kind     | cancelled_by
    1 | reversal |
    2 | answer   |
    """)
    story.lines("""
    claim | state | paid | history_incomplete
    A     | paid  | 0.00 | yes
    """)


@told(
    remits="""
    on    | claim | status | code  | charge | paid   | adj
    02-01 | A     | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00
    02-05 | A     | 22     | 96372 | -40.00 | -16.00 | CO-45 -20.00, PR-2 -4.00
    02-05 | A     | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00
    """
)
def test_taken_back_and_paid_alike_on_one_day_is_paid(story: Story) -> None:
    """13: the reversal goes with the payment before it, not with the new one of its own day."""
    story.events("""
    n | on    | kind     | cancelled_by
    1 | 02-01 | answer   | 2
    2 | 02-05 | reversal |
    3 | 02-05 | answer   |
    """)
    story.lines("""
    claim | state | paid
    A     | paid  | 16.00
    """)


@told(
    remits="""
    on    | claim | status | code  | charge | paid   | adj
    02-01 | A     | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00
    02-05 | A     | 22     | 96372 | -40.00 | -16.00 | CO-45 -20.00, PR-2 -4.00
    02-07 | A     | 22     | 96372 | -40.00 | -16.00 | CO-45 -20.00, PR-2 -4.00
    """
)
def test_a_second_reversal_of_one_payment_is_unmatched(story: Story) -> None:
    """13: one event is cancelled once; the second reversal stays visible as cash."""
    story.events("""
    n | kind     | cancelled_by
    1 | answer   | 2
    2 | reversal |
    3 | reversal |
    """)
    story.lines("""
    claim | state               | paid   | received | allowed | open_denial
    A     | awaiting_correction | -16.00 | 0.00     |         | 0.00
    """)


@told(
    remits="""
    on    | claim | status | code  | charge | paid   | adj
    02-01 | A     | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00
    02-01 | A     | 22     | 96372 | -40.00 | -16.00 | CO-45 -20.00, PR-2 -4.00
    02-05 | A     | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00
    02-05 | A     | 22     | 96372 | -40.00 | -16.00 | CO-45 -20.00, PR-2 -4.00
    """
)
def test_paid_and_taken_back_on_one_day_twice_is_awaiting_correction(story: Story) -> None:
    """13: each reversal finds nothing uncancelled before it, so it takes the payment of its own day."""
    story.events("""
    n | on    | kind     | cancelled_by
    1 | 02-01 | reversal |
    2 | 02-01 | answer   | 1
    3 | 02-05 | reversal |
    4 | 02-05 | answer   | 3
    """)
    story.lines("""
    claim | state               | paid
    A     | awaiting_correction | 0.00
    """)


@told(
    remits="""
    on    | claim | status | code  | charge | paid   | adj
    02-01 | A     | 1      | 96372 | 40.00  | 0.00   | CO-97 40.00
    02-05 | A     | 1      | 96372 | -40.00 | 0.00   | CO-97 -40.00
    02-07 | A     | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00
    """
)
def test_a_negative_charge_is_a_reversal_without_status_22(story: Story) -> None:
    """13: the sign of the charge tells a reversal, too."""
    story.events("""
    n | kind     | cancelled_by
    1 | answer   | 2
    2 | reversal |
    3 | answer   |
    """)
    story.lines("""
    claim | state     | initial_denial | open_denial | recovered
    A     | recovered | 40.00          | 0.00        | yes
    """)


@told(
    remits="""
    on    | claim | status | code  | charge | paid   | adj
    02-01 | A     | 1      | 96372 | 40.00  | 0.00   | CO-97 40.00
    02-05 | A     | 22     | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00
    """
)
def test_status_22_with_a_positive_charge_is_a_correction(story: Story) -> None:
    """13: a correction sent under the reversal's status is an answer."""
    story.events("""
    n | kind   | paid
    1 | answer | 0.00
    2 | answer | 16.00
    """)
    story.lines("""
    claim | state     | paid
    A     | recovered | 16.00
    """)


@told(
    remits="""
    on    | claim | status | code  | charge | paid | adj
    02-01 | A     | 1      | 96372 | 40.00  | 0.00 | OA-133 40.00
    02-05 | A     | 22     | 96372 | -40.00 | 0.00 | OA-133 -40.00
    02-01 | B     | 1      | 96372 | 40.00  | 0.00 | OA-133 40.00
    """
)
def test_a_reversed_pend_awaits_its_correction(story: Story) -> None:
    """14: a pend reversed with nothing after it; the other one is still pended."""
    story.lines("""
    claim | state               | first_response_date | first_answer_date | initial_denial | received
    A     | awaiting_correction | 02-01               |                   | 0.00           | 0.00
    B     | pended              | 02-01               |                   | 0.00           | 0.00
    """)
    story.injections("""
    state               | answered_initial | answered_open | has_event
    awaiting_correction | no               | no            | yes
    pended              | no               | no            | yes
    """)


@told(
    claims="""
    claim | code  | charge
    A     | 96372 | 40.00
    """,
    remits="""
    on    | claim | status | code  | charge | paid   | adj
    02-05 | A     | 22     | 96372 | -40.00 | -16.00 | CO-45 -20.00, PR-2 -4.00
    """,
)
def test_a_reversal_without_its_original_stays_visible(story: Story) -> None:
    """13 and 20: the cash is shown, the line stays out of initial rates."""
    story.lines("""
    claim | paid   | initial_denial | open_denial | history_incomplete
    A     | -16.00 | 0.00           | 0.00        | yes
    """)
    story.injections("""
    answered_initial | answered_open
    no               | no
    """)
