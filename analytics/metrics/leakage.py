"""The leak ledger of a view: both sides of the equation, what stands beside it, its classes and what to look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import polars as pl

from analytics.metrics.cubes import LEAKS, LEDGER, Sums, View, cell, in_order, key_columns
from analytics.metrics.work import NO_WORK, WorkSums, work_sums
from analytics.query import Query
from analytics.statistics import Rate, adjusted, fisher, mean_limits, newcombe, wilson_limits

TEXT, COUNT, FLAG = pl.String(), pl.Int64(), pl.Boolean()

WORK_COST_CENTS = 2_500
"""What working one line costs, unless the practice says otherwise: the lowest of the figures in use (secondary)."""

_SUMS = (
    "expected_cents",
    "received_cents",
    "overpaid_cents",
    "leak_cents",
    "valued",
    "open",
    "open_charge_cents",
    "not_valued",
    "not_valued_charge_cents",
    "unrated",
    "unrated_received_cents",
)
_CLASS = ("leak_class", "rule", "role", "preventable", "recoverable")
_AMOUNTS = (
    *("count", "amount_cents", "workable_count", "workable_cents", "late_count", "late_cents"),
    *("worth_count", "worth_cents"),
)

LEDGER_SUMS = Sums("ask/ledger_sums.sql", cell(role=TEXT, **dict.fromkeys(_SUMS, COUNT)), rows=LEDGER, own=("role",))
LEAK_CLASSES = Sums(
    "ask/leak_classes.sql",
    cell(**dict.fromkeys(_CLASS, TEXT), **dict.fromkeys(_AMOUNTS, COUNT)),
    rows=LEAKS,
    own=_CLASS,
)
FLAG_COUNTS = Query(
    "ask/flag_counts.sql",
    pl.Schema({"kind": TEXT, "rule": TEXT, "is_unverified": FLAG, "side": TEXT, "count": COUNT, "charge_cents": COUNT}),
)


@dataclass(frozen=True)
class Ledger:
    """One group's ledger: sums of all roles, of injection and visit (the headline), of drugs; and its classes."""

    key: dict[str, str]
    total: dict[str, int]
    headline: dict[str, int]
    drugs: dict[str, int]
    classes: pl.DataFrame
    work: WorkSums = NO_WORK

    def standing(self, which: str) -> tuple[int, int]:
        """Rows and cents of what is workable or late."""
        return int(self.classes[f"{which}_count"].sum()), int(self.classes[f"{which}_cents"].sum())

    @property
    def has_lines(self) -> bool:
        """Something is in the ledger or beside it."""
        return any(self.total[name] for name in ("valued", "open", "not_valued"))


def ledgers(
    cursor: duckdb.DuckDBPyConnection,
    view: View,
    by: tuple[str, ...] = (),
    *,
    work_cost_cents: int = WORK_COST_CENTS,
) -> list[Ledger]:
    """The ledger of every group; one ledger, of nothing perhaps, where nothing is split."""
    sums = ledger_sums(cursor, view, by)
    classes = leak_classes(cursor, view, by, work_cost_cents=work_cost_cents)
    work = work_sums(cursor, view, by)
    keys = key_columns(by)
    if not keys:
        return [_ledger({}, sums, classes, work.get((), NO_WORK))]
    groups = sums.partition_by(keys, as_dict=True, maintain_order=True)
    parts = classes.partition_by(keys, as_dict=True, maintain_order=True)
    return [
        _ledger(
            dict(zip(keys, map(_plain, key), strict=True)),
            group,
            parts.get(key, classes.clear()),
            work.get(key, NO_WORK),
        )
        for key, group in groups.items()
    ]


def ledger_sums(cursor: duckdb.DuckDBPyConnection, view: View, by: tuple[str, ...] = ()) -> pl.DataFrame:
    """One row per group and role: both sides of the ledger, and what stands beside them."""
    return LEDGER_SUMS.of(cursor, view, in_order(by))


def leak_classes(
    cursor: duckdb.DuckDBPyConnection,
    view: View,
    by: tuple[str, ...] = (),
    *,
    work_cost_cents: int = WORK_COST_CENTS,
) -> pl.DataFrame:
    """One row per group, class, rule and role: lines, cents, and what is left of them after working them."""
    classes = LEAK_CLASSES.of(cursor, view, in_order(by), work_cost_cents=work_cost_cents)
    return classes.sort("amount_cents", descending=True, maintain_order=True)


def flag_counts(cursor: duckdb.DuckDBPyConnection, view: View) -> pl.DataFrame:
    """One row per rule without dollars: lines to look at, and their charge."""
    return FLAG_COUNTS(cursor, **_params(view))


def _params(view: View) -> dict[str, object]:
    return {name: value for name, value in view.params(None).items() if name != "as_of"}


def _ledger(key: dict[str, str], sums: pl.DataFrame, classes: pl.DataFrame, work: WorkSums) -> Ledger:
    is_drug = pl.col("role") == "drug"
    return Ledger(key, _total(sums), _total(sums.filter(~is_drug)), _total(sums.filter(is_drug)), classes, work)


def _total(sums: pl.DataFrame) -> dict[str, int]:
    return {name: int(sums[name].sum()) for name in _SUMS}


def _plain(value: object) -> str:
    return f"{value:%Y-%m}" if isinstance(value, date) else "" if value is None else str(value)


ANY = "any"
"""The class of a day that leaks in whichever way."""
ALARM = 0.05
ENOUGH_DAYS = 30
"""Below this many days on either side nothing is tested (statistics 3)."""
ENOUGH_LEAKS = 12
"""Leaking days that a payer's class needs before its months are searched for a move."""
SHORTEST = 2
"""Months on either side of a move."""

SMALL = "tolerance"
"""Differences too small to work are in the ledger and nowhere else: nobody is to blame for rounding."""

PAYER = ("payer_id", "payer_name", "payer_class")


@dataclass(frozen=True)
class Leaking:
    """One payer's days and those that leak in one class: rate, cents per 100 days, and whether it stands out."""

    payer_id: str
    payer_name: str
    payer_class: str
    leak_class: str
    days: int
    leaking: int
    cents: int
    rate: Rate
    per_100: Rate
    side: int  # 1 above, −1 below the other payers, 0 not beyond chance


@dataclass(frozen=True)
class Moved:
    """A payer's class that leaks more, or less, from one month on; chance is adjusted for all that was searched."""

    payer_id: str
    payer_name: str
    leak_class: str
    month: date
    before: Rate
    after: Rate
    low: float
    high: float
    chance: float
    monthly_cents: int


def payer_rates(days: pl.DataFrame, leaks: pl.DataFrame) -> list[Leaking]:
    """Each payer against all the others, most days first; named only after false-discovery control."""
    return _judged([row for row in _rows(days, leaks) if row["leak_class"] == ANY])


def class_rates(days: pl.DataFrame, leaks: pl.DataFrame) -> list[Leaking]:
    """Each payer's classes against the same class at the others, controlled over all cells together."""
    return _judged([row for row in _rows(days, leaks) if row["leak_class"] not in (ANY, SMALL)])


def _rows(days: pl.DataFrame, leaks: pl.DataFrame) -> list[dict[str, object]]:
    """Every payer by every class that leaks anywhere, with zero where that payer does not."""
    payers = days.group_by(PAYER).agg(pl.col("days").sum())
    sums = leaks.group_by("payer_id", "leak_class").agg(
        pl.col("days").sum().alias("leaking"), pl.col("cents", "squares").sum()
    )
    classes = pl.concat([sums.select("leak_class"), pl.DataFrame({"leak_class": [ANY]})]).unique()
    every = payers.join(classes, how="cross").join(sums, on=["payer_id", "leak_class"], how="left")
    filled = every.with_columns(pl.col("leaking", "cents", "squares").fill_null(0))
    return filled.sort(["days", "payer_id", "leak_class"], descending=[True, False, False]).to_dicts()


def _judged(rows: Sequence[dict[str, object]]) -> list[Leaking]:
    totals: dict[object, tuple[int, int]] = {}
    for row in rows:
        n, top = totals.get(row["leak_class"], (0, 0))
        totals[row["leak_class"]] = n + _int(row["days"]), top + _int(row["leaking"])
    chances = adjusted([_chance(row, *totals[row["leak_class"]]) for row in rows])
    return [_leaking(row, chance, *totals[row["leak_class"]]) for row, chance in zip(rows, chances, strict=True)]


def _chance(row: dict[str, object], all_days: int, all_leaking: int) -> float:
    days, leaking = _int(row["days"]), _int(row["leaking"])
    if min(days, all_days - days) < ENOUGH_DAYS:
        return 1.0
    return fisher((leaking, days), (all_leaking - leaking, all_days - days))


def _leaking(row: dict[str, object], chance: float, all_days: int, all_leaking: int) -> Leaking:
    days, leaking, cents = _int(row["days"]), _int(row["leaking"]), _int(row["cents"])
    mean, low, high = mean_limits(days, cents, float(str(row["squares"])))
    is_above = leaking * all_days > all_leaking * days
    return Leaking(
        payer_id=str(row["payer_id"]),
        payer_name=str(row["payer_name"] or ""),
        payer_class=str(row["payer_class"]),
        leak_class=str(row["leak_class"]),
        days=days,
        leaking=leaking,
        cents=cents,
        rate=wilson_limits(leaking, days),
        per_100=(mean * 100, max(low, 0.0) * 100, high * 100),
        side=0 if chance > ALARM else 1 if is_above else -1,
    )


def moves(days: pl.DataFrame, leaks: pl.DataFrame, months: Sequence[date]) -> list[Moved]:
    """Payers' classes that moved by more than chance in one of these months, the dearest first.

    The month of each series is the best of all possible ones, so its chance is multiplied by their number; then the
    series are controlled together.
    """
    if len(months) < 2 * SHORTEST:
        return []
    found = [one for one in map(_best, _series(days, leaks, months)) if one is not None]
    chances = adjusted([chance for *_, chance in found])
    named = [
        _moved(series, at, chance) for (series, at, _), chance in zip(found, chances, strict=True) if chance <= ALARM
    ]
    return sorted(named, key=lambda one: (-abs(one.monthly_cents), one.payer_id, one.leak_class))


@dataclass(frozen=True)
class _Series:
    payer_id: str
    payer_name: str
    leak_class: str
    months: tuple[date, ...]
    days: tuple[int, ...]
    leaking: tuple[int, ...]
    cents: int


def _series(days: pl.DataFrame, leaks: pl.DataFrame, months: Sequence[date]) -> list[_Series]:
    inside = leaks.filter(pl.col("month").is_in(list(months)) & ~pl.col("leak_class").is_in([ANY, SMALL]))
    base = {(row["payer_id"], row["month"]): row["days"] for row in days.to_dicts()}
    names = {row["payer_id"]: row["payer_name"] for row in days.to_dicts()}
    parts = inside.sort("payer_id", "leak_class", "month").partition_by(
        ["payer_id", "leak_class"], as_dict=True, maintain_order=True
    )
    return [
        _Series(
            str(payer),
            str(names[payer]),
            str(leak_class),
            tuple(months),
            tuple(base.get((payer, month), 0) for month in months),
            _by_month(part, months),
            int(part["cents"].sum()),
        )
        for (payer, leak_class), part in parts.items()
        if int(part["days"].sum()) >= ENOUGH_LEAKS
    ]


def _by_month(part: pl.DataFrame, months: Sequence[date]) -> tuple[int, ...]:
    known = dict(part.select("month", "days").iter_rows())
    return tuple(int(known.get(month, 0)) for month in months)


def _best(series: _Series) -> tuple[_Series, int, float] | None:
    """The month after which the series differs most, and how often chance alone finds one like it."""
    places = range(SHORTEST, len(series.months) - SHORTEST + 1)
    tested = [
        (fisher((sum(series.leaking[:at]), before), (sum(series.leaking[at:]), after)), at)
        for at in places
        if min(before := sum(series.days[:at]), after := sum(series.days[at:])) >= ENOUGH_DAYS
    ]
    if not tested:
        return None
    chance, at = min(tested)
    return series, at, min(1.0, chance * len(tested))


def _moved(series: _Series, at: int, chance: float) -> Moved:
    before = wilson_limits(sum(series.leaking[:at]), sum(series.days[:at]))
    after = wilson_limits(sum(series.leaking[at:]), sum(series.days[at:]))
    low, high = newcombe(after, before)
    per_day = sum(series.days[at:]) / len(series.days[at:])
    per_leak = series.cents / sum(series.leaking)
    size = round((after[0] - before[0]) * per_day * per_leak)
    month = series.months[at]
    return Moved(series.payer_id, series.payer_name, series.leak_class, month, before, after, low, high, chance, size)


def _int(value: object) -> int:
    return int(str(value))
