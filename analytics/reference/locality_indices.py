"""CMS's Addendum E as published: what work, practice expense and malpractice cost in each locality of a year."""

import re
from datetime import date
from decimal import Decimal

import polars as pl

from analytics.reference.sheet import TOP, FileRefusedError, Row, Sheet, Table, find
from analytics.reference.shipped import GPCI_VALUES, gpci

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
