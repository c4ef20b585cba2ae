"""Many drawn histories built as one, and what each of them says: a test sees only its own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import update_wrapper

import polars as pl
from drawn import Drawn, build, parsed, stored, table


@dataclass
class Batch:
    """Many drawn histories in one build, because a build costs more than a history; each test sees only its own.

    Claim numbers, patients, payers and references of a history get a mark of that history, so that none meets another.
    """

    claims: Drawn = field(default_factory=list)
    remits: Drawn = field(default_factory=list)
    count: int = 0
    built: dict[str, pl.DataFrame] = field(default_factory=dict)

    def __call__(self, *, claims: str = "", remits: str = "") -> Callable[[Callable[["Story"], None]], object]:
        """Gives a test its drawn history."""
        self.count += 1
        story = Story(self, f"H{self.count:02}Z")
        self.claims += [story.marked(row) for row in parsed(claims)]
        self.remits += [story.marked(row) for row in parsed(remits)]

        def give(test: Callable[[Story], None]) -> object:
            def run() -> None:
                test(story)

            update_wrapper(run, test)
            del run.__wrapped__  # type: ignore[attr-defined]  # pytest reads the arguments of the function below
            return run

        return give

    def facts(self) -> dict[str, pl.DataFrame]:
        """The facts of all histories, built once."""
        if not self.built:
            self.built = build(stored(self.claims, self.remits))
        return self.built


@dataclass(frozen=True)
class Story:
    """One drawn history within a batch, and what was built of it."""

    batch: Batch
    mark: str

    def marked(self, row: dict[str, str]) -> dict[str, str]:
        if not row.get("claim"):
            return row
        own = {name: self.mark + row[name] for name in ("payer_id", "icn", "ref") if row.get(name)}
        own["claim"] = self.mark + row["claim"]
        own["patient"] = self.mark + (row.get("patient") or row["claim"])
        own["payer"] = f"{self.mark} {row.get('payer') or 'ACME'}"
        own["trace"] = self.mark + row.get("trace", "")
        return {**row, **own}

    def frame(self, name: str) -> pl.DataFrame:
        """This history's rows of a built table, without its mark."""
        frame = self.batch.facts()[name]
        owner = next(column for column in ("claim_id", "patient_key", "payer_name") if column in frame.columns)
        texts = [column for column, kind in frame.schema.items() if kind == pl.String]
        unmarked = pl.col(texts).str.replace_all(f"{self.mark} ?", "")
        return frame.filter(pl.col(owner).str.contains(self.mark, literal=True)).with_columns(unmarked)

    def line(self, claim: str, code: str = "96372") -> dict[str, object]:
        """The one line of a claim with this code."""
        return self.frame("line").row(by_predicate=(pl.col("claim_id") == claim) & (pl.col("code") == code), named=True)

    def lines(self, text: str) -> None:
        """Every line of this history reads as drawn."""
        says(self.frame("line"), text)

    def events(self, text: str) -> None:
        """Every event of this history reads as drawn."""
        says(self.frame("event"), text)

    def encounters(self, text: str) -> None:
        """Every encounter of this history reads as drawn."""
        says(self.frame("encounter"), text)

    def injections(self, text: str) -> None:
        """Every row of the read model of this history reads as drawn."""
        says(self.frame("injection"), text)


SHORT = {"claim": "claim_id", "date": "service_date", "n": "event_number", "on": "event_date", "payer": "payer_name"}
"""Column names of drawn tables that are longer in the facts."""


def says(frame: pl.DataFrame, text: str) -> None:
    """The rows of a frame are those of a drawn table, in any order, in the columns that are drawn."""
    drawn = table(text)
    columns = list(drawn[0])
    found = frame.select(SHORT.get(column, column) for column in columns)
    rows = sorted(tuple(map(written, row)) for row in found.iter_rows())
    expected = sorted(tuple(row[column] for column in columns) for row in drawn)
    assert rows == expected, "\n".join(("found", " | ".join(columns), *(" | ".join(row) for row in rows)))


def written(value: object) -> str:
    """A value as it is drawn: dollars with cents, days of 2025 as MM-DD, yes and no, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:.2f}" if value.as_tuple().exponent == -2 else f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat().removeprefix("2025-")
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)
