"""What can be done about an answer, and until when (meanings 17, 34, 41, 42)."""

from datetime import date, timedelta
from random import Random

import polars as pl
import pytest
from drawn import build, facts, stored
from hypothesis import given, settings
from hypothesis import strategies as st
from story import Batch, Story, says

told = Batch()
PAYERS = {"MCR": "MB", "COM": "CI"}


@told(
    claims="""
    claim | code  | charge | mods | payer | filing | date  | sent
    T01   | 99213 | 150.00 | 25   | MCR   | MB     | 03-10 | 03-10
          | 96372 | 40.00  |      | MCR   | MB     | 03-10 | 03-10
    """,
    remits="""
    on    | claim | code  | charge | paid | adj          | remarks | moa   | payer | filing | date
    03-25 | T01   | 99213 | 150.00 | 0.00 | CO-16 150.00 | MA63    | MA130 | MCR   | MB     | 03-10
          |       | 96372 | 40.00  | 0.00 | CO-16 40.00  | M76     |       |       |        | 03-10
    """,
)
def test_t01_an_unprocessable_claim_is_sent_anew_within_a_year_of_service(story: Story) -> None:
    """17, 34, 41: the remark stands at claim level; no determination was made, so no appeal clock runs."""
    says(
        story.frame("leak"),
        """
        role      | leak_class     | amount | disposition   | adverse_date | deadline   | deadline_kind | limit_basis
        em        | diagnosis_link | 88.95  | unprocessable |              | 2026-03-10 | refile        | medicare
        injection | diagnosis_link | 13.91  | unprocessable |              | 2026-03-10 | refile        | medicare
        """,
    )
    steps = set(story.frame("leak")["first_step"])
    assert steps == {"Send a new claim; neither appeal nor reopening is taken."}


@told(
    claims="""
    claim | code  | charge  | units | payer | filing | date  | sent
    T02   | 96372 | 40.00   |       | MCR   | MB     | 03-10 | 03-10
          | J0897 | 1800.00 | 60    | MCR   | MB     | 03-10 | 03-10
    """,
    remits="""
    on    | claim | code  | charge  | paid  | adj           | units | remarks | moa   | payer | filing | date
    03-25 | T02   | 96372 | 40.00   | 13.91 | CO-45 26.09   |       |         | MA130 | MCR   | MB     | 03-10
          |       | J0897 | 1800.00 | 0.00  | CO-16 1800.00 | 60    | N822    |       |       |        | 03-10
    """,
)
def test_t02_a_drug_without_a_rate_is_work_and_its_paid_neighbour_is_not(story: Story) -> None:
    """31, 41: what nobody can value stands on the worklist by its charge; a line that was paid was determined."""
    story.lines("""
    code  | state  | open_category | disposition
    96372 | paid   |               |
    J0897 | denied | modifier      | unprocessable
    """)
    assert story.frame("leak").is_empty()
    says(
        story.frame("work_row"),
        """
        role | leak_class | expected | amount | charge  | deadline   | deadline_kind
        drug | modifier   |          |        | 1800.00 | 2026-03-10 | refile
        """,
    )


@told(
    claims="""
    claim | code  | charge | payer | filing | date  | sent
    T03   | 96372 | 40.00  | MCR   | MB     | 03-10 | 03-10
          | J3420 | 15.00  | MCR   | MB     | 03-10 | 03-10
    """,
    remits="""
    on    | claim | code  | charge | paid | adj         | remarks    | payer | filing | date
    03-25 | T03   | 96372 | 40.00  | 0.00 | CO-16 40.00 | MA130 N822 | MCR   | MB     | 03-10
          |       | J3420 | 15.00  | 0.00 | CO-16 15.00 | N822 MA130 |       |        | 03-10
    """,
)
def test_t03_the_order_of_two_remarks_changes_nothing(story: Story) -> None:
    """17, 41: MA130 is a disposition and never a cause."""
    story.lines("""
    code  | open_category | disposition   | disposition_code
    96372 | modifier      | unprocessable | MA130
    J3420 | modifier      | unprocessable | MA130
    """)
    # The injection went down with its drug: one item, at the drug's line.
    drug = story.line("T03", "J3420")["line_id"]
    assert story.frame("work_row")["root_line_id"].unique().to_list() == [drug]
    assert set(story.frame("work_row")["deadline"]) == {date(2026, 3, 10)}


@told(
    claims="""
    claim | code  | charge | payer | filing | date       | sent
    T04   | 96372 | 40.00  | MCR   | MB     | 2025-03-10 | 2026-04-02
    LATE  | 96372 | 40.00  | MCR   | MB     | 2025-03-10 | 2026-04-02
    LAW   | 96372 | 40.00  | MCR   | MB     | 2025-03-10 | 2026-04-02
    OTHER | 96372 | 40.00  | COM   | CI     | 2025-03-10 | 2026-04-02
    BOTH  | 96372 | 40.00  | MCR   | MB     | 2025-03-10 | 2026-04-02
    """,
    remits="""
    on         | claim | code  | charge | paid | adj         | remarks   | payer | filing | date
    2026-04-20 | T04   | 96372 | 40.00  | 0.00 | CO-29 40.00 | N211      | MCR   | MB     | 2025-03-10
    2026-04-20 | LATE  | 96372 | 40.00  | 0.00 | CO-29 40.00 |           | MCR   | MB     | 2025-03-10
    2026-04-20 | LAW   | 96372 | 40.00  | 0.00 | CO-29 40.00 | MA44      | MCR   | MB     | 2025-03-10
    2026-04-20 | OTHER | 96372 | 40.00  | 0.00 | CO-29 40.00 | N211      | COM   | CI     | 2025-03-10
    2026-04-20 | BOTH  | 96372 | 40.00  | 0.00 | CO-29 40.00 | N83 N211  | MCR   | MB     | 2025-03-10
    """,
)
def test_t04_a_refused_filing_limit_at_medicare_is_no_appeal(story: Story) -> None:
    """41: 29 with N211 at Medicare asks for an exception; another decision without an appeal has no way and no day."""
    says(
        story.frame("work_row"),
        """
        claim | leak_class    | disposition | deadline   | deadline_kind | limit_basis
        T04   | timely_filing | no_appeal   |            | exception     | usual
        LATE  | timely_filing |             | 2026-08-23 | appeal        | medicare
        LAW   | timely_filing | no_appeal   |            |               | usual
        OTHER | timely_filing | no_appeal   |            |               | usual
        BOTH  | timely_filing | no_appeal   |            | exception     | usual
        """,
    )
    step = story.frame("leak").filter(claim_id="T04")["first_step"].item()
    assert "filing-limit exception with the proof" in step


@told(
    claims="""
    claim | code  | charge | payer | filing | date  | sent
    A     | 96372 | 40.00  | MCR   | MB     | 03-10 | 03-10
    B     | 96372 | 40.00  | MCR   | MB     | 03-10 | 03-10
    C     | 96372 | 40.00  | MCR   | MB     | 03-10 | 03-10
    D     | 96372 | 40.00  | MCR   | MB     | 03-10 | 03-10
    E     | 96372 | 40.00  | MCR   | MB     | 03-10 | 03-10
    F     | 96372 | 40.00  | MCR   | MB     | 03-10 | 03-10
    """,
    remits="""
    on    | claim | code  | charge | paid | adj          | remarks | payer | filing | date
    03-25 | A     | 96372 | 40.00  | 0.00 | CO-50 40.00  |         | MCR   | MB     | 03-10
    06-01 | A     | 96372 | 40.00  | 0.00 | PI-193 40.00 |         | MCR   | MB     | 03-10
    06-01 | B     | 96372 | 40.00  | 0.00 | PI-193 40.00 |         | MCR   | MB     | 03-10
    03-25 | C     | 96372 | 40.00  | 0.00 | CO-97 40.00  |         | MCR   | MB     | 03-10
    06-01 | C     | 96372 | 40.00  | 0.00 | CO-97 40.00  | MA46    | MCR   | MB     | 03-10
    03-25 | D     | 96372 | 40.00  | 0.00 | PR-96 40.00  |         | MCR   | MB     | 03-10
    06-01 | D     | 96372 | 40.00  | 0.00 | CO-193 40.00 |         | MCR   | MB     | 03-10
    03-25 | E     | 96372 | 40.00  | 0.00 | CO-50 40.00  |         | MCR   | MB     | 03-10
    04-25 | E     | 96372 | 40.00  | 0.00 | OA-18 40.00  |         | MCR   | MB     | 03-10
    06-01 | E     | 96372 | 40.00  | 0.00 | CO-193 40.00 |         | MCR   | MB     | 03-10
    03-25 | F     | 96372 | 40.00  | 0.00 | OA-18 40.00  |         | MCR   | MB     | 03-10
    06-01 | F     | 96372 | 40.00  | 0.00 | CO-193 40.00 |         | MCR   | MB     | 03-10
    """,
)
def test_an_appeal_lost_once_keeps_its_denial_and_opens_the_second_level(story: Story) -> None:
    """17, 34: category, reason and group of the denial before it; 180 days and 5 for mail from the decision."""
    story.lines("""
    claim | state             | open_category     | open_reason | open_group | disposition       | disposition_code
    A     | denied            | medical_necessity | 50          | CO         | first_appeal_lost | 193
    B     | denied            | appeal_upheld     | 193         | PI         | first_appeal_lost | 193
    C     | denied            | bundled           | 97          | CO         | first_appeal_lost | MA46
    D     | denied_to_patient | non_covered       | 96          | PR         | first_appeal_lost | 193
    E     | denied            | medical_necessity | 50          | CO         | first_appeal_lost | 193
    F     | denied            | duplicate         | 18          | OA         | first_appeal_lost | 193
    """)
    work = story.frame("work_row")
    assert set(work["deadline_kind"]) == {"second_appeal"}
    assert set(work["deadline"]) == {date(2025, 6, 1) + timedelta(days=185)}


@told(
    claims="""
    claim | code  | charge | payer | filing | date  | sent
    A     | 96372 | 40.00  | MCR   | MB     | 03-10 | 03-10
    B     | 96372 | 40.00  | MCR   | MB     | 03-10 | 03-10
    """,
    remits="""
    on    | claim | code  | charge | paid | adj         | remarks | payer | filing | date
    03-25 | A     | 96372 | 40.00  | 0.00 | CO-16 40.00 | MA130   | MCR   | MB     | 03-10
    04-20 | A     | 96372 | 40.00  | 0.00 | CO-50 40.00 |         | MCR   | MB     | 03-10
    06-20 | A     | 96372 | 40.00  | 0.00 | CO-50 40.00 |         | MCR   | MB     | 03-10
    03-25 | B     | 96372 | 40.00  | 0.00 | CO-50 40.00 |         | MCR   | MB     | 03-10
    04-20 | B     | 96372 | 40.00  | 0.00 | CO-16 40.00 | MA130   | MCR   | MB     | 03-10
    """,
)
def test_a_new_claim_after_an_unprocessable_one_starts_the_clock(story: Story) -> None:
    """34, 41: the first determination starts it, and no later one does again."""
    says(
        story.frame("leak"),
        """
        claim | adverse_date | disposition   | deadline   | deadline_kind
        A     | 04-20        |               | 08-23      | appeal
        B     | 03-25        | unprocessable | 2026-03-10 | refile
        """,
    )


@told(
    claims="""
    claim | code  | charge | payer | filing | date  | sent
    A     | 96372 | 40.00  | COM   | CI     | 03-10 | 03-10
    B     | 96372 | 40.00  | COM   | CI     | 03-10 | 03-10
    C     | 96372 | 40.00  | COM   | CI     | 03-10 | 03-10
    D     | 96372 | 40.00  | COM   | CI     | 03-10 | 03-10
    E     | 96372 | 40.00  | COM   | CI     | 03-10 | 03-10
    """,
    remits="""
    on    | claim | code  | charge | paid | adj          | remarks         | payer | filing | date
    03-25 | A     | 96372 | 40.00  | 0.00 | CO-16 40.00  | N142            | COM   | CI     | 03-10
    03-25 | B     | 96372 | 40.00  | 0.00 | CO-50 40.00  | N779            | COM   | CI     | 03-10
    03-25 | C     | 96372 | 40.00  | 0.00 | CO-97 40.00  | N704 N380       | COM   | CI     | 03-10
    03-25 | D     | 96372 | 40.00  | 0.00 | CO-16 40.00  | N142 N20        | COM   | CI     | 03-10
    03-25 | E     | 96372 | 40.00  | 0.00 | CO-16 40.00  | N142 MA46 MA130 | COM   | CI     | 03-10
    """,
)
def test_another_route_goes_by_its_remark(story: Story) -> None:
    """17, 41: a remark that says what to do explains a denial only where no other does; waiting has no day."""
    says(
        story.frame("work_row"),
        """
        claim | leak_class          | disposition   | deadline_kind | first_step
        A     | missing_information | other_route   | refile        | A new claim is wanted, a replacement is refused.
        B     | medical_necessity   | other_route   |               | A replacement came before the first claim was decided: wait, then send it again.
        C     | bundled             | other_route   | refile        | The first claim is decided: send a replacement.
        D     | bundled             | other_route   | refile        | A new claim is wanted, a replacement is refused.
        E     | missing_information | unprocessable | refile        | Send a new claim; neither appeal nor reopening is taken.
        """,  # noqa: E501
    )


@told(
    claims="""
    claim | code  | charge  | units | payer | filing | date  | sent
    T17   | 96372 | 40.00   |       | COM   | CI     | 03-10 | 03-10
          | J0897 | 1800.00 | 60    | COM   | CI     | 03-10 | 03-10
    APART | 96372 | 40.00   |       | COM   | CI     | 03-10 | 03-10
          | J0897 | 1800.00 | 60    | COM   | CI     | 03-10 | 03-10
    WITH  | 96372 | 40.00   |       | COM   | CI     | 03-10 | 03-10
          | J3420 | 15.00   |       | COM   | CI     | 03-10 | 03-10
          | J0897 | 1800.00 | 60    | COM   | CI     | 03-10 | 03-10
    """,
    remits="""
    on    | claim | code  | charge  | paid | adj            | units | payer | filing | date
    03-25 | T17   | 96372 | 40.00   | 0.00 | CO-197 40.00   |       | COM   | CI     | 03-10
          |       | J0897 | 1800.00 | 0.00 | CO-197 1800.00 | 60    |       |        | 03-10
    03-25 | APART | 96372 | 40.00   | 0.00 | CO-197 40.00   |       | COM   | CI     | 03-10
          |       | J0897 | 1800.00 | 0.00 | CO-50 1800.00  | 60    |       |        | 03-10
    03-25 | WITH  | 96372 | 40.00   | 0.00 | CO-107 40.00   |       | COM   | CI     | 03-10
          |       | J3420 | 15.00   | 0.00 | CO-197 15.00   |       |       |        | 03-10
          |       | J0897 | 1800.00 | 0.00 | CO-50 1800.00  | 60    |       |        | 03-10
    """,
)
def test_t17_one_cause_is_one_piece_of_work_at_the_drugs_line(story: Story) -> None:
    """33: the same category, or 107 with any; of several drugs the largest charge is the root."""
    roots = {
        (row["claim_id"], row["role"], row["charge"]): row["root_line_id"]
        for row in story.frame("work_row").iter_rows(named=True)
    }
    lines = {row["line_id"]: row["code"] for row in story.frame("line").iter_rows(named=True)}
    assert {(claim, role, int(charge)): lines[root] for (claim, role, charge), root in roots.items()} == {
        ("T17", "injection", 40): "J0897",
        ("T17", "drug", 1800): "J0897",
        ("APART", "injection", 40): "96372",
        ("APART", "drug", 1800): "J0897",
        ("WITH", "injection", 40): "J0897",
        ("WITH", "drug", 15): "J3420",
        ("WITH", "drug", 1800): "J0897",
    }


@told(
    claims="""
    claim | code  | charge | payer | filing | date  | sent
    A     | 96372 | 60.00  | MCR   | MB     | 03-10 | 03-10
    B     | 96372 | 60.00  | MCR   | MB     | 03-10 | 03-10
    """,
    remits="""
    on    | claim | code  | charge | paid | adj         | remarks    | moa  | payer | filing | date
    03-25 | A     | 96372 | 30.00  | 0.00 | CO-16 30.00 | N20        |      | MCR   | MB     | 03-10
          |       | 96372 | 30.00  | 0.00 | CO-16 30.00 | N822 MA130 |      |       |        | 03-10
    03-25 | B     | 96372 | 30.00  | 0.00 | CO-16 30.00 |            | N822 | MCR   | MB     | 03-10
          |       | 96372 | 30.00  | 0.00 | CO-16 30.00 | N20        |      |       |        | 03-10
    """,
)
def test_the_remarks_of_a_split_line_are_read_together(story: Story) -> None:
    """17: of both halves the first in the table; the line's own before the claim's."""
    story.lines("""
    claim | open_category | disposition
    A     | modifier      | unprocessable
    B     | bundled       |
    """)


REMARKS = ("MA130", "N822", "M76", "N20", "N142", "N211", "MA46", "N779", "MA01", "N704", "MA63", "XX9")
WORDS = ("open_category", "open_reason", "open_group", "disposition", "disposition_code")


@settings(max_examples=6, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(REMARKS), max_size=5),
            st.lists(st.sampled_from(REMARKS), max_size=5),
            st.sampled_from(("CO-16 40.00", "CO-29 40.00", "CO-193 40.00", "CO-226 20.00, CO-16 20.00")),
            st.sampled_from(tuple(PAYERS)),
        ),
        min_size=40,
        max_size=40,
    ),
    st.integers(0, 2**32),
)
def test_any_order_of_remarks_says_the_same(answers: list[tuple[list[str], list[str], str, str]], seed: int) -> None:
    """17, 41: category, disposition, route and day never depend on the order in the file, at either level."""
    order = Random(seed)
    assert _read(answers, lambda codes: codes) == _read(answers, lambda codes: order.sample(codes, len(codes)))


def _read(answers: list[tuple[list[str], list[str], str, str]], order: object) -> dict[str, list[tuple[object, ...]]]:
    claims, remits = [], []
    for number, (line, claim, adjusted, payer) in enumerate(answers):
        named = {"claim": f"C{number}", "code": "96372", "charge": "40.00", "payer": payer, "filing": PAYERS[payer]}
        claims.append({**named, "patient": f"P{number}"})
        told = {"remarks": " ".join(order(line)), "moa": " ".join(order(claim))}  # type: ignore[operator]
        remits.append({**named, **told, "on": "02-01", "paid": "0.00", "adj": adjusted})
    built = build(stored(claims, remits), tables=("line", "work_row"))
    way = ("claim_id", "leak_class", "deadline", "deadline_kind", "limit_basis", "first_step")
    return {
        "line": built["line"].select("claim_id", *WORDS).sort("claim_id").rows(),
        "work": built["work_row"].select(way).sort("claim_id").rows(),
    }


LIMIT = {
    "appeal_days": 180, "second_appeal_days": 60, "corrected_days": 90, "corrected_from": "denial",
    "filing_days": 120, "filing_from": "service", "valid_from": None,
}  # fmt: skip
ASKED = """
    claim | adj          | remarks | kind          | deadline   | why
    A     | CO-50 40.00  |         | appeal        | 2025-09-21 | 180 days from the denial of 03-25
    B     | CO-4 40.00   |         | refile        | 2025-06-23 | a correction: 90 days from the denial
    C     | CO-16 40.00  | MA130   | refile        | 2025-07-08 | a new claim: 120 days from the service of 03-10
    D     | CO-16 40.00  | N142    | refile        | 2025-07-08 | a new claim is wanted
    E     | CO-16 40.00  | N380    | refile        | 2025-06-23 | a replacement is wanted
    F     | CO-193 40.00 |         | second_appeal | 2025-05-24 | 60 days from the decision
"""


def _limited(rows: list[dict[str, object]], on: str = "03-25", date_: str = "03-10") -> pl.DataFrame:
    """The work rows of the drawn denials at a payer with these limits."""
    drawn = [dict(zip(("claim", "adj", "remarks", "kind", "deadline"), map(str.strip, line.split("|")), strict=False))
             for line in ASKED.strip().splitlines()[1:]]  # fmt: skip
    named = {"code": "96372", "charge": "40.00", "payer": "COM", "filing": "CI", "date": date_}
    claims = [{**named, "claim": row["claim"], "patient": row["claim"], "sent": date_} for row in drawn]
    remits = [{**named, "on": on, "claim": row["claim"], "paid": "0.00", "adj": row["adj"], "remarks": row["remarks"]}
              for row in drawn]  # fmt: skip
    from analytics.build.inputs import no_edits

    schema = no_edits()["payer_limit"].schema
    limits = pl.DataFrame([{"payer_id": "COM-commercial", **row} for row in rows], schema=schema)
    return build(stored(claims, remits), {"payer_limit": limits}, tables=("work_row",))["work_row"].sort("claim_id")


def test_other_payers_go_by_their_own_limits() -> None:
    """34, 42: nothing is reopened there; a correction goes by its own days, a new claim by the filing limit."""
    work = _limited([LIMIT])
    found = [(row["claim_id"], row["deadline_kind"], str(row["deadline"])) for row in work.iter_rows(named=True)]
    drawn = [[cell.strip() for cell in line.split("|")] for line in ASKED.strip().splitlines()[1:]]
    assert found == [(claim, kind, deadline) for claim, _, _, kind, deadline, _ in drawn]
    assert set(work["limit_basis"]) == {"set"}
    assert work["deadline_note"][0] == "set by the practice: 180 days from the denial"


def test_where_a_correction_has_no_limit_of_its_own_the_filing_limit_holds() -> None:
    work = _limited([{**LIMIT, "corrected_days": None, "corrected_from": None}])
    assert work.filter(pl.col("claim_id").is_in(["B", "E"]))["deadline"].to_list() == [date(2025, 7, 8)] * 2


def test_a_kind_without_days_has_no_limit() -> None:
    """42: the appeal has none here, so it is judged by what is usual."""
    work = _limited([{**LIMIT, "appeal_days": None}])
    row = work.filter(claim_id="A").row(0, named=True)
    assert (row["deadline"], row["limit_basis"], row["deadline_note"]) == (None, "usual", "no limit set")


@pytest.mark.parametrize(
    ("denied", "deadline"), [("2025-06-30", date(2025, 12, 27)), ("2025-07-01", date(2025, 9, 29))]
)
def test_the_row_in_force_on_the_day_the_clock_starts(denied: str, deadline: date) -> None:
    """42: 180 days until the end of June, 90 for what is denied from July on; never a newer row for an older clock."""
    work = _limited([LIMIT, {**LIMIT, "appeal_days": 90, "valid_from": date(2025, 7, 1)}], on=denied)
    assert work.filter(claim_id="A")["deadline"].to_list() == [deadline]


def test_before_the_first_row_no_limit_is_set() -> None:
    work = _limited([{**LIMIT, "valid_from": date(2025, 3, 26)}])
    assert set(work["limit_basis"]) == {"usual"} and work["deadline"].null_count() == work.height


def test_medicare_reopens_for_a_year_and_appeals_for_125_days() -> None:
    """34: a limit of the table changes nothing at Medicare."""
    named = {"code": "96372", "charge": "40.00", "payer": "MCR", "filing": "MB", "date": "03-10"}
    claims = [{**named, "claim": claim, "patient": claim, "sent": "03-10"} for claim in "AB"]
    adjusted = {"A": "CO-50 40.00", "B": "CO-4 40.00"}
    remits = [{**named, "on": "03-25", "claim": claim, "paid": "0.00", "adj": adjusted[claim]} for claim in "AB"]
    work = facts_of(claims, remits).sort("claim_id")
    assert work["deadline"].to_list() == [date(2025, 7, 28), date(2026, 3, 25)]
    assert work["deadline_kind"].to_list() == ["appeal", "reopening"]


def facts_of(claims: list[dict[str, str]], remits: list[dict[str, str]]) -> pl.DataFrame:
    return build(stored(claims, remits), tables=("work_row",))["work_row"]


def test_a_payment_that_is_short_is_counted_from_its_own_answer() -> None:
    """34: denied in March, paid short in May: the clock of what is short starts in May."""
    built = facts(
        """
        claim | code  | charge | payer | filing | date  | sent
        A     | 96372 | 40.00  | MCR   | MB     | 03-10 | 03-10
        """,
        """
        on    | claim | code  | charge | paid | adj         | payer | filing | date
        03-25 | A     | 96372 | 40.00  | 0.00 | CO-50 40.00 | MCR   | MB     | 03-10
        05-02 | A     | 96372 | 40.00  | 5.00 | CO-45 35.00 | MCR   | MB     | 03-10
        """,
        tables=("leak",),
    )
    assert built["leak"].select("leak_class", "adverse_date").rows() == [("underpaid", date(2025, 5, 2))]


def test_an_appeal_lost_over_a_short_payment_opens_the_second_level() -> None:
    """34, 41: the decision pays the same again; its own day starts the second level, at Medicare and by a limit."""
    built = facts(
        """
        claim | code  | charge | payer | filing | date  | sent
        A     | 96372 | 40.00  | MCR   | MB     | 03-10 | 03-10
        """,
        """
        on    | claim | code  | charge | status | paid  | adj          | remarks | payer | filing | date
        03-25 | A     | 96372 | 40.00  | 1      | 5.00  | CO-45 35.00  |         | MCR   | MB     | 03-10
        05-20 | A     | 96372 | -40.00 | 22     | -5.00 | CO-45 -35.00 |         | MCR   | MB     | 03-10
        05-21 | A     | 96372 | 40.00  | 1      | 5.00  | CO-45 35.00  | MA46    | MCR   | MB     | 03-10
        """,
        tables=("leak",),
    )
    says(
        built["leak"],
        """
        leak_class | amount | disposition       | deadline_kind | deadline | limit_basis
        underpaid  | 8.91   | first_appeal_lost | second_appeal | 11-22    | medicare
        """,
    )
