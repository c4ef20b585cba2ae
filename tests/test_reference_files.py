"""Reference files as published, and contract tables: what is read of them, what is refused, and where it stands."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from drawn import table

from analytics import reference
from analytics.reference.combined import Added, combined
from analytics.reference.published import read_published
from analytics.reference.sheet import FileRefusedError, Table

NOTICE = '"A notice of our own, where CMS has that of the owner of the descriptions"'
HEAD = """,,,STATUS,MEDICARE,WORK,NON-FAC,NA,FACILITY,NA,MP,NON-FACILITY,FACILITY,PCTC,GLOB,CONV
HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU,PE RVU,INDICATOR,PE RVU,INDICATOR,RVU,TOTAL,TOTAL,IND,DAYS,FACTOR"""
INJECTION = "96372,,OWNED WORDS,A,,0.17,0.33,,0.33,NA,0.01,0.51,0.51,5,XXX,33.4009"
VISIT = "99213,,OWNED WORDS,A,,1.30,1.45,,0.32,,0.10,2.85,1.72,0,XXX,33.4009"
INDICES = """ADDENDUM E. FINAL CY 2026 GEOGRAPHIC PRACTICE COST INDICES (GPCIs) BY STATE AND MEDICARE LOCALITY,,,,,,,
,,,,,,,
Medicare Administrative Contractor (MAC),State,Locality Number,Locality Name,2026 PW GPCI (without 1.0 Floor),\
2026 PW GPCI (with 1.0 Floor),2026 PE GPCI,2026 MP GPCI
10112,AL,00,ALABAMA,0.983,1,0.860,0.600
1112,CA,5,SAN FRANCISCO**,1.08,1.08,1.40,0.45
,,,,,,,
* a footnote of our own,,,,,,,"""
PAIRS = """A notice of our own
Column1/Column2 Edits
Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale
\t\tprior to 1996\tDate\tDate\t0=not allowed\t
\t\t\t\t*=no data\t1=allowed\t
96372\t99213\t\t20250101\t*\t1\twords
10060\t96372\t*\t19960101\t20260930\t0\twords
10060\t10061\t\t20261001\t*\t1\twords"""
UNITS = """"A notice of our own,
over two lines",,,
HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale
96372,6,3 Date of Service Edit: Clinical,words
00001,6,3 Date of Service Edit: Clinical,words"""
AGREED = """Payer,Code,Modifier,Basis,Rate,From,To
ACME HEALTH,96372,,% of Medicare,120%,2025-01-01,2025-12-31
ACME HEALTH,96372,,percent of medicare,122.5,01/01/2026,
ACME HEALTH,96372,25,Fixed,$21.50,,
"Other, Inc",j3420,,fixed,"1,000.00",,"""


def values(*rows: str, title: str = "2026 National Physician Fee Schedule Relative Value File October Release") -> str:
    """A relative value file: titles, the heading over two rows, rows."""
    return "\n".join((f"{title},,,", NOTICE, "RELEASED 09/15/2026,,,", ",,,", HEAD, *rows))


def read(text: str, name: str = "PPRRVU2026_Oct_nonQPP.csv") -> Table:
    return read_published(text.encode(), name)


def added(text: str, name: str = "PPRRVU2026_Oct_nonQPP.csv") -> Added:
    found = read(text, name)
    return Added(found.kind, found.edition, found.rows)


def test_relative_values_are_read_without_modifiers_and_without_words() -> None:
    found = read(values(INJECTION, VISIT, VISIT.replace("99213,,", "99213,26,"), VISIT.replace("99213", "00001")))
    assert (found.kind, found.release) == ("medicare_rvu", "PPRRVU 2026 Oct, released 2026-09-15")
    assert (found.effective_from, found.effective_to) == (date(2026, 1, 1), date(2026, 12, 31))
    assert found.rows["code"].to_list() == ["96372", "99213"]
    row = found.rows.row(0, named=True)
    assert (row["nonfacility_pe_rvu"], row["facility_pe_rvu"], row["facility_na"]) == (*[Decimal("0.33")] * 2, "NA")
    assert (row["conversion_factor"], row["qp"], row["pctc"]) == (Decimal("33.4009"), "no", "5")
    assert "OWNED" not in str(found.rows.to_dicts())


def test_the_heading_may_stand_in_one_row() -> None:
    """As the workbook has it."""
    one = (
        "HCPCS,MOD,DESCRIPTION,STATUS CODE,NOT USED FOR MEDICARE PAYMENT,WORK RVU,NON-FAC PE RVU,"
        "NON-FAC NA INDICATOR,FACILITY PE RVU,FACILITY NA INDICATOR,MP RVU,NON-FACILITY TOTAL,FACILITY TOTAL,"
        "PCTC IND,GLOB DAYS,CONV FACTOR"
    )
    assert read(values(INJECTION).replace(HEAD, one)).rows.equals(read(values(INJECTION)).rows)


def test_indices_are_those_with_the_floor_and_zeros_come_back() -> None:
    """A spreadsheet takes the leading zeros of 01112 and 05; stars are footnotes."""
    found = read(INDICES, "GPCI2026.csv")
    assert (found.kind, found.effective_from) == ("gpci", date(2026, 1, 1))
    assert found.rows.select("locality", "locality_name", "work_gpci").rows() == [
        ("10112-00", "ALABAMA", Decimal("1.000")),
        ("01112-05", "SAN FRANCISCO", Decimal("1.080")),
    ]
    assert "2 localities" in found.notes[0]


def test_pairs_with_96372_are_kept_with_their_dates() -> None:
    found = read(PAIRS, "ccipra-v323r0-f1.txt")
    assert (found.kind, found.release) == ("ncci_pair", "edits through 2026-10-01")
    assert found.rows.rows() == [
        ("96372", "99213", "1", date(2025, 1, 1), None),
        ("10060", "96372", "0", date(1996, 1, 1), date(2026, 9, 30)),
    ]


def test_units_are_those_of_practitioners() -> None:
    found = read(UNITS, "MCR_MUE_PractitionerServices_Eff_10-01-2026.csv")
    assert (found.kind, found.effective_from, found.rows.rows()) == (
        "mue_units",
        date(2026, 10, 1),
        [("96372", 6, "3")],
    )
    assert "does not say from which day" in read(UNITS, "mue.csv").notes[0]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_contract_table_says_who_what_and_from_when(mark: str) -> None:
    text = AGREED if mark == "," else AGREED.replace('"Other, Inc"', "Other Inc").replace('"1,000.00"', "1000")
    found = read(text.replace(",", mark), "contracts.csv")
    assert found.rows.drop("payer").rows() == [
        ("96372", "", "percent", Decimal(120), date(2025, 1, 1), date(2025, 12, 31), ""),
        ("96372", "", "percent", Decimal("122.5"), date(2026, 1, 1), None, ""),
        ("96372", "25", "fixed", Decimal("21.5"), None, None, ""),
        ("J3420", "", "fixed", Decimal(1000), None, None, ""),
    ]


def test_a_contract_row_may_name_a_place_of_service() -> None:
    rates = {"facility": 60, "Office": 90, "non-facility": 91, "": 70}
    rows = "".join(f"ACME,{99211 + at},{place},fixed,{rate}\n" for at, (place, rate) in enumerate(rates.items()))
    for heading in ("Place of service", "place_of_service", "Place", "POS"):
        found = read(f"payer,code,{heading},basis,rate\n{rows}", "contracts.csv").rows
        assert found["place"].to_list() == ["facility", "office", "office", ""]
    same = "payer,code,place,basis,rate\nACME,99213,{},fixed,90\nACME,99213,{},fixed,60"
    assert read(same.format("office", "facility"), "contracts.csv").rows.height == 2
    assert read(same.format("office", ""), "contracts.csv").rows.height == 2
    with pytest.raises(FileRefusedError, match="line 3: the period overlaps that of line 2"):
        read(same.format("office", "nonfacility"), "contracts.csv")
    with pytest.raises(FileRefusedError, match="line 2: place 'home' is none of: facility, office"):
        read(same.format("home", ""), "contracts.csv")


def test_a_contract_table_added_before_places_holds_wherever_the_service_was() -> None:
    old = added("payer,code,basis,rate\nACME,96372,fixed,25", "x.csv")
    old = Added(old.kind, old.edition, old.rows.drop("place"))
    newer = added("payer,code,place,basis,rate\nOTHER,96372,facility,fixed,20", "y.csv")
    assert combined([old])["contract"].select("payer", "place").rows() == [("ACME", "")]
    assert combined([old, newer])["contract"].select("payer", "place").rows() == [("ACME", ""), ("OTHER", "facility")]


BAD_VALUES = table("""
was          | is            | says
0.17,0.33    | x.17,0.33     | line 7: work_rvu 'x.17' is not a number
0.17,0.33    | NaN,0.33      | line 7: work_rvu 'NaN' is not a number
0.17,0.33    | 0.18,0.33     | line 7: the parts of 96372 add up to 0.52, not to nonfacility_total
33.4009      |               | one conversion factor is expected in the file, found none
RVU,TOTAL    | VALUE,TOTAL   | line 6: no column for mp_rvu
FACILITY,NA  | FACILITY,XX   | line 6: no column for facility_na
96372,,      | 00001,,       | no row has a code that is used here
""")


@pytest.mark.parametrize("row", BAD_VALUES, ids=lambda row: row["says"])
def test_a_broken_relative_value_file_is_refused_with_its_line(row: dict[str, str]) -> None:
    text = values(INJECTION)
    assert row["was"] in text
    if row["was"] == "FACILITY,NA":
        text = text.replace("INDICATOR", "OTHER")
    with pytest.raises(FileRefusedError) as refused:
        read(text.replace(row["was"], row["is"]))
    assert row["says"] in str(refused.value)


def test_two_factors_and_a_code_that_stands_twice_are_refused() -> None:
    with pytest.raises(FileRefusedError, match=r"found 33\.4009, 34\.0000"):
        read(values(INJECTION, VISIT.replace("33.4009", "34.0000")))
    with pytest.raises(FileRefusedError, match="line 8: code 96372 stands twice"):
        read(values(INJECTION, INJECTION))


def test_since_2026_the_file_must_say_whose_factor_it_carries() -> None:
    with pytest.raises(FileRefusedError, match="nonQPP or QPP"):
        read(values(INJECTION), "rvu.csv")
    assert read(values(INJECTION), "PPRRVU2026_Oct_QPP.csv").rows["qp"][0] == "yes"
    old = values(INJECTION, title="2025 National Physician Fee Schedule Relative Value File")
    assert read(old, "rvu.csv").rows["qp"][0] == "any"
    with pytest.raises(FileRefusedError, match="which year"):
        read(values(INJECTION, title="Fee schedule"), "rvu.csv")


BAD = table("""
file | was                     | is                      | says
I    | 1112,CA,5               | 1112,CA,five            | line 5: contractor and locality are not numbers
I    | 0.860                   | 86.0                    | line 4: an index lies outside 0.1 to 5
I    | 0.860                   |                         | line 4: pe_gpci '' is not a number
I    | 2026 MP GPCI            | 2026                    | line 3: no column for mp_gpci
I    | 1112,CA,5               | 10112,AL,0              | locality 10112-00 stands twice
P    | 20250101                | 20251301                | line 6: effective_on '20251301' is not a date
P    | 20260930                | soon                    | line 7: deleted_on 'soon' is not a date
P    | *;1;words               | *;7;words               | line 6: modifier indicator '7' is none of 0, 1 and 9
P    | 96372                   | 96371                   | no pair with 96372
P    | Deletion                | Removed                 | line 3: no column for deleted_on
U    | 96372,6                 | 96372,six               | line 4: units_per_day 'six' is not a number
U    | 96372,6                 | 96372,6.5               | line 4: units '6.5' are not a whole number
U    | 3 Date                  | Date                    | does not begin with 1, 2 or 3
U    | Practitioner            | Outpatient Hospital     | these are edits of hospitals
A    | 120%                    | much                    | line 2: rate 'much' is not a number
A    | 120%                    | 1.2                     | line 2: rate '1.2' is under 10 % of Medicare; write 120
A    | 120%                    | -120                    | line 2: rate '-120' is negative
A    | $21.50                  | $21.505                 | line 4: rate '$21.505' is negative or has more than 2
A    | % of Medicare           | of charges              | line 2: basis 'of charges' is none of
A    | 2025-12-31              | 2026-01-01              | line 3: the period overlaps that of line 2
A    | 2025-12-31              | 2024-12-31              | line 2: it ends on 2024-12-31 before it begins
A    | 2025-12-31              | 2025-02-30              | line 2: to '2025-02-30' is not a date
A    | HEALTH,96372,25         | HEALTH,9637,25          | line 4: code '9637' is not a procedure code
A    | 96372,25                | 96372,25 59             | line 4: modifier '25 59' is not one modifier
A    | Rate                    | Price                   | line 1: no column for rate
A    | ACME HEALTH,96372,25    | ,96372,25               | line 4: no payer with letters
A    | ACME HEALTH,96372,25    | *,96372,25              | line 4: no payer
""")
FILES = {"I": INDICES, "P": PAIRS, "U": UNITS, "A": AGREED}


@pytest.mark.parametrize("row", BAD, ids=lambda row: row["says"])
def test_a_broken_file_is_refused_with_its_line(row: dict[str, str]) -> None:
    was, is_ = (row[name].replace(";", "\t") for name in ("was", "is"))
    assert was in FILES[row["file"]]
    with pytest.raises(FileRefusedError) as refused:
        read(FILES[row["file"]].replace(was, is_), "x.csv")
    assert row["says"] in str(refused.value)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "the file is empty"),
        (b"\n , ,\n", "the file is empty"),
        (b"dear sir,\nthank you,\n", "none of the tables"),
        (b"payer,code\x00,rate", "not a text file"),
        (b"Payer,Code,Modifier,Basis,Rate,From,To\n", "no row under the heading"),
        (b'payer,code,basis,rate\n"' + b"x" * (2 << 20), "cannot be told apart"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(FileRefusedError, match=says):
        read_published(data, "x.csv")


def test_hospital_edits_are_refused_by_their_name() -> None:
    with pytest.raises(FileRefusedError, match="hospitals"):
        read(PAIRS, "ccioph-v323r0-f1.txt")


def test_the_newest_release_of_a_year_goes_first_whatever_the_order() -> None:
    """Values of the year from the October release; other years and codes stay as shipped."""
    late = added(values(INJECTION))
    early = added(values(INJECTION.replace("0.33", "0.30").replace("0.51", "0.48")).replace("October", "April"))
    for files in ([late, early], [early, late]):
        rvu = combined(files)["medicare_rvu"]
        assert rvu.filter(code="96372", year=2026)["nonfacility_total"].to_list() == [Decimal("0.51")]
    shipped = reference.medicare_rvu()
    assert rvu.height == shipped.height and combined([late])["conversion_factor"].height == 10
    unchanged = pl.col("code") != "96372"
    assert rvu.filter(unchanged).sort("code", "year").equals(shipped.filter(unchanged).sort("code", "year"))


def test_a_new_factor_holds_from_the_quarter_of_its_release() -> None:
    """The file does not say from which day; the factor before it ends the day before."""
    found = combined([added(values(INJECTION.replace("33.4009", "34.0000")))])["conversion_factor"]
    rows = found.filter(pl.col("effective_from").dt.year() == 2026).sort("qp", "effective_from")
    assert rows.select("effective_from", "effective_to", "cf", "qp").rows() == [
        (date(2026, 1, 1), date(2026, 9, 30), Decimal("33.4009"), "no"),
        (date(2026, 10, 1), date(2026, 12, 31), Decimal("34.0000"), "no"),
        (date(2026, 1, 1), date(2026, 12, 31), Decimal("33.5675"), "yes"),
    ]


def test_a_new_year_brings_its_own_factor() -> None:
    text = values(INJECTION, title="2027 National Physician Fee Schedule Relative Value File January Release")
    found = combined([added(text, "PPRRVU2027_Jan_nonQPP.csv")])
    assert found["conversion_factor"].filter(qp="no").select("effective_from", "effective_to").row(-1) == (
        date(2027, 1, 1),
        date(2027, 12, 31),
    )


def test_added_pairs_indices_and_contracts_go_before_what_was_there() -> None:
    files = [added(INDICES, "GPCI2026.csv"), added(PAIRS, "x.txt"), added(AGREED, "x.csv")]
    newer = added("payer,code,basis,rate\nacme-health,96372,fixed,25", "y.csv")
    found = combined([*files, newer])
    assert found["gpci"].filter(year=2026).height == 2 and found["gpci"].filter(year=2025).height == 109
    pair = found["ncci_pair"].filter(column_one="10060", column_two="96372")
    assert pair["deleted_on"].to_list() == [date(2026, 9, 30)]
    same = reference.ncci_pair().join(files[1].rows, on=["column_one", "column_two"], how="anti")
    assert found["ncci_pair"].height == same.height + 2
    assert found["contract"].select("payer", "rate").rows() == [
        ("Other, Inc", Decimal(1000)),
        ("acme-health", Decimal(25)),
    ]


def test_the_contract_table_of_the_readme_is_one() -> None:
    text = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    found = read(text.split("```csv\n")[1].split("```")[0], "contracts.csv")
    assert found.rows.select("basis", "rate").rows() == [("percent", Decimal(120)), ("fixed", Decimal("18.5"))]
