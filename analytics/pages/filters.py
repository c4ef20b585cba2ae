"""The filters that all pages share: in the sidebar, in the URL, and as chips above the headline."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl
import streamlit as st

from analytics import reference, words
from analytics.charts.comparable import Against, Month, Scope, later
from analytics.charts.comparable import scope as scope_of
from analytics.metrics.cubes import BASES, DEFINITIONS, View
from analytics.pages import cache
from analytics.pages.guard import guarded_call
from analytics.pages.session import AS_KEY, STOOD, DataVersion

CHOSEN = "Choose months"
DEFAULT = "Last 12 months"
PERIODS = (DEFAULT, "Prior month", "Quarter to date", "Year to date", "All months", CHOSEN)

NOW = "Now, with all files"
"""The data as they are, in place of an earlier month's end."""

AGAINST = {
    "Months before": "before",
    "Same months a year earlier": "year",
    CHOSEN: "months",
    "Nothing": "nothing",
}
"""What a period can be compared with, as people say it."""


def against_of(name: str | None, start: date | None = None, end: date | None = None) -> Against:
    """What to compare with; a name that means nothing is the months before."""
    return Against(AGAINST.get(name or "", "before"), start, end)


def months_of(period: str, as_of: date) -> tuple[date | None, date | None]:
    """First and last month of a period; None is open. The month that the data end in is never a whole one."""
    this = as_of.replace(day=1)
    if period == "Prior month":
        return later(this, -1), later(this, -1)
    if period == "Quarter to date":
        return this.replace(month=(this.month - 1) // 3 * 3 + 1), this
    if period == "Year to date":
        return this.replace(month=1), this
    if period == DEFAULT:
        return later(this, -12), later(this, -1)
    return None, None


def ends_of(answered: Sequence[date], as_of: date | None) -> dict[str, date]:
    """The month ends at which somebody could have looked: from the first month with answers on, the latest first."""
    ends = [later(month, 1) - timedelta(days=1) for month in _through(answered, as_of)]
    return {f"at the end of {words.month(day)}": day for day in reversed(ends) if as_of and day < as_of}


def _through(answered: Sequence[date], as_of: date | None) -> list[date]:
    if not answered or as_of is None:
        return []
    first = min(answered)
    count = (as_of.year - first.year) * 12 + as_of.month - first.month
    return [later(first, at) for at in range(count + 1)]


KINDS = {"payer_class": "class", "payer": "payer", "provider": "provider", "place": "place", "drug": "drug"}
"""Kinds of choices, and the URL key of each."""


@dataclass(frozen=True)
class Options:
    """Per URL key the names offered and their ids, most frequent first; the months of the data, and of its answers."""

    names: dict[str, dict[str, str]]
    months: tuple[date, ...]
    answered: tuple[date, ...] = ()

    def ids(self, key: str, chosen: Iterable[str]) -> tuple[str, ...]:
        """The ids of names that are offered; others are dropped."""
        offered = self.names[key]
        return tuple(offered[name] for name in chosen if name in offered)


def options_of(choices: pl.DataFrame) -> Options:
    """The options in one store's choices."""
    places = {row["code"]: row["label"] for row in reference.place_of_service().iter_rows(named=True)}
    drugs = {row["code"]: row["label"] for row in reference.drug().iter_rows(named=True)}
    names = {}
    for kind, key in KINDS.items():
        rows = choices.filter(pl.col("kind") == kind).iter_rows(named=True)
        said = {row["value"]: _said(kind, row["value"], row["name"], places, drugs) for row in rows}
        twice = Counter(said.values())
        names[key] = {name if twice[name] == 1 else f"{name} ({id_})": id_ for id_, name in said.items()}
    days = choices.filter(pl.col("kind").is_in(["service_month", "answer_month"]))["value"].unique().sort()
    answered = choices.filter(pl.col("kind") == "answer_month")["value"].unique().sort()
    return Options(names, _dates(days), _dates(answered))


def _dates(months: pl.Series) -> tuple[date, ...]:
    return tuple(date.fromisoformat(f"{month}-01") for month in months)


def _said(kind: str, value: str, name: str | None, places: dict[str, str], drugs: dict[str, str]) -> str:
    if kind == "payer_class":
        return words.payer_class(value)
    if kind == "place":
        return f"{value} {places[value]}" if value in places else value
    if kind == "drug":
        return {"several": "Several drugs", "none": "No drug line"}.get(
            value
        ) or f"{value} {drugs.get(value, '')}".strip()
    return words.name(name or value)


LABELS = {
    "class": "Payer class",
    "payer": "Payer",
    "provider": "Provider",
    "place": "Place of service",
    "drug": "Drug",
}
FIELDS = dict(zip(LABELS, ("payer_classes", "payers", "providers", "places", "drugs"), strict=True))
BASIS = [words.BASIS[basis] for basis in BASES]
DEFINITION = [words.DEFINITION[definition] for definition in DEFINITIONS]

DEFAULTS = {
    "stood": NOW,
    "period": DEFAULT,
    "against": next(iter(AGAINST)),
    "basis": BASIS[0],
    "denied": DEFINITION[0],
}
"""What a visitor starts with, by URL key."""


def ask(at: DataVersion) -> View:
    """Draws the filters and remembers the view that they make."""
    offered = ends_of(_options(at).answered, cache.as_of(at))
    # Read before its widget is made, which takes a value that it does not offer out of the address.
    named = st.query_params.get_all("stood")
    stood = st.selectbox(
        "As it stood",
        [NOW, *offered],
        key="stood",
        bind="query-params",
        help="At the end of a month the numbers are those that you would have seen then: without the claims and "
        "remittances, and the marks, that came later.",
    )
    at = replace(at, stood=offered.get(stood or NOW))
    st.session_state[STOOD] = at.stood
    with st.spinner("Counting the numbers as they stood …") if at.stood else nullcontext():
        options = _options(at)
    bad = _bad_values(options, named, list(offered))
    period = st.selectbox("Period", PERIODS, key="period", bind="query-params")
    start, end = _months(period, at, options)
    st.session_state["compared"] = _against(options)
    recent = st.toggle(
        "Include incomplete months",
        key="recent",
        bind="query-params",
        help="Months that payers have not answered enough yet are left out of rates, unless you switch this on.",
    )
    basis = st.selectbox(
        "Month means",
        BASIS,
        key="basis",
        bind="query-params",
        help="By month of service, recent months are incomplete until payers answer. By month of first answer, a month "
        "is complete when it closes.",
    )
    chosen = {key: _several(key, options) for key in KINDS.values()}
    denied = st.selectbox("Definition of denied", DEFINITION, key="denied", bind="query-params", help=_definitions())
    lists = {FIELDS[key]: options.ids(key, names) for key, names in chosen.items()}
    view = View(start, end, BASES[_at(BASIS, basis)], DEFINITIONS[_at(DEFINITION, denied)], **lists)
    st.session_state["view"], st.session_state["with_recent"] = view, bool(recent)
    _remember(bad, view)
    return view


@st.cache_resource(max_entries=8, show_spinner=False, hash_funcs=AS_KEY)
def _options(at: DataVersion) -> Options:
    """What the filters offer is the same for everybody, and nobody changes it."""
    return options_of(cache.choices(at))


def _several(key: str, options: Options) -> list[str]:
    return st.multiselect(
        LABELS[key], list(options.names[key]), key=key, bind="query-params", placeholder="All", filter_mode="contains"
    )


def _at(offered: list[str], chosen: str | None) -> int:
    return offered.index(chosen) if chosen in offered else 0


def _definitions() -> str:
    return "  \n".join(
        f"**{words.DEFINITION[name]}**: {words.plain(words.DEFINITION_WORDS[name])}" for name in DEFINITIONS
    )


def _months(period: str | None, at: DataVersion, options: Options) -> tuple[date | None, date | None]:
    as_of = cache.as_of(at)
    if period != CHOSEN or not options.months:
        return months_of(period or DEFAULT, as_of) if as_of else (None, None)
    return _two_months(options, ("From", "from"), ("Through", "to"))


def _against(options: Options) -> Against:
    chosen = st.selectbox("Compare with", list(AGAINST), key="against", bind="query-params")
    if chosen != CHOSEN or not options.months:
        return against_of(chosen)
    against = against_of(chosen, *_two_months(options, ("Compared from", "cfrom"), ("Compared through", "cto")))
    st.caption("Months that are also among the chosen ones are compared with nothing.")
    return against


def _two_months(options: Options, first: tuple[str, str], last: tuple[str, str]) -> tuple[date, date]:
    names = [words.month(day) for day in options.months]
    (label, key), (end_label, end_key) = first, last
    start = st.selectbox(label, names, key=key, index=max(0, len(names) - 12), bind="query-params")
    end = st.selectbox(end_label, names, key=end_key, index=len(names) - 1, bind="query-params")
    days = sorted(options.months[_at(names, name)] for name in (start, end))
    return days[0], days[1]


def scope(view: View, months: Sequence[Month]) -> Scope:
    """The months of a view that may be compared, and those that the visitor compares them with."""
    state = st.session_state
    return scope_of(view, months, with_recent=state["with_recent"], against=state["compared"])


def _bad_values(options: Options, stood: list[str], ends: list[str]) -> tuple[str, ...]:
    """Which filters the address gives a value that means nothing here; Streamlit itself drops such values."""
    months = [words.month(day) for day in options.months]
    offered = {
        "period": list(PERIODS),
        "basis": BASIS,
        "denied": DEFINITION,
        "from": months,
        "to": months,
        "against": list(AGAINST),
        "cfrom": months,
        "cto": months,
        "recent": ["true", "false"],
        **{key: list(names) for key, names in options.names.items()},
    }
    asked = {"stood": stood, **{key: st.query_params.get_all(key) for key in offered}}
    offered["stood"] = [NOW, *ends]
    return tuple(key for key, values in asked.items() if any(value and value not in offered[key] for value in values))


def _remember(bad: tuple[str, ...], view: View) -> None:
    """The notice about an address stands until the visitor changes a filter."""
    told, since = st.session_state.get("address", ((), None))
    if bad and bad != told:
        st.session_state["address"] = bad, view
    elif since != view:
        st.session_state["address"] = bad or told, None


_ADDRESSED = {**LABELS, "stood": "day it stood at"}


def _notice() -> str | None:
    bad, since = st.session_state.get("address", ((), None))
    if since is None:
        return None
    named = words.listing([_ADDRESSED.get(key, key).lower() for key in bad])
    return f"The address named a {named} that this data does not have; it was left out."


def chips() -> None:
    """The active filters above the headline; a click takes one away."""
    if notice := _notice():
        st.info(notice, icon=":material/link_off:")
    active = [*_single(), *_listed()]
    if not active:
        return
    with st.container(horizontal=True, gap="small"):
        for at, (label, remove) in enumerate(active):
            st.button(
                words.plain(label),
                key=f"chip-{at}",
                icon=":material/close:",
                icon_position="right",
                type="secondary",
                help="Remove this filter",
                on_click=guarded_call("chips", remove),
            )
        if len(active) > 1:
            st.button("Clear all", key="chip-all", type="tertiary", on_click=guarded_call("chips", clear))


def _single() -> list[tuple[str, Callable[[], None]]]:
    state = st.session_state
    found = [(_chip(key), _set(key, value)) for key, value in DEFAULTS.items() if state.get(key) != value]
    return [*found, ("Incomplete months included", _set("recent", False))] if state.get("recent") else found


def _chip(key: str) -> str:
    chosen, view, against = str(st.session_state[key]), st.session_state["view"], st.session_state["compared"]
    if key == "stood":
        return f"As it stood {chosen}"
    if key == "against":
        named = words.span(against.start, against.end) if against.kind == "months" and against.start else chosen.lower()
        return f"Compared with {named}"
    return words.span(view.start, view.end) if chosen == CHOSEN and view.start and view.end else chosen


def _listed() -> list[tuple[str, Callable[[], None]]]:
    return [
        (f"{LABELS[key]}: {name}", _set(key, [other for other in st.session_state[key] if other != name]))
        for key in LABELS
        for name in st.session_state.get(key) or []
    ]


def _set(key: str, value: object) -> Callable[[], None]:
    def change() -> None:
        st.session_state[key] = value

    return change


def clear() -> None:
    """Back to the view that a visitor starts with."""
    for key, value in (*DEFAULTS.items(), ("recent", False)):
        st.session_state[key] = value
    for key in LABELS:
        st.session_state[key] = []


def in_words() -> str:
    """The filters of this rerun as people would say them."""
    parts = [label for label, _ in _listed()]
    return "; ".join(parts) if parts else "all payers, providers, places and drugs"
