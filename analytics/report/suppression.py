"""No cell of one to ten patients, shown or to be worked out: what is too small is told together with others."""

from collections.abc import Mapping, Sequence

import polars as pl

from analytics.export import SMALLEST_CELL

FEWEST_TOGETHER = 2
"""So many groups at least share a row: one alone would be the total less the others."""
HIDDEN = f"fewer than {SMALLEST_CELL} patients"


def sizes(people: pl.DataFrame, counts: Mapping[str, pl.Expr], *keys: str) -> pl.DataFrame:
    """One row per key: of each count the distinct patients who are in it. People has rows of one patient each."""
    per_patient = people.group_by([*keys, "patient"]).agg(expr.alias(name) for name, expr in counts.items())
    in_it = [(pl.col(name) > 0).sum().cast(pl.Int64).alias(name) for name in counts]
    return per_patient.group_by(keys).agg(in_it).sort(keys) if keys else per_patient.select(in_it)


def is_small(row: Mapping[str, object], counts: Sequence[str]) -> bool:
    """One of the counts has patients, but too few; none at all may be told."""
    return any(0 < int(str(row[name])) < SMALLEST_CELL for name in counts)


def is_told(people: pl.DataFrame, counts: Mapping[str, pl.Expr]) -> bool:
    """All counts of these people taken together may be told."""
    (row,) = sizes(people, counts).to_dicts()
    return not is_small(row, list(counts))


def together(
    people: pl.DataFrame, counts: Mapping[str, pl.Expr], key: str, last: Sequence[object] = ()
) -> frozenset[object]:
    """The values of a key that may be told only as one: the small ones, and the next larger until nobody is told.

    `last` are joined last of all. Where even all together are too few, all are in it.
    """
    rows = sizes(people, counts, key).to_dicts()
    hidden = {row[key] for row in rows if is_small(row, list(counts))}
    order = sorted(rows, key=lambda row: (row[key] in last, min(row[name] for name in counts), str(row[key])))
    rest = [row[key] for row in order if row[key] not in hidden]
    while hidden and rest and not _is_enough(people, counts, key, hidden):
        hidden.add(rest.pop(0))
    return frozenset(hidden)


def _is_enough(people: pl.DataFrame, counts: Mapping[str, pl.Expr], key: str, hidden: set[object]) -> bool:
    mine = people.filter(pl.col(key).is_in(list(hidden)))
    return len(hidden) >= FEWEST_TOGETHER and is_told(mine, counts)


def rate_of(top: pl.Expr, bottom: pl.Expr) -> dict[str, pl.Expr]:
    """A rate tells of those in it and of those who are not."""
    return {"top": top, "rest": bottom - top}
