"""Who pays: one payer under many spellings, many payers under one id (meanings 5), and who is the patient (4, 6)."""

import polars as pl
from drawn import build, facts, stored
from story import Batch, Story
from x12_text import CLAIM_837, HEADER_837, SUBSCRIBER, claims, file_835, interchange, read, text

from analytics.build.full import no_edits

told = Batch()


def edited(text: list[dict[str, object]]) -> dict[str, pl.DataFrame]:
    """The user's own rows about payers."""
    blank = {"source_id": "", "source_name": "", "filing_indicator": "", "payer_id": None, "name": None}
    rows = [{**blank, "class": None, "confirmed": True, **row} for row in text]
    return {"payer_edit": pl.DataFrame(rows, schema=no_edits()["payer_edit"].schema)}


def payers(claims: str, edits: list[dict[str, object]] = ()) -> list[tuple[object, ...]]:  # type: ignore[assignment]
    """Payer id, name, class and whether confirmed or to be confirmed, of every spelling."""
    columns = ("payer_id", "payer_name", "payer_class", "confirmed", "needs_confirmation")
    frame = build(stored(claims), edited(list(edits)), tables=("payer",))["payer"]
    return sorted(frame.select(columns).rows(), key=str)


@told(
    claims="""
    claim | payer | payer_id | filing | code  | charge
    A     | BLUE  | 00060    | 12     | 96372 | 40.00
    B     | BLUE  | 00060    | 16     | 96372 | 40.00
    C     | BLUE  | 00060    | MC     | 96372 | 40.00
    """
)
def test_one_source_id_with_three_indicators_is_three_payers(story: Story) -> None:
    """5: the indicator decides unless the user says otherwise."""
    story.lines("""
    claim | payer_class        | payer_id
    A     | commercial         | 00060-commercial
    B     | medicare_advantage | 00060-medicare_advantage
    C     | medicaid           | 00060-medicaid
    """)


@told(
    claims="""
    claim | payer      | payer_id | filing | code  | charge
    A     | Acme Corp  | 100      | CI     | 96372 | 40.00
    B     | ACME CORP. | 200      | CI     | 96372 | 40.00
    C     | ACME CORP  |          | CI     | 96372 | 40.00
    D     | ACME CORP  | 100      | MC     | 96372 | 40.00
    """
)
def test_the_same_name_and_class_are_one_payer(story: Story) -> None:
    """5: two ids, one name; another class stays apart."""
    story.lines("""
    claim | payer_id
    A     | 100-commercial
    B     | 100-commercial
    C     | 100-commercial
    D     | 100-medicaid
    """)


def test_names_that_hold_another_programme_wait_for_confirmation() -> None:
    """5: Medicaid, Advantage, Dual and Community Plan under a commercial indicator; and what has no class at all."""
    found = payers("""
    claim | payer                | filing | code  | charge
    A     | BLUE MEDICAID        | CI     | 96372 | 40.00
    B     | Blue Advantage       | CI     | 96372 | 40.00
    C     | BLUE DUAL PLAN       | CI     | 96372 | 40.00
    D     | BLUE COMMUNITY PLAN  | CI     | 96372 | 40.00
    E     | BLUE                 | CI     | 96372 | 40.00
    F     | GREEN                | 99     | 96372 | 40.00
    """)
    assert {name: waits for _, name, _, _, waits in found} == {
        "BLUE": False,
        "BLUE COMMUNITY PLAN": True,
        "BLUE DUAL PLAN": True,
        "BLUE MEDICAID": True,
        "Blue Advantage": True,
        "GREEN": True,
    }


SEEN = """
claim | payer         | payer_id | filing | code  | charge
A     | BLUE MEDICAID | 00060    | CI     | 96372 | 40.00
B     | BLUE          | 00060    | MB     | 96372 | 40.00
C     | GREEN         |          | CI     | 96372 | 40.00
"""


def test_the_users_row_for_id_and_indicator_decides() -> None:
    """5: class, name and confirmation come from the user; other indicators of the id are not touched."""
    edit = {"source_id": "00060", "filing_indicator": "CI", "payer_id": "BM", "name": "Blue Caid", "class": "medicaid"}
    assert payers(SEEN, [edit]) == [
        ("00060-medicare", "BLUE", "medicare", False, False),
        ("BM-medicaid", "Blue Caid", "medicaid", True, False),
        ("GREEN-commercial", "GREEN", "commercial", False, False),
    ]


def test_a_blank_indicator_means_any_and_a_name_stands_for_an_id() -> None:
    """5: one row for all indicators; the row with an indicator is the nearer one."""
    edits = [
        {"source_id": "00060", "payer_id": "B", "class": "medicare_advantage", "confirmed": False},
        {"source_id": "00060", "filing_indicator": "MB", "payer_id": "M", "class": "medicare"},
        {"source_name": "GREEN", "payer_id": "G", "class": "workers_comp"},
    ]
    assert [(row[0], row[3]) for row in payers(SEEN, edits)] == [
        ("B-medicare_advantage", False),
        ("G-workers_comp", True),
        ("M-medicare", True),
    ]


TWO = """
claim | payer       | payer_id | filing | code  | charge
A     | BLUE CROSS  | 100      | CI     | 96372 | 40.00
B     | BCBS OF X   | 200      | 12     | 96372 | 40.00
C     | BCBS OF X   | 200      | MC     | 96372 | 40.00
D     | OTHER PLAN  |          | CI     | 96372 | 40.00
E     | THIRD PLAN  |          | CI     | 96372 | 40.00
"""


def test_two_sources_given_the_same_name_and_class_are_one_payer() -> None:
    """5: also when only one of them was edited; the name is the user's, the other class stays apart."""
    edit = {"source_id": "200", "source_name": "BCBS OF X", "filing_indicator": "12", "name": "Blue Cross"}
    assert [row[:3] for row in payers(TWO, [edit])] == [
        ("100-commercial", "Blue Cross", "commercial"),
        ("100-commercial", "Blue Cross", "commercial"),
        ("200-medicaid", "BCBS OF X", "medicaid"),
        ("OTHERPLAN-commercial", "OTHER PLAN", "commercial"),
        ("THIRDPLAN-commercial", "THIRD PLAN", "commercial"),
    ]


def test_a_row_without_an_id_is_edited_alone() -> None:
    """5: another payer without an id is another payer; a blank class, name or id leaves what the files say."""
    edit = {"source_name": "OTHER PLAN", "filing_indicator": "CI", "payer_id": "", "name": "", "class": "medicaid"}
    assert [row[0] for row in payers(TWO, [edit])] == [
        "100-commercial",
        "200-commercial",
        "200-medicaid",
        "OTHERPLAN-medicaid",
        "THIRDPLAN-commercial",
    ]


def test_of_two_names_under_one_id_each_has_its_own_row() -> None:
    """5: the row that names both is the nearer one; another name makes a payer of its own."""
    seen = """
    claim | payer | payer_id | filing | code  | charge
    A     | NORTH | 100      | CI     | 96372 | 40.00
    B     | SOUTH | 100      | CI     | 96372 | 40.00
    C     | SOUTH | 100      | 12     | 96372 | 40.00
    """
    edits = [
        {"source_id": "100", "source_name": "SOUTH", "filing_indicator": "CI", "name": "Deep South"},
        {"source_id": "100", "class": "medicaid", "confirmed": False},
    ]
    assert [row[:4] for row in payers(seen, edits)] == [
        ("100-medicaid", "NORTH", "medicaid", False),
        ("100-medicaid", "NORTH", "medicaid", False),
        ("DEEPSOUTH-commercial", "Deep South", "commercial", True),
    ]


@told(
    claims="""
    claim | payer | code  | charge
    A     | ACME  | 96372 | 40.00
    B     | ACME  | 96372 | 40.00
    C     | ACME  | 96372 | 40.00
    """,
    remits="""
    on    | claim | payer | code  | charge | paid  | adj
    02-01 | A     | OTHER | 96372 | 40.00  | 16.00 | CO-45 24.00
    02-01 | B     | OTHER | 96372 | 40.00  | 0.00  | OA-133 40.00
    02-01 | C     | ACME  | 96372 | 40.00  | 0.00  | CO-27 40.00
    03-01 | C     | OTHER | 96372 | 40.00  | 16.00 | CO-45 24.00
    02-01 | D     | OTHER | 96372 | 40.00  | 16.00 | CO-45 24.00
    """,
)
def test_a_lines_payer_is_that_of_its_first_answer_else_the_first_billed(story: Story) -> None:
    """5: a pend is no answer; the payer first billed is kept."""
    story.lines("""
    claim | payer | payer_first_billed
    A     | OTHER | ACME-commercial
    B     | ACME  | ACME-commercial
    C     | ACME  | ACME-commercial
    D     | OTHER | OTHER-commercial
    """)


# 4 Patients and 6 names, from real files


def keys(*subscribers: str) -> pl.DataFrame:
    """Patient keys of one claim per subscriber loop."""
    drawn = [part for loop in subscribers for part in (loop, CLAIM_837)]
    batch = read(text(interchange(claims(*drawn), version="005010X222A1")))
    return batch.tables["claim_line"]


def subscriber(first: str = "RICHARD", born: str = "19700131", member: str = "M0001", payer: str = "12345") -> str:
    birth = f"DMG*D8*{born}*M" if born else ""
    return f"""
    HL*2*1*22*0
    SBR*P*18*GROUP******CI
    NM1*IL*1*ROE*{first}****MI*{member}
    {birth}
    NM1*PR*2*SOME PAYER*****PI*{payer}
    """


DEPENDENT = """
    HL*2*1*22*1
    SBR*P**GROUP******CI
    NM1*IL*1*ROE*RICHARD****MI*M0001
    NM1*PR*2*SOME PAYER*****PI*12345
    HL*3*2*23*0
    PAT*19
    NM1*QC*1*ROE*JUNIOR
    DMG*D8*20150505*M
"""


def test_a_patient_is_name_and_birth_date_whoever_pays() -> None:
    """4: two payers and spellings of case and sign, one patient."""
    frame = keys(subscriber(), subscriber(member="X99", payer="99999"), subscriber(first="Richard-"))
    assert frame["patient_key"].n_unique() == 1
    assert set(frame["patient_key_basis"]) == {"strong"}


def test_twins_and_a_dependent_are_patients_of_their_own() -> None:
    """4: same last name, birth date and member id; a child under the parent's policy."""
    assert keys(subscriber(), subscriber(first="ROBERT"), DEPENDENT)["patient_key"].n_unique() == 3


def test_without_a_birth_date_payer_and_member_make_a_weak_key() -> None:
    """4: another payer, another key."""
    frame = keys(subscriber(born=""), subscriber(born="", first="OTHER"), subscriber(born="", payer="99999"))
    one, same, other = frame["patient_key"]
    assert one == same != other
    assert set(frame["patient_key_basis"]) == {"weak"}


def test_no_name_of_a_patient_is_stored() -> None:
    """6: neither name, birth date nor member id, in no table; the practice's name is."""
    batch = read(file_835(), text(interchange(claims(), version="005010X222A1")))
    everything = " ".join(str(frame.rows()) for frame in batch.tables.values())
    assert not [word for word in ("ROE", "RICHARD", "M0001", "19700131", "1970, 1, 31") if word in everything]
    assert "SAMPLE PRACTICE" in everything
    assert "ROE" in HEADER_837 + SUBSCRIBER


def test_providers_are_named_and_the_user_may_say_better() -> None:
    """6: npi, name, taxonomy and site; the user's row wins."""
    provider_edit = pl.DataFrame(
        [{"npi": "1000000001", "name": "Dr. Doe", "taxonomy": "363LF0000X", "site": "North"}],
        schema=no_edits()["provider_edit"].schema,
    )
    rows = stored("""
    claim | code  | charge
    A     | 96372 | 40.00
    """)
    plain = build(rows, tables=("provider",))["provider"]
    better = build(rows, {"provider_edit": provider_edit}, tables=("provider",))["provider"]
    who = pl.col("npi") == "1000000001"
    assert plain.row(by_predicate=who)[1:5] == ("DOE", "207Q00000X", None, False)
    assert better.row(by_predicate=who)[1:] == ("Dr. Doe", "363LF0000X", "North", True, "DOE", "207Q00000X")


def test_a_class_is_guessed_from_the_other_rows_of_an_id() -> None:
    """5: a remittance without indicator takes the one class its payer has everywhere else."""
    lines = facts(
        """
        claim | payer | payer_id | filing | code  | charge
        A     | BLUE  | 00060    | MB     | 96372 | 40.00
        """,
        """
        on    | claim | payer | payer_id | filing | code  | charge | paid  | adj
        02-01 | A     | BLUE  | 00060    | XX     | 96372 | 40.00  | 16.00 | CO-45 24.00
        """,
        tables=("line",),
    )["line"]
    assert lines["payer_class"].to_list() == ["medicare"]
