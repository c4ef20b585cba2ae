"""Reversals, answers, later payers and passed-on lines (meanings 13–16)."""

from drawn import Batch, Story

told = Batch()

# 13 Reversals


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


# 14 Answers


@told(
    remits="""
    on    | claim | status | code  | charge | paid  | adj
    02-01 | A     | 25     | 96372 | 40.00  | 0.00  | CO-97 40.00
    02-05 | A     | 1      | 96372 | 40.00  | 16.00 | CO-45 20.00, PR-2 4.00
    02-01 | B     | 25     | 96372 | 40.00  | 16.00 | CO-45 20.00, PR-2 4.00
    """
)
def test_a_predetermination_is_no_answer_and_no_money(story: Story) -> None:
    """14: what a payer would do is not what it did."""
    story.lines("""
    claim | state       | first_answer_date | initial_denial | paid
    A     | paid        | 02-05             | 0.00           | 16.00
    B     | no_response |                   | 0.00           | 0.00
    """)


@told(
    remits="""
    on    | claim | status | code  | charge | paid  | adj
    02-01 | A     | 1      | 96372 | 40.00  | 16.00 | CO-45 20.00, PR-2 4.00
    02-05 | A     | 1      | 96372 | 40.00  | 0.00  | CO-18 40.00
    02-01 | B     | 1      | 96372 | 40.00  | 0.00  | CO-97 40.00
    02-05 | B     | 1      | 96372 | 40.00  | 0.00  | OA-18 40.00
    02-01 | C     | 1      | 96372 | 40.00  | 0.00  | OA-18 40.00
    02-05 | C     | 1      | 96372 | 40.00  | 0.00  | CO-97 40.00
    02-01 | D     | 1      | 96372 | 40.00  | 0.00  | OA-18 40.00
    """
)
def test_our_own_duplicate_counts_only_where_nothing_else_was_answered(story: Story) -> None:
    """14: 18 never changes category or first-answer date, before or after the real answer; alone it is a denial."""
    story.lines("""
    claim | state  | first_answer_date | initial_category | open_category | open_denial
    A     | paid   | 02-01             |                  |               | 0.00
    B     | denied | 02-01             | bundled          | bundled       | 40.00
    C     | denied | 02-05             | bundled          | bundled       | 40.00
    D     | denied | 02-01             | duplicate        | duplicate     | 40.00
    """)


@told(
    remits="""
    on    | claim | status | code  | charge | paid  | adj
    02-01 | A     | 1      | 96372 | 40.00  | 0.00  | CO-97 40.00
    02-05 | A     | 22     | 96372 | -40.00 | 0.00  | CO-97 -40.00
    02-09 | A     | 1      | 96372 | 40.00  | 0.00  | CO-50 40.00
    """
)
def test_the_first_answer_stays_first_though_it_is_cancelled(story: Story) -> None:
    """14: first and current answer are two things."""
    story.lines("""
    claim | state  | state_first | first_answer_date | initial_category | open_category     | initial_denial
    A     | denied | denied      | 02-01             | bundled          | medical_necessity | 40.00
    """)


@told(
    remits="""
    on    | claim | status | code  | charge | paid  | adj
    02-01 | A     | 1      | 96372 | 40.00  | 0.00  | CO-97 40.00
    02-05 | A     | 22     | 96372 | -40.00 | 0.00  | CO-97 -40.00
    """
)
def test_all_answers_cancelled_awaits_the_correction(story: Story) -> None:
    """14: nothing is allowed, received or open, yet the first denial is remembered."""
    story.lines("""
    claim | state               | state_first | allowed | received | open_denial | initial_denial
    A     | awaiting_correction | denied      |         | 0.00     | 0.00        | 40.00
    """)
    story.injections("""
    answered_initial | denied_initial | answered_open | denied_open
    yes              | yes            | yes           | no
    """)


@told(
    remits="""
    on    | claim | status | code  | charge | paid   | adj
    02-01 | A     | 1      | 96372 | 40.00  | 0.00   | OA-133 40.00
    02-03 | A     | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00
    02-01 | B     | 1      | 96372 | 40.00  | 0.00   | OA-133 40.00
    02-03 | B     | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00
    02-05 | B     | 22     | 96372 | -40.00 | -16.00 | CO-45 -20.00, PR-2 -4.00
    02-01 | C     | 1      | 96372 | 40.00  | 0.00   | OA-22 40.00
    02-03 | C     | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00
    02-05 | C     | 22     | 96372 | -40.00 | -16.00 | CO-45 -20.00, PR-2 -4.00
    """
)
def test_an_answer_that_is_taken_back_does_not_bring_back_what_came_before_it(story: Story) -> None:
    """14: no uncancelled event after the cancelled answer: awaiting correction, not pended or routed again."""
    story.lines("""
    claim | state               | received
    A     | paid                | 20.00
    B     | awaiting_correction | 0.00
    C     | awaiting_correction | 0.00
    """)


@told(
    remits="""
    on    | claim | status | code  | charge | paid   | adj
    02-01 | A     | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00
    02-03 | A     | 22     | 96372 | -40.00 | -16.00 | CO-45 -20.00, PR-2 -4.00
    02-05 | A     | 1      | 96372 | 40.00  | 0.00   | OA-133 40.00
    """
)
def test_taken_back_and_then_put_under_review_is_pended(story: Story) -> None:
    """14: a pend after the cancelled answer stands."""
    story.lines("""
    claim | state  | received
    A     | pended | 0.00
    """)


# 15 Later payers


@told(
    remits="""
    on    | claim | status | code  | charge | paid  | adj                    | payer
    02-01 | A     | 1      | 96372 | 40.00  | 16.00 | CO-45 20.00, PR-2 4.00 | ACME
    02-09 | A     | 2      | 96372 | 40.00  | 4.00  | CO-45 36.00            | ACME
    02-01 | B     | 1      | 96372 | 40.00  | 16.00 | CO-45 20.00, PR-2 4.00 | ACME
    02-09 | B     | 1      | 96372 | 40.00  | 4.00  | OA-23 36.00            | ACME
    02-01 | C     | 1      | 96372 | 40.00  | 16.00 | CO-45 20.00, PR-2 4.00 | ACME
    02-09 | C     | 1      | 96372 | 40.00  | 4.00  | CO-45 36.00            | OTHER
    02-01 | D     | 1      | 96372 | 40.00  | 16.00 | CO-45 20.00, PR-2 4.00 | ACME
    02-09 | D     | 20     | 96372 | 40.00  | 3.00  | CO-45 36.00, PR-2 1.00 | OTHER
    02-11 | D     | 3      | 96372 | 40.00  | 1.00  | CO-45 39.00            | THIRD
    """
)
def test_a_later_payer_is_known_by_status_by_23_or_by_another_payers_payment(story: Story) -> None:
    """15: each of the three ways; what all pay is added up, the patient's share is the last payer's."""
    story.lines("""
    claim | state | paid  | secondary_paid | patient_share | allowed | received | payer
    A     | paid  | 20.00 | 4.00           | 0.00          | 20.00   | 20.00    | ACME
    B     | paid  | 20.00 | 4.00           | 0.00          | 20.00   | 20.00    | ACME
    C     | paid  | 20.00 | 4.00           | 0.00          | 20.00   | 20.00    | ACME
    D     | paid  | 20.00 | 4.00           | 0.00          | 20.00   | 20.00    | ACME
    """)


@told(
    remits="""
    on    | claim | status | code  | charge | paid   | adj                      | payer
    02-01 | A     | 1      | 96372 | 40.00  | 0.00   | CO-27 40.00              | ACME
    02-09 | A     | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00   | OTHER
    02-01 | B     | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00   | ACME
    02-05 | B     | 22     | 96372 | -40.00 | -16.00 | CO-45 -20.00, PR-2 -4.00 | ACME
    02-09 | B     | 1      | 96372 | 40.00  | 15.00  | CO-45 20.00, PR-2 5.00   | OTHER
    """
)
def test_another_payer_after_a_denial_or_a_takeback_is_primary(story: Story) -> None:
    """15: only an uncancelled payment of the first payer makes the other one secondary."""
    story.lines("""
    claim | state     | paid  | secondary_paid | allowed | payer
    A     | recovered | 16.00 | 0.00           | 20.00   | ACME
    B     | paid      | 15.00 | 0.00           | 20.00   | ACME
    """)


@told(
    claims="""
    claim | code  | charge | filing
    A     | 96372 | 40.00  | MB
    """,
    remits="""
    on    | claim | status | code  | charge | paid | adj
    02-09 | A     | 2      | 96372 | 40.00  | 4.00 | OA-23 36.00
    """,
)
def test_only_a_later_payer_seen_leaves_the_primary_missing(story: Story) -> None:
    """15: the line counts, its cash is shown, everything else of its money is unknown."""
    story.lines("""
    claim | state       | primary_missing | paid | allowed | patient_share | received | first_answer_date
    A     | no_response | yes             | 4.00 |         |               |          |
    """)
    story.injections("""
    is_counted | answered_initial | answered_open
    yes        | no               | no
    """)


@told(
    claims="""
    claim | code  | charge | filing
    A     | 96372 | 40.00  | MB
    """,
    remits="""
    on    | claim | status | code  | charge | paid | adj
    02-09 | A     | 2      | 96372 | 40.00  | 4.00 | OA-23 36.00
    """,
)
def test_a_line_with_its_primary_missing_is_outside_expected(story: Story) -> None:
    """15: nothing is expected of it, so nothing of it is open."""
    story.lines("""
    claim | primary_missing | expected
    A     | yes             |
    """)


@told(
    remits="""
    on    | claim | status | code  | charge | paid   | adj                    | payer
    02-01 | A     | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00 | ACME
    02-09 | A     | 2      | 96372 | 40.00  | 4.00   | OA-23 36.00            | OTHER
    02-11 | A     | 22     | 96372 | -40.00 | -4.00  | OA-23 -36.00           | OTHER
    """
)
def test_a_later_payers_takeback_leaves_the_primary_answer(story: Story) -> None:
    """13 and 15: the cancelled secondary answer no longer tells the patient's share."""
    story.lines("""
    claim | state | paid  | secondary_paid | patient_share | received
    A     | paid  | 16.00 | 0.00           | 4.00          | 20.00
    """)


# 16 Routed


@told(
    remits="""
    on    | claim | status | code  | charge | paid | adj
    02-01 | A     | 1      | 96372 | 40.00  | 0.00 | CO-22 40.00
    02-01 | B     | 1      | 96372 | 40.00  | 0.00 | OA-109 40.00
    02-01 | C     | 1      | 96372 | 40.00  | 0.00 | PI-B11 40.00
    02-01 | D     | 1      | 96372 | 40.00  | 0.00 | CO-19 40.00
    02-01 | E     | 23     | 96372 | 40.00  | 0.00 | CO-45 40.00
    02-01 | F     | 1      | 96372 | 40.00  | 4.00 | CO-22 36.00
    02-01 | G     | 1      | 96372 | 40.00  | 0.00 | CO-22 36.00, PR-2 4.00
    """
)
def test_an_event_is_routed_when_nothing_was_paid_or_allowed(story: Story) -> None:
    """16: by code of class routed, or CLP02 23; a payment or a patient's share makes it an answer."""
    story.lines("""
    claim | state         | open_denial
    A     | routed        | 0.00
    B     | routed        | 0.00
    C     | routed        | 0.00
    D     | routed        | 0.00
    E     | routed        | 0.00
    F     | paid          | 0.00
    G     | patient_share | 0.00
    """)


@told(
    remits="""
    on    | claim | status | code  | charge | paid   | adj
    02-01 | A     | 1      | 96372 | 40.00  | 0.00   | CO-22 40.00
    02-05 | A     | 1      | 96372 | 40.00  | 0.00   | CO-97 40.00
    02-01 | B     | 1      | 96372 | 40.00  | 16.00  | CO-45 20.00, PR-2 4.00
    02-05 | B     | 22     | 96372 | -40.00 | -16.00 | CO-45 -20.00, PR-2 -4.00
    02-09 | B     | 1      | 96372 | 40.00  | 0.00   | CO-22 40.00
    02-01 | C     | 1      | 96372 | 40.00  | 0.00   | CO-97 40.00
    02-05 | C     | 1      | 96372 | 40.00  | 0.00   | CO-22 40.00
    """
)
def test_a_line_is_routed_with_only_routed_answers_and_never_paid(story: Story) -> None:
    """16: an answer ends it; a payment reversed and then routed is taken back."""
    story.lines("""
    claim | state      | open_denial | initial_denial
    A     | denied     | 40.00       | 40.00
    B     | taken_back | 0.00        | 0.00
    C     | denied     | 40.00       | 40.00
    """)
    story.injections("""
    state      | answered_initial | answered_open | is_routed
    denied     | yes              | yes           | no
    denied     | yes              | yes           | no
    taken_back | yes              | yes           | no
    """)


@told(
    claims="""
    claim | code  | charge | payer    | filing | purpose
    A     | 96372 | 40.00  | MEDICARE | MB     |
    B     | 96372 | 40.00  | ACME     | CI     |
    C     | 96372 | 40.00  | ACME     | CI     | RP
    D     | 96372 | 40.00  | ACME     | CI     |
    """,
    remits="""
    on    | claim | code  | charge | paid | adj         | payer    | filing
    02-01 | A     | 96372 | 40.00  | 0.00 | CO-24 40.00 | MEDICARE | MB
    02-01 | B     | 96372 | 40.00  | 0.00 | CO-24 40.00 | ACME     | 12
    02-01 | C     | 96372 | 40.00  | 0.00 | CO-22 40.00 | ACME     | 12
    02-01 | D     | 96372 | 40.00  | 0.00 | CO-22 40.00 | ACME     | 12
    """,
)
def test_24_is_capitation_unless_medicare_sends_it(story: Story) -> None:
    """16: from Medicare another plan owes the line; capitated lines are expected to bring nothing."""
    story.lines("""
    claim | state  | capitated
    A     | routed | no
    B     | routed | yes
    C     | routed | yes
    D     | routed | no
    """)
    assert story.line("A")["expected"] is not None
    assert story.line("B")["expected"] == 0
    assert story.line("C")["expected"] == 0
