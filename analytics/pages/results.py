"""What came of a job, in sentences: what was loaded, what was refused and why, and the next step."""

from pathlib import Path
from typing import Any

from analytics import words
from analytics.pages.jobs import Job

Said = tuple[str, str]
"""A tone (good, note, wrong) and a sentence."""

_FILES = (
    ("loaded", "good", "loaded"),
    ("partial", "note", "loaded in part; what was refused stands on the Data page"),
    ("duplicate", "note", "loaded before: nothing is counted twice"),
    ("ignored", "note", "left alone: no claims or remittances"),
)


def said(job: Job) -> list[Said]:
    """The sentences for an ended job."""
    document = job.document or {}
    files = document.get("files")
    if isinstance(files, list) and all(isinstance(file, dict) for file in files):
        found = [*_counted(files), *_refused(files)]
        return [*found, ("wrong", document["build_error"])] if document.get("build_error") else found
    if job.code or not document:
        return [("wrong", job.complaint or f"{job.title} did not finish; nothing was changed.")]
    if "rows" in document and "sha256" in document:
        return [
            (
                "good",
                f"Taken back: {words.number_of(int(document['rows']), 'row')}. The ledger keeps the load as voided.",
            )
        ]
    return [("good", f"{job.title}: done.")]


def _counted(files: list[dict[str, Any]]) -> list[Said]:
    found = []
    for status, tone, text in _FILES:
        mine = [file for file in files if file["status"] == status]
        if mine:
            found.append((tone, f"{words.number_of(len(mine), 'file')} {text}.{_held(status, mine)}"))
    return found


def _held(status: str, files: list[dict[str, Any]]) -> str:
    """What files loaded before hold, as their first load counted it."""
    known = [file for file in files if "claims" in file]
    if status != "duplicate" or not known:
        return ""
    claims, lines, charged, paid = (
        sum(file[name]["in"] for file in known) for name in ("claims", "lines", "charge_cents", "paid_cents")
    )
    held = [words.number_of(claims, "claim"), words.number_of(lines, "line"), f"{words.exact(charged)} charged"]
    payments = sum(file["payments"]["count"] for file in known)
    if payments:
        off = sum(number for file in known for number in file["unbalanced"].values())
        held += [f"{words.exact(paid)} paid in {words.number_of(payments, 'payment')}"]
        held += [f"{words.number_of(off, 'payment, claim or line', 'payments, claims or lines')} out of balance"]
    return f" In {'it' if len(files) == 1 else 'them'}: {', '.join(held)}."


def _refused(files: list[dict[str, Any]]) -> list[Said]:
    return [("wrong", _reason(file)) for file in files if file["status"] == "rejected"]


def _reason(file: dict[str, Any]) -> str:
    name = Path(str(file["path"])).name
    if not file["rejects"]:
        return f"{name} was refused."
    first = file["rejects"][0]
    unit = "row" if file.get("kind") in ("csv", "xlsx", "parquet") else "segment"
    place = f", {unit} {first['position']}" if first["position"] else ""
    return f"{name}{place}: {first['reason']} {first['next_step']}"
