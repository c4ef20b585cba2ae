"""What the ingest says of one file: its entry in the document, and the proof that nothing was lost."""

from collections.abc import Mapping
from typing import Any

from analytics.store.parts import MEASURES

Receipt = dict[str, Any]


def blank(path: str, status: str, *, sha256: str | None = None, kind: str = "unknown") -> Receipt:
    """A file of which nothing came in."""
    return {
        "path": path,
        "sha256": sha256,
        "kind": kind,
        "status": status,
        **{name: four(0) for name in MEASURES},
        "unreadable": 0,
        "payments": {"count": 0, "bpr_cents": 0, "plb_cents": 0},
        "unbalanced": {"service": 0, "claim": 0, "transaction": 0},
        "rejects": [],
        "warnings": [],
    }


_REPEATED = ("unreadable", "payments", "unbalanced", "sides")
"""What a receipt counts once for the whole file."""


def four(came_in: int, *, loaded: int = 0, quarantined: int = 0, duplicate: int = 0) -> dict[str, int]:
    return {"in": came_in, "loaded": loaded, "quarantined": quarantined, "duplicate": duplicate}


def notice(code: str, reason: str, next_step: str, position: int | None = None) -> dict[str, Any]:
    return {"position": position, "code": code, "reason": reason, "next_step": next_step}


def refused(path: str, code: str, reason: str, next_step: str, *, sha256: str | None = None) -> Receipt:
    """A file that could not be read at all."""
    return {**blank(path, "rejected", sha256=sha256), "rejects": [notice(code, reason, next_step)]}


def already(path: str, load: Mapping[str, Any]) -> Receipt:
    """A file whose bytes are in the store: everything in it is a duplicate; all counts of the first time are said."""
    first = load["reading"]
    receipt = blank(path, "duplicate", sha256=load["sha256"], kind=load["kind"])
    for name in (*MEASURES, "rows"):
        if name in first:
            receipt[name] = four(first[name]["in"], duplicate=first[name]["in"])
    receipt |= {name: first[name] for name in _REPEATED if name in first}
    receipt["warnings"] = [
        notice("already_loaded", f"The file was already loaded on {load['loaded_at'][:10]}.", "Nothing to do.")
    ]
    return receipt


def of_reading(reading: Mapping[str, Any], more: dict[str, Any] | None) -> Receipt:
    """A file that was read: what the importer counted, beside what is in the rows it made."""
    receipt = blank(reading["path"], reading["status"], sha256=reading["sha256"], kind=reading["kind"])
    is_refused = reading["status"] == "rejected"
    stored = reading["sums"] or {"loaded": {}, "duplicate": {}}
    sums = _once(reading["by_side"]) if reading.get("by_side") else stored
    for name in MEASURES:
        came_in = reading["came_in"][name]
        quarantined = came_in if is_refused else reading["quarantined"][name]
        made = {kind: sums[kind].get(name, 0) for kind in ("loaded", "duplicate")}
        if not is_refused:
            made["duplicate"] += reading["repeated"][name]
        receipt[name] = four(came_in, quarantined=quarantined, **made)
    payments = {"count": "payment_count", "bpr_cents": "bpr_cents", "plb_cents": "plb_cents"}
    return {
        **receipt,
        "unreadable": reading["unreadable"],
        "payments": {name: reading[source] for name, source in payments.items()},
        "unbalanced": reading["unbalanced"],
        "rejects": reading["rejects"],
        "warnings": reading["warnings"] + ([more] if more else []) + _anew(reading.get("replaced", {})),
        **{name: reading[name] for name in ("rows", "sides") if reading.get(name)},
        **({"stored": stored} if reading.get("by_side") and not is_refused else {}),
        **({"refusals": reading["refusals"]} if reading.get("refusals") else {}),
        **({"repeated": reading["repeated"]} if any(reading["repeated"].values()) and not is_refused else {}),
        **({"replaced": replaced_sums(reading["replaced"])} if reading.get("replaced") else {}),
    }


def _once(sides: Mapping[str, Mapping[str, Mapping[str, int]]]) -> dict[str, dict[str, int]]:
    """Of a table that holds claims and their answers: what was sent by its claims, what was paid by its answers."""
    return {
        kind: {name: sides["remittances" if "paid" in name else "claims"][kind][name] for name in MEASURES}
        for kind in ("loaded", "duplicate")
    }


def replaced_sums(replaced: Mapping[str, Mapping[str, Mapping[str, int]]]) -> dict[str, int]:
    """Claims and cents of earlier tables that left because a later one says them anew."""
    return {name: sum(kinds["loaded"][name] for kinds in replaced.values()) for name in MEASURES}


def _anew(replaced: Mapping[str, Mapping[str, Mapping[str, int]]]) -> list[dict[str, Any]]:
    if not replaced:
        return []
    claims = replaced_sums(replaced)["claims"]
    said = "1 claim replaces" if claims == 1 else f"{claims:,} claims replace"
    files = ", ".join(f"the file {sha[:12]}" for sha in sorted(replaced))
    return [
        notice(
            "claims_replaced",
            f"{said} what {files} said of them; the earlier rows have left every number.",
            "Nothing to do. Taking this file back later does not bring the earlier rows back.",
        )
    ]


def unconserved(receipt: Receipt) -> list[str]:
    """The measures where in is not loaded + quarantined + duplicate."""
    return [
        name
        for name in (*MEASURES, "rows")
        if name in receipt
        and receipt[name]["in"] != sum(receipt[name][kind] for kind in ("loaded", "quarantined", "duplicate"))
    ]


def printable(name: str) -> str:
    """A file's name as a line of text: no control or direction marks, no bytes that are no text."""
    safe = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name)
    return safe if len(safe) <= 120 else f"{safe[:60]}…{safe[-59:]}"
