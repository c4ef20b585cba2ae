"""Claims of a table that look the same as ones of an 837P or 835, whichever came first: told, since both may count."""

from typing import Any

import polars as pl

from analytics.ingest.receipt import notice

Tables = dict[str, pl.DataFrame]
Warnings = dict[str, list[dict[str, Any]]]
_NUMBER = pl.col("claim_id").str.to_uppercase().str.replace_all("[^A-Z0-9]", "").alias("number")
_SENT = ["number", "service_date", "code", "charge"]
_PAID = [*_SENT, "paid"]
_WORDS = {
    ("claims_alike", True): (
        "{said} the same as claims from 837P files (number, date, code and charge); "
        "each is one claim only where practice and patient agree, too.",
        "Compare the count of injections before and after; take one of the two loads back if it has doubled.",
    ),
    ("claims_alike", False): (
        "{said} the same as claims from a table (number, date, code and charge); "
        "each is one claim only where practice and patient agree, too.",
        "Compare the count of injections before and after; if it has doubled take the table back on the Data page or "
        "with `reimburse void {load}`.",
    ),
    ("payments_alike", True): (
        "{said} the same as payments from 835 files (number, date, code, charge and payment); "
        "they are counted twice unless every detail agrees.",
        "Keep the 835, which says more: take this load back on the Data page or with `reimburse void`.",
    ),
    ("payments_alike", False): (
        "{said} the same as payments from a table (number, date, code, charge and payment); "
        "they are counted twice unless every detail agrees.",
        "Keep the 835, which says more: take the table back on the Data page or with `reimburse void {load}`.",
    ),
}
"""By what looks alike, and whether a table is told of X12 files or an X12 file of tables."""


class LookAlikes:
    """Counts, portion by portion, what files of the other kind in earlier loads say as well."""

    def __init__(self, suspects: dict[str, Any], *, is_table: bool = True) -> None:
        self._others: dict[str, list[str]] = suspects.get("x12" if is_table else "of_tables", {})
        self._tables = suspects.get("every_table", [])
        self._is_table = is_table
        self._seen: dict[tuple[str, str], int] = {}
        self._first: dict[tuple[str, str], tuple[int, str]] = {}

    def look(self, tables: Tables) -> None:
        """Counts the new claims and claim payments of a portion that are no marked copies."""
        lines = tables["claim_line"].filter(pl.col("duplicate_of").is_null())
        if lines.height and "claim_line" in self._others:
            self._note("claims_alike", lines.with_columns(_NUMBER), self._scan("claim_line"), _SENT)
        answers = tables["remit_claim"].filter(pl.col("duplicate_of").is_null())
        if answers.height and "remit_line" in self._others and "remit_claim" in self._others:
            names = ["remit_claim_id", "claim_id", "source_position"]
            mine = tables["remit_line"].drop("source_position").join(answers.select(names), on="remit_claim_id")
            known = self._scan("remit_line").join(
                self._scan("remit_claim").select("remit_claim_id", "number"), on="remit_claim_id"
            )
            self._note("payments_alike", mine.with_columns(_NUMBER), known, _PAID)

    def warnings(self, sha: str) -> list[dict[str, Any]]:
        """One notice per kind that occurred in a load."""
        found = []
        for code in ("claims_alike", "payments_alike"):
            count = self._seen.get((sha, code), 0)
            said = "1 claim looks" if count == 1 else f"{count:,} claims look"
            reason, step = _WORDS[code, self._is_table]
            place, load = self._first.get((sha, code), (0, ""))
            found += [notice(code, reason.format(said=said), step.format(load=load[:12]), place)] if count else []
        return found

    def _scan(self, table: str) -> pl.LazyFrame:
        is_table = pl.col("source_sha").is_in(self._tables)
        scan = pl.scan_parquet(self._others[table]).filter(~is_table if self._is_table else is_table)
        return scan.with_columns(_NUMBER) if table != "remit_line" else scan

    def _note(self, code: str, mine: pl.DataFrame, known: pl.LazyFrame, same: list[str]) -> None:
        """Claims with a line that is the same."""
        theirs = known.select(*same, pl.col("source_sha").alias("load")).unique(same, keep="any")
        met = mine.lazy().join(theirs, on=same, how="inner").select("source_sha", "source_position", "load").collect()
        for sha, count, first, load in met.group_by("source_sha").agg(
            pl.col("source_position").n_unique(), pl.col("source_position").min().alias("first"), pl.col("load").min()
        ).iter_rows():  # fmt: skip
            self._seen[sha, code] = self._seen.get((sha, code), 0) + count
            self._first[sha, code] = min((first, load), self._first.get((sha, code), (first, load)))


def x12_warnings(tables: Tables, suspects: dict[str, Any]) -> Warnings:
    """Of each load of a batch of X12 files what tables of earlier loads say as well."""
    alike = LookAlikes(suspects, is_table=False)
    alike.look(tables)
    shas = {*tables["claim_line"]["source_sha"].unique(), *tables["remit_claim"]["source_sha"].unique()}
    return {sha: found for sha in sorted(shas) if (found := alike.warnings(sha))}
