"""What each code means in words, and what to do next. No notice ever quotes a value from the file."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from analytics.importers.acceptance import READABLE, Decision
from analytics.importers.batch import DIFFERENCES, Reading
from analytics.importers.input_totals import came_in
from analytics.importers.refused import Rows
from analytics.importers.result import MEASURES, FileReading, Notice, Source, Sums
from analytics.importers.sniff import SETS, looks_like
from analytics.x12.envelope import Finding, Opened

RESEND = "Ask the sender for the file again; nothing of it was loaded."
PART = "Whatever else the file holds is loaded. Ask the sender for this transaction again."
CLAIM = "Whatever else the file holds is loaded. Correct this claim at its source and load the corrected file."
WHOLE = "Nothing of the file is loaded. Correct it at its source, or ask the sender for it again."
COUNT = "It is loaded as sent. Ask the sender whether something is missing."
CHECK = "It is loaded as sent. Check it with the sender before relying on its totals."
NOTHING = "Nothing to do."

WORDS: dict[str, tuple[str, str]] = {
    # the file
    "empty_file": ("The file is empty.", RESEND),
    "only_isa": ("There is an ISA segment and nothing behind it.", RESEND),
    "not_x12": (
        "No ISA, GS or ST segment was found; the file {detail}.",
        "Load an 835 or 837P file (.835, .837, .edi, .txt).",
    ),
    "looks_like": ("This is no X12 text; the file {detail}.", "Load the 835 or 837P file itself."),
    "same_separators": ("ISA: element and component separator are the same character.", RESEND),
    "isa_unreadable": (
        "The separators cannot be told from the ISA segment: 16 elements and then GS are expected.",
        RESEND,
    ),
    "segment_too_long": ("A segment is longer than 64 KB; the segment terminator may be wrong.", RESEND),
    "no_transaction": ("The file holds no transaction (no ST segment).", RESEND),
    "wrong_type": ("The file holds {detail}, not an 835 remittance or an 837P claim.", "Load 835 and 837P files only."),
    "version_unreadable": (
        "GS08/ST03: {detail} is a version this program cannot read.",
        "Ask the sender for version 005010.",
    ),
    "dated_ahead": (
        "The file is dated more than 31 days ahead.",
        "Correct the date or this machine's clock, then load it again.",
    ),
    "not_readable": ("The file could not be read.", "Report it with its name; nothing of it was loaded."),
    "byte_order_mark": ("There was a byte order mark in front of ISA or within the text; it was left out.", NOTHING),
    "leading_space": ("There were blank lines or spaces in front of ISA; they were left out.", NOTHING),
    "text_before_isa": ("There was other text in front of ISA; it was left out.", CHECK),
    "no_isa": ("There is no ISA segment; the separators were inferred.", CHECK),
    "isa_width": ("The ISA segment is not 106 characters wide; its separators were found by counting.", NOTHING),
    "wrapped_lines": (
        "Wrapped lines joined: line ends stand within segments, though another character ends a segment.",
        NOTHING,
    ),
    "not_utf8": ("The text is not UTF-8; it was read as Windows-1252.", NOTHING),
    "test_file": (
        "ISA15 is T: the sender marks this as a test.",
        "If it is no real data, take the load back with `reimburse void`.",
    ),
    "version_4010": ("This is version 004010; it was read with the same positions.", NOTHING),
    "version_blanked": (
        "GS08 names no version of the standard; the file was read by ISA12, GS01 and ST01.",
        CHECK,
    ),
    "version_unknown": ("GS08/ST03: this version of the guide is not known; it was read like the known one.", CHECK),
    # envelopes
    "se_count": ("SE01 says {detail}, the transaction has {counted} segments.", COUNT),
    "se_control": ("SE02 is {detail}, ST02 is {counted}.", COUNT),
    "se_crossed": (
        "The SE behind this transaction closes an earlier one (SE02): which segments are whose, nobody can say.",
        PART,
    ),
    "se_missing": ("The transaction has no SE segment.", PART),
    "truncated": ("The file ends in the middle of a segment of this transaction.", PART),
    "unterminated": ("The last segment of the file has no terminator; the file may be cut off.", COUNT),
    "outside_transaction": ("These segments stand in no transaction (ST to SE).", PART),
    "envelope_character": ("A segment of the envelopes (ISA to IEA) holds a control character.", CHECK),
    "ge_count": ("GE01 says {detail}, the group has {counted} transactions.", COUNT),
    "ge_control": ("GE02 is {detail}, GS06 is {counted}.", COUNT),
    "ge_missing": ("The group has no GE segment.", COUNT),
    "iea_count": ("IEA01 says {detail}, the interchange has {counted} groups.", COUNT),
    "iea_control": ("IEA02 is {detail}, ISA13 is {counted}.", COUNT),
    "iea_missing": ("The interchange has no IEA segment.", COUNT),
    # claims that are refused
    "claim_number_missing": ("CLP01/CLM01, the claim's control number, is missing.", CLAIM),
    "unreadable_amount": (
        "An amount of the claim is no number in dollars and cents up to 99,999,999.99; it counts as 0.00.",
        CLAIM,
    ),
    "bad_date": ("A date of service is no date, or lies after the file's own date.", CLAIM),
    "bad_units": ("Units are no number, or are negative without a reversal.", CLAIM),
    "too_many_modifiers": ("A service line has more than four modifiers.", CLAIM),
    "control_character": ("A segment of the claim holds a control character.", CLAIM),
    "not_in_835": ("A CLP segment stands in a transaction that is no 835.", CLAIM),
    "not_in_837": ("A CLM segment stands in a transaction that is no 837P.", CLAIM),
    "line_outside_claim": ("A service line stands in no claim.", CLAIM),
    "institutional_line": ("The claim has institutional service lines (SV2): it is one of an 837I.", CLAIM),
    "dental_line": ("The claim has dental service lines (SV3): it is one of an 837D.", CLAIM),
    "no_service_line": ("The claim has no service line (SV1).", CLAIM),
    # loaded as sent
    "payer_claim_number_missing": (
        "CLP07, the payer's claim control number, is missing; the claim is known by CLP01 alone.",
        NOTHING,
    ),
    "amount_missing": (
        "An amount is empty and counts as 0.00 (CLP03, CLP04, SVC02, SVC03, CAS, PLB, CLM02 or SV102).",
        CHECK,
    ),
    "predetermination": (
        "These claims are a predetermination (005010X291): they ask what would be paid and are never billed.",
        "Nothing to do; they are stored and stand in no number.",
    ),
    "line_unbalanced": (
        "Service lines do not balance: SVC02 less adjustments is not SVC03; the difference is {detail}.",
        CHECK,
    ),
    "claim_unbalanced": (
        "Claims do not balance: charge less adjustments is not the amount paid; the difference is {detail}.",
        CHECK,
    ),
    "transaction_unbalanced": ("BPR02 is not the sum of CLP04 less PLB; the difference is {detail}.", CHECK),
    "plb_sign": ("BPR02 balances only with the sign of PLB reversed; the difference is {detail}.", CHECK),
    "repeated_adjustments": ("The same adjustments stand at claim and line level; the line level counts.", NOTHING),
    "negative_charge": ("CLP03 is negative and CLP02 is not 22: probably a reversal.", CHECK),
    "payment_amount_unreadable": ("BPR02 is no amount; the balance of this transaction cannot be checked.", CHECK),
    "payment_amount_missing": ("BPR02 is missing and counts as 0.00.", CHECK),
    "plb_amount_unreadable": ("A PLB amount is no amount; the balance of this transaction cannot be checked.", CHECK),
    "payment_date_unreadable": ("BPR16 or DTM*405 is no date; it is left out.", CHECK),
    "adjustment_amount_unreadable": ("A CAS amount is no amount; the adjustment is kept without one.", CHECK),
    "adjustment_group_unknown": (
        "CAS01 is none of CO, OA, PI, PR (CR in version 004010); the adjustment is read as unclassified.",
        CHECK,
    ),
    "reason_code_unknown": (
        "CAS reason {detail} is on no list that came with this program; it is read as unclassified.",
        CHECK,
    ),
    "reason_code_ended": ("CAS reason {detail} was deactivated before this file was made.", CHECK),
    "remark_code_unknown": (
        "Remark {detail} (LQ, MOA, MIA) is on no list that came with this program; it explains no denial.",
        CHECK,
    ),
    "remark_code_ended": ("Remark {detail} (LQ, MOA, MIA) was deactivated before this file was made.", CHECK),
    "units_missing": ("Units are missing and are read as 1 (SVC05, SV104).", NOTHING),
    "units_fraction": ("Units are no whole number.", CHECK),
    "service_date_of_claim": (
        "Service lines without a date of their own take the claim's (DTM*232, DTP*472).",
        NOTHING,
    ),
    "service_date_missing": ("Service lines have no date of service at all.", CHECK),
    "lines_differ_from_claim": ("CLM02 is not the sum of SV102; the difference is {detail}.", CHECK),
    "diagnosis_pointer": ("SV107 points at a diagnosis that HI does not hold; the pointer is left out.", CHECK),
    "diagnosis_missing": ("HI, the diagnoses of the claim, is missing.", CHECK),
    "drug_quantity": ("CTP04, the drug quantity, is no number; it is left out.", CHECK),
    "date_unreadable": ("BHT04 is no date; it is left out.", CHECK),
}

NO_NUMBER = "(no number)"


def notice(code: str, position: int | None, *, detail: str | None = None, counted: str = "", count: int = 1) -> Notice:
    """A code in words; `counted` is what was found in place of `detail`, `count` tells how often it occurs."""
    reason, step = WORDS[code]
    if "{counted}" in reason:
        reason = reason.replace("s.", ".") if counted == "1" else reason
        detail, counted = detail or NO_NUMBER, counted or NO_NUMBER
    reason = reason.format(detail=detail or "is something else", counted=counted)
    if count > 1:
        reason = f"{reason} ({count:,} times; the first is named)"
    return Notice(position, code, reason, step)


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
