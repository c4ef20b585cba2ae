"""Why the definitions of denied differ: the same lines under all six, and what explains the distance to ours."""

from typing import Any

import polars as pl

from analytics import words
from analytics.charts.model import Chart, Step, Waterfall
from analytics.metrics.cubes import DEFINITIONS
from analytics.metrics.metric import is_told
from analytics.statistics import FEW, at_least


def definitions_table(counts: pl.DataFrame) -> pl.DataFrame:
    """One row per definition, ours first: denied, counted, rate, interval, and the difference from ours."""
    found = {row["definition"]: row for row in counts.iter_rows(named=True)}
    return pl.DataFrame([_row(found[name]) for name in DEFINITIONS if name in found], schema=_SHOWN)


_MORE = ("more", "more_paid", "more_patient", "more_routed", "more_other", "fewer")
_COUNTS = ("denied", "counted", "unsure", "asked", *_MORE)
_SHOWN = pl.Schema(
    {
        "definition": pl.String(),
        **{name: pl.Int64() for name in _COUNTS},
        "rate": pl.Float64(),
        "interval": pl.String(),
    }
)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    """The parts of what a definition calls denied and ours does not add up; ours has nothing to differ from."""
    why_not = _no_rate(row)
    share, low, high = (None, None, None) if why_not else at_least(row["denied"], row["counted"], row["unsure"])
    other = row["more"] - row["more_paid"] - row["more_patient"] - row["more_routed"]
    return {
        **row,
        "more_other": other,
        "rate": share,
        "interval": why_not or words.interval(low, high),
    }


def _no_rate(row: dict[str, Any]) -> str:
    """Why a definition has no rate here; empty where it has one."""
    if not is_told(row["unsure"], row["asked"]):
        return words.NOT_KNOWN
    return "too few to name a rate" if row["counted"] <= FEW else ""


def definitions_title(shown: pl.DataFrame) -> str:
    """How far apart the six numbers are."""
    known = shown.drop_nulls("rate").sort("rate", maintain_order=True)
    if known.height < 2:
        return "Too few answered lines to compare the definitions"
    low, high = known.row(0, named=True), known.row(-1, named=True)
    return (
        f"The same lines are {words.percent(low['rate'])} to {words.percent(high['rate'])} denied: least by "
        f"“{words.DEFINITION[low['definition']]}”, most by “{words.DEFINITION[high['definition']]}”"
    )


STEPS = {
    "more_paid": "+ now paid",
    "more_patient": "+ the patient's share",
    "more_routed": "+ other payer responsible (COB)",
    "more_other": "+ other",
    "fewer": "− denied by the first answer, not by this one",
}
"""From our count of denied lines to another's, in order; each has its lines."""


def definition_bridge(shown: pl.DataFrame, definition: str) -> Chart:
    """From the lines that the first answer denied to those that another definition calls denied."""
    found = {row["definition"]: row for row in shown.iter_rows(named=True)}
    ours, theirs = found["initial"], found[definition]
    changes = {name: -theirs[name] if name == "fewer" else theirs[name] for name in STEPS}
    there = {name: lines for name, lines in changes.items() if lines}
    equation = " ".join(
        [
            words.count(ours["denied"]),
            *(f"{'+' if lines > 0 else '−'} {words.count(abs(lines))}" for lines in there.values()),
        ]
    )
    equation = f"{equation} = {words.count(theirs['denied'])}"
    title = f"From “{words.DEFINITION['initial']}” to “{words.DEFINITION[definition]}”: {equation}"
    steps = [
        Step(
            STEPS[name],
            lines,
            f"{'+' if lines > 0 else '−'}{words.count(abs(lines))}",
            f"{STEPS[name][2:]}: {words.number_of(abs(lines), 'line')}; click for them",
            key=name,
        )
        for name, lines in there.items()
    ]
    return Chart(
        title=title,
        subtitle="Denied 96372 lines; a click on a step shows its lines",
        alt=f"Waterfall of denied lines from one definition to another. {title}.",
        marks=Waterfall((_whole("initial", ours), *steps, _whole(definition, theirs)), equation, unit="lines"),
    )


def _whole(definition: str, row: dict[str, Any]) -> Step:
    label, lines = words.DEFINITION[definition], row["denied"]
    return Step(label, lines, words.count(lines), f"{label}: {words.number_of(lines, 'line')}", is_total=True)


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
    return pl.DataFrame(rows, schema=_BASES_SHOWN)


_BASES_SHOWN = pl.Schema(
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
