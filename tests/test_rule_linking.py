"""Which claim a number names, and which line an event answers (meanings 11)."""

import pytest
from drawn import build, stored
from story import Batch, Story

told = Batch()


@told(
    claims="""
    claim | date  | code  | charge
    77    | 01-10 | 96372 | 40.00
    """,
    remits="""
    on    | claim | date  | code  | charge | paid  | adj
    02-01 | 77    | 06-03 | 99214 | 40.00  | 30.00 | CO-45 10.00
    02-01 | 77    | 01-10 | 20610 | 90.00  | 60.00 | CO-45 30.00
    """,
)
def test_a_common_number_alone_does_not_link(story: Story) -> None:
    """11: equal charge of another day, the same day with another code and charge: a wrong link is worse than none."""
    story.lines("""
    claim | code  | state       | claim_missing
    77    | 96372 | no_response | no
    77    | 99214 | paid        | yes
    77    | 20610 | paid        | yes
    """)


@told(
    claims="""
    claim    | code  | charge
    ab-12/3  | 96372 | 40.00
    CD0045   | 96372 | 40.00
    LONG1234 | 96372 | 40.00
    """,
    remits="""
    on    | claim   | code  | charge | paid  | adj
    02-01 | AB123   | 96372 | 40.00  | 16.00 | CO-45 24.00
    02-01 | cd-0045 | 96372 | 40.00  | 16.00 | CO-45 24.00
    02-01 | LONG12  | 96372 | 40.00  | 16.00 | CO-45 24.00
    """,
)
def test_numbers_are_compared_without_case_and_signs_but_never_cut(story: Story) -> None:
    """11: a truncated number is another number."""
    story.lines("""
    claim    | state       | claim_missing
    ab-12/3  | paid        | no
    CD0045   | paid        | no
    LONG1234 | no_response | no
    LONG12   | paid        | yes
    """)


@told(
    claims="""
    claim | control | code  | charge
    A     | L1      | 96372 | 40.00
          | L2      | 96372 | 40.00
    """,
    remits="""
    on    | claim | control | code  | charge | paid  | adj
    02-01 | A     | L2      | 96372 | 40.00  | 0.00  | CO-97 40.00
          |       | L1      | 96372 | 40.00  | 16.00 | CO-45 24.00
    """,
)
def test_the_line_control_number_names_the_line(story: Story) -> None:
    """11: whatever the order of the payer."""
    story.lines("""
    claim | line_number | state  | link_quality
    A     | 1           | paid   | control
    A     | 2           | denied | control
    """)


@told(
    claims="""
    claim | code  | charge | mods
    A     | 96372 | 40.00  |
          | 96372 | 40.00  | 59
          | 96372 | 40.00  | 59
    """,
    remits="""
    on    | claim | code  | charge | mods | paid  | adj
    02-01 | A     | 96372 | 40.00  | 59   | 0.00  | CO-97 40.00
          |       | 96372 | 40.00  |      | 16.00 | CO-45 24.00
          |       | 96372 | 40.00  | 59   | 20.00 | CO-45 20.00
    """,
)
def test_then_code_modifiers_date_and_charge_the_nth_of_equal_ones_to_the_nth(story: Story) -> None:
    """11: each billed line is used once."""
    story.lines("""
    claim | line_number | paid  | link_quality
    A     | 1           | 16.00 | charge
    A     | 2           | 0.00  | charge
    A     | 3           | 20.00 | charge
    """)


@told(
    claims="""
    claim | code  | charge | mods
    A     | 99213 | 90.00  | 25
          | 96372 | 40.00  |
    """,
    remits="""
    on    | claim | code  | charge | mods | paid  | adj                    | total
    02-01 | A     | 96372 | 35.00  |      | 16.00 | CO-45 19.00            | 130.00
          |       | 99213 | 95.00  |      | 60.00 | CO-45 35.00            |
    """,
)
def test_then_code_and_date(story: Story) -> None:
    """11: the payer dropped the modifier and moved five dollars."""
    story.lines("""
    claim | code  | paid  | link_quality
    A     | 99213 | 60.00 | code
    A     | 96372 | 16.00 | code
    """)


@told(
    claims="""
    claim | code  | charge
    A     | 99213 | 90.00
          | 96372 | 40.00
    """,
    remits="""
    on    | claim | code  | charge | paid  | adj
    02-01 | A     | 99213 | 90.00  | 60.00 | CO-45 30.00
          |       | 96374 | 40.00  | 16.00 | CO-45 24.00
    """,
)
def test_what_is_left_goes_by_order(story: Story) -> None:
    """11: one line is left on each side; the payer recoded without saying so."""
    story.lines("""
    claim | code  | code_paid | paid  | link_quality
    A     | 99213 | 99213     | 60.00 | charge
    A     | 96372 | 96374     | 16.00 | order
    """)


@told(
    claims="""
    claim | code  | charge | units
    A     | 96372 | 80.00  | 2
    """,
    remits="""
    on    | claim | code  | charge | units | paid  | adj
    02-01 | A     | 96372 | 40.00  | 1     | 16.00 | CO-45 20.00, PR-2 4.00
          |       | 96372 | 40.00  | 1     | 0.00  | CO-151 40.00
    """,
)
def test_a_split_line_is_one_event_of_one_line(story: Story) -> None:
    """11: the parts are added up; one unit of two was denied."""
    story.events("""
    n | charge | paid  | denial | units_billed | reason
    1 | 80.00  | 16.00 | 40.00  | 2            | 151
    """)
    story.lines("""
    claim | state       | paid  | open_denial | link_quality
    A     | part_denied | 16.00 | 40.00       | split
    """)


@told(
    claims="""
    claim | patient | payer | npi        | sent  | code  | charge
    A     | ann     | ACME  | 1999999984 | 01-12 | 96372 | 40.00
    A     | ben     | OTHER | 1999999984 | 01-12 | 96372 | 40.00
    """,
    remits="""
    on    | claim | payer | code  | charge | paid  | adj
    02-01 | A     | OTHER | 96372 | 40.00  | 16.00 | CO-45 24.00
    """,
)
def test_between_claims_that_fit_alike_the_payer_decides(story: Story) -> None:
    """11: and only then."""
    story.lines("""
    patient_key | state       | payer
    ann         | no_response | ACME
    ben         | paid        | OTHER
    """)


@told(
    claims="""
    claim | patient | payer | date  | sent  | code  | charge
    A     | ann     | ACME  | 01-10 | 01-12 | 96372 | 40.00
    A     | ann     | OTHER | 03-10 | 03-12 | 96372 | 40.00
    """,
    remits="""
    on    | claim | payer | date  | code  | charge | paid  | adj
    04-01 | A     | OTHER | 01-10 | 96372 | 40.00  | 16.00 | CO-45 24.00
    """,
)
def test_the_payer_never_beats_the_date(story: Story) -> None:
    """11: dates overlap with the claim of another payer, and that is the claim."""
    story.lines("""
    date  | state
    01-10 | paid
    03-10 | no_response
    """)


@told(
    claims="""
    claim | code  | charge
    A     | 96372 | 40.00
    """,
    remits="""
    on    | claim | code  | charge | paid  | adj
    02-01 | A     | 96372 | 40.00  | 16.00 | CO-45 24.00
    02-01 | B     | 96372 | 40.00  | 16.00 | CO-45 24.00
    """,
)
def test_an_835_line_takes_the_patient_of_the_claim_it_is_linked_to(story: Story) -> None:
    """4: an unlinked one keeps its own key, never compared with the others."""
    story.lines("""
    claim | patient_key
    A     | A
    B     | 835-B
    """)


@pytest.mark.parametrize("seed", range(3))
def test_links_do_not_depend_on_the_order_of_rows(seed: int) -> None:
    """2: equal lines, splits and ties link the same way however the rows come."""
    claims, remits = told.claims, told.remits
    rows = stored(claims, remits)
    mixed = {name: frame.sample(fraction=1.0, shuffle=True, seed=seed) for name, frame in rows.items()}
    one, other = told.facts()["event"], build(mixed, tables=("event",))["event"]
    key = ["line_id", "event_number"]
    assert one.sort(key).equals(other.sort(key))
