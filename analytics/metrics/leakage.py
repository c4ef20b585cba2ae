"""The leak ledger of a view: both sides of the equation, what stands beside it, its classes and what to look at."""

from dataclasses import dataclass
from datetime import date

import duckdb
import polars as pl

from analytics.metrics.cubes import LEAKS, LEDGER, Sums, cell
from analytics.metrics.view import View, in_order, key_columns
from analytics.metrics.work import NO_WORK, WorkSums, work_sums
from analytics.query import Query

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
