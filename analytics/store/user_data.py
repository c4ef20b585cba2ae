"""What the user says about payers, their limits and providers: written whole or not at all, and a new state of the
data."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from datetime import date
from typing import Any

from analytics import words
from analytics.store.errors import StoreBusyError, StoreError
from analytics.store.failpoints import failpoint
from analytics.store.ledger import has_table, new_snapshot, transaction
from analytics.store.snapshot import EDIT
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
