"""Modifier 25: what became of the visit beside an injection, with it and without it, over the last twelve months."""

import polars as pl

from analytics import words
from analytics.charts.model import Chart, Stack, Stacks
from analytics.charts.pairing import ARM, pair_headline
from analytics.metrics.evaluate import Value
from analytics.metrics.pairing import LOSSES, Arms, arms
from analytics.report.content.material import Material
from analytics.report.content.part import Part, figure, months_of
from analytics.report.content.payers import rate
from analytics.report.model import Column, Section, Table
from analytics.report.suppression import HIDDEN, may_show, rate_of
from analytics.statistics import ENOUGH

NAME = "modifier25"
PARTS = ("Not lost to the injection", "Visit lost")
COLUMNS = (
    Column("arm", "Visits beside an injection"),
    Column("pairs", "Answered pairs", "count"),
    Column("lost", "Visits lost", "count"),
    Column("rate", "Lost", "rate"),
    Column("low", "From", "rate"),
    Column("high", "To", "rate"),
)
WITH = rate_of(pl.col("em_lost_with_25").sum(), pl.col("answered_pairs_with_25").sum())
STANDING = rate_of(pl.col("em_standing").sum(), pl.col("em_lost_first").sum())
ALL = rate_of(pl.col("em_lost_first").sum(), pl.col("answered_pairs").sum())
WITHOUT = rate_of(
    pl.col("em_lost_first").sum() - pl.col("em_lost_with_25").sum(),
    pl.col("answered_pairs").sum() - pl.col("answered_pairs_with_25").sum(),
)


def modifier25(material: Material) -> Part | None:
    """Both arms where both may be told; else all pairs as one; else nothing."""
    found, people = arms(material.pairs), material.within(material.window)
    if not found.n_with + found.n_without or not found.is_told or not may_show(people, ALL):
        return None
    view = material.window
    span = f"in {words.span(view.start, view.end)}" if view.start and view.end else "in all months"
    are_both = may_show(people, WITH) and may_show(people, WITHOUT)
    rows = _arms(found) if are_both else [("All pairs", rate(_lost(found), found.n_with + found.n_without))]
    said = pair_headline(found, span) if are_both else _whole(rows[0][1], span)
    chart = _chart(rows, said)
    months = months_of(view)
    figures = tuple(
        figure(NAME, "em_loss_rate", "Visits lost to the injection", months, material.asked.basis, value, name)
        for name, value in rows
    )
    note = (
        "The difference in the sentence is of like pairs (payer, visit level, month); the rows count all. "
        f"Associated with modifier 25, not proven to be caused by it. Groups of {HIDDEN} are not told apart. "
        "Review the record first, correct only if it supports it."
    )
    table = Table("pairs", f"Visit and injection of one provider and day, {span}", COLUMNS, tuple(
        (name, int(value.n), int(value.numerator or 0), value.value, value.low, value.high) for name, value in rows
    ), note)  # fmt: skip
    return Part(Section(NAME, "Modifier 25", (said, *_dollars(material.pairs, people)), (chart,), (table,)), figures)


def _dollars(pairs: pl.DataFrame, people: pl.DataFrame) -> tuple[str, ...]:
    """What is lost now, beside others, and cut, in the words of the page; what rests on too few people is left out."""
    total = {name: int(pairs[name].sum()) for name in LOSSES}
    lost, beside, reduced = (words.number_of(total[name], "visit") for name in ("standing", "beside", "reduced"))
    parts = (
        ("standing_cents", STANDING, f"of {lost} lost to the injection now"),
        ("beside_cents", {"beside": pl.col("em_beside").sum()}, f"of {beside} lost beside another service"),
        ("reduced_cents", {"reduced": pl.col("em_reduced").sum()}, f"cut from {reduced} with 25"),
    )
    said = [f"{words.money(total[name])} {what}" for name, of, what in parts if total[name] and may_show(people, of)]
    return (f"In dollars of the leak ledger: {'; '.join(said)}.",) if said else ()


def _arms(found: Arms) -> list[tuple[str, Value]]:
    counts = {False: (found.lost_without, found.n_without), True: (found.lost_with, found.n_with)}
    return [(ARM[has_25].capitalize(), rate(*counts[has_25])) for has_25 in (False, True) if counts[has_25][1]]


def _lost(found: Arms) -> int:
    return found.lost_with + found.lost_without


def _whole(value: Value, span: str) -> str:
    lost = f"{words.count(int(value.numerator or 0))} of {words.number_of(value.n, 'visit')}"
    return f"{lost} beside an injection were first lost to it alone {span} ({words.certainty(value)})."


def _chart(rows: list[tuple[str, Value]], said: str) -> Chart:
    title = "; ".join(f"{name}: {words.percent(value.value)} of visits lost" for name, value in rows)
    return Chart(
        title=title,
        subtitle="What the first answers made of the visit beside an injection, office visits of one provider",
        alt=f"Stacked bars of pair outcomes. {said}",
        marks=Stacks(PARTS, ("calm", "lost"), tuple(_stack(name, value) for name, value in rows)),
    )


def _stack(name: str, value: Value) -> Stack:
    lost = value.value or 0.0
    shares, n = (1 - lost, lost), value.n
    counts = (n - int(value.numerator or 0), int(value.numerator or 0))
    return Stack(
        key=name,
        label=f"{name} ({words.number_of(n, 'pair')})",
        shares=shares,
        texts=tuple(f"{share * 100:.0f} %" for share in shares),
        hovers=tuple(
            f"{name}: {part.lower()} {words.count(count)} of {words.number_of(n, 'pair')}"
            for part, count in zip(PARTS, counts, strict=True)
        ),
        is_grey=n < ENOUGH,
    )
