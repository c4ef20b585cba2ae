"""What the user gave a store beside the files: the tables they edit, their settings and their reference files."""

import json
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from typing import Any

import polars as pl

from analytics import reference
from analytics.reference.combined import Added, combined
from analytics.store import Store
from analytics.store.added import added_files, is_sound, readable
from analytics.store.user_data import payer_limits, site_settings

_TEXT, _FLAG, _DAY = pl.String(), pl.Boolean(), pl.Date()
_PAYER = dict.fromkeys(("source_id", "source_name", "filing_indicator", "payer_id", "name", "class"), _TEXT)
_LIMIT = pl.Schema(
    {
        "payer_id": _TEXT,
        **dict.fromkeys(("appeal_days", "second_appeal_days", "corrected_days", "filing_days"), pl.Int64()),
        **dict.fromkeys(("corrected_from", "filing_from"), _TEXT),
        "valid_from": _DAY,
    }
)


def no_edits() -> dict[str, pl.DataFrame]:
    """The user's own tables, empty."""
    return {
        "payer_edit": pl.DataFrame(schema={**_PAYER, "confirmed": _FLAG, "accepted_from": _DAY}),
        "provider_edit": pl.DataFrame(schema=dict.fromkeys(("npi", "name", "taxonomy", "site"), _TEXT)),
        "mark": pl.DataFrame(schema=dict.fromkeys(("line_id", "kind"), _TEXT)),
        "site_setting": pl.DataFrame(schema={"npi": _TEXT, "locality": _TEXT, "is_qp": _FLAG}),
        "contract": contract(),
        "payer_limit": pl.DataFrame(schema=_LIMIT),
    }


def user_tables(store: Store) -> dict[str, pl.DataFrame]:
    """What the build reads of a store beside its parts; a reference table that the user added to goes before ours."""
    rows = {
        "payer_edit": [_payer_edit(row) for row in store.rows("select * from payer")],
        "provider_edit": store.rows("select npi, name, taxonomy, site from provider"),
        "mark": store.rows("select line_id, kind from mark"),
        "site_setting": site_settings(store),
        "payer_limit": [{name: row[name] for name in _LIMIT} for row in payer_limits(store)],
    }
    empty = no_edits()
    edited = {name: pl.DataFrame(rows[name], schema=empty[name].schema) for name in rows}
    return edited | combined(_added(store, added_files(store)))


def _payer_edit(row: dict[str, Any]) -> dict[str, Any]:
    day = row["accepted_from"]
    return {**row, "confirmed": bool(row["confirmed"]), "accepted_from": date.fromisoformat(day) if day else None}


def table_in_force(store: Store, shipped: Callable[[], pl.DataFrame], *, leave_out: str = "") -> pl.DataFrame:
    """One reference table as it is to be shown: as shipped, with the user's own files that can be read."""
    sound = [file for file in added_files(store) if file["sha256"] != leave_out and is_sound(store, file)]
    changed = combined(_added(store, sound)).get(shipped.__name__)
    return shipped() if changed is None else changed


def contract() -> pl.DataFrame:
    """No contract comes with the program."""
    return pl.DataFrame(schema=reference.CONTRACT)


def _added(store: Store, files: list[dict[str, Any]]) -> list[Added]:
    return [
        Added(file["kind"], file["edition"], pl.read_parquet(place))
        for file, place in zip(files, readable(store, files), strict=True)
    ]


def version(store: Store) -> str:
    """One hash over the shipped tables, the added files and the settings: a build remembers it."""
    added, settings = [file["sha256"] for file in added_files(store)], site_settings(store)
    if not added and not settings:
        return reference.version()
    return sha256(json.dumps([reference.version(), added, settings]).encode()).hexdigest()


def is_stale(store: Store) -> bool:
    """The last build was made with other reference data or settings than those in force."""
    info = store.build_info()
    return info is not None and "reference" in info and info["reference"] != version(store)
