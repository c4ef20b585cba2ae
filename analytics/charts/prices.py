"""What the payments page says of prices: the headline, the distributions, the trend, the bridge, the steps down."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from analytics import words
from analytics.charts.comparable import Month, Scope
from analytics.charts.model import Chart, Limit, Point, Step, Strip, Strips, Trend, Waterfall
from analytics.charts.tiles import Tile, tile
from analytics.metrics.evaluate import Value
from analytics.metrics.matching import ENOUGH_MATCHED, Matched
from analytics.metrics.payments import UNDERPAYMENT_VARIANCE
from analytics.metrics.prices import STEPS, Bridge, StepDown
from analytics.statistics import ENOUGH, ENOUGH_POINTS, FEW, xmr

MOST_STRIPS = 14


def price_headline(match: Matched, span: str) -> str:
    """How commercial payers price the injection against Medicare, how sure that is, and how much could be matched."""
    if not match.n_two or not match.n_one:
        missing = "Medicare" if match.n_one else "commercial" if match.n_two else "Medicare or commercial"
        return f"No price of a {missing} payer here: there is nothing to compare {span}."
    if min(match.n_one, match.n_two) < ENOUGH:
        counts = f"{words.count(match.n_one)} commercial and {words.count(match.n_two)} Medicare lines"
        return f"Too few priced lines to compare {span}: {counts}."
    if match.ratio is None or not match.is_comparable:
        return _not_comparable(match, span)
    sure = words.interval(match.ratio_low, match.ratio_high)
    said = (
        f"Commercial payers allow {words.percent(match.ratio)} ({sure}) of what Medicare allows for the same injection"
    )
    return f"{said} {span}; {words.percent(match.share)} of lines could be matched."


def _not_comparable(match: Matched, span: str) -> str:
    crude = f"{words.percent(match.crude_one)} of Medicare's fee at commercial payers, {words.percent(match.crude_two)}"
    return (
        f"Not comparable {span}: only {words.percent(match.share)} of lines have a counterpart of the same quarter, "
        f"locality and kind of provider. Unmatched: {crude} at Medicare itself."
    )


def price_note(match: Matched) -> str | None:
    """What matching changed, where it changed the direction."""
    if match.ratio is None or not match.turns:
        return None
    crude = (match.crude_one or 0) / (match.crude_two or 1)
    return f"The direction changes after matching: unmatched it would be {words.percent(crude)}."


def price_strips(payers: pl.DataFrame) -> Chart | None:
    """The distribution of each payer's price against Medicare's fee, most lines first."""
    known = payers.filter(pl.col("lines") > FEW)
    if not known.height:
        return None
    shown, hidden = known.head(MOST_STRIPS), payers.height - min(known.height, MOST_STRIPS)
    rows = tuple(_strip(row) for row in shown.iter_rows(named=True))
    title = _strips_title(known)
    left_out = f"; {words.number_of(hidden, 'payer')} with few lines in the table" if hidden else ""
    return Chart(
        title=title,
        subtitle="Allowed per unit as a share of Medicare's physician fee at locality and date. Dot: median; thick: "
        f"half of the lines; thin: eight of ten. Nurse practitioners' lines are among them{left_out}",
        alt=f"Distribution of the price against Medicare's fee by payer. {title}.",
        marks=Strips(rows, 1.0, "Medicare's fee"),
    )


def _strip(row: dict[str, Any]) -> Strip:
    name, middle = words.name(row["payer_name"]), words.percent(row["median"])
    return Strip(
        key=row["payer_id"],
        label=name,
        payer_class=row["payer_class"],
        low=row["p10"],
        quarter=row["q1"],
        middle=row["median"],
        three_quarters=row["q3"],
        high=row["p90"],
        text=middle,
        hover=f"{name} ({words.payer_class(row['payer_class'])}): median {middle}, half between "
        f"{words.percent(row['q1'])} and {words.percent(row['q3'])}, {words.number_of(row['lines'], 'line')}",
        is_grey=row["lines"] < ENOUGH,
    )


def _strips_title(payers: pl.DataFrame) -> str:
    sure = payers.filter(pl.col("lines") >= ENOUGH).sort("median", "payer_id")
    if sure.height < 2:
        only = payers.row(0, named=True)
        return f"{words.name(only['payer_name'])}: {words.percent(only['median'])} of Medicare's fee"
    low, high = sure.row(0, named=True), sure.row(-1, named=True)
    return (
        f"From {words.percent(low['median'])} of Medicare's fee at {words.name(low['payer_name'])} "
        f"to {words.percent(high['median'])} at {words.name(high['payer_name'])}"
    )


def index_trend(months: pl.DataFrame, name: str, steps: Sequence[StepDown]) -> Chart | None:
    """The mean price of one set of payers by month, as a share of Medicare's fee; names payers that stepped down."""
    known = [row for row in months.iter_rows(named=True) if row["lines"] > FEW]
    if len(known) < 2:
        return None
    beyond, band = _usual(known)
    points = tuple(
        Point(
            row["month"], row["index"] if row["lines"] > FEW else None, None, None, "focus", _said(row),
            row["month"] in beyond,
        )
        for row in months.iter_rows(named=True)
    )  # fmt: skip
    title = _steps_title(steps) or f"{name}: no payer's price stepped down"
    title += f"; outside its usual limits in {words.months(sorted(beyond))}" if beyond else ""
    drawn = "; pale band: limits that its own moves from month to month would keep" if band else ""
    level = f"usual level {words.percent(band[-1].centre)}; in colour: Medicare's fee" if band else "Medicare's fee"
    return Chart(
        title=title,
        subtitle=f"Mean price by month as a share of Medicare's fee: {name}{drawn}",
        alt=f"Line chart of the mean price against Medicare's fee, {name}. {title}.",
        marks=Trend(points, "ratio", 1.0, level, band),
    )


def _usual(known: Sequence[dict[str, Any]]) -> tuple[set[date], tuple[Limit, ...]]:
    """A price is no share of lines: its limits come from its own moves between months (twelve or more of them)."""
    if len(known) < ENOUGH_POINTS:
        return set(), ()
    values = [row["index"] for row in known]
    found, _ = xmr(values)
    band = tuple(Limit(row["month"], found.centre, found.low[0], found.high[0]) for row in known)
    return {row["month"] for row in known if not found.low[0] <= row["index"] <= found.high[0]}, band


def _said(row: dict[str, Any]) -> str:
    lines = words.number_of(row["lines"], "line")
    middle = f"median {words.percent(row['median'])} and {words.money(row['cents'])} per unit"
    return f"{words.month(row['month'])}: mean {words.percent(row['index'])}, {middle}, {lines}"


def _steps_title(steps: Sequence[StepDown]) -> str:
    if not steps:
        return ""
    more = f"; {words.number_of(len(steps) - 1, 'other payer')} too" if len(steps) > 1 else ""
    return f"{step_words(steps[0])}{more}"


def step_words(step: StepDown) -> str:
    """Who stepped down, from what to what, and since when."""
    month = words.month(step.month) if isinstance(step.month, date) else ""
    name = words.name(step.payer_name)
    return f"{name} stepped down from {words.money(step.before)} to {words.money(step.after)} per injection in {month}"


def bridge_chart(found: Bridge | None, name: str) -> Chart | None:
    """From Medicare's payment per billed injection to another payer's, in cents that add up."""
    if found is None:
        return None
    equation = _equation(found)
    steps = tuple(
        Step(
            label,
            found.steps[id_],
            words.signed(found.steps[id_]),
            f"{label}: {words.signed(found.steps[id_])} per billed unit",
        )
        for id_, label in STEPS.items()
    )
    first = Step(
        "Paid by Medicare", found.start, words.money(found.start), "Medicare's payment per unit", is_total=True
    )
    last = Step(f"Paid by {name}", found.end, words.money(found.end), f"{name}'s payment per unit", is_total=True)
    more = "more" if found.end >= found.start else "less"
    title = f"{name}: {words.money(abs(found.end - found.start))} {more} per billed injection than Medicare"
    return Chart(
        title=title,
        subtitle=f"What the plan pays per billed unit, step by step: {equation}",
        alt=f"Waterfall from Medicare's payment per billed unit to that of {name}. {title}. {equation}.",
        marks=Waterfall((first, *steps, last), equation),
    )


def _equation(found: Bridge) -> str:
    changes = " ".join(words.signed(cents, apart=True) for cents in found.steps.values())
    return f"{words.money(found.start)} {changes} = {words.money(found.end)}"


def match_words(match: Matched) -> str:
    """The share matched as people should read it."""
    enough = "enough to compare" if match.share >= ENOUGH_MATCHED else "too few to compare"
    return f"{words.percent(match.share)} of lines have a counterpart in the same group of like services: {enough}"


def price_tiles(
    scope: Scope,
    now: Mapping[str, Value],
    before: Mapping[str, Value] | None,
    months: Sequence[Month],
    match: Matched,
    short: pl.DataFrame,
) -> list[Tile]:
    """Medicare's allowed per unit comes first, then the ratio, what is owed, what is unusual, and how much matched."""
    was = before or {}
    index = tile("price_index", "Price, all payers", scope, now["price_index"], was.get("price_index"), months)
    allowed = tile("allowed_per_unit", None, scope, now["allowed_per_unit"], was.get("allowed_per_unit"), months)
    return [allowed, index, _ratio(match), _due(short, "owed"), _due(short, "observed")]


def _ratio(match: Matched) -> Tile:
    is_known = match.ratio is not None and match.is_comparable
    sure = words.interval(match.ratio_low, match.ratio_high) if is_known else "not comparable"
    return Tile(
        label="Commercial ÷ Medicare",
        value=words.percent(match.ratio) if is_known else words.NO_DATA,
        change="",
        direction="off",
        tone="grey",
        against=f"n = {words.count(match.n_one)} and {words.count(match.n_two)}",
        certainty=sure,
        words="Mean price of commercial payers' lines divided by that of Medicare's lines of the same quarter, "
        f"locality, kind of provider, place and repeat modifier. {match_words(match)}.",
        spark=(),
    )


_DUES = {
    "owed": ("Underpaid", f"In dollars: {UNDERPAYMENT_VARIANCE.words}"),
    "observed": (
        "Below usual rate",
        "Expected less allowed, against this payer's own past: its highest usual price of the four quarters before, in "
        "dollars or as a share of Medicare's fee, whichever is less. Its other habitual prices are not short. A habit, "
        "not a debt: only a contract can show a rate that was always low.",
    ),
}


def _due(short: pl.DataFrame, due: str) -> Tile:
    mine = short.filter(pl.col("due") == due)
    label, meaning = _DUES[due]
    lines, cents = int(mine["lines"].sum()), int(mine["short_cents"].sum())
    count = int(mine["short_lines"].sum())
    return Tile(
        label=label,
        value=words.short_money(cents) if lines else words.NO_DATA,
        change="",
        direction="off",
        tone="grey",
        against="",
        certainty=f"{words.count(count)} of {words.number_of(lines, 'line')}" if lines else "nothing says what is due",
        words=meaning,
        spark=(),
    )
