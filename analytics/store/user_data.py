"""What the user says about payers, their limits and providers: written whole or not at all, and a new state of the
data."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from datetime import date
from typing import Any

from analytics import words
from analytics.store import ledger
from analytics.store.builds import EDIT
from analytics.store.errors import StoreBusyError, StoreError
from analytics.store.failpoints import failpoint
from analytics.store.ledger import has_table, new_snapshot, now, transaction
from analytics.store.store import Store

WAIT = 3.0
"""Seconds: a person waits for the button."""
MOST_LETTERS = 80
MOST_DAYS = 3650
"""Ten years: no payer takes anything later."""
_CODE = 10
_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)


class EditError(StoreError):
    """A cell that cannot be saved: which one, why, next step."""


@dataclass(frozen=True)
class PayerEdit:
    """What the user says of a payer as files write it; None leaves what the files say."""

    source_id: str
    source_name: str
    filing_indicator: str
    name: str | None = None
    payer_class: str | None = None
    confirmed: bool = False
    accepted_from: date | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        return self.source_id, self.source_name, self.filing_indicator

    @property
    def is_empty(self) -> bool:
        says = (self.name, self.payer_class, self.accepted_from)
        return not self.confirmed and all(one is None for one in says)


@dataclass(frozen=True)
class ProviderEdit:
    """What the user says of a provider; None leaves what the files say."""

    npi: str
    name: str | None = None
    taxonomy: str | None = None
    site: str | None = None

    @property
    def is_empty(self) -> bool:
        return self.name is None and self.taxonomy is None and self.site is None


@dataclass(frozen=True)
class PayerLimit:
    """Until when a payer takes an appeal, a second one, a correction and a claim, in days; always, or from a day on.

    One without any days takes back what was said for that day."""

    payer_id: str
    appeal_days: int | None = None
    second_appeal_days: int | None = None
    corrected_days: int | None = None
    corrected_from: str | None = None
    filing_days: int | None = None
    filing_from: str | None = None
    source: str | None = None
    valid_from: date | None = None

    @property
    def days(self) -> dict[str, int | None]:
        return {name: getattr(self, name) for name in LIMIT_DAYS}

    @property
    def is_empty(self) -> bool:
        return not any(self.days.values())


LIMIT_DAYS = ("appeal_days", "second_appeal_days", "corrected_days", "filing_days")
LIMIT_FROM = ("service", "denial")
"""What a correction or a claim may be counted from; an appeal is always counted from the denial."""
_LIMITS = """
select payer_id, appeal_days, appeal_from, second_appeal_days, corrected_days, corrected_from, filing_days, filing_from,
    source, valid_from
from payer_limit order by payer_id, valid_from
"""


def payer_limits(store: Store) -> list[dict[str, Any]]:
    """One row per payer and day from which on its limits hold; valid_from is null where they have always held."""
    if not has_table(store.folder, "payer_limit"):
        return []
    rows = store.rows(_LIMITS)
    return [{**row, "valid_from": _day(row["valid_from"])} for row in rows]


def save_limits(store: Store, limits: Sequence[PayerLimit]) -> bool:
    """Keeps the limits, all or none, in the place of those of the same payer and day; False when nothing changed."""
    checked = [limit_checked(limit) for limit in limits]
    with _alone(store), transaction(store.folder) as db:
        before = db.execute(_LIMITS).fetchall()
        for limit in checked:
            _put_limit(db, limit)
        _settle(db, changed := db.execute(_LIMITS).fetchall() != before)
    failpoint("after_commit")
    return changed


def limit_checked(limit: PayerLimit) -> PayerLimit:
    """A limit that may be kept: days that a payer can give, counted from what can be counted from."""
    row = f"Limits of {limit.payer_id}"
    for name, days in limit.days.items():
        if days is not None and not 1 <= days <= MOST_DAYS:
            raise EditError(f"{row}: {name} is {days}; give 1 to {MOST_DAYS} days. Nothing was saved.")
    for name in ("corrected", "filing"):
        counted = getattr(limit, f"{name}_from")
        if counted is not None and counted not in LIMIT_FROM:
            raise EditError(f"{row}: {name}_from is {counted!r}; write service or denial. Nothing was saved.")
    return replace(
        limit,
        corrected_from=(limit.corrected_from or "service") if limit.corrected_days else None,
        filing_from=(limit.filing_from or "service") if limit.filing_days else None,
        source=_text(row, "source", limit.source),
    )


def _put_limit(db: sqlite3.Connection, limit: PayerLimit) -> None:
    since = limit.valid_from.isoformat() if limit.valid_from else ""
    db.execute("delete from payer_limit where payer_id = ? and valid_from = ?", (limit.payer_id, since))
    if not limit.is_empty:
        payer, appeal, *others, _ = astuple(limit)
        values = (payer, since, appeal, "denial" if appeal else None, *others)
        db.execute("insert into payer_limit values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def save_payers(store: Store, edits: Sequence[PayerEdit]) -> bool:
    """Keeps the edits and forgets those that say nothing any more; False when nothing changed."""
    checked = [_payer(edit) for edit in edits]
    with _alone(store), transaction(store.folder) as db:
        before = db.execute("select * from payer order by 1, 2, 3").fetchall()
        _put_payers(db, checked)
        _settle(db, changed := db.execute("select * from payer order by 1, 2, 3").fetchall() != before)
    failpoint("after_commit")
    return changed


def save_providers(store: Store, edits: Sequence[ProviderEdit]) -> bool:
    """Keeps the edits and forgets those that say nothing any more; False when nothing changed."""
    checked = [_provider(edit) for edit in edits]
    with _alone(store), transaction(store.folder) as db:
        before = db.execute("select * from provider order by npi").fetchall()
        for edit in checked:
            _put_provider(db, edit)
        _settle(db, changed := db.execute("select * from provider order by npi").fetchall() != before)
    failpoint("after_commit")
    return changed


@contextmanager
def _alone(store: Store) -> Iterator[None]:
    try:
        with store.lock(WAIT):
            yield
    except StoreBusyError:
        raise StoreBusyError(
            "Nothing was saved: files are being loaded or the numbers are being made again. "
            "Wait until that has ended, then save again."
        ) from None


def _settle(db: sqlite3.Connection, changed: bool) -> None:
    failpoint("between_inserts")
    if changed:
        new_snapshot(db, EDIT)


def _put_payers(db: sqlite3.Connection, edits: Sequence[PayerEdit]) -> None:
    db.executemany(
        "delete from payer where source_id = ? and source_name = ? and filing_indicator = ?",
        [edit.key for edit in edits],
    )
    _add_payers(db, [edit for edit in edits if not edit.is_empty])
    # Where a wider row of the user's stands behind it, an empty one keeps what the files say.
    _add_payers(db, [edit for edit in edits if edit.is_empty and _is_covered(db, edit)])


def _add_payers(db: sqlite3.Connection, edits: Sequence[PayerEdit]) -> None:
    db.executemany(
        """insert into payer (source_id, source_name, filing_indicator, payer_id, name, class, confirmed, accepted_from)
        values (?, ?, ?, '', ?, ?, ?, ?)""",
        [
            (
                *edit.key,
                edit.name or "",
                edit.payer_class or "",
                edit.confirmed,
                edit.accepted_from and edit.accepted_from.isoformat(),
            )
            for edit in edits
        ],
    )


def _is_covered(db: sqlite3.Connection, edit: PayerEdit) -> bool:
    found = db.execute(
        """select 1 from payer where filing_indicator in ('', :indicator) and (
            (source_id = :id and source_name = :name)
            or (source_id = :id and source_id != '' and source_name = '')
            or (source_name = :name and source_name != '' and source_id = '')
        )""",
        {"id": edit.source_id, "name": edit.source_name, "indicator": edit.filing_indicator},
    )
    return bool(found.fetchall())


def _put_provider(db: sqlite3.Connection, edit: ProviderEdit) -> None:
    db.execute("delete from provider where npi = ?", (edit.npi,))
    if not edit.is_empty:
        db.execute("insert into provider values (?, ?, ?, ?)", (edit.npi, edit.name, edit.taxonomy, edit.site))


def _payer(edit: PayerEdit) -> PayerEdit:
    row = f"Payer {edit.source_name or edit.source_id or 'not named'}"
    if edit.payer_class is not None and edit.payer_class not in words.PAYER_CLASS:
        raise EditError(f"{row}: there is no such class; choose one from the list. Nothing was saved.")
    if edit.accepted_from is not None and not _FIRST <= edit.accepted_from <= _LAST:
        raise EditError(
            f"{row}: prices accepted from {edit.accepted_from} cannot be; choose a day from {_FIRST.year} to "
            f"{_LAST.year}. Nothing was saved."
        )
    return replace(edit, name=_named(row, edit.name))


def _provider(edit: ProviderEdit) -> ProviderEdit:
    row = f"Provider {edit.npi}"
    code = edit.taxonomy
    if code is not None and not (len(code) == _CODE and code.isascii() and code.isalnum()):
        raise EditError(
            f"{row}: a taxonomy code has ten letters and digits, such as 207Q00000X; correct it. Nothing was saved."
        )
    return replace(
        edit,
        name=_named(row, edit.name),
        taxonomy=code.upper() if code else None,
        site=_text(row, "site", edit.site),
    )


def _named(row: str, name: str | None) -> str | None:
    text = _text(row, "name", name)
    if text is not None and not any(letter.isascii() and letter.isalnum() for letter in text):
        raise EditError(f"{row}: the name needs a letter or a digit; type one, or tick Undo. Nothing was saved.")
    return text


def _text(row: str, what: str, value: str | None) -> str | None:
    if value is None:
        return None
    if not value.isprintable():
        raise EditError(f"{row}: the {what} holds a sign that cannot be seen; type it anew. Nothing was saved.")
    text = " ".join(value.split())
    if len(text) > MOST_LETTERS:
        raise EditError(f"{row}: the {what} is longer than {MOST_LETTERS} letters; shorten it. Nothing was saved.")
    return text


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


def saved_maps(store: Store) -> dict[str, str]:
    """The TOML of each map by name, the latest first."""
    if not ledger.has_table(store.folder, "column_map"):
        return {}
    return {row["name"]: row["map"] for row in store.rows("select name, map from column_map order by at desc, name")}


def save_map(store: Store, name: str, text: str) -> None:
    """Keeps a map; one of the same name is replaced."""
    store.change(
        """insert into column_map values (?, ?, ?)
        on conflict (name) do update set at = excluded.at, map = excluded.map""",
        [(name, now(), text)],
    )


def forget_map(store: Store, name: str) -> None:
    """Takes a map away."""
    store.change("delete from column_map where name = ?", [(name,)])


LONGEST_NAME = 60


@dataclass(frozen=True)
class SavedView:
    """A name, the page it belongs to, and its filters as a query string."""

    name: str
    page: str
    query: str


def saved_views(store: Store, owner: str) -> list[SavedView]:
    """The views of one user, by name."""
    if not ledger.has_table(store.folder, "saved_view"):
        return []
    rows = store.rows("select name, page, query from saved_view where owner = ? order by name collate nocase", (owner,))
    return [SavedView(**row) for row in rows]


def save_view(store: Store, owner: str, view: SavedView) -> None:
    """Keeps a view; one of the same name is replaced."""
    with ledger.transaction(store.folder) as db:
        db.execute(
            """insert into saved_view values (?, ?, ?, ?, ?)
            on conflict (owner, name) do update set page = excluded.page, query = excluded.query, at = excluded.at""",
            (owner, view.name, view.page, view.query, now()),
        )


def forget_view(store: Store, owner: str, name: str) -> None:
    """Takes a saved view away."""
    store.change("delete from saved_view where owner = ? and name = ?", [(owner, name)])


@dataclass(frozen=True)
class StoredReport:
    """One report that was made; `asked` and `model` are JSON, month is 2026-10."""

    id: int
    month: str
    made_at: str
    snap: int
    build: int
    asked: str
    model: str = ""


def keep_report(store: Store, month: str, snap: int, build: int, asked: str, model: str) -> bool:
    """Keeps a report; what was asked of the same snapshot and build is not kept twice. True where it is new."""
    with ledger.transaction(store.folder) as db:
        same = "select count(*) from report where month = ? and snap = ? and build = ? and asked = ?"
        if db.execute(same, (month, snap, build, asked)).fetchone()[0]:
            return False
        db.execute(
            "insert into report (month, made_at, snap, build, asked, model) values (?, ?, ?, ?, ?, ?)",
            (month, now(), snap, build, asked, model),
        )
        return True


def past_reports(store: Store) -> list[StoredReport]:
    """Every report that was made, the newest first, without what it said."""
    if not ledger.has_table(store.folder, "report"):
        return []
    rows = store.rows("select id, month, made_at, snap, build, asked from report order by id desc")
    return [StoredReport(**row) for row in rows]


def load_report(store: Store, number: int) -> StoredReport | None:
    """One report with what it said."""
    found = store.rows("select id, month, made_at, snap, build, asked, model from report where id = ?", (number,))
    return StoredReport(**found[0]) if found else None
