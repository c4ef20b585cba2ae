"""A report made from a store: what earlier reports said, what nobody works any more, and the reference in force."""

from collections.abc import Sequence

from analytics import words
from analytics.facts import Facts
from analytics.questions.in_force import known_tables
from analytics.report.archive import Earlier, from_json, to_json
from analytics.report.content import Asked, report_of
from analytics.report.model import Report
from analytics.store import Store, StoreUnwritableError
from analytics.store.marks import DONE, last_marks
from analytics.store.user_data import StoredReport, keep_report, load_report, past_reports


def make_report(store: Store, facts: Facts, asked: Asked) -> Report:
    """The report of a month as the facts and the store's ledger say it now; nothing is kept."""
    closed = tuple(sorted(line_id for line_id, mark in last_marks(store).items() if mark.kind in DONE))
    return report_of(facts, asked, earlier(store, facts, asked), closed=closed, reference=_reference(store))


def earlier(store: Store, facts: Facts, asked: Asked) -> list[Earlier]:
    """The reports kept of the month compared with."""
    month = f"{asked.against:%Y-%m}"
    found = [load_report(store, one.id) for one in past_reports(store) if one.month == month]
    return [_earlier(store, facts, one) for one in found if one is not None]


def _earlier(store: Store, facts: Facts, one: StoredReport) -> Earlier:
    files = len(store.changes(one.snap, facts.snapshot.id).added)
    return Earlier(from_json(one.model), one.asked, one.made_at, one.snap, one.build, files)


def _reference(store: Store) -> Sequence[str]:
    return [f"{words.reference_table(table['name'])} ({table['release']})" for table in known_tables(store)]


def keep(store: Store, facts: Facts, asked: Asked, report: Report) -> bool:
    """Keeps what the report said; True unless the same was asked of the same facts before, or there are no data yet."""
    snap, build = facts.snapshot.key
    if not snap:
        return False
    return keep_report(store, f"{asked.month:%Y-%m}", snap, build, asked.as_json(), to_json(report))


def not_kept(store: Store, facts: Facts, asked: Asked, report: Report) -> str | None:
    """Keeps it where the store can be written to; else why it is not kept: it may be read all the same."""
    try:
        keep(store, facts, asked, report)
    except StoreUnwritableError as error:
        why = str(error).removeprefix(f"{store.folder}: nothing changed: ")
        return f"the report is made, but not kept for later ones to compare with: {why}"
    return None
