"""What the user says about payers and providers: written whole or not at all, and a new state of the data."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from analytics import words
from analytics.store.errors import StoreBusyError, StoreError
from analytics.store.failpoints import failpoint
from analytics.store.ledger import new_snapshot, transaction
from analytics.store.snapshot import EDIT
from analytics.store.store import Store

WAIT = 3.0
"""Seconds: a person waits for the button."""
MOST_LETTERS = 80
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
