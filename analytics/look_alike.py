"""Claims of a table that look the same as ones an 837P or 835 brought: told, since they may be counted twice."""

from typing import Any

import polars as pl

from analytics.receipt import notice

Tables = dict[str, pl.DataFrame]
_NUMBER = pl.col("claim_id").str.to_uppercase().str.replace_all("[^A-Z0-9]", "").alias("number")
_SENT = ["number", "service_date", "code", "charge"]
_PAID = [*_SENT, "paid"]
_WORDS = {
    "claims_alike": (
        "{said} the same as claims from 837P files (number, date, code and charge); "
        "each is one claim only where practice and patient agree, too.",
        "Compare the count of injections before and after; take one of the two loads back if it has doubled.",
    ),
    "payments_alike": (
        "{said} the same as payments from 835 files (number, date, code, charge and payment); "
        "they are counted twice unless every detail agrees.",
        "Keep the 835, which says more: take this load back on the Data page or with `reimburse void`.",
    ),
}


class LookAlikes:
    """Counts, portion by portion, what X12 files of earlier loads say as well."""

    def __init__(self, suspects: dict[str, Any]) -> None:
        self._x12: dict[str, list[str]] = suspects.get("x12", {})
        self._tables = suspects.get("every_table", [])
        self._seen = dict.fromkeys(_WORDS, 0)
        self._first: dict[str, int] = {}

    def look(self, tables: Tables) -> None:
        """Counts the new claims and claim payments of a portion that are no marked copies."""
        lines = tables["claim_line"].filter(pl.col("duplicate_of").is_null())
        if lines.height and "claim_line" in self._x12:
            self._note("claims_alike", lines.with_columns(_NUMBER), self._scan("claim_line"), _SENT)
        answers = tables["remit_claim"].filter(pl.col("duplicate_of").is_null())
        if answers.height and "remit_line" in self._x12 and "remit_claim" in self._x12:
            names = ["remit_claim_id", "claim_id", "source_position"]
            mine = tables["remit_line"].drop("source_position").join(answers.select(names), on="remit_claim_id")
            known = self._scan("remit_line").join(
                self._scan("remit_claim").select("remit_claim_id", "number"), on="remit_claim_id"
            )
            self._note("payments_alike", mine.with_columns(_NUMBER), known, _PAID)

    def warnings(self) -> list[dict[str, Any]]:
        """One notice per kind that occurred."""
        found = []
        for code, count in self._seen.items():
            said = "1 claim looks" if count == 1 else f"{count:,} claims look"
            reason, step = _WORDS[code]
            found += [notice(code, reason.format(said=said), step, self._first[code])] if count else []
        return found

    def _scan(self, table: str) -> pl.LazyFrame:
        scan = pl.scan_parquet(self._x12[table]).filter(~pl.col("source_sha").is_in(self._tables))
        return scan.with_columns(_NUMBER) if table != "remit_line" else scan

    def _note(self, code: str, mine: pl.DataFrame, known: pl.LazyFrame, same: list[str]) -> None:
        """Claims with a line that is the same."""
        met = mine.lazy().join(known.select(same), on=same, how="semi").select("source_position").collect()
        if met.height:
            self._seen[code] += met["source_position"].n_unique()
            first = int(met["source_position"].min())  # type: ignore[arg-type]
            self._first[code] = min(first, self._first.get(code, first))
