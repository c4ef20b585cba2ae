"""The same lines by month of service and by month of the first answer, and what lies between the two counts."""

import polars as pl

from analytics import words
from analytics.statistics import FEW

COUNTS = ("lines", "rated", "denied")
_LABELS = {
    "service": "Lines of service in these months",
    "never": "less: not answered yet",
    "answered_later": "less: answered in later months",
    "answered_before": "less: answered in earlier months",
    "served_before": "plus: service in earlier months, answered in these",
    "served_after": "plus: service in later months, answered in these",
    "answer": "Lines first answered in these months",
}


def bases_table(counts: pl.DataFrame) -> pl.DataFrame:
    """From one basis to the other: signed counts of lines, of those in the denial rate, and of those denied.

    The rows between the first and the last add up from the one to the other.
    """
    within_service, within_answer = pl.col("served") == "within", pl.col("answered") == "within"
    parts = {
        "service": (1, within_service),
        "never": (-1, within_service & (pl.col("answered") == "never")),
        "answered_later": (-1, within_service & (pl.col("answered") == "after")),
        "answered_before": (-1, within_service & (pl.col("answered") == "before")),
        "served_before": (1, within_answer & (pl.col("served") == "before")),
        "served_after": (1, within_answer & (pl.col("served") == "after")),
        "answer": (1, within_answer),
    }
    rows = []
    for name, (sign, where) in parts.items():
        mine = counts.filter(where)
        sums = {column: sign * int(mine[column].sum()) for column in COUNTS}
        if name in ("service", "answer") or any(sums.values()):
            rows.append({"step": name, "label": _LABELS[name], **sums, "rate": _rate(sums)})
    return pl.DataFrame(rows, schema=_SHOWN)


_SHOWN = pl.Schema(
    {"step": pl.String(), "label": pl.String(), **dict.fromkeys(COUNTS, pl.Int64()), "rate": pl.Float64()}
)


def _rate(sums: dict[str, int]) -> float | None:
    """None of so few lines that a page names no rate of them."""
    return sums["denied"] / sums["rated"] if abs(sums["rated"]) > FEW else None


def bases_title(shown: pl.DataFrame) -> str:
    """How far the two counts lie apart, and how many lines they share."""
    service, answer = (shown.row(by_predicate=pl.col("step") == name, named=True) for name in ("service", "answer"))
    left = -sum(shown.filter(pl.col("label").str.starts_with("less"))["lines"].to_list())
    shared = words.number_of(service["lines"] - left, "line is", "lines are")
    if service["rate"] is None or answer["rate"] is None:
        return f"{shared} in both counts"
    return (
        f"{words.percent(service['rate'])} denied by month of service, {words.percent(answer['rate'])} by month of "
        f"answer: {shared} in both counts"
    )
