"""One reading per file: what came in, what was refused, and what a person should look at."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from analytics.importers.acceptance import READABLE, Decision
from analytics.importers.batch import DIFFERENCES, Reading
from analytics.importers.input_totals import came_in
from analytics.importers.notices import CLAIM, PART, WHOLE, notice
from analytics.importers.refused import Rows
from analytics.importers.result import MEASURES, FileReading, Notice, Source, Sums
from analytics.importers.sniff import SETS, looks_like
from analytics.x12.envelope import Finding, Opened

MOST_NOTICES = 100  # per file and code; further ones are in the quarantine only
OFF = {"remit_line": "service", "remit_claim": "claim", "remit_payment": "transaction"}


def report(
    sources: Sequence[Source], opened: Sequence[Opened], transactions: pl.DataFrame, raw: pl.DataFrame,
    reading: Reading, decision: Decision, refused: Rows,
) -> list[FileReading]:  # fmt: skip
    """One FileReading per source, in their order."""
    sums_in, paid = came_in(raw, transactions), _payments(transactions, reading)
    warned, off = _warned(transactions, reading), _unbalanced(transactions, reading, decision)
    files = []
    for number, source in enumerate(sources):
        mine = refused.get(number, [])
        file = FileReading(source.path, source.sha256, _kind(decision, number), _status(decision, number, mine))
        file.came_in, file.quarantined = sums_in.get(number, Sums()), _sums(mine)
        sums = paid.get(number, {"payments": 0, "bpr": 0, "plb": 0, "unreadable": 0})
        file.payment_count, file.bpr_cents, file.plb_cents = sums["payments"], sums["bpr"], sums["plb"]
        file.unreadable = sum(row["unreadable"] for row in mine) + sums["unreadable"]
        file.unbalanced |= off.get(number, {})
        file.rejects = _rejects(decision, number, mine, source)
        file.warnings = _warnings(decision, number, opened[number], warned.get(number, []))
        file.interchanges = _interchanges(decision, number)
        files.append(file)
    return files


def _kind(decision: Decision, file: int) -> str:
    kinds = [row["kind"] for row in decision.of_file[file] if row["kind"] in READABLE]
    return str(kinds[0]) if kinds else "unknown"


def _status(decision: Decision, file: int, refused: list[dict[str, Any]]) -> str:
    """Rejected: nothing loads. Partial: something was refused, something loads."""
    if file in decision.files:
        return "rejected"
    live = [row for row in decision.of_file[file] if not decision.is_dead(file, row["tx"])]
    return "rejected" if not live else "partial" if refused else "loaded"


def _sums(rows: list[dict[str, Any]]) -> Sums:
    return Sums(**{name: sum(row[name] for row in rows) for name in MEASURES})


def _rejects(decision: Decision, file: int, rows: list[dict[str, Any]], source: Source) -> list[Notice]:
    """One notice for a refused file; else one per refused transaction and claim, the first hundred of each code."""
    if file in decision.files:
        return [_of_file(decision.files[file], source)]
    seen: Counter[str] = Counter()
    found, alone = [], _status(decision, file, rows) == "rejected"
    for row in rows:
        code = row["reason_code"]
        seen[code] += 1
        if seen[code] <= MOST_NOTICES:
            told = notice(code, row["source_position"], detail=_detail(decision, file, row))
            found.append(replace(told, next_step=WHOLE) if alone and told.next_step in (PART, CLAIM) else told)
    return found


def _of_file(finding: Finding, source: Source) -> Notice:
    detail = finding.detail
    if finding.code in ("not_x12", "looks_like"):
        detail = looks_like(source.data)
    return notice(finding.code, finding.position, detail=SETS.get(detail, detail))


def _detail(decision: Decision, file: int, row: dict[str, Any]) -> str:
    """The name of a transaction that was refused for its type."""
    if row["reason_code"] != "wrong_type":
        return ""
    return next(str(tx["name"]) for tx in decision.of_file[file] if tx["position"] == row["source_position"])


def _warnings(decision: Decision, file: int, opened: Opened, counted: list[dict[str, Any]]) -> list[Notice]:
    """What was odd about the text and the envelopes, then what the claims showed, each code once."""
    if file in decision.files:
        return []
    found = [notice(one.code, one.position) for one in opened.findings]
    found += _of_trailers(decision.findings[file])
    found += _of_envelopes([row for row in decision.of_file[file] if row["kind"] in READABLE])
    return found + [notice(row["code"], row["at"], detail=row["detail"], count=row["n"]) for row in counted]


def _of_trailers(findings: list[Finding]) -> list[Notice]:
    """Wrong counts, numbers that differ and missing trailers, each code once with its first place and both numbers."""
    counts = Counter(one.code for one in findings)
    firsts = {one.code: one for one in reversed(findings)}
    return [
        notice(code, firsts[code].position, detail=firsts[code].detail, counted=firsts[code].counted, count=number)
        for code, number in counts.items()
    ]


def _of_envelopes(rows: list[dict[str, Any]]) -> list[Notice]:
    kinds = {
        "test_file": [row for row in rows if row["is_test"]],
        "version_4010": [row for row in rows if row["version"].startswith("004010")],
        "version_blanked": [row for row in rows if row["blanked"]],
        "version_unknown": [row for row in rows if not row["known_guide"]],
    }
    return [notice(code, mine[0]["position"], count=len(mine)) for code, mine in kinds.items() if mine]


def _warned(transactions: pl.DataFrame, reading: Reading) -> dict[int, list[dict[str, Any]]]:
    """Per file its warnings: code, detail, first position, how often; of each code the first hundred details. Of
    differences that of the first place stands for all."""
    placed = reading.warnings.join(transactions.select("tx", "file", "first"), on="tx")
    position = (pl.col("row").cast(pl.Int64) - pl.col("first")).min().alias("at")
    apart = pl.when(~pl.col("code").is_in(DIFFERENCES)).then("detail").alias("apart")
    first = pl.col("detail").sort_by("row").first()
    frame = placed.group_by("file", "code", apart).agg(first, position, pl.len().alias("n"))
    frame = frame.sort("file", "at", "code", "detail").filter(
        pl.int_range(pl.len()).over("file", "code") < MOST_NOTICES
    )
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in frame.iter_rows(named=True):
        found[row["file"]].append(row)
    return found


def _payments(transactions: pl.DataFrame, reading: Reading) -> dict[int, dict[str, int]]:
    """Per file the payments it holds, loaded or not: how many, BPR02, PLB, and amounts that cannot be read."""
    paid = reading.witness.filter(pl.col("is_payment"))
    placed = paid.join(transactions.select("tx", "file"), on="tx")
    sums = placed.group_by("file").agg(
        pl.len().alias("payments"), pl.col("bpr_cents").sum().alias("bpr"), pl.col("plb_cents").sum().alias("plb"),
        pl.col("unreadable").sum(),
    )  # fmt: skip
    return {row.pop("file"): row for row in sums.iter_rows(named=True)}


def _unbalanced(transactions: pl.DataFrame, reading: Reading, decision: Decision) -> dict[int, dict[str, int]]:
    """Per file how many loaded lines, claims and transactions do not balance."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for table, level in OFF.items():
        column = "balanced_cents" if table == "remit_payment" else "unbalanced_cents"
        off = decision.keep(reading.tables[table].select("tx", "claim", column).filter(pl.col(column) != 0))
        counted = off.join(transactions.select("tx", "file"), on="tx").group_by("file").len()
        for file, number in counted.iter_rows():
            found[file][level] = number
    return found


def _interchanges(decision: Decision, file: int) -> list[dict[str, str | None]]:
    """One entry per ST: an index to find reused control numbers and payments sent twice."""
    return [
        {
            "sender": row["sender"], "receiver": row["receiver"], "isa13": row["interchange_control"],
            "isa_date": row["interchange_day"] and row["interchange_day"].isoformat(), "st02": row["control"],
            "trn02": row.get("trace"), "payer_id": row.get("payer_source_id"),
            "payment_date": row.get("payment_date") and row["payment_date"].isoformat(),
        }
        for row in decision.of_file[file] if row["kind"] in READABLE
    ]  # fmt: skip
