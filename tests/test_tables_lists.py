"""Lists of codes in one cell, with words between them: each code is said, and a number that counts things is none."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from messy_export import BETWEEN, WORDS, WRITINGS
from test_tables_codes import cut

from analytics.importers.delimited.denials import read_cell
from analytics.reference.shipped import reason_codes

CODES = sorted(set(reason_codes()["code"].to_list()))
LISTS = """
CO-45 per payer, 6                                                 | CO-45 CO-6
CO-45 per payer, 06                                                | CO-45 CO-6
45 per payer, 6                                                    | CO-45 CO-6
45 - see remittance, 6                                             | CO-45 CO-6
45 - see remittance / 6                                            | CO-45 CO-6
6, CO-45 exact text on EOB                                         | CO-6 CO-45
Denied, 6                                                          | CO-6
6-The procedure code is inconsistent with the modifier, 45         | CO-6 CO-45
11 - The diagnosis is inconsistent with the procedure, 45          | CO-11 CO-45
CO-78 Non-covered days/Room charge adjustment, 45                  | CO-78 CO-45
16-Claim/service lacks information N130                            | CO-16 N130
CO-16 Claim/service lacks information - N130                       | CO-16 N130
CO-16 and MA63                                                     | CO-16 MA63
(16) and MA63                                                      | CO-16 MA63
CO 45, CO 6                                                        | CO-45 CO-6
CO45;N130                                                          | CO-45 N130
45/6                                                               | CO-45 CO-6
45 and 6                                                           | CO-45 CO-6
45 + 6                                                             | CO-45 CO-6
(CO-6)                                                             | CO-6
(6)                                                                | CO-6
45,(6)                                                             | CO-45 CO-6
45 [6]                                                             | CO-45 CO-6
CO-45 (6)                                                          | CO-45 CO-6
PR(2), PI (6)                                                      | PR-2 PI-6
CO*45*46.00                                                        | CO-45
45: 46.00; 6: 14.00                                                | CO-45 CO-6
45: 30 days past the limit                                         | CO-45
1) CO-45 2) CO-6                                                   | CO-45 CO-6
1. 45; 2. 6                                                        | CO-45 CO-6
CO-45/16/22                                                        | CO-45 CO-16 CO-22
CO-16/1/45 per payer                                               | CO-16 PR-1 CO-45
45.00                                                              | CO-45
45 - Refer to the 835, 6                                           | CO-45 CO-6
CO-45 see check 1234, 6                                            | CO-45 CO-6
CARC 45 on 01/26/2026, 6                                           | CO-45 CO-6
CO-16 (see box 24), 45                                             | CO-16 CO-45
CO-16 see box 4; 6                                                 | CO-16 CO-6
CO-16 see box 4, CO-6                                              | CO-16 CO-6
CO-16 see box 4, 6                                                 | CO-16
CO-16 missing information 1/2                                      | CO-16
CO-16 missing information (2)                                      | CO-16
CO-16 missing items, 24, 32                                        | CO-16
CO-45 per payer, 2 visits                                          | CO-45
CO-45 per payer, 400                                               | CO-45
CO-45, 0                                                           | CO-45
units 4, 6                                                         |
see rows 4, 6, 8                                                   |
Missing items (24, 32)                                             |
boxes 24 and 32                                                    |
boxes 4 & 6                                                        |
3 and 4 days                                                       |
limit is 2 per day, 4                                              |
Jane Smith, 4                                                      |
DX Z79.4, 16                                                       |
diagnosis: M54                                                     |
0                                                                  |
00                                                                 |
"""


@pytest.mark.parametrize("row", LISTS.strip().splitlines(), ids=lambda row: row.split(" |")[0].strip())
def test_each_code_of_a_list_is_said(row: str) -> None:
    cell, codes = (part.strip() for part in row.rsplit("|", 1))
    found = read_cell(cell)
    assert [*("-".join(one) for one in found.codes), *found.remarks] == codes.split()


@given(
    st.lists(
        st.tuples(st.sampled_from(CODES), st.sampled_from(WRITINGS), st.sampled_from(WORDS)),
        min_size=1, max_size=4, unique_by=lambda one: one[0],
    ),
    st.sampled_from(BETWEEN),
)  # fmt: skip
@example([("45", "CO-{code} {words}", "per payer"), ("6", "{code}", "")], ", ")
@example([("45", "{code} - see remittance", ""), ("9", "({code})", "")], ",")
@settings(max_examples=500, deadline=None)
def test_words_between_the_codes_of_a_list_take_none_away(said: list[tuple[str, str, str]], mark: str) -> None:
    cell = mark.join(writing.format(code=code, words=words) for code, writing, words in said)
    assert [reason for _, reason in read_cell(cell).codes] == [code for code, _, _ in said], cell


THINGS = ("box", "item", "items", "units", "line", "lines", "page", "field", "visits", "days", "diagnosis", "rows no.")


@given(
    st.sampled_from(["", "CO-16 ", "CO-16 lacks information, see ", "16 - see "]), st.sampled_from(THINGS),
    st.lists(st.integers(1, 350), min_size=2, max_size=4), st.sampled_from([", ", ",", "/", " & ", " + ", " and "]),
)  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_the_numbers_of_things_are_no_codes(before: str, thing: str, numbers: list[int], mark: str) -> None:
    """See box 4, 6: neither is a reason of the payer, whatever code stands before."""
    cell = f"{before}{thing} {mark.join(map(str, numbers))}"
    assert [reason for _, reason in read_cell(cell).codes] == (["16"] if before else []), cell


def test_the_bare_code_behind_words_has_the_denied_charge() -> None:
    assert cut("Denied", "CO-45 per payer, 6") == [("CO", "45", None), ("CO", "6", "60.00"), ("None",)]


def test_a_zero_in_the_place_of_a_code_says_nothing() -> None:
    """Of $60.00 paid with $14.00 nothing is denied; a denial beside a zero keeps its reason."""
    assert cut("Paid", "0", paid="14.00") == [("14.00",)]
    assert cut("Denied", "6, 0") == [("CO", "6", "60.00"), ("None",)]
    assert cut("Denied", "00") == [("OA", "denied", "60.00"), ("None",)]
