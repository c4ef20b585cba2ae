"""Leakage: the equation of the month, its causes, and the five causes that are most worth working now."""

from dataclasses import replace
from datetime import date

import polars as pl

from analytics import words
from analytics.charts.leakage import equation, leak_headline, ledger_waterfall
from analytics.leakage import rule
from analytics.metrics.leakage import WORK_COST_CENTS, Ledger
from analytics.report.content.material import Material
from analytics.report.content.part import Part, amount, months_of, span_of
from analytics.report.model import Column, Section, Table
from analytics.report.suppression import HIDDEN, may_show, together

NAME = "leaks"
OTHERS = "other_causes"
MOST = 5
SIDES = {
    "expected_cents": "Expected",
    "received_cents": "Received",
    "overpaid_cents": "Overpaid",
    "leak_cents": "Leaked",
}
CLASSES = (Column("cause", "Class"), Column("lines", "Lines", "count"), Column("cents", "Leaked", "cents"))
CAUSES = (
    Column("cause", "Cause"),
    Column("lines", "Lines", "count"),
    Column("cents", "Can be had", "cents"),
    Column("worth", "After the work", "cents"),
    Column("owner", "Owner"),
    Column("step", "First step"),
)
PATIENTS = {"lines": pl.col("lines").sum()}


def leaks(material: Material) -> Part | None:
    """The equation of the month, the classes of twelve months, and what can be worked in all months."""
    view = material.window
    window = material.leaks.filter(
        pl.col("month").is_between(view.start or date.min, view.end or date.max), ~pl.col("is_drug")
    )
    mine = window.filter(pl.col("month") == material.asked.month)
    causes = _worth_working(material)
    sums = material.ledger.headline
    if not material.ledger.has_lines or not may_show(mine, PATIENTS) or not _is_base_told(material):
        return Part(Section(NAME, "Leakage", (f"The ledger of the month rests on {HIDDEN}.",), (), causes))
    ledger = _safe(material.window_ledger, window)
    span = span_of(view)
    said = (
        f"{words.month(material.asked.month)}: {equation(sums)}, for injections and visits.",
        leak_headline(ledger, [], f"in {span}").split(". ")[0].rstrip(".") + ".",
        *_late(material),
    )
    chart = ledger_waterfall(ledger)
    month, basis = f"{material.asked.month:%Y-%m}", material.asked.basis
    figures = [amount(NAME, name, label, month, basis, sums[name]) for name, label in SIDES.items()]
    classes = _classes(ledger, span)
    figures += [
        amount(NAME, "leak_cents", "Leaked", months_of(view), basis, int(str(cents)), int(str(lines)), str(name))
        for name, lines, cents in classes.rows[:-1]
    ]
    section = Section(NAME, "Leakage", said, (chart,) if chart else (), (classes, *causes))
    return Part(section, tuple(figures))


def _late(material: Material) -> tuple[str, ...]:
    """What came too late, apart from what can be had; nothing where it rests on few patients."""
    sums = []
    for standing in ("is_workable", "is_late"):
        rows = material.leaks.filter(standing)
        if rows.height and not may_show(rows, PATIENTS):
            return ()
        sums.append(words.money(int(rows["amount_cents"].sum())))
    return (
        f"Of all months {sums[0]} can still be had; {sums[1]} came too late for its payer's limit and is not in it.",
    )


def _is_base_told(material: Material) -> bool:
    mine = material.within(material.asked.month_view)
    return may_show(mine, {"n": pl.col("lines").sum()})


def _safe(ledger: Ledger, mine: pl.DataFrame) -> Ledger:
    """The ledger's injections and visits with classes of few patients as one."""
    few = list(together(mine, PATIENTS, "leak_class"))
    is_few = pl.col("leak_class").is_in(few)
    head = ledger.classes.filter(pl.col("role") != "drug")
    return replace(
        ledger, classes=head.with_columns(leak_class=pl.when(is_few).then(pl.lit(OTHERS)).otherwise("leak_class"))
    )


def _classes(ledger: Ledger, span: str) -> Table:
    sums = ledger.classes.group_by("leak_class").agg(pl.col("count", "amount_cents").sum())
    order = sums.sort(["amount_cents", "leak_class"], descending=[True, False])
    rows = tuple((words.leak_class(name), lines, cents) for name, lines, cents in order.iter_rows())
    total = ("All", sum(lines for _, lines, _ in rows), ledger.headline["leak_cents"])
    note = f"Injections and visits, each line in one class only. Classes of {HIDDEN} stand together as other causes."
    return Table("leak_classes", f"What did not come in, {span}", CLASSES, (*rows, total), note, total=True)


def causes_of(material: Material) -> pl.DataFrame:
    """One row per cause that can be worked, by what is left after the work: lines, cents, worth, side."""
    open_ = material.leaks.filter("is_workable")
    few = list(together(open_, PATIENTS, "rule"))
    told = open_.filter(~pl.col("rule").is_in(few))
    sums = told.group_by("rule").agg(
        pl.col("lines", "amount_cents", "worth_cents").sum(), pl.col("side").mode().sort().first()
    )
    return sums.filter(pl.col("worth_cents") > 0).sort(["worth_cents", "rule"], descending=[True, False]).head(MOST)


def _worth_working(material: Material) -> tuple[Table, ...]:
    rows = tuple(
        (
            rule(row["rule"]).title,
            row["lines"],
            row["amount_cents"],
            row["worth_cents"],
            words.SIDE.get(row["side"], ""),
            rule(row["rule"]).fix,
        )
        for row in causes_of(material).iter_rows(named=True)
    )
    note = (
        "Injections, visits and drugs of all months that nobody has closed, that are not too late, and that "
        f"bring more than the {words.money(WORK_COST_CENTS)} that working one costs. Causes of {HIDDEN} are left out."
    )
    return (Table("causes", "Causes most worth working", CAUSES, rows, note),) if rows else ()
