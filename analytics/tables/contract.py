"""What a file of claims or remittances may hold when it is no X12: the input contract.

Every column of it is a column of a stored table, and takes its meaning and type from there; the few others only
tell patients apart and are never kept.
"""

from dataclasses import dataclass

import polars as pl

from analytics.tables.contract_rows import CLAIMS, PEOPLE, REMITTANCES
from analytics.tables.stored import STORED, schema_of

KINDS = {
    pl.String(): "text",
    pl.Date(): "date",
    pl.Decimal(12, 2): "money",
    pl.Decimal(15, 3): "quantity",
    pl.Int64(): "number",
    pl.Boolean(): "yes or no",
    pl.List(pl.String()): "list",
}
NEEDED = {
    "claims": (
        ("claim_id",),
        ("service_date",),
        ("code",),
        ("charge",),
        ("payer_source_id", "payer_source_name"),
    ),
    "remittances": (
        ("claim_id",),
        ("charge", "claim_charge"),
        ("paid", "claim_paid"),
        ("payment_date", "production_date"),
        ("payer_source_id", "payer_source_name"),
    ),
}
"""One of each group must be there."""


@dataclass(frozen=True)
class Input:
    """One column of an input file: the stored column it fills ("" where it is never kept), and how to know it."""

    name: str
    stored: str
    kind: str
    meaning: str
    examples: tuple[str, str]
    also: tuple[str, ...]

    @property
    def is_private(self) -> bool:
        """Tells patients apart and is never shown or kept."""
        return not self.stored


def _read(text: str) -> tuple[Input, ...]:
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return tuple(_input(*row) for row in rows)


def _input(name: str, stored: str, first: str, second: str, also: str) -> Input:
    kind, meaning = _of_stored(stored) if stored else PEOPLE[name]
    others = tuple(word.strip() for word in also.split(",") if word.strip())
    return Input(name, stored, _narrower(name, kind), meaning, (first, second), others)


def _of_stored(stored: str) -> tuple[str, str]:
    table, column = stored.split(".")
    return KINDS[schema_of(STORED[table])[column]], STORED[table].columns()[column].description or ""


def _narrower(name: str, kind: str) -> str:
    """Texts that have a shape of their own."""
    if name.endswith("_npi"):
        return "npi"
    return "code" if name in ("code", "billed_code") else kind


CONTRACT: dict[str, tuple[Input, ...]] = {"claims": _read(CLAIMS), "remittances": _read(REMITTANCES)}
TABLES = tuple(CONTRACT)


def inputs(table: str) -> dict[str, Input]:
    """The columns of a file of claims, of remittances, or of both joined, by name."""
    names = TABLES if table == "both" else (table,)
    return {one.name: one for name in names for one in CONTRACT[name]}


def need_of(table: str, name: str) -> str:
    """Whether a column must be there: yes, no, or which others may stand for it."""
    for group in NEEDED[table]:
        if name in group:
            others = [other for other in group if other != name]
            return f"yes, or {' or '.join(others)}" if others else "yes"
    return "no"


def template(table: str) -> pl.DataFrame:
    """The header of a table with two invented rows, every cell as text."""
    return pl.DataFrame({one.name: list(one.examples) for one in CONTRACT[table]})


def described(table: str) -> pl.DataFrame:
    """One row per column of a table: name, kind, needed, meaning, example, names in common exports."""
    rows = [
        {
            "column": one.name,
            "kind": one.kind,
            "needed": need_of(table, one.name),
            "meaning": one.meaning,
            "example": one.examples[0],
            "also_called": ", ".join(one.also),
        }
        for one in CONTRACT[table]
    ]
    return pl.DataFrame(rows)
