"""Codes in every usual writing, words of status and reason: one meaning, whatever the export's habit (meanings 17)."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from table_files import read, rows, text

from analytics.importers.delimited.denials import CATEGORIES, category_of, class_of, read_cell, status
from analytics.reference.shipped import carc_class, reason_codes

REASONS = st.sampled_from(sorted(set(reason_codes()["code"].to_list())))
GROUPS = st.sampled_from(["CO", "PR", "OA", "PI"])
WORDS = st.sampled_from(
    ["Precertification/authorization absent", "Claim lacks 2 items", "see note, 30 days", "Exact duplicate"]
)
BARE = [
    "{code}",
    "CARC {code}",
    "Reason {code}",
    "reason code: {code}",
    "{code} - {words}",
    "{code}: {words}",
    " {code} ",
    "#{code}",
    "CARC-{code}",
    "CARC {code} - {words}",
    "Denial code {code}",
]
GROUPED = [
    "{group}-{code}",
    "{group}{code}",
    "{group}:{code}",
    "{group} {code}",
    "{group}/{code}",
    "{group}_{code}",
    "{group}-{code} {words}",
    "{group}{code} - {words}",
    "{group}\u2013{code}",
    "denied: {group} {code}",
]
MARKS = st.sampled_from(["; ", ",", ", ", "|", " | ", "/", ";", "\n"])


@given(REASONS, GROUPS, WORDS, st.sampled_from(BARE), st.sampled_from(GROUPED), st.booleans())
@settings(max_examples=400, deadline=None)
def test_any_writing_of_a_code_is_that_code(
    code: str, group: str, words: str, bare: str, grouped: str, is_small: bool
) -> None:
    cells = [form.format(code=code, group=group, words=words) for form in (bare, grouped)]
    alone, whole = (read_cell(cell.lower() if is_small else cell) for cell in cells)
    assert [reason for _, reason in alone.codes] == [code], cells[0]
    assert whole.codes == ((group, code),), cells[1]


@given(st.lists(st.tuples(GROUPS, REASONS), min_size=1, max_size=4, unique_by=lambda one: one[1]), MARKS, st.booleans())
@settings(max_examples=300, deadline=None)
def test_a_list_is_its_codes_whatever_stands_between(codes: list[tuple[str, str]], mark: str, has_groups: bool) -> None:
    cell = mark.join(f"{group}-{reason}" if has_groups else reason for group, reason in codes)
    found = read_cell(cell).codes
    assert [reason for _, reason in found] == [reason for _, reason in codes], cell
    assert not has_groups or list(found) == codes


@pytest.mark.parametrize(
    ("cell", "remarks"),
    [
        ("N130", ["N130"]),
        ("RARC N130", ["N130"]),
        ("MA130, N290", ["MA130", "N290"]),
        ("N130 - Consult plan", ["N130"]),
        ("CO-16 N130", ["N130"]),
        ("16/N130", ["N130"]),
        ("Remark codes: N130 M76", ["N130", "M76"]),
        ("CO-16 (MA130)", ["MA130"]),
    ],
)
def test_remarks_are_told_from_reasons(cell: str, remarks: list[str]) -> None:
    assert list(read_cell(cell).remarks) == remarks


@pytest.mark.parametrize(
    "cell",
    [
        "2 visits",
        "30 days past",
        "Missing info (2)",
        "see 01/26/2026",
        "$45.00",
        "12.5",
        "call 555-1234",
        "Jane 4 Smith",
        "N/A",
        "80301",
        "1234",
        "3 claims on file",
        "item 24 of the form",
        "",
    ],
)
def test_a_number_that_is_counted_is_no_code(cell: str) -> None:
    assert read_cell(cell).codes == ()


def test_the_usual_group_is_that_of_the_code() -> None:
    assert read_cell("197; 45; 2; 23").codes == (("CO", "197"), ("CO", "45"), ("PR", "2"), ("OA", "23"))


@pytest.mark.parametrize(
    ("words", "category"),
    [
        ("Prior Auth", "authorization"),
        ("No authorization on file", "authorization"),
        ("timely filing", "timely_filing"),
        ("Time limit for filing has expired", "timely_filing"),
        ("Duplicate", "duplicate"),
        ("not medically necessary", "medical_necessity"),
        ("Eligibility", "eligibility"),
        ("coverage terminated", "eligibility"),
        ("bundled", "bundled"),
        ("Inclusive", "bundled"),
        ("Non-covered service", "non_covered"),
        ("COB", "other_payer"),
        ("Missing modifier", "modifier"),
        ("auth on file", ""),
        ("no auth required", ""),
        ("not a duplicate", ""),
        ("see notes", ""),
        ("Prior auth; duplicate", ""),
        ("filed timely", ""),
        ("Contractual", ""),
        ("Smith", ""),
    ],
)
def test_only_unmistakable_words_mean_a_category(words: str, category: str) -> None:
    assert category_of(words.upper()) == category


def test_every_category_of_a_word_is_one_of_the_codes() -> None:
    classes = {row["category"]: row["class"] for row in carc_class().iter_rows(named=True)}
    assert {classes[name] for name, _ in CATEGORIES if name != "other_payer"} == {"denial"}
    assert classes["other_payer"] == "routed" and class_of("197") == "denial"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Denied", "4"),
        ("REJECTED", "4"),
        ("denial", "4"),
        ("DND", "4"),
        ("Denied - no auth", "4"),
        ("4 - Denied", "4"),
        ("4", "4"),
        ("4.0", "4"),
        ("Paid", "1"),
        ("1", "1"),
        ("22", "22"),
        ("Reversal", "22"),
        ("Denial overturned", None),
        ("Denied - paid on appeal", None),
        ("Not denied", None),
        ("Pending", None),
        ("Smith", None),
    ],
)
def test_a_status_is_a_code_in_digits_or_words(said: str, code: str | None) -> None:
    assert pl.select(status(pl.lit(said))).item() == code


HEAD = "Claim #,Insurance,DOS,CPT,Charge,Allowed,Paid,Status,Denial Reason,Check Date"


def cut(
    status: str, reason: str, *, allowed: str = "14.00", paid: str = "0.00", more: str = ""
) -> list[tuple[object, ...]]:
    """The adjustments of one row, and what is left of its allowed amount."""
    head = f"{HEAD},{more.partition('=')[0]}" if more else HEAD
    row = f'A1,ACME,01/26/2026,96372,60.00,{allowed},{paid},{status},"{reason}",02/20/2026'
    found = read(text(f"{row},{more.partition('=')[2]}" if more else row, head=head))
    cuts = rows(found, "adjustment").select("group", "reason", pl.col("amount").cast(pl.String)).rows()
    return [*cuts, (str(rows(found, "remit_line")["allowed"].item()),)]


@pytest.mark.parametrize(
    ("status", "reason", "comes_out"),
    [
        ("Denied", "197", [("CO", "197", "60.00"), ("None",)]),
        ("Denied", "CO-45; CO-197", [("CO", "45", None), ("CO", "197", "60.00"), ("None",)]),
        ("Denied", "Prior Auth", [("OA", "denied: authorization", "60.00"), ("None",)]),
        ("Denied", "see notes", [("OA", "denied", "60.00"), ("None",)]),
        ("Denied", "", [("OA", "denied", "60.00"), ("None",)]),
        ("Denied", "CO-45", [("CO", "45", None), ("OA", "denied", "60.00"), ("None",)]),
        ("Paid", "see notes", [("14.00",)]),
        ("Paid", "197", [("CO", "197", "60.00"), ("None",)]),
        ("", "Prior Auth", [("OA", "denied: authorization", "60.00"), ("None",)]),
        ("Reversal", "Prior Auth", [("14.00",)]),
    ],
)
def test_what_a_row_that_paid_nothing_comes_out_as(
    status: str, reason: str, comes_out: list[tuple[object, ...]]
) -> None:
    assert cut(status, reason) == comes_out


def test_what_was_paid_in_part_is_no_denial_by_its_status() -> None:
    assert cut("Denied", "Prior Auth", paid="14.00") == [("14.00",)]


def test_a_write_off_beside_the_denial_leaves_it_the_rest() -> None:
    assert cut("Denied", "", more="Group1,Reason1,Amount1=CO,45,46.00") == [
        ("CO", "45", "46.00"),
        ("OA", "denied", "14.00"),
        ("None",),
    ]
    assert cut("Denied", "", more="Group1,Reason1,Amount1=CO,45,60.00") == [("CO", "denied", "60.00"), ("None",)]


def test_a_denied_row_without_a_payment_paid_nothing() -> None:
    assert cut("Denied", "197", paid="") == [("CO", "197", "60.00"), ("None",)]


def test_the_receipt_counts_what_is_not_understood() -> None:
    body = [
        f"A{n},ACME,01/26/2026,96372,60.00,0.00,0.00,Denied,{why},02/20/2026"
        for n, why in enumerate(["", "?", "197", "Prior Auth"])
    ]
    said = {one.code: one.reason for one in read(text(*body, head=HEAD)).file.warnings}
    assert said["denied_without_code"].startswith("2 rows say Denied without a code")
    assert said["denied_in_words"].startswith("1 row says") and said["reason_words_unknown"].startswith("1 row says")
