"""The world as files: 837P by month of submission, 835 by payer group and month of production."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from analytics.demo import edi835, edi837
from analytics.demo.payers import PAYERS, Payer
from analytics.demo.plan import Plan
from analytics.demo.segments import CLEARINGHOUSE, SUBMITTER, Envelope, Style, text, wrap
from analytics.demo.story import ProviderAdjustment, Response, Story, Submission

# Senders differ in their separators and line breaks, as they do in the wild.
STYLES = {"advantage": Style(component=">"), "medicaid": Style(end="~"), "other": Style(element="|")}
AUDIT_PAYER, AUDIT_EVERY, AUDIT_CENTS = "injury", 6, 48_000
INTEREST_AFTER = 60  # days from service; later payments of some payers carry interest


@dataclass
class Written:
    """What stands in the files, counted as they are written."""

    files: list[Path] = field(default_factory=list)
    as_of: date = date.min
    bpr_cents: int = 0
    plb_cents: int = 0
    plb_reasons: dict[str, int] = field(default_factory=dict)
    taken: dict[tuple[str, str, str], list[ProviderAdjustment]] = field(default_factory=dict)
    claims: int = 0
    remit_claims: int = 0
    payments: int = 0


def first_of(day: date) -> date:
    return day.replace(day=1)


class Outbox:
    """Holds what is dated in months still to come, so that memory follows the run-out and not the world."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.folder, self.plan, self.written = folder, plan, Written()
        self.submissions: dict[date, list[Submission]] = defaultdict(list)
        self.responses: dict[date, list[Response]] = defaultdict(list)
        self.withheld: dict[date, list[ProviderAdjustment]] = defaultdict(list)
        self.carried: dict[str, int] = {}  # balance forward of a payer whose run was negative, in cents
        self.control = 0

    def add(self, story: Story) -> None:
        """Keeps what is dated up to the cut-off; the rest nobody has seen yet."""
        cutoff = self.plan.cutoff
        for sent in story.submissions:
            if sent.day <= cutoff:
                self.submissions[first_of(sent.day)].append(sent)
        for response in story.responses:
            if response.day <= cutoff:
                self.responses[first_of(response.day)].append(response)
        for item in story.provider_adjustments:
            if item.day <= cutoff:
                self.withheld[first_of(item.day)].append(item)

    def flush(self, before: date) -> None:
        """Writes every month that ended before this one began to be told."""
        for month in sorted(month for month in self.submissions if month < before):
            self._write_claims(month, self.submissions.pop(month))
        for month in sorted(month for month in self.responses.keys() | self.withheld.keys() if month < before):
            self._write_remittances(month, self.responses.pop(month, []), self.withheld.pop(month, []))

    def _next_control(self) -> int:
        self.control += 1
        return self.control

    def _save(self, name: str, segments: list[str], style: Style) -> None:
        path = self.folder / name
        path.write_bytes(text(segments, style).encode("ascii"))
        self.written.files.append(path)

    def _write_claims(self, month: date, submissions: list[Submission]) -> None:
        days: dict[date, list[Submission]] = defaultdict(list)
        for sent in submissions:
            days[sent.day].append(sent)
        segments: list[str] = []
        for day in sorted(days):
            envelope = Envelope("HC", edi837.VERSION, SUBMITTER, CLEARINGHOUSE, day, self._next_control())
            segments += wrap(envelope, [edi837.transaction(day, 1, days[day])])
            self.written.claims += len(days[day])
        self._save(f"claims_{month:%Y-%m}.837", segments, Style())

    def _write_remittances(self, month: date, responses: list[Response], withheld: list[ProviderAdjustment]) -> None:
        runs = _runs(responses)
        items: dict[tuple[date, str], list[ProviderAdjustment]] = defaultdict(list)
        for item in withheld:
            items[item.day, item.payer.key].append(item)
        for group, payers in _groups():
            segments: list[str] = []
            for day in sorted({day for day, key in (runs.keys() | items.keys()) if key in payers}):
                found = [payer for payer in payers.values() if (day, payer.key) in runs or (day, payer.key) in items]
                segments += self._interchange(group, day, [
                    (payer, runs.get((day, payer.key), []), items.get((day, payer.key), [])) for payer in found
                ])  # fmt: skip
            if segments:
                self._save(f"remittances_{group}_{month:%Y-%m}.835", segments, STYLES.get(group, Style()))

    def _interchange(
        self, group: str, day: date, runs: list[tuple[Payer, list[Response], list[ProviderAdjustment]]]
    ) -> list[str]:
        envelope = Envelope("HP", edi835.VERSION, group.upper(), SUBMITTER, day, self._next_control())
        transactions = []
        for number, (payer, responses, items) in enumerate(runs, 1):
            withheld = self._settle(payer, day, responses, items)
            segments, total = edi835.transaction(payer, day, number, responses, withheld)
            transactions.append(segments)
            self._count(day, total, withheld, len(responses))
        return wrap(envelope, transactions)

    def _settle(
        self, payer: Payer, day: date, responses: list[Response], items: list[ProviderAdjustment]
    ) -> list[ProviderAdjustment]:
        """The PLB pairs of a run: recoveries, interest, and the balance of a run that would be negative."""
        withheld = [*items, *_interest(payer, day, responses)]
        if self._is_audited(payer, day):
            withheld.append(ProviderAdjustment(day, payer, "WO", f"AUDIT{day:%y%m%d}", AUDIT_CENTS))
        if payer.key in self.carried:
            withheld.append(ProviderAdjustment(day, payer, "FB", f"FB{day:%y%m%d}", self.carried.pop(payer.key)))
        total = edi835.net_paid(responses) - sum(item.cents for item in withheld)
        if total < 0:
            withheld.append(ProviderAdjustment(day, payer, "FB", f"FB{day:%y%m%d}", total))
            self.carried[payer.key] = -total
        return withheld

    def _is_audited(self, payer: Payer, day: date) -> bool:
        """One payer recovers an audit sum in the first week of some months, more than its small run can bear."""
        months = self.plan.months
        place = (day.year - months[0].year) * 12 + day.month - months[0].month
        return payer.key == AUDIT_PAYER and place % AUDIT_EVERY == 1 and day.day <= 7

    def _count(self, day: date, total: int, withheld: list[ProviderAdjustment], claims: int) -> None:
        written = self.written
        written.as_of = max(written.as_of, day)
        written.bpr_cents += total
        written.payments += 1
        written.remit_claims += claims
        for item in withheld:
            if item.reason in ("WO", "FB", "72"):
                about = item.payer.name, item.claim_id, "" if item.claim_id else item.reference
                written.taken.setdefault(about, []).append(item)
            written.plb_cents += item.cents
            written.plb_reasons[item.reason] = written.plb_reasons.get(item.reason, 0) + 1


def _runs(responses: list[Response]) -> dict[tuple[date, str], list[Response]]:
    runs: dict[tuple[date, str], list[Response]] = defaultdict(list)
    for response in responses:
        runs[response.day, response.payer.key].append(response)
    return runs


def _groups() -> Iterator[tuple[str, dict[str, Payer]]]:
    groups: dict[str, dict[str, Payer]] = defaultdict(dict)
    for payer in PAYERS:
        groups[payer.folder][payer.key] = payer
    yield from groups.items()


def _interest(payer: Payer, day: date, responses: list[Response]) -> list[ProviderAdjustment]:
    """L6: a negative PLB amount, as it raises the payment."""
    if not payer.interest:
        return []
    return [
        ProviderAdjustment(day, payer, "L6", response.icn, -max(1, response.paid * 2 // 100))
        for response in responses
        if response.kind == "answer" and response.paid > 0 and (day - response.visit.day).days > INTEREST_AFTER
    ]
