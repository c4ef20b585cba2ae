"""A whole report by hand, as a practice would get it: for the tests of every face, and for looking at it."""

from dataclasses import replace
from datetime import date

from analytics.charts import samples
from analytics.charts.model import Chart
from analytics.report.model import Change, Column, Figure, Kpi, Note, Report, Restated, Section, Table


def _chart(kind: str, title: str, subtitle: str) -> Chart:
    return replace(samples.charts()[kind], title=title, subtitle=subtitle, alt=f"{title}. {subtitle}.")


def _kpi(name: str, label: str, value: str, certainty: str, changes: tuple[Change, ...], target: str = "") -> Kpi:
    return Kpi(name, label, value, certainty, changes, f"{label}: what it counts, in the words of the metric.", target)


def _kpis() -> tuple[Kpi, ...]:
    chance = Change("Sep 2026", "+0.3 pp, within chance", "up", "grey")
    year = Change("Oct 2025", "+1.8 pp (+0.4 to +3.2)", "up", "worse")
    return (
        _kpi("injections", "Injections answered", "1,204", "", (Change("Sep 2026", "+31", "up", "grey"),)),
        _kpi(
            "initial_denial_rate", "Denied at first answer", "11.7 %", "10.0–13.6 %, n = 1,204", (chance, year), "8.0 %"
        ),
        _kpi(
            "net_paid", "Net received", "$48.2 K", "from 1,093 lines", (Change("Sep 2026", "+$1,240", "up", "better"),)
        ),
        _kpi(
            "leak_cents",
            "Leak, injection and visit",
            "$3,112",
            "",
            (Change("Sep 2026", "−$340", "down", "better"), Change("Oct 2025", "no data", "off", "grey")),
        ),
        _kpi(
            "price_index",
            "Commercial price, of Medicare's",
            "114.0 %",
            "112.2–115.8 %, n = 611",
            (Change("Sep 2026", "−0.4 pp, within chance", "down", "grey"),),
        ),
        _kpi("em_loss_rate", "Visits lost to the injection", "3 of 8", "too few to name a rate", ()),
        _kpi("days_to_answer", "Days to first answer", "17 days", "n = 1,204", (chance,)),
        _kpi("open_cents", "Not answered yet", "no data", "nothing to count", ()),
    )


CAUSES = Table(
    "causes",
    "Five causes worth working",
    (
        Column("cause", "Cause"),
        Column("payer", "Payer"),
        Column("owner", "Who"),
        Column("lines", "Lines", "count"),
        Column("cents", "Worth", "cents"),
        Column("deadline", "First deadline", "day"),
    ),
    (
        ("Bundled into another service", "Zephyrmoor Health Plan of Northern Illinois", "Coding", 47, 65931, None),
        ("No authorization", "Medicare Part B", "Front desk", 12, 31250, date(2026, 11, 14)),
        ("Below contract or fee", "Quillfeather Mutual", "Payer", 1204, 12409, date(2026, 12, 1)),
        ("Visit lost to the injection", "Brackenhurst Medicaid Community Plan", "Documentation", 3, 27090, None),
        ("No answer, past the usual time", "Ostrander Benefit Fund", "Billing", 9, 12516, date(2026, 11, 30)),
        ("All", "", "", 1275, 149196, ""),
    ),
    note="Worth is what can still be had, before the cost of working it.",
    total=True,
)

PRICES = Table(
    "prices",
    "Paid per unit of 96372",
    (
        Column("class", "Payer class"),
        Column("month", "Month", "month"),
        Column("units", "Units", "count"),
        Column("allowed", "Allowed", "cents"),
        Column("index", "Of Medicare's fee", "ratio"),
        Column("change", "Change on Sep 2026", "points"),
        Column("days", "To first answer", "days"),
        Column("denied", "Denied", "rate"),
    ),
    (
        ("Medicare", date(2026, 10, 1), 401, 1431, 1.0, 0.0, 14, 0.0625),
        ("Commercial", date(2026, 10, 1), 611, 1631, 1.14, -0.004, 19, 0.1391),
        ("Medicaid", date(2026, 10, 1), 192, 1098, 0.767, 0.012, 27, 0.1458),
        ("Workers' compensation", date(2026, 10, 1), 0, None, None, None, None, None),
    ),
)

RESTATED = (
    Restated(
        "initial_denial_rate",
        "Denied at first answer",
        "Sep 2026",
        "11.1 %",
        "11.4 %",
        "38 answers came in",
        0.111,
        0.114,
    ),
    Restated("net_paid", "Net received", "Sep 2026", "$46.1 K", "$47.0 K", "2 files came in late", 4610000, 4701250),
)

NOTES = (
    Note(
        "Denied",
        "Denied in full or in part by the payer's first answer, of all answered lines. Others count in neither.",
    ),
    Note(
        "Months compared",
        "Months by the date of the first answer. Service months are comparable up to Jul 2026.",
    ),
    Note("Chance", "A change is called better or worse only where it lies outside what chance alone would do."),
    Note("Hidden numbers", "Cells of 1 to 10 patients are not shown."),
    Note("Reference", "Medicare fee schedule CMS RVU26D (Oct 2026); NCCI practitioner pairs v32.3."),
)

HEADLINE = (
    "96372 denials were 11.7 % of answered lines in Oct 2026 (10.0–13.6 %), no change beyond chance since Sep 2026.",
    "Zephyrmoor Health Plan denies more than the others: 24.1 % against 11.7 %, most of it as bundled into the visit.",
    "Work the 47 bundled lines of Zephyrmoor first: $659.31 can still be had, the first deadline is Nov 14.",
)


def _sections() -> tuple[Section, ...]:
    return (
        Section(
            "denials",
            "Denials",
            (
                "The rate stayed within its limits; the level has been higher since May 2026.",
                "Aug and Sep 2026 are not complete yet and are hatched.",
            ),
            (
                _chart(
                    "trend with limits",
                    "Denials are on a new level since May 2026",
                    "Denied at first answer, month of first answer, with the limits of chance",
                ),
                _chart(
                    "bars",
                    "Three causes make up nine of ten denials",
                    "Denied lines and what they were worth, Oct 2026",
                ),
            ),
        ),
        Section(
            "changes",
            "What changed since September",
            ("$3.77 more by price, $2.36 less by denials: no payer moved beyond chance.",),
            (
                _chart("waterfall", "Price made up for denials", "Net received per injection, Sep to Oct 2026"),
                _chart(
                    "heat",
                    "Bundling is Zephyrmoor's, authorization everyone's",
                    "Denied of 100 answered, by payer and month",
                ),
                _chart("tilted heat", "Denials by payer and cause", "Denied of 100 answered"),
            ),
        ),
        Section(
            "prices",
            "Medicare and commercial",
            ("Commercial payers paid 114.0 % of Medicare's fee for the same injection (112.2–115.8 %).",),
            (_chart("strips", "Most commercial prices lie above Medicare's", "Allowed per unit, of Medicare's fee"),),
            (PRICES,),
        ),
        Section(
            "modifier25",
            "Modifier 25",
            ("With modifier 25, both lines were paid in 90 % of pairs; without it cases are too few to compare.",),
            (
                _chart(
                    "stacks",
                    "Nine of ten pairs with 25 are paid in full",
                    "Outcome of visit and injection, same day, same provider",
                ),
            ),
        ),
        Section(
            "leaks",
            "Where money leaks, and what to do",
            ("Expected $51,312.00 − received $48,200.00 + paid above $0.00 = $3,112.00.",),
            (),
            (CAUSES,),
        ),
        Section(
            "payers",
            "Payers that differ",
            ("One payer lies beyond what chance explains.",),
            (
                _chart(
                    "dots", "Medicaid is denied most, and surely", "Denied at first answer by payer, with intervals"
                ),
                _chart(
                    "funnel",
                    "One provider uses modifier 25 more than the others",
                    "Share of pairs with modifier 25 by provider",
                ),
            ),
        ),
        Section("cash", "Cash and ageing", ("Nothing is older than 120 days.",)),
    )


def _figures() -> tuple[Figure, ...]:
    rate = ("denials", "initial_denial_rate", "Denied at first answer", "2026-10", "answer")
    return (
        Figure(*rate, "", "rate", 0.1171, 141, 1204, 1204, 0.1001, 0.1365, "ok"),
        Figure(*rate, "Medicare", "rate", 0.0625, 25, 400, 400, 0.0427, 0.0906, "ok"),
        Figure(*rate, "Workers' compensation", "rate", None, None, None, 0, None, None, "no_data"),
        Figure(
            "cash",
            "net_paid",
            "Net received",
            "2026-10",
            "answer",
            "",
            "cents",
            4820000,
            None,
            None,
            1093,
            None,
            None,
            "ok",
        ),
        Figure(
            "prices",
            "days_to_answer",
            "Days to first answer",
            "2026-10",
            "answer",
            "",
            "days",
            17,
            None,
            None,
            1204,
            None,
            None,
            "ok",
        ),
    )


def sample() -> Report:
    """The October report of a practice, all kinds of content in it."""
    return Report(
        title="96372 reimbursement",
        month=date(2026, 10, 1),
        basis="answer",
        preliminary=True,
        snapshot=7,
        as_of=date(2026, 10, 31),
        headline=HEADLINE,
        kpis=_kpis(),
        sections=_sections(),
        restated=RESTATED,
        notes=NOTES,
        footline="Data through 10/31/2026 · snapshot 7 · month of first answer · all payers",
        figures=_figures(),
    )
