"""CMS's NCCI files for practitioners as published: edit pairs with 96372, and the most units of a day."""

import re
from datetime import date

import polars as pl

from analytics.reference.sheet import FileRefusedError, Row, Sheet, Table, find
from analytics.reference.shipped import drug, medicare_rvu, mue_units, ncci_pair

CODE = "96372"
_PAIR_COLUMNS = {
    "column_one": r"^COLUMN 1",
    "column_two": r"^COLUMN 2",
    "effective_on": r"^EFFECTIVE",
    "deleted_on": r"^DELETION",
    "modifier_indicator": r"^MODIFIER",
}
_UNIT_COLUMNS = {"code": r"^HCPCS", "units_per_day": r"MUE VALUE", "mai": r"ADJUDICATION INDICATOR"}


def edit_pairs(sheet: Sheet) -> Table | None:
    """The pairs with 96372 of one file of practitioner edits; None for other files."""
    at = sheet.heading("COLUMN 1", "COLUMN 2")
    if at is None:
        return None
    _refuse_hospital(sheet)
    columns = find(sheet.headings(at), _PAIR_COLUMNS, sheet.rows[at][0])
    below = [row for row in sheet.below(at, columns) if re.fullmatch(r"[0-9A-Z]{5}", row["column_one"])]
    rows = [_pair(row) for row in below if CODE in (row["column_one"], row["column_two"])]
    if not rows:
        raise FileRefusedError(
            f"no pair with {CODE} in it; CMS publishes the edits in several files, take those with {CODE}"
        )
    newest = max((row["effective_on"] for row in below if re.fullmatch(r"\d{8}", row["effective_on"])), default="")
    started = date(int(newest[:4]), int(newest[4:6]), int(newest[6:])) if newest else None
    return Table(
        kind="ncci_pair",
        source="CMS NCCI practitioner PTP edits that concern 96372, added by you",
        release=f"edits through {started}",
        edition=str(started),
        effective_from=started,
        effective_to=None,
        rows=pl.DataFrame(rows, schema=ncci_pair().schema, orient="row"),
    )


def _pair(row: Row) -> list[object]:
    if row["modifier_indicator"] not in ("0", "1", "9"):
        raise row.refused(f"modifier indicator {row['modifier_indicator']!r} is none of 0, 1 and 9")
    if not re.fullmatch(r"[0-9A-Z]{5}", row["column_two"]):
        raise row.refused("column 2 is not a code")
    deleted = None if row["deleted_on"] in ("", "*") else row.day("deleted_on")
    return [row["column_one"], row["column_two"], row["modifier_indicator"], row.day("effective_on"), deleted]


def most_units(sheet: Sheet) -> Table | None:
    """The medically unlikely units of the codes in use; None for other files."""
    at = next((at for at in range(min(40, len(sheet.rows))) if _is_units(sheet.headings(at))), None)
    if at is None:
        return None
    if "PRACTITIONER" not in " ".join(sheet.headings(at)):
        _refuse_hospital(sheet, certain=True)
    columns = find(sheet.headings(at), _UNIT_COLUMNS, sheet.rows[at][0])
    codes = {*medicare_rvu()["code"], *drug()["code"], *mue_units()["code"]}
    rows = [_units(row) for row in sheet.below(at, columns) if row["code"] in codes]
    if not rows:
        raise FileRefusedError("no row has a code that is used here; is the file whole?")
    started = _edition(sheet)
    return Table(
        kind="mue_units",
        source="CMS NCCI medically unlikely edits of practitioners, added by you",
        release=f"edition {started}" if started else "edition not said",
        edition=started.isoformat() if started else "",
        effective_from=started,
        effective_to=None,
        rows=pl.DataFrame(rows, schema=mue_units().schema, orient="row"),
        notes=() if started else ("The file does not say from which day it holds; keep CMS's file name.",),
    )


def _is_units(headings: list[str]) -> bool:
    return any(words.startswith("HCPCS") for words in headings) and any("MUE" in words for words in headings)


def _units(row: Row) -> list[object]:
    units = row.number("units_per_day")
    if units != int(units) or units < 0:
        raise row.refused(f"units {row['units_per_day']!r} are not a whole number")
    if row["mai"][:1] not in ("1", "2", "3"):
        raise row.refused(f"adjudication indicator {row['mai'][:20]!r} does not begin with 1, 2 or 3")
    return [row["code"], int(units), row["mai"][:1]]


def _edition(sheet: Sheet) -> date | None:
    """The first day of the quarter, as CMS writes it into the file's name, else into its title."""
    for text in (sheet.name, sheet.top):
        for pattern, order in _EDITIONS:
            found = re.search(pattern, text)
            if found:
                return date(*(int(found[part]) for part in order))
    return None


_EDITIONS = (
    (r"(0[147]|10)[-/](01)[-/](20\d\d)", (3, 1, 2)),
    (r"(20\d\d)[-/](0[147]|10)[-/](01)", (1, 2, 3)),
)


def _refuse_hospital(sheet: Sheet, *, certain: bool = False) -> None:
    if certain or re.search(r"CCIOPH|OUTPATIENT|HOSPITAL|DME", f"{sheet.name.upper()}"):
        raise FileRefusedError("these are edits of hospitals or suppliers; take CMS's file for practitioners")
