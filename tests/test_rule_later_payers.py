"""Later payers, and lines passed on to another one (meanings 15 and 16)."""

from story import Batch, Story

told = Batch()


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
    claim | state     | capitated
    A     | routed    | no
    B     | capitated | yes
    C     | capitated | yes
    D     | routed    | no
    """)
    assert story.line("A")["expected"] is not None
    assert story.line("B")["expected"] == 0
    assert story.line("C")["expected"] == 0
