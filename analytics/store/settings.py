"""What the user set for the NPIs of the practice: the fee locality of a site, and who is a qualifying participant."""

from typing import Any

from analytics.store.ledger import has_table
from analytics.store.store import Store


def site_settings(store: Store) -> list[dict[str, Any]]:
    """One row per NPI: locality, and whether the factor of qualifying participants holds; null where not set."""
    if not has_table(store.folder, "site_setting"):
        return []
    rows = store.rows("select npi, locality, is_qp from site_setting order by npi")
    return [{**row, "is_qp": None if row["is_qp"] is None else bool(row["is_qp"])} for row in rows]


def set_site(store: Store, npi: str, *, locality: str | None, is_qp: bool | None) -> bool:
    """Sets what is given and leaves the rest as it was; says whether anything changed."""
    before = site_settings(store)
    store.change(
        """insert into site_setting values (?, ?, ?) on conflict (npi) do update set
        locality = coalesce(excluded.locality, locality), is_qp = coalesce(excluded.is_qp, is_qp)""",
        [(npi, locality, is_qp)],
    )
    return site_settings(store) != before


def forget_site(store: Store, npi: str) -> bool:
    """Takes the settings of an NPI away; says whether there were any."""
    before = site_settings(store)
    store.change("delete from site_setting where npi = ?", [(npi,)])
    return site_settings(store) != before
