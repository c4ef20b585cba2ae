"""What pages ask, cached by snapshot and view; a frame is never a key."""

from dataclasses import replace
from datetime import date

import polars as pl
import streamlit as st

from analytics import questions, reference, words
from analytics.charts.comparable import Month, at_one_age, first_comparable, months_of
from analytics.charts.data import FEWEST_ANSWERS
from analytics.export import exported, shareable
from analytics.metrics import leakage as ledger
from analytics.metrics.cubes import View
from analytics.metrics.evaluate import Group, Value, answers
from analytics.metrics.leakage import WORK_COST_CENTS, Leaking, Ledger, payer_rates
from analytics.metrics.matching import Matched
from analytics.metrics.prices import StepDown, price_match, steps_down
from analytics.pages.session import AS_KEY, DataVersion, facts
from analytics.questions import bridges, leak_days, leaks, payments, reconciliation
from analytics.questions import pairs as pairing
from analytics.questions.leaks import Wanted
from analytics.report import make
from analytics.report.archive import from_json
from analytics.report.content import Asked
from analytics.report.model import Report
from analytics.store import Store
from analytics.store.user_data import StoredReport, load_report, past_reports

MOST_LINES = 1000


@st.cache_data(max_entries=400, show_spinner=False, hash_funcs=AS_KEY)
def groups(at: DataVersion, view: View, by: tuple[str, ...] = ()) -> list[Group]:
    """Every metric of a view for every group."""
    here = facts(at)
    return answers(here.cursor(), view, by, as_of=here.as_of)


def values(at: DataVersion, view: View | None) -> dict[str, Value] | None:
    """Every metric of a view in all; None where nothing matches."""
    found = groups(at, view) if view is not None else []
    return found[0].metrics if found else None


def months(at: DataVersion, view: View) -> tuple[Month, ...]:
    """The months of a view, whatever its period, and which of them may be compared: all payers say that."""
    every = groups(at, _unfiltered(view), ("month",))
    return months_of(groups(at, _whole(view), ("month",)), comparable_from=_comparable_from(at, view), every=every)


def aged_months(at: DataVersion, view: View) -> tuple[Month, ...]:
    """The months of service of a view, whatever its period, each looked at at the same age."""
    return at_one_age(groups(at, _whole(view), ("month",)), groups(at, _unfiltered(view), ("month",)))


def payer_months(at: DataVersion, view: View) -> list[Group]:
    """Every metric by payer and month, whatever the period."""
    return groups(at, _whole(view), ("payer", "month"))


def _whole(view: View) -> View:
    return replace(view, start=None, end=None)


def _unfiltered(view: View) -> View:
    return View(basis=view.basis, definition=view.definition)


def _comparable_from(at: DataVersion, view: View) -> date | None:
    if view.basis != "answer":
        return None
    days = (values(at, View(basis="service")) or {}).get("days_to_first_response_p90")
    return first_comparable(view, questions.first_service(choices(at)), days.value if days else None)


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs=AS_KEY)
def choices(at: DataVersion) -> pl.DataFrame:
    """One row per value that a filter can take."""
    return questions.choices(facts(at).cursor())


@st.cache_data(max_entries=200, show_spinner=False, hash_funcs=AS_KEY)
def reasons(at: DataVersion, view: View) -> pl.DataFrame:
    """One row per category and reason of denied lines."""
    return questions.reasons(facts(at).cursor(), view)


@st.cache_data(max_entries=50, show_spinner=False, hash_funcs=AS_KEY)
def definitions(at: DataVersion, view: View) -> pl.DataFrame:
    """One row per definition of denied, whichever is chosen."""
    return questions.definitions(facts(at).cursor(), view)


@st.cache_data(max_entries=50, show_spinner=False, hash_funcs=AS_KEY)
def definition_lines(at: DataVersion, view: View, definition: str, step: str, most: int = MOST_LINES) -> pl.DataFrame:
    """One row per line behind a step from our definition to another."""
    return bridges.definition_lines(facts(at).cursor(), view, definition, step, most=most)


@st.cache_data(max_entries=50, show_spinner=False, hash_funcs=AS_KEY)
def bases(at: DataVersion, view: View) -> pl.DataFrame:
    """One row per place of lines in the two ways to count months."""
    return bridges.bases(facts(at).cursor(), view)


@st.cache_data(max_entries=50, show_spinner=False, hash_funcs=AS_KEY)
def resolution(at: DataVersion, view: View) -> tuple[pl.DataFrame, int | None, int | None]:
    """How long denials took to come back, and after how many days they are final."""
    return bridges.resolution(facts(at).cursor(), view)


@st.cache_data(max_entries=50, show_spinner=False, hash_funcs=AS_KEY)
def denied_lines(
    at: DataVersion, view: View, category: str | None, reason: str | None, most: int = MOST_LINES
) -> pl.DataFrame:
    """One row per denied line, the most expected money first."""
    return questions.denied_lines(facts(at).cursor(), view, category, reason, most=most)


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs=AS_KEY)
def unmatched(at: DataVersion) -> pl.DataFrame:
    """One row per payer with lines that came only on remittances."""
    return questions.unmatched(facts(at).cursor())


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs=AS_KEY)
def payer_answers(at: DataVersion) -> pl.DataFrame:
    """One row per payer: claims sent and answered."""
    return questions.payer_answers(facts(at).cursor())


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs=AS_KEY)
def payer_rows(at: DataVersion) -> pl.DataFrame:
    """One row per payer as files write it, those to be confirmed first."""
    return questions.payer_rows(facts(at).cursor())


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs=AS_KEY)
def payer_aliases(at: DataVersion) -> pl.DataFrame:
    """One row per payer billed and other payer that answered most of its claims."""
    return questions.payer_aliases(facts(at).cursor())


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs=AS_KEY)
def provider_rows(at: DataVersion) -> pl.DataFrame:
    """One row per provider seen in the files."""
    return questions.provider_rows(facts(at).cursor())


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs=AS_KEY)
def balance(at: DataVersion) -> pl.DataFrame:
    """One row per level at which remittances must balance."""
    return questions.balance(facts(at).cursor())


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs=AS_KEY)
def unbalanced(at: DataVersion) -> pl.DataFrame:
    """One row per payment that does not balance."""
    return questions.unbalanced(facts(at).cursor(), most=MOST_LINES)


def ageing(at: DataVersion, view: View) -> pl.DataFrame:
    """One row per payer, age and side of what is open, in all months."""
    return _ageing(at, _whole(view))


@st.cache_data(max_entries=100, show_spinner=False, hash_funcs=AS_KEY)
def _ageing(at: DataVersion, view: View) -> pl.DataFrame:
    here = facts(at)
    return questions.ageing(here.cursor(), view, here.as_of)


def arrivals(at: DataVersion, view: View, loads: tuple[str, ...]) -> pl.DataFrame:
    """One row per payer: what some loads brought."""
    return _arrivals(at, _whole(view), loads)


@st.cache_data(max_entries=100, show_spinner=False, hash_funcs=AS_KEY)
def _arrivals(at: DataVersion, view: View, loads: tuple[str, ...]) -> pl.DataFrame:
    return questions.arrivals(facts(at).cursor(), view, loads)


def last_loads(at: DataVersion) -> tuple[tuple[str, ...], date | None, bool]:
    """The loads of the last day on which files came in, that day, and whether there are earlier ones.

    None as of an earlier day: loads are of the clock's days, and the data stood otherwise then.
    """
    if at.stood:
        return (), None, False
    return questions.last_loads(Store.open(at.folder), at.snapshot)


@st.cache_data(max_entries=50, show_spinner=False, hash_funcs=AS_KEY)
def claim(at: DataVersion, claim_id: str) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """A claim: its lines and those of its encounters, what was sent, the events, the adjustments behind them."""
    return questions.claim_story(facts(at).cursor(), claim_id)


def labels(at: DataVersion) -> dict[str, str]:
    """The file name of each load."""
    return questions.labels(Store.open(at.folder))


def as_of(at: DataVersion) -> date | None:
    """How far the data reach."""
    return facts(at).as_of


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs=AS_KEY)
def reference_of(at: DataVersion) -> str:
    """The version of the reference data and settings that the facts were built with."""
    info = Store.open(at.folder).build_info() or {}
    return str(info.get("reference") or reference.version())


def classes(at: DataVersion) -> dict[str, str]:
    """The class of each payer."""
    return {row["payer_id"]: row["payer_class"] for row in payer_answers(at).iter_rows(named=True)}


def silent(at: DataVersion) -> pl.DataFrame:
    """The payers that hardly any answer came from."""
    return payer_answers(at).filter(pl.col("answered") < FEWEST_ANSWERS)


def loads(at: DataVersion) -> pl.DataFrame:
    """One row per load, the latest first."""
    store = Store.open(at.folder)
    return _loads(at.folder, store.head())


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs=AS_KEY)
def _loads(folder: str, head: int) -> pl.DataFrame:
    return questions.loads(Store.open(folder))


def live(every: pl.DataFrame) -> pl.DataFrame:
    """The loads that are in use."""
    return every.filter(pl.col("state") == "live")


def refused(at: DataVersion) -> pl.DataFrame:
    """One row per file, transaction or claim that was refused."""
    return questions.refused(Store.open(at.folder))


def refused_by_reason(at: DataVersion) -> pl.DataFrame:
    """One row per file and reason of what was refused."""
    return questions.refused_by_reason(Store.open(at.folder))


def notes(at: DataVersion, sha256: str) -> pl.DataFrame:
    """One row per note on a load."""
    return questions.notes(Store.open(at.folder), sha256)


@st.cache_data(max_entries=200, show_spinner=False, hash_funcs=AS_KEY)
def whole(at: DataVersion, view: View, cost: int = WORK_COST_CENTS) -> Ledger:
    """The ledger of a view."""
    (found,) = ledger.ledgers(facts(at).cursor(), view, work_cost_cents=cost)
    return found


@st.cache_data(max_entries=200, show_spinner=False, hash_funcs=AS_KEY)
def days(at: DataVersion, view: View) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Injection days by payer and month, and those that leak, by class."""
    return leak_days.ledger_days(facts(at).cursor(), view), leak_days.leak_days(facts(at).cursor(), view)


def payers(at: DataVersion, view: View | None) -> list[Leaking]:
    """How often each payer's days leak; nothing for no months."""
    return payer_rates(*days(at, view)) if view is not None else []


def all_days(at: DataVersion, view: View) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The same in all months."""
    return days(at, replace(view, start=None, end=None))


def batches(at: DataVersion, view: View, cost: int) -> pl.DataFrame:
    """One row per payer and rule of what can be worked, in all months."""
    return _batches(at, _any_month(view), cost)


@st.cache_data(max_entries=100, show_spinner=False, hash_funcs=AS_KEY)
def _batches(at: DataVersion, view: View, cost: int) -> pl.DataFrame:
    return leaks.work_batches(facts(at).cursor(), view, data_end(at), work_cost_cents=cost)


def lines(at: DataVersion, view: View, wanted: Wanted, cost: int, most: int = MOST_LINES) -> pl.DataFrame:
    """One row per line that can be worked, in all months."""
    return _lines(at, _any_month(view), wanted, cost, most)


@st.cache_data(max_entries=100, show_spinner=False, hash_funcs=AS_KEY)
def _lines(at: DataVersion, view: View, wanted: Wanted, cost: int, most: int) -> pl.DataFrame:
    return leaks.work_lines(facts(at).cursor(), view, data_end(at), wanted, work_cost_cents=cost, most=most)


@st.cache_data(max_entries=100, show_spinner=False, hash_funcs=AS_KEY)
def flags(at: DataVersion, view: View) -> pl.DataFrame:
    """One row per rule without dollars."""
    return ledger.flag_counts(facts(at).cursor(), view)


@st.cache_data(max_entries=50, show_spinner=False, hash_funcs=AS_KEY)
def flag_lines(at: DataVersion, view: View, rule: str, most: int = MOST_LINES) -> pl.DataFrame:
    """One row per line that a rule asks to look at."""
    return leaks.flag_lines(facts(at).cursor(), view, rule, most=most)


def export(at: DataVersion, table: str, view: View, cost: int) -> pl.DataFrame:
    """The rows that `reimburse export` writes."""
    return exported(facts(at), table, view, work_cost_cents=cost)


def _any_month(view: View) -> View:
    """Work does not ask in which month the service was, nor by which month people count."""
    return replace(view, start=None, end=None, basis="service", definition="initial")


def data_end(at: DataVersion) -> date:
    """The last day of the data, which every deadline is held against."""
    return facts(at).as_of or date.min


def shareable_export(at: DataVersion, table: str, view: View, cost: int) -> pl.DataFrame:
    """The same without identifiers and small cells."""
    return shareable(export(at, table, view, cost)).frame


@st.cache_data(max_entries=100, show_spinner=False, hash_funcs=AS_KEY)
def prices(at: DataVersion, view: View) -> pl.DataFrame:
    """One row per payer, month, stratum and price per unit."""
    return payments.prices(facts(at).cursor(), view)


@st.cache_data(max_entries=100, show_spinner=False, hash_funcs=AS_KEY)
def commercial_match(at: DataVersion, view: View) -> Matched:
    """Commercial prices held against Medicare's over like lines."""
    return price_match(prices(at, view), pl.col("payer_class") == "commercial", _MEDICARE)


@st.cache_data(max_entries=100, show_spinner=False, hash_funcs=AS_KEY)
def payer_matches(at: DataVersion, view: View) -> dict[str, Matched]:
    """The same for every payer with a priced line, by its id."""
    found = prices(at, view)
    payers = found["payer_id"].unique().sort().to_list()
    return {payer: price_match(found, pl.col("payer_id") == payer, _MEDICARE) for payer in payers}


@st.cache_data(max_entries=100, show_spinner=False, hash_funcs=AS_KEY)
def steps(at: DataVersion, view: View) -> list[StepDown]:
    """The payers whose price stepped down."""
    return steps_down(prices(at, view))


_MEDICARE = pl.col("payer_class") == "medicare"


@st.cache_data(max_entries=100, show_spinner=False, hash_funcs=AS_KEY)
def outcome_strata(at: DataVersion, view: View) -> pl.DataFrame:
    """One row per payer and stratum of the outcome match."""
    return payments.outcome_strata(facts(at).cursor(), view)


@st.cache_data(max_entries=100, show_spinner=False, hash_funcs=AS_KEY)
def payment_sums(at: DataVersion, view: View) -> pl.DataFrame:
    """One row per payer: from the fee of the billed units to what the plan paid."""
    return payments.payment_sums(facts(at).cursor(), view)


@st.cache_data(max_entries=100, show_spinner=False, hash_funcs=AS_KEY)
def short_paid(at: DataVersion, view: View) -> pl.DataFrame:
    """One row per payer, month and what says the amount due."""
    return payments.short_paid(facts(at).cursor(), view)


@st.cache_data(max_entries=50, show_spinner=False, hash_funcs=AS_KEY)
def pairs(at: DataVersion, view: View) -> pl.DataFrame:
    """One row per payer, month, visit, place, provider, modifier 25 and outcome: pairs of visit and injection."""
    return pairing.pairs(facts(at).cursor(), view)


@st.cache_data(max_entries=50, show_spinner=False, hash_funcs=AS_KEY)
def drug_authorization(at: DataVersion, view: View) -> pl.DataFrame:
    """One row per payer: drug lines of injection days, denied for authorization or not."""
    return payments.drug_authorization(facts(at).cursor(), view)


@st.cache_data(max_entries=50, show_spinner=False, hash_funcs=AS_KEY)
def priced_lines(at: DataVersion, view: View, payer: str, most: int = MOST_LINES) -> pl.DataFrame:
    """One row per priced line of a payer, the shortest paid first."""
    return payments.priced_lines(facts(at).cursor(), view, payer, most=most)


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs=AS_KEY)
def bank_payments(at: DataVersion) -> pl.DataFrame:
    """One row per payment that counts."""
    return reconciliation.bank_payments(facts(at).cursor())


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs=AS_KEY)
def paid_lines(at: DataVersion) -> pl.DataFrame:
    """One row: what all lines were paid, and the injections."""
    return reconciliation.paid_lines(facts(at).cursor())


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs=AS_KEY)
def provider_adjustments(at: DataVersion) -> pl.DataFrame:
    """One row per provider adjustment."""
    return reconciliation.provider_adjustments(facts(at).cursor())


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs=AS_KEY)
def takebacks(at: DataVersion) -> pl.DataFrame:
    """One row per takeback by PLB."""
    return reconciliation.takebacks(facts(at).cursor())


def report_months(at: DataVersion) -> dict[str, date]:
    """The months of the data by name, the newest first."""
    offered = choices(at)
    days = offered.filter(offered["kind"] == "service_month")["value"].sort(descending=True).to_list()
    return {words.month(day): day for day in (date.fromisoformat(f"{text}-01") for text in days)}


def report(at: DataVersion, asked: Asked) -> Report:
    """The report of a month; earlier reports are part of the key, since each that is kept may be restated."""
    return _report(at, asked, tuple(one.id for one in past(at)))


@st.cache_data(max_entries=24, show_spinner="Making the report", hash_funcs=AS_KEY)
def _report(at: DataVersion, asked: Asked, kept_ids: tuple[int, ...]) -> Report:
    return make.make_report(Store.open(at.folder), facts(at), asked)


def past(at: DataVersion) -> list[StoredReport]:
    """Every report that was kept, the newest first."""
    return past_reports(Store.open(at.folder))


@st.cache_data(max_entries=12, show_spinner=False, hash_funcs=AS_KEY)
def kept(at: DataVersion, number: int) -> Report | None:
    """One report as it was said."""
    found = load_report(Store.open(at.folder), number)
    return from_json(found.model) if found else None
