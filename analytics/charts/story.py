"""The story of one service line: sent, each answer with the money behind it, and where it stands now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from analytics import reference, words

Row = dict[str, Any]

_SENT = {"7": "Corrected claim sent", "8": "Claim voided"}
_KINDS = {
    "reversal": "took its answer back",
    "pend": "holds the claim",
    "routed": "passed it on to another payer",
    "predetermination": "said what it would pay",
    "duplicate": "called it a duplicate of one it has",
}
_CASH = pl.Schema({"code": pl.String(), "meaning": pl.String(), "group": pl.String(), "cents": pl.Int64()})


@dataclass(frozen=True)
class Step:
    """One thing that happened: when, what, the money as an equation, the codes behind it, and where it stands."""

    day: date | None
    title: str
    text: str
    source: str
    equation: str = ""
    codes: pl.DataFrame | None = None


def claim_headline(lines: pl.DataFrame) -> str:
    """How many lines, and what became of the injections among them, else of all."""
    own = lines.filter(pl.col("is_own"))
    shots = own.filter(pl.col("role") == "injection")
    charged, paid = int(own["charge_cents"].sum()), int(own["paid_cents"].sum())
    told = shots if shots.height else own
    states = [words.state(state).lower() for state in told["state"].unique(maintain_order=True)]
    what = ("the injection" if shots.height == 1 else "the injections") if shots.height else "its lines"
    return (
        f"{words.number_of(own.height, 'line')} charged {words.money(charged)} and paid {words.money(paid)}; "
        f"{what}: {words.listing(states)}"
    )


def story(
    line: Row, sent: pl.DataFrame, events: pl.DataFrame, adjustments: pl.DataFrame, labels: Mapping[str, str]
) -> list[Step]:
    """The steps of one line, in order, and last where it stands."""
    answers = [
        _answer(event, adjustments.filter(pl.col("event_number") == event["event_number"]), labels)
        for event in events.iter_rows(named=True)
    ]
    # What was sent on the day of an answer came before it.
    steps = sorted([*_sent(sent, labels), *answers], key=lambda step: step.day or date.min)
    return [*steps, _now(line, events)]


def _sent(sent: pl.DataFrame, labels: Mapping[str, str]) -> list[Step]:
    steps: list[Step] = []
    for (_,), rows in sent.group_by("claim_key", maintain_order=True):
        first = rows.row(0, named=True)
        again = "Sent again" if steps else "Billed"
        codes = [f"{row['code']}{'-' if row['modifiers'] else ''}{row['modifiers']}" for row in rows.to_dicts()]
        steps.append(
            Step(
                first["submitted_date"],
                f"{_SENT.get(first['frequency_code'], again)} to {words.name(first['payer_name'])}",
                f"{words.number_of(rows.height, 'line')}, {words.money(first['claim_cents'])} in all: "
                f"{words.listing(codes, most=12)}",
                _place(first, labels),
            )
        )
    return steps


def _answer(event: Row, adjustments: pl.DataFrame, labels: Mapping[str, str]) -> Step:
    codes = _codes(event, adjustments)
    taken = int(codes["cents"].sum())
    sign = "−" if taken >= 0 else "+"
    return Step(
        event["event_date"],
        f"{words.name(event['payer_name'])} {_verdict(event)}",
        "Taken back later." if event["cancelled_by"] is not None else "",
        _place(event, labels),
        f"{words.money(event['charge_cents'])} charged {sign} {words.money(abs(taken))} adjusted "
        f"= {words.money(event['paid_cents'])} paid",
        codes,
    )


def _verdict(event: Row) -> str:
    if event["kind"] in _KINDS:
        return _KINDS[event["kind"]]
    later = " after the first payer" if event["kind"] == "secondary" else ""
    denial, paid, share = event["denial_cents"], event["paid_cents"], event["patient_share_cents"]
    if denial > 0:
        part = " in part" if paid > 0 or share > 0 else ""
        return f"denied it{part}{later}: {words.category(event['category']).lower()}"
    if paid > 0:
        return f"paid {words.money(paid)}{later}"
    return f"left {words.money(share)} to the patient{later}" if share > 0 else f"paid nothing{later}"


def _codes(event: Row, adjustments: pl.DataFrame) -> pl.DataFrame:
    """The adjustments of an event, and as one row what was shared over the lines of a claim: they add up."""
    known = {row["code"]: row for row in reference.carc_class().iter_rows(named=True)}
    rows = [_code(row, known) for row in adjustments.filter(pl.col("level") == "line").to_dicts()]
    rest = event["charge_cents"] - event["paid_cents"] - sum(row["cents"] for row in rows)
    if rest:
        rows.append(_rest(rest, adjustments.filter(pl.col("level") == "claim").to_dicts(), known))
    return pl.DataFrame(rows, schema=_CASH)


def _code(row: Row, known: Mapping[str, Row]) -> Row:
    its = known.get((row["reason"] or "").strip().upper(), {"class": "unclassified", "category": ""})
    group = row["group"] or ""
    reason = (row["reason"] or "").strip()
    if not reason or reason.split(":")[0] == "denied":  # from a table that says denied in words, or no more than that
        said = words.category(reason.partition(": ")[2]) if ": " in reason else "Reason not in these files"
        return {"code": "", "meaning": said, "group": "not known", "cents": row["amount_cents"] or 0}
    return {
        "code": f"{group}-{row['reason']}",
        "meaning": words.adjustment(group, its["class"], its["category"] or ""),
        "group": words.GROUP.get(group, "not known"),
        "cents": row["amount_cents"] or 0,
    }


def _rest(cents: int, claim: Iterable[Row], known: Mapping[str, Row]) -> Row:
    stated = [_code(row, known) for row in claim]
    if not stated:
        return {
            "code": "none",
            "meaning": "Not explained by this service row: other rows of the same answer, or out of balance",
            "group": "not known",
            "cents": cents,
        }
    codes = words.listing([str(row["code"]) for row in stated])
    meanings = words.listing(sorted({str(row["meaning"]) for row in stated}))
    return {
        "code": codes,
        "meaning": f"{meanings} (this line's share of what was adjusted for the whole claim)",
        "group": words.listing(sorted({str(row["group"]) for row in stated})),
        "cents": cents,
    }


def _now(line: Row, events: pl.DataFrame) -> Step:
    parts = [
        f"{words.money(line['patient_share_cents'])} is the patient's share" if line["patient_share_cents"] else ""
    ]
    if above := line.get("balance_billable_cents"):
        parts.append(f"{words.money(above)} is owed by the patient above the allowed amount")
    if protected := line.get("uncollectable_share_cents"):
        parts.append(f"{words.money(protected)} of the share may be asked of Medicaid only, never of the patient (QMB)")
    if line["open_denial_cents"]:
        parts.append(
            f"{words.money(line['open_denial_cents'])} stands denied ({words.category(line['category']).lower()})"
        )
    if line["expected_cents"] is not None:
        parts.append(f"{words.money(line['expected_cents'])} was to be expected, patient's share included")
    paid = [words.money(cents) for cents in events["paid_cents"].to_list() if cents]
    sums = " + ".join(paid).replace("+ −", "− ")
    equation = f"{sums} = {words.money(line['paid_cents'])} paid by all plans" if len(paid) > 1 else ""
    text = "; ".join(part for part in parts if part)
    only = "" if equation else f"{words.money(line['paid_cents'])} paid by all plans"
    return Step(None, f"Now: {words.state(line['state']).lower()}", "; ".join(filter(None, (only, text))), "", equation)


def _place(row: Row, labels: Mapping[str, str]) -> str:
    return f"{labels.get(row['source_sha'], 'a file no longer in use')}, segment {words.count(row['source_position'])}"
