"""The table of budgets as a README shows it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from analytics.bench.result import Result

START, END = "<!-- bench: written by `reimburse bench --readme FILE` -->", "<!-- /bench -->"
_KEPT = {True: "yes", False: "**no**", None: "–"}


def write_table(path: Path, machine: str, results: Iterable[Result]) -> None:
    """Puts the table between its two marks; at the end of the file where there are none."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if START not in text or END not in text:
        text = f"{text.rstrip()}\n\n{START}\n{END}\n".lstrip()
    before, _, rest = text.partition(START)
    after = rest.partition(END)[2]
    path.write_text(f"{before}{START}\n{table(machine, results)}\n{END}{after}", encoding="utf-8")


def table(machine: str, results: Iterable[Result]) -> str:
    """Markdown: what, ours, theirs, ratio, budget, kept, and what was measured."""
    head = "| what | ours | theirs | ratio | budget | kept | measured on |\n|---|---|---|---|---|---|---|"
    said = f"{datetime.now(UTC):%Y-%m-%d}, {machine}."
    return "\n".join([said, "", head, *(_row(one) for one in results)])


def _row(one: Result) -> str:
    cells = (one.name, *(_number(n) for n in (one.ours, one.theirs, one.ratio, one.budget)), _KEPT[one.ok], one.note)
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _number(value: float | None) -> str:
    """Three digits that count."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
