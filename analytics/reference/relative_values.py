"""CMS's PPRRVU files as published: relative values, with the conversion factor of the year."""

import re
from datetime import date

import polars as pl

from analytics.reference.sheet import FileRefusedError, Row, Sheet, Table, find
from analytics.reference.shipped import RVU, RVU_VALUES, medicare_rvu

_RVU_COLUMNS = {
    "code": r"HCPCS$",
    "modifier": r"\bMOD$",
    "status": r"STATUS",
    "work_rvu": r"WORK RVU$",
    "nonfacility_pe_rvu": r"NON-?\s?FAC(ILITY)? PE( RVU)?$",
    "facility_pe_rvu": r"^FAC(ILITY)? PE( RVU)?$",
    "mp_rvu": r"\bMP RVU$",
    "nonfacility_total": r"NON-?\s?FAC(ILITY)? TOTAL$",
    "facility_total": r"^FAC(ILITY)? TOTAL$",
    "pctc": r"PC/?TC",
    "conversion_factor": r"CONV(ERSION)? FACTOR$",
}
_QUARTERS = {"JAN": 1, "APR": 4, "JUL": 7, "OCT": 10}
_TWO_FACTORS = 2026
"""From this year on there is a factor for qualifying participants and one for the others."""
RVU_FILE = pl.Schema(
    {
        "code": pl.String(),
        "year": pl.Int64(),
        "status": pl.String(),
        "facility_na": pl.String(),
        "pctc": pl.String(),
        **dict.fromkeys(RVU_VALUES, RVU),
        "conversion_factor": pl.Decimal(10, 4),
        "qp": pl.String(),
    }
)


def relative_values(sheet: Sheet) -> Table | None:
    """The rows of a PPRRVU file for the codes in use, without modifiers and without descriptions; None for others."""
    at = sheet.heading("HCPCS", "MOD")
    if at is None or "RVU" not in " ".join(sheet.headings(at)):
        return None
    year, month = _year(sheet), _month(sheet)
    frame = _frame(sheet, at, year)
    return Table(
        kind="medicare_rvu",
        source="CMS physician fee schedule, national RVUs, added by you",
        release=_release(sheet, year, month),
        edition=date(year, month, 1).isoformat(),
        effective_from=date(year, 1, 1),
        effective_to=date(year, 12, 31),
        rows=frame,
        notes=() if "96372" in set(frame["code"]) else ("96372 is not in this file.",),
    )


def _frame(sheet: Sheet, at: int, year: int) -> pl.DataFrame:
    headings, line = sheet.headings(at, stacked=True), sheet.rows[at][0]
    columns = find(headings, _RVU_COLUMNS, line)
    columns["facility_na"] = _facility_na(headings, columns["facility_pe_rvu"], line)
    codes, participants = set(medicare_rvu()["code"]), _participants(sheet, year)
    rows = [row for row in sheet.below(at, columns) if row["code"] in codes and not row["modifier"]]
    _refuse_twice(rows, "code")
    if not rows:
        raise FileRefusedError("no row has a code that is used here; is the file whole?")
    frame = pl.DataFrame([_values(row, year, participants) for row in rows], schema=RVU_FILE, orient="row")
    _refuse_factors(frame)
    return frame


def _facility_na(headings: list[str], place: int, line: int) -> int:
    """Both flags of not-applicable may have the same heading; then the facility's stands right of its expense."""
    named = [at for at, words in enumerate(headings) if re.match(r"FAC(ILITY)? NA\b", words)]
    if named:
        return named[0]
    if place + 1 >= len(headings) or "INDICATOR" not in headings[place + 1]:
        raise FileRefusedError(f"line {line}: no column for facility_na beside the facility's practice expense")
    return place + 1


def _values(row: Row, year: int, qp: str) -> list[object]:
    parts = {name: row.number(name, empty="0") for name in RVU_VALUES}
    for place in ("nonfacility", "facility"):
        summed = parts["work_rvu"] + parts[f"{place}_pe_rvu"] + parts["mp_rvu"]
        if summed != parts[f"{place}_total"]:  # in CMS's own files they always do: else a column is not what it seems
            raise row.refused(f"the parts of {row['code']} add up to {summed}, not to {place}_total")
    factor = row.number("conversion_factor", empty="0")
    return [
        *(row["code"], year, row["status"] or None, row["facility_na"] or None, row["pctc"] or None),
        *parts.values(),
        *(factor, qp),
    ]


def _refuse_factors(frame: pl.DataFrame) -> None:
    factors = frame.filter(pl.col("conversion_factor") > 0)["conversion_factor"].unique().sort().to_list()
    if len(factors) != 1:
        said = ", ".join(str(factor) for factor in factors) or "none"
        raise FileRefusedError(f"one conversion factor is expected in the file, found {said}")


def _year(sheet: Sheet) -> int:
    found = re.search(r"\b(20\d\d)\b[^|]{0,40}(?:PHYSICIAN FEE SCHEDULE|RELATIVE VALUE)", sheet.top)
    found = found or re.search(r"CALENDAR YEAR (20\d\d)", sheet.top)
    named = re.search(r"PPRRVU(20)?(\d\d)(?!\d)", sheet.name.upper())
    if not found and not named:
        raise FileRefusedError("the title does not say which year it is for; keep CMS's title rows and file name")
    return int(found[1]) if found else 2000 + int(named[2]) if named else 0


def _month(sheet: Sheet) -> int:
    """The first month of the release's quarter."""
    found = re.search(r"\b(JAN|APR|JUL|OCT)\w* RELEASE\b", sheet.top) or re.search(
        r"_(JAN|APR|JUL|OCT)", sheet.name.upper()
    )
    return _QUARTERS[found[1]] if found else 1


def _participants(sheet: Sheet, year: int) -> str:
    """Whose conversion factor the file carries."""
    said = re.search(r"\b(NON)?[ _-]?(QPP?)\b", f"{sheet.top} {sheet.name.upper().replace('_', ' ')}")
    if year < _TWO_FACTORS:
        return "any"
    if not said:
        raise FileRefusedError(
            "there are two conversion factors since 2026 and neither title nor name says which one this is; "
            "keep CMS's file name, which ends in nonQPP or QPP"
        )
    return "no" if said[1] else "yes"


def _release(sheet: Sheet, year: int, month: int) -> str:
    names = {number: name.capitalize() for name, number in _QUARTERS.items()}
    found = re.search(r"RELEASED\s*(\d{1,2})/(\d{1,2})/(\d{4})", sheet.top)
    day = f", released {found[3]}-{int(found[1]):02}-{int(found[2]):02}" if found else ""
    return f"PPRRVU {year} {names[month]}{day}"


def _refuse_twice(rows: list[Row], name: str) -> None:
    seen: set[str] = set()
    for row in rows:
        if row[name] in seen:
            raise row.refused(f"{name} {row[name]} stands twice")
        seen.add(row[name])
