"""What the overview says: what is open and how old, what came in, and each payer in one row."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from analytics import words
from analytics.charts.comparable import Month, Scope
from analytics.charts.control import Found, told
from analytics.charts.model import Cell, Chart, Heat
from analytics.charts.tiles import RECEIVED, SPARK, Tile, change, tile, with_received
from analytics.metrics.catalog import BY_NAME
from analytics.metrics.evaluate import Group, Value
from analytics.metrics.metric import ARRIVED
from analytics.questions import AGES
from analytics.statistics import ENOUGH, FEW, shrunken

OLD = AGES[3:]
"""Ages past ninety days."""


FEWEST_MONTHS = 3
"""Fewer months than these are no trend."""


def overview_tiles(
    scope: Scope, now: dict[str, Value], before: dict[str, Value] | None, months: Sequence[Month], ageing: pl.DataFrame
) -> list[Tile]:
    """Injections billed, received, denied, open now, days to answer."""
    now, before = with_received(now), with_received(before) if before else None
    several = [replace(one, values=with_received(one.values)) for one in months]
    rate = words.DEFINITION[scope.view.definition] if scope.view.definition != "initial" else "Initial denial rate"
    billed, received, denied, days = (
        tile(name, label, scope, now[name], before[name] if before else None, several)
        for name, label in (
            ("injections_billed", None),
            (RECEIVED, None),
            ("denial_rate", rate),
            ("days_to_first_response", None),
        )
    )
    return [billed, received, denied, _open_tile(ageing), days]


def _open_tile(ageing: pl.DataFrame) -> Tile:
    """A stock, not a flow: what is open today whatever its month, so no earlier months to compare with."""
    lines, valued = int(ageing["lines"].sum()), int(ageing["valued"].sum())
    return Tile(
        label="Open now, expected",
        value=words.short_money(int(ageing["expected_cents"].sum())),
        change="",
        direction="off",
        tone="grey",
        against=f"all months, charged {words.short_money(int(ageing['charge_cents'].sum()))}",
        certainty=f"n = {words.count(lines)}"
        + (f", {words.count(lines - valued)} without a known rate" if lines > valued else ""),
        words=BY_NAME["open_expected"].words,
        spark=(),
    )


def open_sentence(ageing: pl.DataFrame) -> str:
    """How much is open, how much of that is denied, and how much is old."""
    cents = int(ageing["expected_cents"].sum())
    lines = words.number_of(int(ageing["lines"].sum()), "line")
    if not ageing.height:
        return "Nothing is open: every line is answered, and no denial stands"
    if not cents:
        return f"{lines} open, none with a known rate"
    old = int(ageing.filter(pl.col("age").is_in(OLD))["expected_cents"].sum())
    return f"{words.short_money(cents)} expected is open; {words.percent(old / cents)} of it for more than 90 days"


def ageing_heat(ageing: pl.DataFrame, as_of: date | None) -> Chart | None:
    """Expected dollars that are open, by payer and days since the first submission; None where nothing is open."""
    if not ageing.height:
        return None
    payers = ageing.group_by("payer_id", "payer_name").agg(pl.col("expected_cents", "lines").sum())
    order = payers.sort(["expected_cents", "lines", "payer_id"], descending=[True, True, False])
    found = {(row["payer_id"], row["age"], row["side"]): row for row in ageing.iter_rows(named=True)}
    cells = tuple(
        tuple(_cell(row["payer_name"], age, _sides(found, row["payer_id"], age)) for age in AGES)
        for row in order.iter_rows(named=True)
    )
    title = open_sentence(ageing)
    return Chart(
        title=title,
        subtitle="Expected dollars of lines not answered, or denied and still standing, by days since first sent; "
        f"all months, as of {words.day(as_of)}. Hatched: nothing open",
        alt=f"Heat map of open dollars by payer and age. {title}.",
        marks=Heat(
            rows=tuple(words.name(name) for name in order["payer_name"]),
            columns=tuple(_column(ageing, age) for age in AGES),
            cells=cells,
            high=max((cell.value or 0.0 for row in cells for cell in row), default=1.0),
            keys=tuple(order["payer_id"]),
        ),
    )


def _column(ageing: pl.DataFrame, age: str) -> str:
    return f"{age}<br>{words.short_money(int(ageing.filter(pl.col('age') == age)['expected_cents'].sum()))}"


def _sides(found: Mapping[tuple[str, str, str], dict[str, object]], payer: str, age: str) -> dict[str, dict[str, int]]:
    names = ("lines", "valued", "expected_cents", "charge_cents")
    return {
        side: {name: int(str(found[payer, age, side][name])) for name in names}
        for side in ("unanswered", "denied")
        if (payer, age, side) in found
    }


def _cell(payer: str, age: str, sides: dict[str, dict[str, int]]) -> Cell:
    where = f"{words.name(payer)}, {age} days"
    if not sides:
        return Cell(None, "", f"{where}: nothing open", "empty")
    said = [
        f"{words.number_of(its['lines'], 'line')} {'not answered' if side == 'unanswered' else 'denied'}: "
        f"{words.money(its['expected_cents'])} expected, {words.money(its['charge_cents'])} charged"
        for side, its in sides.items()
    ]
    cents = sum(its["expected_cents"] for its in sides.values())
    if not any(its["valued"] for its in sides.values()):
        return Cell(None, "no rate", f"{where}: {'; '.join(said)}", "few")
    return Cell(cents / 100, words.short_money(cents), f"{where}: {'; '.join(said)}")


def arrivals_title(arrivals: pl.DataFrame, day: date | None, files: int, *, is_first: bool) -> tuple[str, str]:
    """What the last files brought, and which files these were."""
    answered = int(arrivals["answered"].sum())
    paid, back = int(arrivals["paid_cents"].sum()), int(arrivals["taken_back_cents"].sum())
    title = (
        f"The last files brought {words.short_money(paid)} paid"
        + (f", {words.short_money(back)} taken back" if back else "")
        + _arrived_denials(arrivals, words.number_of(answered, "answered line"))
        if answered
        else f"The last files brought {words.number_of(int(arrivals['billed'].sum()), 'new 96372 line')} and no answer"
    )
    since = "the first in this store, so everything is new" if is_first else "since the load before"
    return title, f"{words.number_of(files, 'file')} loaded {words.day(day)}, {since}; whatever the month of service"


def _arrived_denials(arrivals: pl.DataFrame, answered: str) -> str:
    denied, unsure = int(arrivals["denied"].sum()), int(arrivals["unsure"].sum())
    if not arrivals.select(ARRIVED.is_told).item():
        return f" in {answered}; how many of them were denied is not known"
    return f" and {'at least ' if unsure else ''}{words.number_of(denied, 'denial')} in {answered}"


def told_arrivals(arrivals: pl.DataFrame) -> pl.DataFrame:
    """No number of denials for a payer whose files do not say of most such lines whether they were denied."""
    told = ARRIVED.is_told.over("payer_id")
    return arrivals.with_columns(pl.when(told).then(pl.col(name)).alias(name) for name in ("denied", "denied_cents"))


def scorecard(
    payers: Sequence[Group],
    before: Sequence[Group],
    by_month: Sequence[Group],
    ageing: pl.DataFrame,
    classes: Mapping[str, str],
    comparable: Sequence[date],
    signals: Found | None = None,
) -> pl.DataFrame:
    """One row per payer, the largest first: volume, denials and how sure, change, open dollars, days, trend."""
    ranking = _ranking(payers)
    earlier = {group.key["payer_id"]: group.metrics for group in before}
    opened = ageing.group_by("payer_id").agg(pl.col("expected_cents").sum())
    cents = dict(zip(opened["payer_id"], opened["expected_cents"], strict=True))
    rows = [
        {
            "payer_id": (its := group.key["payer_id"]),
            "payer_name": group.key["payer_name"],
            "payer_class": classes.get(its, "other"),
            "lines": group.metrics["injections_billed"].n,
            **_rate(group.metrics["denial_rate"]),
            "ranking": ranking.get(its),
            "signal": told(signals or {}, its),
            "against": _against(group.metrics["denial_rate"], earlier.get(its), len(payers)),
            "open_cents": int(cents.get(its, 0)),
            "days": group.metrics["days_to_first_response"].value,
            "trend": _trend(by_month, its, comparable),
        }
        for group in payers
    ]
    return pl.DataFrame(rows, schema=_SCORECARD).sort(["lines", "payer_id"], descending=[True, False])


_SCORECARD = pl.Schema(
    {
        "payer_id": pl.String(),
        "payer_name": pl.String(),
        "payer_class": pl.String(),
        "lines": pl.Int64(),
        "rate": pl.Float64(),
        "certainty": pl.String(),
        "ranking": pl.Float64(),
        "signal": pl.String(),
        "against": pl.String(),
        "open_cents": pl.Int64(),
        "days": pl.Float64(),
        "trend": pl.List(pl.Float64()),
    }
)


def _rate(value: Value) -> dict[str, object]:
    if value.value is None and value.unsure:
        return {"rate": None, "certainty": words.NOT_KNOWN}
    if value.n <= FEW:
        counts = f"{words.count(value.numerator or 0)} of {value.n}" if value.n else "nothing answered"
        return {"rate": None, "certainty": counts}
    return {"rate": value.value, "certainty": words.certainty(value)}


def _ranking(payers: Sequence[Group]) -> dict[str, float | None]:
    """Rates fit for ranking, of the payers with lines enough for one."""
    rates = {group.key["payer_id"]: group.metrics["denial_rate"] for group in payers}
    known = {payer: rate for payer, rate in rates.items() if rate.n >= ENOUGH and rate.value is not None}
    firm = {payer: (rate.numerator or 0.0, float(rate.n)) for payer, rate in known.items()}
    return dict(zip(firm, shrunken(list(firm.values())), strict=True))


def _against(now: Value, before: dict[str, Value] | None, compared: int) -> str:
    moved = change(now, before["denial_rate"], compared=compared) if before and now.n else None
    if moved is None or moved.is_beyond_chance is None:
        return "too few to compare"
    return f"{words.points(moved.difference)}{'' if moved.is_beyond_chance else ', within chance'}"


def _trend(by_month: Sequence[Group], payer: str, comparable: Sequence[date]) -> list[float]:
    shown = [f"{day:%Y-%m}" for day in sorted(comparable)[-SPARK:]]
    found = {group.key["month"]: group.metrics["denial_rate"] for group in by_month if group.key["payer_id"] == payer}
    rates = [found[day] for day in shown if day in found]
    line = [round((rate.value or 0.0) * 100, 1) for rate in rates if rate.n > FEW and rate.value is not None]
    return line if len(line) >= FEWEST_MONTHS else []
