"""What the leak ledger says: the headline, the equation, the waterfall, and what could be prevented or had back."""

from collections.abc import Mapping, Sequence

import polars as pl

from analytics import words
from analytics.charts.model import Cell, Chart, Heat
from analytics.charts.waterfall import Step, Waterfall
from analytics.metrics.leak_rates import Leaking
from analytics.metrics.leakage import Ledger

MOST_STEPS = 8
GRADES = tuple(words.GRADE)


def leak_headline(whole: Ledger, payers: Sequence[Leaking], span: str) -> str:
    """How much did not come in, as what most of it, and who leaks more often than the others."""
    sums = whole.headline
    if not sums["valued"]:
        return f"No injection or visit {span} has an amount to hold it against: nothing can be said to leak."
    if not sums["leak_cents"]:
        return f"Every injection and visit {span} brought what was expected."
    share = words.percent(sums["leak_cents"] / sums["expected_cents"])
    name, cents = _classes(whole)[0]
    said = (
        f"{words.money(sums['leak_cents'])} of {words.money(sums['expected_cents'])} expected for injections and "
        f"visits {span} did not come in ({share}), most of it as {words.within(name)} ({words.money(cents)})"
    )
    return f"{said}. {_who(payers)}."


def _who(payers: Sequence[Leaking]) -> str:
    above = [words.name(one.payer_name) for one in payers if one.side > 0]
    if len(payers) < 2:
        return "One payer: nothing to compare it with"
    if not above:
        return "No payer leaks on more days than the others beyond chance"
    return f"More days leak than elsewhere, beyond chance, at {words.listing(above, most=4)}"


def equation(sums: Mapping[str, int]) -> str:
    """Both sides of the ledger to the cent."""
    if not sums["valued"]:
        return "no answered line with an amount to expect"
    parts = [words.exact(sums[name]) for name in ("expected_cents", "received_cents", "overpaid_cents", "leak_cents")]
    return f"{parts[0]} expected − {parts[1]} received + {parts[2]} overpaid = {parts[3]}"


def beside(sums: Mapping[str, int]) -> str:
    """What is on neither side yet, or cannot be."""
    unrated = words.number_of(sums["unrated"], "paid line")
    return (
        f"Beside it: {words.number_of(sums['open'], 'line')} still open "
        f"({words.money(sums['open_charge_cents'])} charged) and {words.number_of(sums['not_valued'], 'line')} without "
        f"an amount to expect ({words.money(sums['not_valued_charge_cents'])} charged). {unrated} whose "
        "expected amount is only an estimate count as paid in full."
    )


def ledger_waterfall(whole: Ledger) -> Chart | None:
    """From what was expected of injections and visits, class by class, to what was received."""
    sums, classes = whole.headline, _classes(whole)
    if not classes:
        return None
    rest = sum(cents for _, cents in classes[MOST_STEPS:])
    shown = [*classes[:MOST_STEPS], *([("All other classes", rest)] if rest else [])]
    steps = [Step(name, -cents, f"−{words.money(cents)}", f"{name}: {words.money(cents)}") for name, cents in shown]
    over = sums["overpaid_cents"]
    if over:
        hover = "Received beyond what was expected"
        steps.append(Step("Overpaid", over, f"+{words.money(over)}", f"{hover}: {words.money(over)}"))
    ends = [
        Step(label, sums[name], words.money(sums[name]), label, is_total=True)
        for label, name in (("Expected", "expected_cents"), ("Received", "received_cents"))
    ]
    top = sum(cents for _, cents in classes[:3])
    first = words.listing([name if not at else words.within(name) for at, (name, _) in enumerate(classes[:3])])
    title = f"{first}: {words.money(top)} of {words.money(sums['leak_cents'])} that did not come in"
    said = equation(sums)
    return Chart(
        title=title,
        subtitle="From expected to received, injections and visits, each line in one class only",
        alt=f"Waterfall of the leak ledger. {title}. {said}.",
        marks=Waterfall((ends[0], *steps, ends[1]), said),
    )


def _classes(whole: Ledger) -> list[tuple[str, int]]:
    """Classes of injection and visit, the dearest first."""
    mine = whole.classes.filter(pl.col("role") != "drug").group_by("leak_class").agg(pl.col("amount_cents").sum())
    ordered = mine.sort(["amount_cents", "leak_class"], descending=[True, False])
    return [(words.leak_class(name), int(cents)) for name, cents in ordered.iter_rows()]


def quadrant(whole: Ledger) -> Chart | None:
    """Dollars by how well they could have been prevented, and how well they can still be had."""
    mine = whole.classes.filter(pl.col("role") != "drug")
    if not mine.height:
        return None
    sums = {
        (row["preventable"], row["recoverable"]): (row["amount_cents"], row["count"])
        for row in mine.group_by("preventable", "recoverable").agg(pl.col("amount_cents", "count").sum()).to_dicts()
    }
    cells = tuple(tuple(_grade(one, other, sums.get((one, other))) for other in GRADES) for one in GRADES)
    both = sum(cents for (one, other), (cents, _) in sums.items() if one in "HM" and other in "HM")
    again = sum(cents for (_, other), (cents, _) in sums.items() if other in "HM")
    title = f"{words.money(again)} has a fair chance to be had back; {words.money(both)} of it need not have happened"
    return Chart(
        title=title,
        subtitle="Dollars of injections and visits. Down: could it have been prevented. Across: can it still be had",
        alt=f"Grid of dollars by preventable and recoverable. {title}.",
        marks=Heat(
            rows=tuple(f"Preventable: {words.GRADE[grade]}" for grade in GRADES),
            columns=tuple(f"{words.GRADE[grade].capitalize()}" for grade in GRADES),
            cells=cells,
            high=float(max(cents for cents, _ in sums.values())),
        ),
    )


def _grade(one: str, other: str, found: tuple[int, int] | None) -> Cell:
    where = f"Preventable {words.GRADE[one]}, recoverable {words.GRADE[other]}"
    if found is None:
        return Cell(None, "", f"{where}: nothing", "empty")
    cents, lines = found
    return Cell(float(cents), words.money(cents), f"{where}: {words.money(cents)}, {words.number_of(lines, 'line')}")
