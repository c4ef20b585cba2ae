"""What counts as an answer, which one stays first and which is current (meanings 14)."""

from story import Batch, Story

told = Batch()


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
