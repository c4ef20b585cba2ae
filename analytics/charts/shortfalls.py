"""What payers paid below what is due, and below their own habit; same records, other outcomes."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from analytics import words
from analytics.charts.heat import MOST_MONTHS, MOST_ROWS, month_columns
from analytics.charts.model import Cell, Chart, Heat
from analytics.metrics.matching import Matched
from analytics.statistics import ENOUGH

DUES = {"owed": "Below contract or fee", "observed": "Below this payer's usual rate"}
"""Two things that are never added: a debt, and a habit."""
OUTCOMES = {
    "denied": "Denied at first",
    "bundled": "Denied as bundled",
    "unauthorized": "Denied without authorization",
}


def shortfalls(short: pl.DataFrame) -> pl.DataFrame:
    """One row per payer and what says the amount due: lines, short lines, cents, first and last month short."""
    is_short = pl.col("short_lines") > 0
    return (
        short.group_by("payer_id", "payer_name", "due")
        .agg(
            pl.col("lines", "short_lines", "expected_cents", "short_cents").sum(),
            pl.col("month").filter(is_short).min().alias("first"),
            pl.col("month").filter(is_short).max().alias("last"),
        )
        .filter(pl.col("short_lines") > 0)
        .with_columns(share=pl.col("short_cents") / pl.col("expected_cents"))
        .sort(["short_cents", "payer_id"], descending=[True, False])
    )


def shortfall_title(short: pl.DataFrame) -> str:
    """What is owed, and apart from it what is below a payer's own habit."""
    sums = {row["due"]: row for row in short.group_by("due").agg(pl.col("short_cents", "short_lines").sum()).to_dicts()}
    if not sums:
        return "Nothing says what these lines should have been paid"
    owed, usual = (int(sums.get(name, {}).get("short_cents", 0)) for name in DUES)
    if not owed and not usual:
        return "Nothing was paid short of a contract, the Medicare fee or the payer's own usual rate"
    # What no line could be held against is not $0 short of it.
    said = {
        "owed": f"{words.money(owed)} below contract or fee",
        "observed": f"{words.money(usual)} below payers' usual rates",
    }
    return "; apart from that ".join(said[name] for name in DUES if name in sums)


def shortfall_heat(short: pl.DataFrame) -> Chart | None:
    """Dollars short by payer and month, what is owed and what is only unusual in rows of their own."""
    found = short.filter(pl.col("short_cents") > 0)
    if not found.height:
        return None
    months = sorted(short["month"].unique().to_list())[-MOST_MONTHS:]
    order = shortfalls(short).head(MOST_ROWS)
    cents = {(row["payer_id"], row["due"], row["month"]): row for row in short.iter_rows(named=True)}
    rows = order.select("payer_id", "payer_name", "due").rows()
    cells = tuple(
        tuple(_short_cell(name, cents.get((payer, due, month))) for month in months) for payer, name, due in rows
    )
    worst = max(found.iter_rows(named=True), key=lambda row: row["short_cents"])
    title = (
        f"Most in one month: {words.money(worst['short_cents'])} at {words.name(worst['payer_name'])} "
        f"in {words.month(worst['month'])}"
    )
    return Chart(
        title=title,
        subtitle="Dollars short of lines paid as billed, by payer and month. A row of contract or fee is owed; one of "
        "the usual rate is a habit. Hatched: nothing short",
        alt=f"Heat map of dollars paid short by payer and month. {title}.",
        marks=Heat(
            rows=tuple(f"{words.name(name)}, {DUES[due].lower()}" for _, name, due in rows),
            columns=month_columns(months),
            cells=cells,
            high=max((cell.value or 0.0 for row in cells for cell in row), default=1.0),
            keys=tuple(payer for payer, *_ in rows),
        ),
    )


def _short_cell(name: str, row: dict[str, Any] | None) -> Cell:
    if row is None or not row["short_cents"]:
        return Cell(None, "", f"{words.name(name)}: nothing short", "empty")
    lines = f"{words.count(row['short_lines'])} of {words.number_of(row['lines'], 'line')}"
    said = f"{words.name(name)}, {words.month(row['month'])}: {words.money(row['short_cents'])} short, {lines}"
    return Cell(float(row["short_cents"]), words.short_money(row["short_cents"]), said)


def outcome_rows(matches: Mapping[str, Matched]) -> pl.DataFrame:
    """One row per outcome: commercial and Medicare, matched and not, with the difference and its interval."""
    return pl.DataFrame([_outcome(name, match) for name, match in matches.items()], schema=_OUTCOME)


_OUTCOME = pl.Schema(
    {
        "outcome": pl.String(),
        "one": pl.Float64(),
        "two": pl.Float64(),
        "difference": pl.String(),
        "common": pl.String(),
        "crude_one": pl.Float64(),
        "crude_two": pl.Float64(),
        "matched": pl.Float64(),
        "note": pl.String(),
    }
)


def _outcome(name: str, match: Matched) -> dict[str, Any]:
    return {
        "outcome": OUTCOMES[name],
        "one": match.one,
        "two": match.two,
        "difference": _difference(match),
        "common": words.NO_DATA if match.common is None else words.points(match.common),
        "crude_one": match.crude_one,
        "crude_two": match.crude_two,
        "matched": match.share,
        "note": _note(match),
    }


def _difference(match: Matched) -> str:
    if match.difference is None or match.difference_low is None or match.difference_high is None:
        return words.NO_DATA
    low, high = words.points(match.difference_low), words.points(match.difference_high)
    return f"{words.points(match.difference)} ({low} to {high})"


def _note(match: Matched) -> str:
    if min(match.n_one, match.n_two) < ENOUGH or not match.is_comparable:
        return "not comparable: too few lines have a counterpart"
    if match.turns:
        return "direction changes after matching"
    is_chance = (match.difference_low or 0) <= 0 <= (match.difference_high or 0)
    return "within chance" if is_chance else "more than chance explains"


def outcome_title(matches: Mapping[str, Matched]) -> str:
    """Whether the trade's two sayings hold here: Medicare bundles, commercial payers ask for authorization."""
    bundled, unauthorized = matches["bundled"], matches["unauthorized"]
    if min(bundled.n_one, bundled.n_two) < ENOUGH or not bundled.is_comparable:
        return "Too few like records to say whether Medicare bundles more, or commercial payers authorize more strictly"
    return " ".join(
        [
            _saying(bundled, "Medicare bundles the injection more often", higher=-1),
            _saying(unauthorized, "Commercial payers deny for authorization more often", higher=1),
        ]
    )


def _saying(match: Matched, claim: str, *, higher: int) -> str:
    low, high = match.difference_low or 0.0, match.difference_high or 0.0
    rates = f"({words.percent(match.one)} commercial, {words.percent(match.two)} Medicare)"
    if low <= 0 <= high:
        return f"“{claim}”: no difference beyond chance here {rates}."
    is_so = (match.difference or 0.0) * higher > 0
    return f"“{claim}”: {'holds here' if is_so else 'the opposite is true here'} {rates}."
