"""The national Medicare fee of a service on its date, from the CMS files in data/reference."""

import csv
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

CENT = Decimal("0.01")
NPP_PERCENT = 85  # what Medicare pays a nurse practitioner or physician assistant
FACILITY_PLACES = frozenset(("19", "21", "22", "23"))


def reference_folder() -> Path:
    """The reference tables of a checkout, else those inside the installed package."""
    here = Path(__file__).resolve()
    checkout = here.parents[2] / "data" / "reference"
    return checkout if checkout.is_dir() else here.parents[1] / "_reference"


def reference_rows(name: str) -> list[dict[str, str]]:
    with (reference_folder() / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _factors() -> list[tuple[date, date, Decimal]]:
    """Conversion factors of the ordinary schedule; qualifying participants have their own row."""
    return [
        (date.fromisoformat(row["effective_from"]), date.fromisoformat(row["effective_to"]), Decimal(row["cf"]))
        for row in reference_rows("conversion_factor.csv")
        if row["qp"] != "yes"
    ]


@cache
def _relative_values(year: int) -> dict[str, dict[str, str]]:
    rows = reference_rows(f"medicare_rvu_{year}.csv")
    return {row["code"]: row for row in rows if not row["modifier"]}


def _conversion_factor(day: date) -> Decimal:
    return next(factor for start, end, factor in _factors() if start <= day <= end)


@cache
def _fee(code: str, day: date, expense: str) -> int:
    values = _relative_values(day.year)[code]
    total = Decimal(values["work_rvu"]) + Decimal(values[expense]) + Decimal(values["mp_rvu"])
    return int((total * _conversion_factor(day)).quantize(CENT, ROUND_HALF_UP) * 100)


def percent_of(cents: int, percent: int) -> int:
    """A share of an amount, half-up to the cent."""
    return (cents * percent + 50) // 100


def medicare_fee(code: str, day: date, *, place: str = "11", npp: bool = False) -> int:
    """Cents per unit by the national schedule; injections are an incident-to service, 0 in a facility."""
    facility = place in FACILITY_PLACES
    if facility and code == "96372":
        return 0
    fee = _fee(code, day, "facility_pe_rvu" if facility else "nonfacility_pe_rvu")
    return percent_of(fee, NPP_PERCENT) if npp else fee
