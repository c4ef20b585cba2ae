"""What is worth doing: tiles, batches by root cause and payer, and how deadlines read."""

from datetime import date

import polars as pl

from analytics import words
from analytics.charts.tiles import Tile, change
from analytics.leakage import rule
from analytics.metrics.evaluate import Value
from analytics.metrics.leakage import Leaking, Ledger
from analytics.questions.leaks import SOON
from analytics.statistics import wilson_limits

LATE, NEAR, AHEAD, UNSET = "Too late", "Due soon", "Later", "Limit not set"
SETTLED = "Nothing left to work"
DUE = (LATE, NEAR, AHEAD, UNSET)


def leak_tiles(
    whole: Ledger, payers: list[Leaking], before: list[Leaking], against: str, batches: pl.DataFrame
) -> list[Tile]:
    """Leaked dollars of injection and visit, of drugs apart, days that leak, what can be had, what is late or due."""
    head, drugs = whole.headline, whole.drugs
    lines, due, late = (int(batches[name].sum()) for name in ("lines", "due_lines", "late_lines"))
    return [
        _plain(
            "Leaked",
            words.short_money(head["leak_cents"]) if head["valued"] else words.NO_DATA,
            f"injection + visit, {words.number_of(head['valued'], 'line')}",
            "Expected less received plus overpaid, for injections and visits of the chosen months.",
        ),
        _plain(
            "Leaked, drugs",
            words.short_money(drugs["leak_cents"]) if drugs["valued"] else words.NO_DATA,
            words.number_of(drugs["valued"], "line"),
            "The same for drugs; only where a contract or the payer's own past says what a drug should bring.",
        ),
        _days(payers, before, against),
        _plain(
            "Can be worked",
            words.short_money(int(batches["amount_cents"].sum())),
            f"{words.number_of(lines, 'item')}, all months",
            "What may still be had of injections, visits and drugs that wait for somebody and whose limit has not "
            "passed; where none is set, that are younger than 95 % of what comes back. All months.",
        ),
        _plain(
            "Too late",
            words.short_money(int(batches["late_cents"].sum())),
            f"{words.number_of(late, 'item')}, all months",
            "Recoverable once, but past the limit; it is in no sum of what can be had.",
        ),
        _plain(
            f"Due in {SOON} days",
            words.short_money(int(batches["due_cents"].sum())),
            f"{words.number_of(due, 'item')}, all months",
            f"Deadlines within {SOON} days of the last day of the data. Payers without a set limit are not among them.",
        ),
    ]


def _days(payers: list[Leaking], before: list[Leaking], against: str) -> Tile:
    now, was = _value(payers), _value(before)
    moved = change(now, was) if now is not None and was is not None else None
    is_sure = moved is not None and moved.is_beyond_chance is True
    return Tile(
        label="Leaking days",
        value=words.percent(now.value) if now else words.NO_DATA,
        change=words.points(moved.difference) if moved else "",
        direction="off" if not moved or not moved.difference else "up" if moved.difference > 0 else "down",
        tone="grey" if not moved or not is_sure else "worse" if moved.difference > 0 else "better",
        against="" if not moved else against if is_sure else f"within chance, {against}",
        certainty=words.certainty(now) if now else "nothing to count",
        words="Injection days on which injection or visit leaked, of days with an amount to hold them against.",
        spark=(),
    )


def _value(payers: list[Leaking]) -> Value | None:
    days, leaking = sum(one.days for one in payers), sum(one.leaking for one in payers)
    if not days:
        return None
    rate, low, high = wilson_limits(leaking, days)
    return Value(rate, "rate", float(leaking), float(days), days, low, high, None, "ok")


def _plain(label: str, value: str, certainty: str, meaning: str) -> Tile:
    return Tile(label, value, "", "off", "grey", "", certainty, meaning, ())


def batch_title(batches: pl.DataFrame) -> str:
    """The dearest batch as a task: lines, dollars, one fix."""
    if not batches.height:
        return "Nothing here can still be had back"
    first = batches.row(0, named=True)
    sums = f"{words.number_of(first['lines'], 'item')}, {words.money(first['amount_cents'])}"
    return f"{words.name(first['payer_name'])}, {words.within(rule(first['rule']).title)}: {sums}, one fix"


def with_fix(batches: pl.DataFrame) -> pl.DataFrame:
    """Beside each batch its cause in words, why it happens and the one fix."""
    names = batches["rule"].to_list()
    return batches.with_columns(
        pl.Series("title", [rule(name).title for name in names], dtype=pl.String),
        pl.Series("why", [rule(name).why for name in names], dtype=pl.String),
        pl.Series("fix", [rule(name).fix for name in names], dtype=pl.String),
        (pl.col("amount_cents") // pl.col("lines")).alias("each_cents"),
    )


def due_title(batches: pl.DataFrame) -> str:
    """What is due soon, what is too late, and where no limit is set."""
    sums = {name: int(batches[name].sum()) for name in ("due_lines", "due_cents", "late_lines", "unset_lines")}
    late = f"{words.number_of(sums['late_lines'], 'item')} too late"
    unset = f"{words.number_of(sums['unset_lines'], 'item')} at payers whose limit is not set"
    if not sums["due_lines"]:
        return f"No deadline in the next {SOON} days; {late}; {unset}"
    due = f"{words.number_of(sums['due_lines'], 'item')} worth {words.money(sums['due_cents'])}"
    return f"{due} due in the next {SOON} days; {late}; {unset}"


def worked(lines: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """The worklist as read: age, how near the deadline is, the rule's words, and how it stands."""
    left = (pl.col("deadline") - pl.lit(as_of)).dt.total_days()
    return lines.with_columns(
        age=(pl.lit(as_of) - pl.col("since")).dt.total_days(),
        title=pl.Series([rule(name).title if name else SETTLED for name in lines["rule"]], dtype=pl.String),
        left=left,
        due=pl.when(~pl.col("is_workable"))
        .then(pl.lit(LATE))
        .when(left <= SOON)
        .then(pl.lit(NEAR))
        .when(left.is_null())
        .then(pl.lit(UNSET))
        .otherwise(pl.lit(AHEAD)),
        mark=pl.Series([words.WORK_STATE[state] for state in lines["state"]], dtype=pl.String),
    )
