"""A user's own contract table: payer, code, modifier, place, basis, rate, from, to."""

import re
from datetime import date
from decimal import Decimal

import polars as pl

from analytics.reference.sheet import FileRefusedError, Row, Sheet, Table, find

CONTRACT = pl.Schema(
    {
        "payer": pl.String(),
        "code": pl.String(),
        "modifier": pl.String(),
        "basis": pl.String(),
        "rate": pl.Decimal(12, 4),
        "effective_from": pl.Date(),
        "effective_to": pl.Date(),
        "place": pl.String(),
    }
)
_COLUMNS = {
    "payer": r"^PAYER",
    "code": r"^(CPT |HCPCS )?CODE$|^CPT$|^HCPCS$",
    "modifier": r"^MOD",
    "place": r"^PLACE([ _]OF[ _]SERVICE)?$|^POS$",
    "basis": r"^BASIS",
    "rate": r"^RATE|^AMOUNT$",
    "from": r"FROM$",
    "to": r"\bTO$",
}
_OPTIONAL = ("modifier", "place", "from", "to")
_PERCENT = re.compile(r"(%|PERCENT|PERCENTAGE)( OF)?( MEDICARE)?")
_FIXED = re.compile(r"FIXED( FEE| RATE| AMOUNT)?")
_PLACES = {"": "", "FACILITY": "facility", "OFFICE": "office", "NONFACILITY": "office"}
_FEWEST_PERCENT = 10
"""Below this a percentage is a ratio written by mistake: 1.2 for 120 %."""


def contracts(sheet: Sheet) -> Table | None:
    """The agreed rates of a contract table; None for other files."""
    at = sheet.heading("PAYER")
    if at is None:
        return None
    columns = find(sheet.headings(at), _COLUMNS, sheet.rows[at][0], optional=_OPTIONAL)
    rows = list(sheet.below(at, columns))
    if not rows:
        raise FileRefusedError("there is no row under the heading")
    agreed = [_agreed(row) for row in rows]
    _refuse_overlaps(rows, agreed)
    frame = pl.DataFrame(agreed, schema=CONTRACT, orient="row")
    starts, ends = [row[5] for row in agreed], [row[6] for row in agreed]
    return Table(
        kind="contract",
        source="your contract table",
        release=f"{frame['payer'].n_unique()} payers",
        edition="",
        effective_from=None if None in starts else min(day for day in starts if day),
        effective_to=None if None in ends else max(day for day in ends if day),
        rows=frame,
    )


Agreed = tuple[str, str, str, str, Decimal, date | None, date | None, str]
"""Payer, code, modifier, basis, rate, first and last day, place of service (empty: wherever)."""


def _agreed(row: Row) -> Agreed:
    code, modifier = row["code"].upper(), row.cells.get("modifier", "").upper()
    if not payer_key(row["payer"]):
        raise row.refused("no payer with letters or digits in its name")
    if not re.fullmatch(r"[0-9A-Z]{5}", code):
        raise row.refused(f"code {code[:40]!r} is not a procedure code of five signs")
    if not re.fullmatch(r"([0-9A-Z]{2})?", modifier):
        raise row.refused(f"modifier {modifier[:40]!r} is not one modifier of two signs; leave it empty for all")
    start, end = (row.day(name) if row.cells.get(name) else None for name in ("from", "to"))
    if start and end and end < start:
        raise row.refused(f"it ends on {end} before it begins on {start}")
    basis = _basis(row)
    return row["payer"], code, modifier, basis, _rate(row, basis), start, end, _place(row)


def _place(row: Row) -> str:
    said = re.sub(r"[^A-Z]", "", row.cells.get("place", "").upper())
    if row.cells.get("place") and said not in _PLACES:
        raise row.refused(f"place {row['place'][:40]!r} is none of: facility, office; leave it empty for both")
    return _PLACES[said]


def _basis(row: Row) -> str:
    said = " ".join(row["basis"].upper().split())
    if _FIXED.fullmatch(said):
        return "fixed"
    if _PERCENT.fullmatch(said):
        return "percent"
    raise row.refused(f"basis {row['basis'][:40]!r} is none of: % of Medicare, fixed")


def _rate(row: Row, basis: str) -> Decimal:
    ending, places = ("%", 4) if basis == "percent" else ("", 2)
    plain = row["rate"].removeprefix("$").removesuffix(ending).replace(",", "").strip()
    rate = Row(row.line, {**row.cells, "rate": plain}).number("rate")
    if rate < 0 or -int(rate.as_tuple().exponent) > places:
        raise row.refused(f"rate {row['rate'][:40]!r} is negative or has more than {places} decimals")
    if basis == "percent" and rate < _FEWEST_PERCENT:
        raise row.refused(f"rate {row['rate'][:40]!r} is under {_FEWEST_PERCENT} % of Medicare; write 120 for 120 %")
    return rate


def payer_key(payer: str) -> str:
    """A payer's name or id as it is compared: letters and digits, whatever their case."""
    return re.sub(r"[^A-Z0-9]", "", payer.upper())


def _refuse_overlaps(rows: list[Row], agreed: list[Agreed]) -> None:
    """The same payer, code, modifier and place has one rate on any day."""
    periods: dict[tuple[str, ...], list[tuple[date, date, int]]] = {}
    for row, (payer, code, modifier, _, _, start, end, place) in zip(rows, agreed, strict=True):
        first, last = start or date.min, end or date.max
        held = periods.setdefault((payer_key(payer), code, modifier, place), [])
        for began, ended, line in held:
            if first <= ended and began <= last:
                raise row.refused(
                    f"the period overlaps that of line {line} for the same payer, code, modifier and place"
                )
        held.append((first, last, row.line))
