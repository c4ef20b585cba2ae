"""The same service sent anew: when it is the old line again, and when its own (meanings 9)."""

from story import Batch, Story

told = Batch()


@told(
    claims="""
    claim | sent  | freq | patient | date  | code  | charge
    A     | 01-12 | 1    | ann     | 01-10 | 96372 | 40.00
    A     | 02-12 | 1    | ann     | 01-10 | 96372 | 40.00
    B     | 01-12 | 1    | ann     | 01-20 | 96372 | 40.00
    B     | 02-12 | 1    | ben     | 01-20 | 96372 | 40.00
    C     | 01-12 | 1    | cid     | 01-10 | 96372 | 40.00
    C     | 02-12 | 1    | cid     | 01-17 | 96372 | 40.00
    D     | 01-12 | 1    | dot     | 01-10 | 96372 | 40.00
    D     | 02-12 | 1    | dot     | 01-10 | 99213 | 90.00
    """,
)
def test_the_same_number_again_as_an_original_folds_only_for_patient_date_and_a_code(story: Story) -> None:
    """A is one line sent twice; another patient, another day or no common code make lines of their own."""
    story.lines("""
    claim | code  | date  | submitted_date | added_by_correction
    A     | 96372 | 01-10 | 01-12          | no
    B     | 96372 | 01-20 | 01-12          | no
    B     | 96372 | 01-20 | 02-12          | no
    C     | 96372 | 01-10 | 01-12          | no
    C     | 96372 | 01-17 | 02-12          | no
    D     | 96372 | 01-10 | 01-12          | no
    D     | 99213 | 01-10 | 02-12          | no
    """)


@told(
    claims="""
    claim | sent  | patient | date  | npi        | code  | charge
    A     | 01-12 | ann     | 01-10 |            | 96372 | 40.00
    A2    | 02-12 | ann     | 01-10 |            | 96372 | 40.00
    B     | 01-12 | ben     | 01-10 |            | 96372 | 40.00
    B2    | 02-12 | ben     | 01-10 |            | 96372 | 40.00
    C     | 01-12 | cid     | 01-10 |            | 96372 | 40.00
    C2    | 02-12 | cid     | 01-10 |            | 96372 | 40.00
    D     | 01-12 | dot     | 01-10 |            | 96372 | 40.00
    D2    | 02-12 | dot     | 01-10 |            | 96372 | 40.00
    E     | 01-12 | eve     | 01-10 |            | 96372 | 40.00
    E2    | 02-12 | eve     | 01-10 |            | 96374 | 40.00
    F     | 01-12 | fay     | 01-10 |            | 96372 | 40.00
    F2    | 02-12 | fay     | 01-11 |            | 96372 | 40.00
    G     | 01-12 | gus     | 01-10 |            | 96372 | 40.00
    G2    | 02-12 | gus     | 01-10 | 1888888882 | 96372 | 40.00
    H     | 01-12 | hal     | 01-10 |            | 96372 | 40.00
    H2    | 02-12 | ida     | 01-10 |            | 96372 | 40.00
    """,
    remits="""
    on    | claim | code  | charge | paid  | adj
    02-01 | A     | 96372 | 40.00  | 0.00  | CO-11 40.00
    03-01 | A2    | 96372 | 40.00  | 16.00 | CO-45 20.00, PR-2 4.00
    02-01 | B     | 96372 | 40.00  | 0.00  | CO-22 40.00
    03-01 | B2    | 96372 | 40.00  | 16.00 | CO-45 20.00, PR-2 4.00
    02-01 | C     | 96372 | 40.00  | 16.00 | CO-45 20.00, PR-2 4.00
    02-20 | D     | 96372 | 40.00  | 0.00  | CO-11 40.00
    02-01 | E     | 96372 | 40.00  | 0.00  | CO-11 40.00
    02-01 | F     | 96372 | 40.00  | 0.00  | CO-11 40.00
    02-01 | G     | 96372 | 40.00  | 0.00  | CO-11 40.00
    02-01 | H     | 96372 | 40.00  | 0.00  | CO-11 40.00
    """,
)
def test_a_new_number_folds_only_after_a_denial_or_a_routing_of_the_same_service(story: Story) -> None:
    """A denied and B routed before; C paid, D denied only afterwards, then other code, day, practice and patient."""
    story.lines("""
    claim | code  | state       | recovery_route
    A     | 96372 | recovered   | resubmission
    B     | 96372 | paid        |
    C     | 96372 | paid        |
    C2    | 96372 | no_response |
    D     | 96372 | denied      |
    D2    | 96372 | no_response |
    E     | 96372 | denied      |
    E2    | 96374 | no_response |
    F     | 96372 | denied      |
    F2    | 96372 | no_response |
    G     | 96372 | denied      |
    G2    | 96372 | no_response |
    H     | 96372 | denied      |
    H2    | 96372 | no_response |
    """)


@told(
    claims="""
    claim | sent  | patient | code  | charge
    A     | 01-12 | ann     | 96372 | 40.00
    A2    | 02-12 | ann     | 96372 | 40.00
    """,
    remits="""
    on    | claim | status | code  | charge | paid  | adj
    02-01 | A     | 1      | 96372 | 40.00  | 0.00  | CO-11 40.00
    02-05 | A     | 22     | 96372 | -40.00 | 0.00  | CO-11 -40.00
    02-05 | A     | 1      | 96372 | 40.00  | 16.00 | CO-45 20.00, PR-2 4.00
    """,
)
def test_a_denial_turned_into_a_payment_before_the_new_number_does_not_fold(story: Story) -> None:
    """The earlier line was paid when the second claim went out: that is a second injection."""
    story.lines("""
    claim | code  | state
    A     | 96372 | recovered
    A2    | 96372 | no_response
    """)


@told(
    claims="""
    claim | sent  | seq | payer | patient | code  | charge
    A     | 01-12 | P   | ACME  | ann     | 96372 | 40.00
    A     | 02-12 | S   | OTHER | ann     | 96372 | 40.00
    B     | 01-12 | P   | ACME  | ben     | 96372 | 40.00
    B2    | 02-12 | T   | OTHER | ben     | 96372 | 40.00
    """,
    remits="""
    on    | claim | status | payer | code  | charge | paid  | adj
    02-01 | A     | 1      | ACME  | 96372 | 40.00  | 16.00 | CO-45 20.00, PR-2 4.00
    03-01 | A     | 2      | OTHER | 96372 | 40.00  | 4.00  | OA-23 36.00
    02-01 | B     | 1      | ACME  | 96372 | 40.00  | 16.00 | CO-45 20.00, PR-2 4.00
    03-01 | B2    | 3      | OTHER | 96372 | 40.00  | 4.00  | OA-23 36.00
    """,
)
def test_a_claim_to_a_later_payer_is_no_new_line(story: Story) -> None:
    """SBR01 S or T, under the same or a new number, paid or not before."""
    story.lines("""
    claim | code  | state | payer | payer_first_billed | paid  | secondary_paid
    A     | 96372 | paid  | ACME  | ACME-commercial    | 20.00 | 4.00
    B     | 96372 | paid  | ACME  | ACME-commercial    | 20.00 | 4.00
    """)
