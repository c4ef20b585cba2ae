"""What becomes of denials: the months whose denials are decided, and how long they take to come back."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import polars as pl

from analytics import words
from analytics.charts.comparable import Month, Scope
from analytics.charts.model import Chart, Curve
from analytics.charts.tiles import Tile, tile
from analytics.metrics.evaluate import Value
from analytics.metrics.view import View
from analytics.statistics import FEW, waiting_curve, waiting_quantile

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
