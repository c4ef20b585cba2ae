"""What a report is made from: each question asked once, when it is first needed."""

import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from analytics import questions
from analytics.charts.comparable import Month, Scope, first_comparable, later, months_of
from analytics.charts.tiles import with_received
from analytics.facts import Facts
from analytics.metrics.catalog import BY_NAME
from analytics.metrics.cubes import View
from analytics.metrics.evaluate import Group, Value, answers, metric_frame
from analytics.metrics.leakage import WORK_COST_CENTS, Ledger, ledgers
from analytics.metrics.measures import response_days
from analytics.questions import pairs as pairing
from analytics.questions import patients, payments
from analytics.report.suppression import Told, hidden, rate_of, together
from analytics.statistics import waiting_quantile


@dataclass(frozen=True)
class Asked:
    """A month and how to count it; `filters` carries payers, providers, … and the definition, its period is unused.

    `compare` is the month that the report compares with; without one it is the month before.
    """

    month: date
    basis: str = "answer"
    filters: View = field(default_factory=View)
    title: str = ""
    targets: tuple[tuple[str, float], ...] = ()
    compare: date | None = None
    logo: bytes | None = None

    @property
    def against(self) -> date:
        """The month compared with."""
        return self.compare or later(self.month, -1)

    @property
    def year_ago(self) -> date:
        return later(self.month, -12)

    def view(self, start: date | None = None, end: date | None = None, basis: str | None = None) -> View:
        """The filters over some months; without months over all."""
        return replace(self.filters, start=start, end=end, basis=basis or self.basis)

    @property
    def month_view(self) -> View:
        return self.view(self.month, self.month)

    def scope(self) -> dict[str, Any]:
        """What two reports must share to be held against each other: basis, definition and filters."""
        lists = {name: value for name, value in self.view().filters().items() if isinstance(value, list)}
        return {"basis": self.basis, "definition": self.filters.definition, "filters": lists}

    def as_json(self) -> str:
        """All that was asked, in one order; of a logo its fingerprint."""
        logo = hashlib.sha256(self.logo).hexdigest() if self.logo else None
        more = {"month": f"{self.month:%Y-%m}", "compare": f"{self.compare:%Y-%m}" if self.compare else None}
        own = {"title": self.title, "targets": [list(one) for one in self.targets], "logo": logo}
        return json.dumps({**self.scope(), **more, **own}, sort_keys=True, ensure_ascii=False)


def scope_of(asked: str) -> dict[str, Any]:
    """Basis, definition and filters of what was asked before."""
    kept: dict[str, Any] = json.loads(asked)
    return {name: kept.get(name) for name in ("basis", "definition", "filters")}


WINDOW = 12
"""Months over which payers and classes are compared: one month of one payer is too few."""


@dataclass(frozen=True)
class Material:
    """The facts, what is asked of them, and the lines that nobody works any more."""

    facts: Facts
    asked: Asked
    closed: tuple[str, ...] = ()

    @property
    def as_of(self) -> date | None:
        return self.facts.as_of

    @cached_property
    def months(self) -> tuple[Month, ...]:
        """All months on the report's basis, and which may be compared."""
        early = self._early() if self.asked.basis == "answer" else None
        view = self.asked.view()
        every = self.groups(View(basis=view.basis, definition=view.definition), ("month",))
        return months_of(self.groups(view, ("month",)), comparable_from=early, every=every)

    @cached_property
    def months_of_service(self) -> pl.DataFrame:
        """One row per month of service: its denial rate, and whether payers have answered it enough."""
        view = self.asked.view(basis="service")
        every = View(definition=view.definition)
        mine, whole = (
            metric_frame(self.facts.cursor(), one, ("month",), BY_NAME["denial_rate"], as_of=self.as_of)
            for one in (view, every)
        )
        # All payers say whether a month is answered, so that no filter moves it.
        known = whole.filter("is_mature", pl.col("value").is_not_null()).select("month")
        return mine.with_columns(is_mature=pl.col("month").is_in(known["month"].implode()))

    def _early(self) -> date | None:
        """By month of answer the first months hold only quick answers."""
        choices = questions.choices(self.facts.cursor())
        days = waiting_quantile(response_days(self.facts.cursor(), View(), (), self.as_of), [], 0.9)["days"]
        slow = days[0] if days.len() else None
        return first_comparable(View(basis="answer"), questions.first_service(choices), slow)

    def groups(self, view: View, by: tuple[str, ...] = ()) -> list[Group]:
        """Every metric of a view for every group."""
        return answers(self.facts.cursor(), view, by, as_of=self.as_of)

    def month(self, day: date) -> Month | None:
        """One month with its values, if there is any line in it."""
        found = [one for one in self.months if one.day == day and not one.is_empty]
        return replace(found[0], values=with_received(found[0].values)) if found else None

    @cached_property
    def here(self) -> Month | None:
        """The month of the report."""
        return self.month(self.asked.month)

    @cached_property
    def is_preliminary(self) -> bool:
        """The month had not closed, or has not been answered, when the data end."""
        last = later(self.asked.month, 1)
        # The last day of a month may be the last day of the data.
        is_closed = self.as_of is not None and (last - self.as_of).days <= 1
        is_answered = self.asked.basis == "answer" or self.is_comparable
        return not is_closed or self.here is None or not is_answered

    @property
    def is_comparable(self) -> bool:
        """The month is answered enough, here as over all payers, and not so early that only quick answers are in it."""
        return self.here is not None and self.here.is_firm

    @cached_property
    def window(self) -> View:
        """The comparable months among the twelve through this one."""
        month = self.asked.month
        days = [one.day for one in self.months if later(month, 1 - WINDOW) <= one.day <= month and one.is_comparable]
        return self.asked.view(days[0], days[-1]) if days else self.asked.month_view

    @cached_property
    def scope(self) -> Scope:
        """The month, and the month it is compared with where that may be compared."""
        was = self.month(self.asked.against)
        before = self.asked.view(self.asked.against, self.asked.against) if was and was.is_comparable else None
        left = (self.here,) if self.here is not None and not self.here.is_comparable else ()
        behind = (self.here,) if self.here is not None and self.here.is_behind else ()
        return Scope(self.asked.month_view, before, left, bool(left), behind)

    @cached_property
    def people(self) -> pl.DataFrame:
        """One row per patient, payer, month and category: what may be told is looked up here."""
        return patients.patient_counts(self.facts.cursor(), self.asked.view())

    def within(self, view: View) -> pl.DataFrame:
        """The people of some months."""
        return self.people.filter(pl.col("month").is_between(view.start or date.min, view.end or date.max))

    @cached_property
    def told(self) -> Told:
        """Which numbers may be told."""
        return Told(self.people)

    def value(self, name: str, day: date) -> Value | None:
        """A metric of a month, if it may be told; without n where only its amount may."""
        month = self.month(day)
        if month is None:
            return None
        if name == "denial_rate" and day in self.hidden_months:
            return hidden(month.values[name])
        return self.told.value(name, month.values[name], day)

    @cached_property
    def hidden_months(self) -> frozenset[object]:
        """Months whose denial rate rests on so few patients, or would tell of such a month, that it is not told."""
        rate = rate_of(pl.col("denied_definition").sum(), pl.col("answered_definition").sum())
        mine = self.people.filter(pl.col("month") <= self.asked.month)
        return together(mine, rate, "month", last=(self.asked.month, self.asked.against))

    @cached_property
    def told_months(self) -> tuple[Month, ...]:
        """All months through this one, with those blank that are not told."""
        return tuple(
            replace(one, values={**one.values, "denial_rate": hidden(one.values["denial_rate"])})
            if one.day in self.hidden_months
            else one
            for one in self.months
            if one.day <= self.asked.month
        )

    def people_of_service(self, day: date) -> pl.DataFrame:
        """The people of one month of service."""
        return patients.patient_counts(self.facts.cursor(), self.asked.view(day, day, "service"))

    @cached_property
    def classes(self) -> dict[str, str]:
        """The class of each payer."""
        return dict(self.people.select("payer_id", "payer_class").unique().sort("payer_id").iter_rows())

    @cached_property
    def prices(self) -> pl.DataFrame:
        return payments.prices(self.facts.cursor(), self.window)

    @cached_property
    def pairs(self) -> pl.DataFrame:
        return pairing.pairs(self.facts.cursor(), self.window)

    @cached_property
    def reasons(self) -> pl.DataFrame:
        return questions.reasons(self.facts.cursor(), self.window)

    @cached_property
    def ledger(self) -> Ledger:
        """The month's."""
        (found,) = ledgers(self.facts.cursor(), self.asked.month_view)
        return found

    @cached_property
    def window_ledger(self) -> Ledger:
        (found,) = ledgers(self.facts.cursor(), self.window)
        return found

    @cached_property
    def leaks(self) -> pl.DataFrame:
        """One row per patient and cause, in all months."""
        return patients.patient_leaks(
            self.facts.cursor(), self.asked.month_view, self.closed, work_cost_cents=WORK_COST_CENTS,
        )  # fmt: skip

    @cached_property
    def open(self) -> pl.DataFrame:
        return patients.patient_open(self.facts.cursor(), self.asked.view(), self.as_of or date.min)

    @cached_property
    def cash(self) -> pl.DataFrame:
        """One row per patient and month of the remittance, a year and a month through this one."""
        month = self.asked.month
        return patients.patient_cash(self.facts.cursor(), self.asked.view(), later(month, -WINDOW), later(month, 1))
