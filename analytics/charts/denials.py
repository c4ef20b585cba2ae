"""The charts of the denials page over time and by reason."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from analytics import words
from analytics.charts.comparable import Month, Scope, later
from analytics.charts.control import CHANCE, Held, finding, held, tell
from analytics.charts.heat import MOST_ROWS, most_firm
from analytics.charts.model import Bar, Bars, Cell, Chart, Curve, Heat, Point, Trend
from analytics.charts.tiles import Tile, apart, tile
from analytics.metrics.cubes import AGE, View
from analytics.metrics.evaluate import Group, Value
from analytics.statistics import ENOUGH, ENOUGH_POINTS, FEW, waiting_curve, waiting_quantile

CONTEXT = 12
"""A trend reaches back at least so many months, whatever period is chosen."""
MOST_BARS = 12


@dataclass(frozen=True)
class Drawn:
    """Which rate a trend draws, and what the share of a month that may not be compared yet is a share of."""

    rate: str
    share: str = "answered"


AGED = Drawn(
    f"Denied within {AGE} days of submission, of all lines sent: every month at the same age, so that recent ones "
    "compare fairly",
    f"sent {AGE} days ago or longer",
)
"""The trend by fixed age (domain 8)."""


def rate_trend(
    scope: Scope, chosen: View, months: Sequence[Month], now: Value, drawn: Drawn | None = None
) -> Chart | None:
    """The denial rate by month held against its limits, immature months hatched; None without any rate."""
    what = drawn or Drawn(words.DEFINITION[chosen.definition])
    shown = [month for month in months if _is_shown(month.day, chosen)]
    limits = held(months, chosen.end)
    points = tuple(_point(month, scope, limits, what) for month in shown)
    if all(point.value is None for point in points):
        return None
    focus = [month for month, point in zip(shown, points, strict=True) if point.role == "focus"]
    title = _trend_title(focus, now, limits)
    return Chart(
        title=title,
        subtitle=f"{what.rate}; by {words.BASIS[chosen.basis].lower()}; {_drawn(limits)}. {_comparable(shown)}",
        alt=f"Line chart of the monthly denial rate. {title}. {_comparable(shown)}",
        marks=_trend(points, limits, now),
    )


def _trend(points: tuple[Point, ...], limits: Held, now: Value) -> Trend:
    days = [point.month for point in points]
    band = limits.limits(days)
    if not band:
        return Trend(points, "rate", now.value, f"{words.percent(now.value)} in these months" if now.n else "")
    centre = words.percent(band[-1].centre)
    label = f"level {centre}" if limits.control.has_limits else f"middle of the months {centre}"
    return Trend(points, "rate", None, label, band, limits.shifts(days))


def _drawn(limits: Held) -> str:
    if limits.control.has_limits:
        return f"pale band: {CHANCE}, from {words.number_of(len(limits.days), 'month')}; ringed: stands out"
    return f"dot and 95 % interval; limits from {ENOUGH_POINTS} comparable months on"


def _is_shown(day: date, chosen: View) -> bool:
    if chosen.end is not None and day > chosen.end:
        return False
    if chosen.start is None:
        return True
    reach = chosen.start if chosen.end is None else min(chosen.start, later(chosen.end, -CONTEXT))
    return day >= reach


def _point(month: Month, scope: Scope, limits: Held, what: Drawn) -> Point:
    value = month.values["denial_rate"]
    start, end = scope.view.start, scope.view.end
    is_focus = (start is None or month.day >= start) and (end is None or month.day <= end)
    role = "immature" if not month.is_firm else "focus" if is_focus else "context"
    share = month.completeness
    note = f", about {share * 100:.0f} % {what.share}" if share is not None and role == "immature" else ""
    low, high = month.bounds or (value.low, value.high)
    note += f"; will end {words.between(*month.bounds)} of the lines sent" if month.bounds else ""
    few = value.n <= FEW
    own = [signal for signal in limits.control.signals if month.day in limits.days_of([signal])]
    told = "".join(f"; {tell(limits.days, signal)}" for signal in own)
    return Point(
        month.day,
        None if few else value.value,
        None if few else low,
        None if few else high,
        role,
        f"{words.month(month.day)}: {said(value)}{note}{told}",
        is_signal=bool(own),
    )


def said(value: Value) -> str:
    """A rate with its certainty; of few lines the count alone."""
    if value.value is None and value.unsure:
        return words.NOT_KNOWN
    if value.n <= FEW:
        return f"{words.count(value.numerator or 0)} of {words.number_of(value.n, 'line')}"
    return f"{words.percent(value.value)} ({words.certainty(value)})"


def _trend_title(focus: Sequence[Month], now: Value, limits: Held) -> str:
    enough = [month for month in focus if month.values["denial_rate"].n > FEW]
    known = [month for month in enough if month.values["denial_rate"].value is not None]
    if not focus:
        return "No month can be compared yet"
    if enough and not known:
        return "Which lines were denied is not known from the files of these months"
    if not known:
        return "Too few answered lines in these months for a monthly rate"
    if limits.control.has_limits:
        return finding(limits, [month.day for month in known], _whole(known, now))
    return _single(known[0]) if len(known) < 2 else _side_by_side(known, now)


def _whole(known: Sequence[Month], now: Value) -> str:
    return _single(known[0]) if len(known) < 2 else f"{words.percent(now.value)} in all"


def _side_by_side(known: Sequence[Month], now: Value) -> str:
    """Too few months for limits: each against all the others."""
    sides = apart([month.values["denial_rate"] for month in known])
    differ = [
        f"{words.months([month.day for month, its in zip(known, sides, strict=True) if its == side])} {name}"
        for side, name in ((1, "above"), (-1, "below"))
        if side in sides
    ]
    if not differ:
        return f"No month differs from the others by more than chance ({words.percent(now.value)} in all)"
    return f"{' and '.join(differ)} the other months by more than chance"


def _single(month: Month) -> str:
    return f"{words.percent(month.values['denial_rate'].value)} in {words.month(month.day)}"


def _comparable(months: Sequence[Month]) -> str:
    days = [month.day for month in months if month.is_comparable]
    if not days:
        return "No month is comparable yet."
    behind = [month.day for month in months if month.is_behind]
    later = f" Hatched among them, since answered less here than over all payers: {words.months(behind)}."
    if len(days) == 1:
        return f"Only {words.month(days[0])} is comparable.{later if behind else ''}"
    span = f"Comparable from {words.month(days[0])} through {words.month(days[-1])}."
    return f"{span}{later if behind else ''}"


def reason_pareto(frame: pl.DataFrame, chosen: str | None) -> Chart | None:
    """Denied lines and their expected dollars by category, most lines first; None where nothing is denied."""
    by_category = categories(frame)
    if not by_category.height:
        return None
    lines, cents = int(by_category["lines"].sum()), int(by_category["expected_cents"].sum())
    head = by_category.head(MOST_BARS)
    rows = tuple(_bar(row, lines, cents, chosen) for row in head.iter_rows(named=True))
    hidden = by_category.height - head.height
    title = _pareto_title(by_category, lines, cents)
    return Chart(
        title=title,
        subtitle="Denied lines, and what the payer would have been expected to pay for them"
        + (f"; {words.number_of(hidden, 'smaller category', 'smaller categories')} in the table" if hidden else ""),
        alt=f"Bar chart of denial categories by lines and by expected dollars. {title}.",
        marks=Bars(("Denied lines", "Expected dollars"), rows),
    )


def categories(frame: pl.DataFrame) -> pl.DataFrame:
    """One row per category: the sums over its payers and reasons, most lines first."""
    return _summed(frame, "category")


def codes(frame: pl.DataFrame, category: str) -> pl.DataFrame:
    """One row per reason code of a category: the sums over its payers, most lines first."""
    return _summed(frame.filter(pl.col("category") == category), "reason")


def _summed(frame: pl.DataFrame, key: str) -> pl.DataFrame:
    sums = pl.col("lines", "denied_cents", "expected_cents", "overturned", "still_open").sum()
    return frame.group_by(key).agg(sums).sort(["lines", key], descending=[True, False])


def _bar(row: dict[str, object], lines: int, cents: int, chosen: str | None) -> Bar:
    count, worth = int(str(row["lines"])), int(str(row["expected_cents"]))
    label = words.category(str(row["category"]))
    share = words.percent(count / lines)
    return Bar(
        key=str(row["category"]),
        label=label,
        values=(float(count), worth / 100),
        texts=(f"{words.count(count)} · {count / lines * 100:.0f} %", words.short_money(worth)),
        hover=f"{label}: {words.number_of(count, 'line')} ({share} of denied), "
        f"{words.money(worth)} expected ({words.percent(worth / cents) if cents else 'none'} of dollars)",
        is_focus=chosen in (None, row["category"]),
    )


def _pareto_title(by_category: pl.DataFrame, lines: int, cents: int) -> str:
    top = by_category.row(0, named=True)
    first = f"{words.category(top['category'])}: {words.percent(top['lines'] / lines)} of denied lines"
    if not cents:
        return first
    richest = by_category.sort("expected_cents", descending=True).row(0, named=True)
    share = words.percent(richest["expected_cents"] / cents)
    if richest["category"] == top["category"]:
        return f"{first} and {share} of the expected dollars"
    return f"{first}; {words.category(richest['category']).lower()} costs most ({share} of the expected dollars)"


MOST_COLUMNS = 7


def reason_heat(frame: pl.DataFrame, groups: Sequence[Group]) -> Chart | None:
    """Payers by category; frame has denied lines by payer, category and reason, groups the answered lines."""
    answered = {group.key["payer_id"]: group.metrics["denial_rate"].n for group in groups}
    names = {group.key["payer_id"]: words.name(group.key["payer_name"]) for group in groups}
    payers = sorted((payer for payer, n in answered.items() if n > FEW), key=lambda payer: (-answered[payer], payer))
    columns = categories(frame)["category"].to_list()[:MOST_COLUMNS]
    if not payers or not columns:
        return None
    payers = payers[:MOST_ROWS]
    denied = {(row[0], row[1]): row[2] for row in _denied(frame).iter_rows()}
    cells = tuple(
        tuple(_cell(names[payer], column, denied.get((payer, column), 0), answered[payer]) for column in columns)
        for payer in payers
    )
    rates = [cell.value for row in cells for cell in row if cell.value is not None]
    high = max(rates, default=0.0)
    title = _title(cells, payers, columns, names)
    return Chart(
        title=title,
        subtitle="Denied lines per 100 answered lines of the payer, largest payers and categories first; stronger "
        "colour is higher. Grey: below 30 lines. Hatched: none",
        alt=f"Heat map of denials by payer and category. {title}.",
        marks=Heat(
            rows=tuple(names[payer] for payer in payers),
            columns=tuple(words.category(column) for column in columns),
            cells=cells,
            high=high,
            keys=tuple(payers),
            is_tilted=True,
        ),
    )


def _denied(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.group_by("payer_id", "category").agg(pl.col("lines").sum())


def _cell(name: str, category: str, denied: int, answered: int) -> Cell:
    said = f"{name}, {words.category(category).lower()}: {words.count(denied)} of {words.number_of(answered, 'line')}"
    if not denied:
        return Cell(None, "", f"{said} denied", "empty")
    share = denied / answered
    role = "ok" if answered >= ENOUGH else "grey"
    return Cell(share, f"{share * 100:.1f}", f"{said} denied ({words.percent(share)})", role)


def _title(
    cells: Sequence[Sequence[Cell]], payers: Sequence[str], columns: Sequence[str], names: dict[str, str]
) -> str:
    high = most_firm(cells)
    place = next(
        (
            (p, c)
            for p, row in enumerate(cells)
            for c, cell in enumerate(row)
            if cell.value is not None and cell.value == high
        ),
        None,
    )
    if place is None:
        return "Nothing is denied here"
    payer, column = names[payers[place[0]]], words.category(columns[place[1]]).lower()
    return f"Most frequent: {payer} denies {words.percent(high)} of lines as {column}"


Values = dict[str, Value]

LEAST_AT_RISK = 30
"""A curve ends where fewer denials than these are old enough to tell."""


def settled(scope: Scope, months: Sequence[Month], ask: Callable[[View], Values | None]) -> tuple[View, Values] | None:
    """The chosen months up to the last by which denials are nearly all decided, and their values; None without any.

    A month may be decided while those before it are not, so the whole is asked, and cut until it is. It is asked of
    all payers: which months are decided is the same whatever is filtered (meanings 3).
    """
    start, end = scope.view.start, scope.view.end
    chosen = [m.day for m in months if (start is None or m.day >= start) and (end is None or m.day <= end)]
    decided = [m.day for m in months if m.day in chosen and m.of_all["final_denial_rate"].status == "ok"]
    for last in reversed(decided):
        view = replace(scope.view, start=chosen[0], end=last)
        every = ask(View(view.start, view.end, view.basis, view.definition))
        if every and every["final_denial_rate"].status == "ok":
            values = ask(view)
            return (view, values) if values else None
    return None


def fate_tiles(scope: Scope, decided: tuple[View, Values] | None, months: Sequence[Month]) -> list[Tile]:
    """Overturned and final denials of the settled months; without any, a sentence in place of the number."""
    names = ("overturn_rate", "final_denial_rate")
    if decided is None:
        unknown = Value(None, "rate", None, None, 0, None, None, None, "no_data")
        early = [tile(name, None, scope, unknown, None, []) for name in names]
        return [
            replace(one, value="too early", certainty="denials of these months may still come back") for one in early
        ]
    view, values = decided
    several = [replace(month, is_comparable=month.of_all["final_denial_rate"].status == "ok") for month in months]
    made = [tile(name, None, replace(scope, view=view, before=None), values[name], None, several) for name in names]
    which = f"decided months: {words.span(view.start, view.end)}" if view.start and view.end else "decided months"
    by_mark, final = int(values["final_denials_by_mark"].value or 0), values["final_denials_by_mark"].n
    notes = ("", f"{words.count(by_mark)} of {words.count(final)} by mark, the others by age")
    return [
        replace(one, against="; ".join(part for part in (which, note) if part))
        for one, note in zip(made, notes, strict=True)
    ]


def resolution_chart(hist: pl.DataFrame, least: int | None, most: int | None) -> Chart | None:
    """How long denials take to come back; None where too few ever did."""
    back = hist.filter("is_answered")
    if int(back["lines"].sum()) <= FEW:
        return None
    curve = waiting_curve(hist, []).filter((pl.col("at_risk") >= LEAST_AT_RISK) & (pl.col("answered") > 0))
    denied = int(hist["lines"].sum())
    half, nearly = (_of_those_back(back, share) for share in (0.5, 0.95))
    points = [(0, 0.0, f"{words.number_of(denied, 'denial')}, none back on the day")]
    points += [
        (row["days"], 1 - row["waiting"], f"{words.percent(1 - row['waiting'])} back within {row['days']} days")
        for row in curve.iter_rows(named=True)
    ]
    title = (
        f"Half of the denials that came back did so within {half} days, 95 % within {nearly}; "
        f"{words.percent(points[-1][1])} came back within {points[-1][0]}"
    )
    return Chart(
        title=title,
        subtitle="First-denied 96372 lines of all months, by days since the denial: the share paid, or left to the "
        f"patient, by then; those still denied count as waiting. {_limit(least, most)}",
        alt=f"Curve of the share of denials that came back by days since the denial. {title}.",
        marks=Curve(tuple(points), tuple((day, said) for day, said in _called(half, least, most) if day is not None)),
    )


def _of_those_back(back: pl.DataFrame, share: float) -> int:
    return int(waiting_quantile(back, [], share)["days"].item())


def _limit(least: int | None, most: int | None) -> str:
    if least is None or most is None:
        return "The data are too young to say after how long a denial is final."
    days = f"{least} days" if least == most else f"{least} to {most} days, by payer"
    return f"One that stands longer than {days}, counts as final unless a mark says otherwise."


def _called(half: int, least: int | None, most: int | None) -> list[tuple[int | None, str]]:
    final = "final by age" if least == most else "final by age, first payers"
    return [(half, "half of those that came back"), (least, final)]
