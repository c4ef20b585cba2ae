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
    counts = [(sum(file["status"] == status for file in files), tone, text) for status, tone, text in _FILES]
    return [(tone, f"{words.number_of(count, 'file')} {text}.") for count, tone, text in counts if count]


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
