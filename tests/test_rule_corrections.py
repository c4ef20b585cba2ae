"""One line, however often it is sent: corrections and voids (meanings 9)."""

from story import Batch, Story

told = Batch()


@told(
    claims="""
    claim | sent  | freq | code  | charge | mods
    A     | 01-12 | 1    | 99213 | 90.00  |
          |       |      | 96372 | 40.00  |
    A     | 02-12 | 7    | 99213 | 90.00  | 25
          |       |      | 96372 | 45.00  |
    """,
    remits="""
    on    | claim | code  | charge | paid  | adj
    02-01 | A     | 99213 | 90.00  | 0.00  | CO-236 90.00
          |       | 96372 | 40.00  | 16.00 | CO-45 20.00, PR-2 4.00
    03-01 | A     | 99213 | 90.00  | 60.00 | CO-45 30.00
          |       | 96372 | 45.00  | 16.00 | CO-45 25.00, PR-2 4.00
    """,
)
def test_a_replacement_under_the_same_number_is_the_same_claim(story: Story) -> None:
    """Code and modifiers as first billed; what was last billed stands beside."""
    story.lines("""
    claim | code  | charge | charge_now | modifiers | modifiers_now | state     | recovery_route  | event_count
    A     | 99213 | 90.00  | 90.00      |           | 25            | recovered | corrected_claim | 2
    A     | 96372 | 40.00  | 45.00      |           |               | paid      |                 | 2
    """)


@told(
    claims="""
    claim | sent  | freq | ref  | code  | charge
    A     | 01-12 | 1    |      | 96372 | 40.00
    B     | 02-12 | 7    | ICN1 | 96372 | 40.00
    """,
    remits="""
    on    | claim | icn  | code  | charge | paid  | adj
    02-01 | A     | ICN1 | 96372 | 40.00  | 0.00  | CO-11 40.00
    03-01 | B     | ICN2 | 96372 | 40.00  | 16.00 | CO-45 20.00, PR-2 4.00
    """,
)
def test_a_replacement_under_a_new_number_is_found_by_the_payers_number(story: Story) -> None:
    """REF*F8 names CLP07 of the original; the line keeps the original's number."""
    story.lines("""
    claim | code  | submitted_date | state     | recovery_route  | event_count
    A     | 96372 | 01-12          | recovered | corrected_claim | 2
    """)


@told(
    claims="""
    claim | sent  | freq | ref  | code  | charge
    A     | 01-12 | 1    |      | 96372 | 40.00
    B     | 02-12 | 7    | ICN1 | 96372 | 40.00
    C     | 03-12 | 7    | ICN2 | 96372 | 40.00
    """,
    remits="""
    on    | claim | icn  | code  | charge | paid  | adj
    02-01 | A     | ICN1 | 96372 | 40.00  | 0.00  | CO-11 40.00
    03-01 | B     | ICN2 | 96372 | 40.00  | 0.00  | CO-4 40.00
    04-01 | C     | ICN3 | 96372 | 40.00  | 16.00 | CO-45 20.00, PR-2 4.00
    """,
)
def test_a_correction_of_a_correction_is_still_the_first_line(story: Story) -> None:
    """Three numbers, one line: first category diagnosis, recovered in the end."""
    story.lines("""
    claim | code  | state     | initial_category | event_count
    A     | 96372 | recovered | diagnosis_link   | 3
    """)


@told(
    claims="""
    claim | sent  | freq | control | code  | charge
    A     | 01-12 | 1    | L1      | 99213 | 90.00
          |       |      | L2      | J3420 | 10.00
    A     | 02-12 | 7    | L2      | J1885 | 12.00
          |       |      | L1      | 99214 | 120.00
    B     | 01-12 | 1    |         | J3420 | 10.00
          |       |      |         | 99213 | 90.00
    B     | 02-12 | 7    |         | 99214 | 120.00
          |       |      |         | J3420 | 10.00
    """,
)
def test_lines_fold_by_control_number_then_code_and_date_then_family(story: Story) -> None:
    """A the visit by control number, no drug for another; B the drug by code, the visit as an office visit."""
    story.lines("""
    claim | code  | code_now | charge | charge_now | state
    A     | 99213 | 99214    | 90.00  | 120.00     | no_response
    A     | J3420 | J3420    | 10.00  | 10.00      | withdrawn
    A     | J1885 | J1885    | 12.00  | 12.00      | no_response
    B     | 99213 | 99214    | 90.00  | 120.00     | no_response
    B     | J3420 | J3420    | 10.00  | 10.00      | no_response
    """)


@told(
    claims="""
    claim | sent  | date  | freq | ref  | payer    | filing | code  | charge | units
    T21   | 06-12 | 06-10 | 1    |      | MEDICARE | MB     | 96372 | 45.00  |
          |       |       |      |      |          |        | J0696 | 60.00  | 4
    T21   | 07-10 | 06-10 | 7    | ICN1 | MEDICARE | MB     | J1885 | 24.00  | 2
          |       |       |      |      |          |        | 96372 | 45.00  |
    """,
    remits="""
    on    | claim | icn  | freq | ref  | payer    | filing | date  | code  | charge | paid  | adj         | remarks
    07-03 | T21   | ICN1 | 1    |      | MEDICARE | MB     | 06-10 | 96372 | 45.00  | 0.00  | CO-16 45.00 | MA130
          |       |      |      |      |          |        | 06-10 | J0696 | 60.00  | 0.00  | CO-50 60.00 |
    08-07 | T21   | ICN2 | 7    | ICN1 | MEDICARE | MB     | 06-10 | J1885 | 24.00  | 9.60  | CO-45 14.40 |
          |       |      |      |      |          |        | 06-10 | 96372 | 45.00  | 14.00 | CO-45 31.00 |
    """,
)
def test_a_corrected_claim_takes_one_drug_out_and_puts_another_in(story: Story) -> None:
    """The injection is recovered; a ceftriaxone is never recovered by a ketorolac."""
    story.lines("""
    claim | code  | code_now | state     | paid  | added_by_correction
    T21   | 96372 | 96372    | recovered | 14.00 | no
    T21   | J0696 | J0696    | withdrawn | 0.00  | no
    T21   | J1885 | J1885    | paid      | 9.60  | yes
    """)
    (withdrawn,) = story.frame("line").filter(code="J0696")["line_id"]
    assert withdrawn not in story.batch.facts()["leak"]["line_id"].to_list()


@told(
    claims="""
    claim | sent  | freq | control | code  | charge
    A     | 01-12 | 1    | L1      | J1030 | 30.00
          |       |      | L2      | 96372 | 40.00
    A     | 02-12 | 7    | L1      | J1040 | 50.00
          |       |      | L2      | 96374 | 70.00
    B     | 01-12 | 1    |         | J1030 | 30.00
          |       |      |         | 96372 | 40.00
    B     | 02-12 | 7    |         | 96401 | 70.00
          |       |      |         | J1040 | 50.00
    """,
)
def test_a_drug_folds_with_one_of_its_own_family(story: Story) -> None:
    """J1030 and J1040 are one family, 96372 is one with 96374, 96401 and 96402; with and without control numbers."""
    story.lines("""
    claim | code  | code_now | added_by_correction
    A     | J1030 | J1040    | no
    A     | 96372 | 96374    | no
    B     | J1030 | J1040    | no
    B     | 96372 | 96401    | no
    """)


@told(
    claims="""
    claim | sent  | freq | control | code  | charge
    A     | 01-12 | 1    | L1      | J9999 | 30.00
    A     | 02-12 | 7    | L1      | J8999 | 30.00
    B     | 01-12 | 1    | L1      | 96372 | 40.00
    B     | 02-12 | 7    | L1      | 96375 | 40.00
    C     | 01-12 | 1    | L1      | 99213 | 90.00
    C     | 02-12 | 7    | L1      | 99223 | 190.00
    """,
)
def test_what_has_no_family_folds_only_with_itself(story: Story) -> None:
    """A drug that the reference gives no family; an injection that adds to another one; a visit in the hospital."""
    story.lines("""
    claim | code  | code_now | state       | added_by_correction
    A     | J9999 | J9999    | withdrawn   | no
    A     | J8999 | J8999    | no_response | yes
    B     | 96372 | 96372    | withdrawn   | no
    B     | 96375 | 96375    | no_response | yes
    C     | 99213 | 99213    | withdrawn   | no
    C     | 99223 | 99223    | no_response | yes
    """)


@told(
    claims="""
    claim | control | code  | charge
    A     | L1      | 96372 | 40.00
          | L2      | J0696 | 60.00
    B     |         | 96372 | 40.00
          |         | J0696 | 60.00
    """,
    remits="""
    on    | claim | control | code  | charge | paid  | adj
    02-01 | A     | L1      | 96372 | 40.00  | 16.00 | CO-45 24.00
          |       | L2      | J1885 | 60.00  | 9.60  | CO-45 50.40
    02-01 | B     |         | 96372 | 40.00  | 16.00 | CO-45 24.00
          |       |         | J1885 | 60.00  | 9.60  | CO-45 50.40
    """,
)
def test_no_drug_answers_for_one_of_another_family(story: Story) -> None:
    """Neither by the line control number nor as the last that is left: the payment stands as a line of its own."""
    story.lines("""
    claim | code  | state       | paid
    A     | 96372 | paid        | 16.00
    A     | J0696 | no_response | 0.00
    A     | J1885 | paid        | 9.60
    B     | 96372 | paid        | 16.00
    B     | J0696 | no_response | 0.00
    B     | J1885 | paid        | 9.60
    """)


@told(
    claims="""
    claim | sent  | freq | control | code  | charge
    A     | 01-12 | 1    | L1      | 96372 | 40.00
          |       |      | L2      | 96374 | 70.00
    A     | 02-12 | 7    | L1      | 96374 | 70.00
          |       |      | L2      | 96372 | 40.00
    """,
)
def test_the_control_number_goes_before_the_code(story: Story) -> None:
    """The practice says with its own line numbers which line became which, though the codes were exchanged."""
    story.lines("""
    claim | code  | code_now
    A     | 96372 | 96374
    A     | 96374 | 96372
    """)


@told(
    claims="""
    claim | sent  | freq | code  | charge
    A     | 01-12 | 1    | 96372 | 40.00
          |       |      | J3420 | 10.00
    A     | 02-12 | 7    | 96372 | 40.00
          |       |      | 99213 | 90.00
    """,
    remits="""
    on    | claim | code  | charge | paid  | adj
    02-01 | A     | 96372 | 40.00  | 16.00 | CO-45 20.00, PR-2 4.00
          |       | J3420 | 10.00  | 0.00  | CO-97 10.00
    """,
)
def test_a_new_line_is_added_by_correction_and_a_missing_one_withdrawn(story: Story) -> None:
    """The visit came with the correction; the drug left with it and is in no rate."""
    story.lines("""
    claim | code  | state       | added_by_correction
    A     | 96372 | paid        | no
    A     | J3420 | withdrawn   | no
    A     | 99213 | no_response | yes
    """)


@told(
    claims="""
    claim | sent  | freq | ref  | code  | charge
    A     | 01-12 | 1    |      | 96372 | 40.00
    A     | 02-12 | 8    |      | 96372 | 40.00
    B     | 01-12 | 1    |      | 96372 | 40.00
    X     | 02-12 | 8    | ICN1 | 96372 | 40.00
    C     | 01-12 | 1    |      | 96372 | 40.00
    C     | 02-12 | 8    |      | 96372 | 40.00
    C     | 03-12 | 1    |      | 96372 | 40.00
    """,
    remits="""
    on    | claim | icn  | code  | charge | paid  | adj
    02-01 | B     | ICN1 | 96372 | 40.00  | 16.00 | CO-45 20.00, PR-2 4.00
    """,
)
def test_frequency_8_voids_until_the_claim_is_billed_again(story: Story) -> None:
    """By number or by the payer's number; a voided line keeps its cash but is in no rate."""
    story.lines("""
    claim | code  | state       | paid
    A     | 96372 | voided      | 0.00
    B     | 96372 | voided      | 16.00
    C     | 96372 | no_response | 0.00
    """)
    story.injections("""
    state       | is_counted | answered_initial | has_event
    voided      | no         | no               | no
    voided      | no         | no               | no
    no_response | yes        | no               | no
    """)


@told(
    claims="""
    claim | sent  | freq | patient | code  | charge | mods
    A     | 01-12 | 1    | ann     | 99213 | 90.00  |
          |       |      |         | 96372 | 40.00  |
    A     | 02-12 | 7    | ann     | 99213 | 90.00  | 25
          |       |      |         | 96372 | 40.00  |
    B     | 01-12 | 1    | ben     | 99213 | 90.00  | 25
          |       |      |         | 96372 | 40.00  |
    """,
)
def test_modifier_25_as_first_billed_and_as_added_later(story: Story) -> None:
    """With 25 from the start, and only on a later version."""
    story.encounters("""
    em_code | em_has_modifier_25 | em_modifier_25_added
    99213   | no                 | yes
    99213   | yes                | no
    """)


@told(
    claims="""
    claim | sent  | freq | code  | charge | units | dx
    A     | 01-12 | 1    | 96372 | 40.00  | 1     | Z00
    A     | 02-12 | 7    | 96372 | 80.00  | 2     | E53.8
    """,
)
def test_units_and_diagnoses_as_first_and_as_last_billed(story: Story) -> None:
    """Nothing of the first submission is overwritten."""
    story.lines("""
    claim | units | units_now | diagnoses | diagnoses_now
    A     | 1     | 2         | Z00       | E53.8
    """)
