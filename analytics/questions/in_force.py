"""Which reference data are in force, from which source, for which dates; and where the data run past them."""

import re
from datetime import date, timedelta
from typing import Any

import polars as pl

from analytics import reference, words
from analytics.build.inputs import contract, is_stale, table_in_force, version
from analytics.reference.contracts import payer_key
from analytics.store import Store
from analytics.store.added import added_files, is_sound
from analytics.store.user_data import site_settings

NATIONAL = "national"
_OWN, _PUBLISHED = "your own table", "as published, read whole; not checked here"
_QUARTERLY = ("ncci_pair", "mue_units")
_ADD = "load a newer file: reimburse reference add FILE"
_WITHOUT = {
    "medicare_rvu": f"later dates take the nearest year, unverified; {_ADD}",
    "conversion_factor": f"later dates take the last factor, unverified; {_ADD}",
    "gpci": f"later dates take the national fee; {_ADD}",
    "ncci_pair": f"newer editions are not checked; {_ADD}",
    "mue_units": f"newer editions are not checked; {_ADD}",
}


def in_force(store: Store | None) -> dict[str, Any]:
    """The document of `reimburse reference`; without a store, the tables that are shipped."""
    tables = known_tables(store)
    if store is None:
        return {"tables": tables, "settings": [], "warnings": [], "version": reference.version(), "is_stale": False}
    return {
        "tables": tables,
        "settings": _named(site_settings(store)),
        "warnings": _warnings(store, tables),
        "version": version(store),
        "is_stale": is_stale(store),
    }


def known_tables(store: Store | None) -> list[dict[str, Any]]:
    """One entry per table that is shipped, and per file that the user added."""
    shipped = [{**entry, "file": None, "added_at": None} for entry in reference.in_force()]
    return shipped + ([_of_added(file) for file in added_files(store)] if store else [])


def _warnings(store: Store, tables: list[dict[str, Any]]) -> list[str]:
    last = _last_day(store)
    return [*_damaged(store), *_past(tables, last), *_unplaced(store, last), *_ended(store, last), *_waiting(store)]


def _of_added(file: dict[str, Any]) -> dict[str, Any]:
    columns = ("source", "release", "effective_from", "effective_to", "rows", "sha256", "added_at")
    verified = _OWN if file["kind"] == "contract" else _PUBLISHED
    return {"name": file["kind"], **{name: file[name] for name in columns}, "file": file["label"], "verified": verified}


def _named(settings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    names = dict(reference.gpci().select("locality", "locality_name").iter_rows())
    return [{**row, "locality_name": names.get(row["locality"])} for row in settings]


def _last_day(store: Store) -> date | None:
    """The last date of service of a 96372 line, else nothing."""
    parts = store.read().built.get("injection", []) if store.built() else []
    found = pl.scan_parquet(parts).select(pl.col("service_date").max()).collect().item() if parts else None
    return found if isinstance(found, date) else None


def _past(tables: list[dict[str, Any]], last: date | None) -> list[str]:
    """Tables that end before the last date of service: one sentence for those of one day."""
    ends: dict[str, date] = {}
    for table in tables:
        end = _known_to(table)
        for name in _speaks_of(table):
            if end and name != "contract":
                ends[name] = max(ends.get(name, date.min), end)
    short: dict[tuple[date, str], list[str]] = {}
    for name, end in ends.items():
        if last and end < last:
            short.setdefault((end, _WITHOUT.get(name, "newer lists are not checked")), []).append(name)
    return [
        f"{', '.join(words.reference_table(name) for name in names)}: known to {end}, services run to {last}; "
        f"{consequence}"
        for (end, consequence), names in short.items()
    ]


def _speaks_of(table: dict[str, Any]) -> tuple[str, ...]:
    """The tables that an entry brings: a file of relative values carries the conversion factor of its year."""
    is_published = table["name"] == "medicare_rvu" and table["file"]
    return ("medicare_rvu", "conversion_factor") if is_published else (table["name"],)


def _known_to(table: dict[str, Any]) -> date | None:
    """The last day a table speaks of; without one, that of its edition, which holds for a quarter."""
    if table["effective_to"]:
        return date.fromisoformat(table["effective_to"])
    found = re.search(r"\d{4}-\d{2}-\d{2}", table["release"])
    edition = date.fromisoformat(found[0]) if found else None
    return quarter_end(edition) if edition and table["name"] in _QUARTERLY else edition


def quarter_end(day: date) -> date:
    """The last day of a day's quarter."""
    first_after = (day.month - 1) // 3 * 3 + 4
    return date(day.year + first_after // 13, (first_after - 1) % 12 + 1, 1) - timedelta(days=1)


def _unplaced(store: Store, last: date | None) -> list[str]:
    """Localities that the newest indices do not name, though services run into their year."""
    gpci = table_in_force(store, reference.gpci)
    year = gpci["year"].max()
    named = set(gpci.filter(year=year)["locality"])
    return [
        f"locality {row['locality']} of NPI {row['npi']} is not among the indices of {year}; the national fee is used"
        for row in site_settings(store)
        if last and isinstance(year, int) and year <= last.year
        if row["locality"] not in (None, NATIONAL) and row["locality"] not in named
    ]


def _ended(store: Store, last: date | None) -> list[str]:
    """Contracts that ended before the last date of service."""
    agreed = table_in_force(store, contract)
    ends: dict[str, tuple[str, date]] = {}
    for payer, end in agreed.select("payer", "effective_to").iter_rows():
        _, latest = ends.get(payer_key(payer), (payer, date.min))
        ends[payer_key(payer)] = payer, max(latest, end or date.max)
    return [
        f"the contract with {payer} ended on {end}, services run to {last}; later lines take the next basis; "
        "add the new rates: reimburse reference add FILE"
        for payer, end in ends.values()
        if last and end < last
    ]


def _damaged(store: Store) -> list[str]:
    return [
        f"{file['path']} is missing or changed; add {file['label']} again: reimburse reference add FILE"
        for file in added_files(store)
        if not is_sound(store, file)
    ]


def _waiting(store: Store) -> list[str]:
    return ["the facts were built with other reference data; run: reimburse build"] if is_stale(store) else []
