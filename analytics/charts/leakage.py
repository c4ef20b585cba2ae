"""What the leak ledger says: the headline, the equation, the waterfall, and what could be prevented or had back."""

from collections.abc import Mapping, Sequence

import polars as pl

from analytics import words
from analytics.charts.model import Cell, Chart, Dot, Dots, Heat, Step, Waterfall
from analytics.metrics.leakage import SHORTEST, Leaking, Ledger, Moved
from analytics.statistics import ENOUGH, FEW

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


MOST_PAYERS = 12
MOST_CLASSES = 7
MEASURES = {
    "Dollars per 100 days": "Dollars per 100 injection days",
    "Days in 100": "Leaking days per 100 injection days",
    "Dollars": "Dollars",
}


def leak_dots(payers: Sequence[Leaking]) -> Chart | None:
    """How many of a payer's injection days leak, with intervals."""
    known = [one for one in payers if one.days > FEW]
    if not known:
        return None
    shown, days = known[:MOST_PAYERS], sum(one.days for one in payers)
    level = sum(one.leaking for one in payers) / days
    title = _dots_title(payers)
    hidden = len(payers) - len(shown)
    left = f"; {words.number_of(hidden, 'smaller payer')} not drawn" if hidden else ""
    return Chart(
        title=title,
        subtitle="Injection days on which injection or visit leaked, with 95 % interval, most days first; named "
        f"allowing for the number of payers looked at{left}",
        alt=f"Dot chart of leaking days by payer with intervals. {title}.",
        marks=Dots(tuple(map(_dot, shown)), level, f"all {words.percent(level)}"),
    )


def _dots_title(payers: Sequence[Leaking]) -> str:
    if len(payers) < 2:
        return "One payer: nothing to compare with"
    named = {side: [words.name(one.payer_name) for one in payers if one.side == side] for side in (1, -1)}
    told = [
        f"{words.listing(named[side], most=3)} {where}" for side, where in ((1, "above"), (-1, "below")) if named[side]
    ]
    return f"{' and '.join(told)} the other payers" if told else "No payer leaks more often than chance explains"


def _dot(one: Leaking) -> Dot:
    name, (rate, low, high) = words.name(one.payer_name), one.rate
    return Dot(
        key=one.payer_id,
        label=name,
        payer_class=one.payer_class,
        value=rate,
        low=low,
        high=high,
        text=words.percent(rate),
        hover=f"{name} ({words.payer_class(one.payer_class)}): {_days(one)}, {words.percent(rate)} "
        f"({words.interval(low, high)}), {_per_100(one)}, {_verdict(one)}",
        is_grey=one.days < ENOUGH,
    )


def leak_matrix(cells: Sequence[Leaking], measure: str) -> Chart | None:
    """Payers by class; a cell has colour only where it is above the others beyond chance."""
    known = [one for one in cells if one.days > FEW]
    payers = list(dict.fromkeys(one.payer_id for one in known))[:MOST_PAYERS]
    classes = _payer_classes(known)[:MOST_CLASSES]
    if not payers or not classes:
        return None
    by_cell = {(one.payer_id, one.leak_class): one for one in known}
    drawn = tuple(tuple(_cell(by_cell[payer, name], measure) for name in classes) for payer in payers)
    names = {one.payer_id: words.name(one.payer_name) for one in known}
    coloured = [cell.value for row in drawn for cell in row if cell.role == "ok" and cell.value is not None]
    title = _matrix_title([one for one in known if one.leak_class in classes])
    return Chart(
        title=title,
        subtitle=f"{MEASURES[measure]}, injections and visits, largest payers and classes first. Colour: above the "
        "same class at the other payers, allowing for the number of cells looked at. Grey: within chance, or below. "
        "Hatched: none"
        f"{_also([one for one in known if one.leak_class not in classes])}",
        alt=f"Heat map of leaks by payer and class. {title}.",
        marks=Heat(
            rows=tuple(names[payer] for payer in payers),
            columns=tuple(words.leak_class(name) for name in classes),
            cells=drawn,
            high=max(coloured, default=1.0),
            keys=tuple(payers),
            is_tilted=True,
        ),
    )


def _payer_classes(cells: Sequence[Leaking]) -> list[str]:
    cents: dict[str, int] = {}
    for one in cells:
        cents[one.leak_class] = cents.get(one.leak_class, 0) + one.cents
    return sorted(cents, key=lambda name: (-cents[name], name))


def _cell(one: Leaking, measure: str) -> Cell:
    said = f"{words.name(one.payer_name)}, {words.within(words.leak_class(one.leak_class))}: {_days(one)}"
    if not one.leaking:
        return Cell(None, "", f"{said} leaked", "empty")
    shown = {
        "Dollars per 100 days": (one.per_100[0], _dollars(one.per_100[0])),
        "Days in 100": (one.rate[0], f"{one.rate[0] * 100:.1f}"),
        "Dollars": (float(one.cents), _dollars(one.cents)),
    }
    value, text = shown[measure]
    sure = f"{words.percent(one.rate[0])} of days ({words.interval(*one.rate[1:])})"
    role = {1: "ok", 0: "chance", -1: "below"}[one.side]
    hover = f"{said}, {words.money(one.cents)}, {sure}, {_per_100(one)}, {_verdict(one)}"
    return Cell(value, text, hover, role)


def _dollars(cents: float) -> str:
    """Whole dollars: a cell has no room for more."""
    return f"${round(cents / 100):,}"


def _matrix_title(cells: Sequence[Leaking]) -> str:
    named = _standing_out(cells)
    if not named:
        return "No class leaks more at one payer than at the others beyond chance"
    first = named[0]
    more = f"; so do {words.number_of(len(named) - 1, 'other cell')}" if len(named) > 1 else ""
    return f"{_where(first)} stands out beyond chance: {words.money(first.cents)}{more}"


def _also(cells: Sequence[Leaking]) -> str:
    """What stands out in classes too small to be drawn."""
    named = [words.within(_where(one)) for one in _standing_out(cells)]
    return f". In smaller classes, too: {words.listing(named, most=4)}" if named else ""


def _standing_out(cells: Sequence[Leaking]) -> list[Leaking]:
    return sorted((one for one in cells if one.side > 0), key=lambda one: (-one.cents, one.payer_id))


def _where(one: Leaking) -> str:
    return f"{words.leak_class(one.leak_class)} at {words.name(one.payer_name)}"


def _days(one: Leaking) -> str:
    return f"{words.count(one.leaking)} of {words.number_of(one.days, 'injection day')}"


def _per_100(one: Leaking) -> str:
    mean, low, high = (words.money(round(cents)) for cents in one.per_100)
    return f"{mean} per 100 days ({low} to {high})"


def _verdict(one: Leaking) -> str:
    return {1: "above the other payers", 0: "within chance", -1: "below the other payers"}[one.side]


def moved_title(moved: Sequence[Moved], months: int = 2 * SHORTEST) -> str:
    """What moved most, or that nothing did in so many months, or that these are too few to say."""
    up = [one for one in moved if one.monthly_cents > 0]
    if not moved and months < 2 * SHORTEST:
        return "Too early to say whether a payer's class moved"
    if not moved:
        return "No payer's class moved by more than chance explains"
    first = up[0] if up else moved[0]
    way = "rose" if first.monthly_cents > 0 else "fell"
    rates = f"from {words.percent(first.before[0])} to {words.percent(first.after[0])} of days"
    name = f"{words.name(first.payer_name)}: {words.within(words.leak_class(first.leak_class))}"
    return f"{name} {way} {rates} in {words.month(first.month)}"


def moved_rows(moved: Sequence[Moved]) -> pl.DataFrame:
    """One row per payer and class that moved."""
    rows = [
        {
            "payer_id": one.payer_id,
            "payer": words.name(one.payer_name),
            "leak_class": words.leak_class(one.leak_class),
            "month": one.month,
            "before": one.before[0],
            "after": one.after[0],
            "difference": f"{words.points(one.after[0] - one.before[0])} "
            f"({words.points(one.low)} to {words.points(one.high)})",
            "monthly_cents": one.monthly_cents,
            "chance": "below 0.1 %" if one.chance < 0.001 else words.percent(one.chance),
        }
        for one in moved
    ]
    return pl.DataFrame(rows, schema=_MOVED)


_MOVED = pl.Schema(
    {
        "payer_id": pl.String(),
        "payer": pl.String(),
        "leak_class": pl.String(),
        "month": pl.Date(),
        "before": pl.Float64(),
        "after": pl.Float64(),
        "difference": pl.String(),
        "monthly_cents": pl.Int64(),
        "chance": pl.String(),
    }
)
