"""Payers and classes over the last twelve months: denial rates, Medicare against commercial, prices."""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from analytics import words
from analytics.charts.groups import rate_dots
from analytics.charts.model import Chart
from analytics.charts.prices import price_headline, price_note, price_strips
from analytics.charts.tiles import apart
from analytics.metrics.cubes import View
from analytics.metrics.evaluate import Group, Value
from analytics.metrics.metric import is_told
from analytics.metrics.prices import by_payer, price_match
from analytics.report.content.front import label_of
from analytics.report.content.material import Material
from analytics.report.content.part import Part, figure, months_of
from analytics.report.model import Column, Entry, Figure, Section, Table
from analytics.report.suppression import HIDDEN, may_show, rate_of, together
from analytics.statistics import at_least

COUNTED = ("denied_definition", "answered_definition", "definition_unsure", "definition_asked")
"""What a denial rate is made of."""
DENIED = rate_of(pl.col("denied_definition").sum(), pl.col("answered_definition").sum())


def classes_together(people: pl.DataFrame, counts: Mapping[str, pl.Expr]) -> dict[str, str]:
    """Each payer class and the class that it is told as: itself, or other with those that are small."""
    few = together(people, counts, "payer_class")
    return {name: "other" if name in few else name for name in people["payer_class"].unique().sort()}


def payers_together(people: pl.DataFrame, counts: Mapping[str, pl.Expr]) -> dict[str, str]:
    """Each payer and what it is told as: itself, or `rest:CLASS` with the other small ones of its class.

    Within the classes as they are told: the classes' numbers less the payers' would tell of a payer otherwise.
    """
    told = classes_together(people, counts)
    of = dict(people.select("payer_id", "payer_class").unique().sort("payer_id").iter_rows())
    found: dict[str, str] = {}
    for block in dict.fromkeys(told.values()):
        mine = people.filter(pl.col("payer_class").is_in([name for name, its in told.items() if its == block]))
        few = together(mine, counts, "payer_id")
        payers = mine["payer_id"].unique().sort()
        found |= {payer: f"rest:{block}" if payer in few else payer for payer in payers if of[payer]}
    return found


def rest_name(key: str) -> str:
    """How a row of several payers is called."""
    block = key.removeprefix("rest:")
    return "Other payers" if block == "other" else f"Other payers, {words.within(words.payer_class(block))}"


def merged(people: pl.DataFrame, key: str, told: Mapping[str, str]) -> list[Group]:
    """The denial rate of groups as they are told, summed from lines; other metrics are not carried."""
    its = pl.col(key).replace_strict(told, return_dtype=pl.String()).alias("its")
    sums = people.group_by(its).agg(pl.col(COUNTED).sum()).sort("its")
    return [
        Group({key: name, f"{key.removesuffix('_id')}_name": name}, {"denial_rate": rate(*counts)})
        for name, *counts in sums.iter_rows()
        if counts[1]
    ]


def rate(top: int, bottom: int, unsure: int = 0, asked: int = 0) -> Value:
    """A rate of lines with its interval; none where the files leave out most of what it asks."""
    if not is_told(unsure, asked):
        return Value(None, "rate", float(top), float(bottom), bottom, None, None, None, "no_data", unsure)
    share, low, high = at_least(top, bottom, unsure)
    return Value(share, "rate", float(top), float(bottom), bottom, low, high, None, "ok", unsure)


def names_of(people: pl.DataFrame, told: Mapping[str, str]) -> dict[str, str]:
    """The name of each payer as it is told."""
    own = dict(people.select("payer_id", "payer_name").unique().sort("payer_id", "payer_name").iter_rows())
    return {its: rest_name(its) if its.startswith("rest:") else words.name(own[payer]) for payer, its in told.items()}


OTHER_REASONS = "other_reasons"


def reasons_together(people: pl.DataFrame, days: Sequence[date] = ()) -> dict[str, str]:
    """Each reason of denial and what it is told as, in each of some days or in all months as one."""
    denied = pl.col("denied_definition")
    mine = people.filter(pl.col("category").is_not_null())
    counts = {f"{day}": denied.filter(pl.col("month") == day).sum() for day in days} or {"denied": denied.sum()}
    mine = mine.filter(pl.col("month").is_in(list(days))) if days else mine
    few = together(mine, counts, "category")
    return {name: OTHER_REASONS if name in few else name for name in mine["category"].unique().sort()}


CLASSES, PAYERS = "classes", "payers"
RATE = (
    Column("denied", "Denied lines", "count"),
    Column("answered", "Answered lines", "count"),
    Column("rate", "Denial rate", "rate"),
    Column("low", "From", "rate"),
    Column("high", "To", "rate"),
    Column("against", "Against the others"),
)
PRICE = (
    Column("payer", "Payer"),
    Column("lines", "Priced lines", "count"),
    Column("index", "Mean price against Medicare's fee", "ratio"),
    Column("median", "Median", "ratio"),
)
MEDICARE, COMMERCIAL = pl.col("payer_class") == "medicare", pl.col("payer_class") == "commercial"
VERDICT = {1: "above, beyond chance", -1: "below, beyond chance", 0: "within chance"}


def classes(material: Material) -> Part | None:
    """Medicare against commercial: what is denied and what is allowed for the same injection."""
    people = material.within(material.window)
    if not may_show(people, DENIED) or not people.height:
        return None
    told = classes_together(people, DENIED)
    names = {its: words.payer_class(its) if its != "other" else "Other classes" for its in told.values()}
    groups = merged(people, "payer_class", told)
    span = _span(material.window)
    prices, notes = _prices(material, people, span)
    sentences = [_denied(groups, names, span), *notes]
    title = f"Denial rate by payer class, {span}"
    rates = [_rates(CLASSES, title, "Payer class", groups, names)] if len(groups) > 1 else []
    tables = [*rates, *prices[1]]
    section = Section(CLASSES, "Medicare and commercial", tuple(sentences), tuple(prices[0]), tuple(tables))
    return Part(section, _figures(CLASSES, groups, "payer_class", names, material))


def _denied(groups: list[Group], names: Mapping[str, str], span: str) -> str:
    rates = {group.key["payer_class"]: group.metrics["denial_rate"] for group in groups}
    said = [
        f"{names[name]} {words.percent(rates[name].value)} ({words.interval(rates[name].low, rates[name].high)})"
        for name in ("medicare", "commercial")
        if name in rates
    ]
    if said:
        return f"Denied {span}: {words.listing(said)}."
    return f"Too few patients were denied {span} to tell Medicare from commercial payers."


def _prices(material: Material, people: pl.DataFrame, span: str) -> tuple[tuple[list[Chart], list[Table]], list[str]]:
    """The matched price, and each payer's prices; payers of few patients are left out, and no sum over them is told."""
    priced = {"n": pl.col("priced_lines").sum()}
    sides = people.filter(MEDICARE), people.filter(COMMERCIAL)
    match = price_match(material.prices, COMMERCIAL, MEDICARE)
    is_safe = all(may_show(side, priced) for side in sides)
    notes = [note for note in (price_headline(match, span), price_note(match)) if note] if is_safe else []
    few = together(people, priced, "payer_id")
    table = by_payer(material.prices).filter(~pl.col("payer_id").is_in(list(few)))
    strips = price_strips(table)
    return ([strips] if strips else [], _price_table(table, span)), notes


def _price_table(table: pl.DataFrame, span: str) -> list[Table]:
    rows = tuple(
        (words.name(row["payer_name"]), row["lines"], row["index"], row["median"])
        for row in table.iter_rows(named=True)
    )
    note = f"Payers of {HIDDEN} are left out."
    title = f"Allowed against Medicare's fee, {span}"
    return [Table("prices", title, PRICE, rows, note, is_behind=True)] if rows else []


def payers(material: Material) -> Part | None:
    """Payers that differ from the others; those of few patients together."""
    people = material.within(material.window)
    if not people.height or not may_show(people, DENIED):
        return None
    told = payers_together(people, DENIED)
    names = names_of(people, told)
    groups = merged(people, "payer_id", told)
    if not groups:
        return None
    whole = rate(*(int(people[name].sum()) for name in COUNTED))
    dots = rate_dots(groups, "payer", names, material.classes, whole)
    span = _span(material.window)
    if len(groups) == 1 and people["payer_id"].n_unique() > 1:
        said = f"Too few patients were denied {span} to tell one payer from another."
        return Part(Section(PAYERS, "Payers that differ", (said,)), ())
    said = f"{dots.title}, {span}." if dots else f"No payer has enough answered lines {span}."
    table = _rates(PAYERS, f"Denial rate by payer, {span}", "Payer", groups, names)
    section = Section(PAYERS, "Payers that differ", (said,), (dots,) if dots else (), (table,))
    return Part(section, _figures(PAYERS, groups, "payer_id", names, material))


def _rates(name: str, title: str, what: str, groups: list[Group], names: Mapping[str, str]) -> Table:
    order = sorted(groups, key=lambda group: (-group.metrics["denial_rate"].n, *group.key.values()))
    sides = apart([group.metrics["denial_rate"] for group in order])
    rows = tuple(_row(group, names, side) for group, side in zip(order, sides, strict=True))
    note = f"95 % intervals. Groups of {HIDDEN}, denied or not, stand together."
    return Table(name, title, (Column("group", what), *RATE), rows, note, is_behind=name == PAYERS)


def _row(group: Group, names: Mapping[str, str], side: int) -> tuple[Entry, ...]:
    value = group.metrics["denial_rate"]
    key = next(iter(group.key.values()))
    counts = int(value.numerator or 0), int(value.denominator or 0)
    return (
        names.get(key, key),
        *counts,
        value.value,
        value.low,
        value.high,
        VERDICT[side] if value.value is not None else words.NOT_KNOWN,
    )


def _figures(
    section: str, groups: list[Group], key: str, names: Mapping[str, str], material: Material
) -> tuple[Figure, ...]:
    label, months = label_of("denial_rate", material.asked.filters.definition), months_of(material.window)
    return tuple(
        figure(
            section,
            "denial_rate",
            label,
            months,
            material.asked.basis,
            group.metrics["denial_rate"],
            names.get(group.key[key], group.key[key]),
        )
        for group in groups
    )


def _span(view: View) -> str:
    return f"in {words.span(view.start, view.end)}" if view.start and view.end else "in all months"
