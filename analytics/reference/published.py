"""A file that the user adds: which of the tables it is, and its rows."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import polars as pl

from analytics.reference.contracts import contracts
from analytics.reference.relative_values import relative_values
from analytics.reference.sheet import TOP, FileRefusedError, Row, Sheet, Table, find, read_sheet
from analytics.reference.shipped import GPCI_VALUES, drug, gpci, medicare_rvu, mue_units, ncci_pair

_COLUMNS = {
    "mac": r"CONTRACTOR|\bMAC\b|CARRIER",
    "state": r"^STATE",
    "locality": r"LOCALITY (NUMBER|NO)|^LOCALITY$",
    "locality_name": r"LOCALITY NAME",
    "work_gpci": r"(PW|WORK) GPCI(?!.*WITHOUT)",
    "pe_gpci": r"PE GPCI",
    "mp_gpci": r"MP GPCI",
}


def locality_indices(sheet: Sheet) -> Table | None:
    """The rows of an Addendum E file; None for others."""
    at = _heading(sheet)
    if at is None:
        return None
    headings, line = sheet.headings(at), sheet.rows[at][0]
    columns = find(headings, _COLUMNS, line, optional=("state",))
    year = _year(headings, sheet)
    rows = [row for row in sheet.below(at, columns) if row["locality"]]
    frame = pl.DataFrame([_indices(row, year) for row in rows], schema=gpci().schema, orient="row")
    if not frame.height:
        raise FileRefusedError("no row with a locality number under the heading; is the file whole?")
    twice = frame.filter(pl.col("locality").is_duplicated())["locality"].to_list()
    if twice:
        raise FileRefusedError(f"locality {twice[0]} stands twice")
    return Table(
        kind="gpci",
        source="CMS Addendum E, geographic practice cost indices, added by you",
        release=f"GPCI {year}",
        edition=date(year, 1, 1).isoformat(),
        effective_from=date(year, 1, 1),
        effective_to=date(year, 12, 31),
        rows=frame,
        notes=_few(frame),
    )


def _heading(sheet: Sheet) -> int | None:
    tops = range(min(TOP, len(sheet.rows)))
    return next((at for at in tops if sum("GPCI" in words for words in sheet.headings(at)) > 1), None)


def _year(headings: list[str], sheet: Sheet) -> int:
    found = re.search(r"(20\d\d) \w+ GPCI", " ".join(headings)) or re.search(r"\b(20\d\d)\b", sheet.top)
    found = found or re.search(r"(20\d\d)", sheet.name)
    if not found:
        raise FileRefusedError("neither title nor heading says which year it is for; keep CMS's title rows")
    return int(found[1])


def _indices(row: Row, year: int) -> list[object]:
    if not re.fullmatch(r"\d{1,2}", row["locality"]) or not re.fullmatch(r"\d{1,5}", row["mac"]):
        raise row.refused("contractor and locality are not numbers")
    values = [row.number(name) for name in GPCI_VALUES]
    if not all(Decimal("0.1") < value < 5 for value in values):
        raise row.refused("an index lies outside 0.1 to 5")
    state = row.cells.get("state") or None
    name = row["locality_name"].rstrip("* ") or None
    return [year, f"{row['mac']:0>5}-{row['locality']:0>2}", state, name, *values]


def _few(frame: pl.DataFrame) -> tuple[str, ...]:
    usual = gpci().filter(pl.col("year") == pl.col("year").max()).height
    if frame.height >= usual:
        return ()
    return (
        f"The file has {frame.height} localities, the last one shipped has {usual}; the others get the national fee.",
    )


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


READERS: tuple[Callable[[Sheet], Table | None], ...] = (
    relative_values,
    locality_indices,
    edit_pairs,
    most_units,
    contracts,
)


def read_published(data: bytes, name: str) -> Table:
    """The table that a file holds; refuses what is none of those that are read here, or is broken."""
    sheet = read_sheet(data, name)
    for reader in READERS:
        table = reader(sheet)
        if table is not None:
            return table
    raise FileRefusedError(
        "this is none of the tables that are read here: CMS's PPRRVU, GPCI, practitioner PTP or MUE file as CSV or "
        "text, or a contract table with the columns payer, code, modifier, place, basis, rate, from, to"
    )
