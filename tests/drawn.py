"""Test data drawn as tables that a biller can check, turned into stored rows without any file."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from hashlib import sha256

import duckdb
import polars as pl

from analytics.build.full import make
from analytics.build.steps import KEPT, STEPS
from analytics.tables import STORED, schema_of

NPI = "1999999984"
FACTS = (
    *("event", "line", "encounter", "injection", "ledger", "leak", "work_row", "flag", "payer", "answered_share"),
    *("resolution_limit", "cut_off"),
)
NO_MARKS = pl.DataFrame(schema={"line_id": pl.String(), "kind": pl.String(), "day": pl.Date()})
"""As open facts have them: the last mark of each line, none set."""
ANSWERED = ("injection", "answered_share", "resolution_limit")
"""The built tables that metrics are asked of."""
Drawn = list[dict[str, str]]


def table(text: str) -> list[dict[str, str]]:
    """Rows of a pipe table; an empty cell is an empty text."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    head, *rows = (line for line in lines if not set("".join(line)) <= {"-", " "})
    return [dict(zip(head, row, strict=True)) for row in rows]


class _EnoughError(Exception):
    """No step is left of which a table was asked for."""


def facts(
    claims: str = "",
    remits: str = "",
    edits: dict[str, pl.DataFrame] | None = None,
    tables: Iterable[str] = FACTS,
) -> dict[str, pl.DataFrame]:
    """The built facts of drawn claims and remittances."""
    return build(stored(claims, remits), edits, tables)


def build(
    rows: dict[str, pl.DataFrame],
    edits: dict[str, pl.DataFrame] | None = None,
    tables: Iterable[str] = FACTS,
) -> dict[str, pl.DataFrame]:
    """The built facts of stored rows; `tables` may name any step of the build, which ends with the last of them."""
    found: dict[str, pl.DataFrame] = {}
    wanted = tuple(tables)
    last = max(map(STEPS.index, wanted))
    with duckdb.connect() as con:

        def keep(step: str, share: float) -> None:
            # Scaffolding is dropped after its last use: take it before the next step.
            for name in scaffolding.intersection(STEPS[: STEPS.index(step)]).difference(found):
                found[name] = con.table(name).pl()
            if STEPS.index(step) > last:
                raise _EnoughError

        scaffolding = set(wanted).difference(KEPT)
        with suppress(_EnoughError):
            make(con, rows, edits or {}, keep)
        return found | {name: con.table(name).pl() for name in wanted if name in KEPT}


def stored(claims: str | Drawn = "", remits: str | Drawn = "") -> dict[str, pl.DataFrame]:
    """Stored tables of drawn claims and remittances, with plain defaults for what is not drawn."""
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in STORED}
    rows["claim_line"] = list(_claim_lines(_with_totals(parsed(claims))))
    for group in _payments(_with_totals(parsed(remits))):
        _add_payment(rows, group)
    return {name: pl.DataFrame(rows[name], schema=schema_of(STORED[name])) for name in STORED}


def parsed(text: str | Drawn) -> Drawn:
    return text if isinstance(text, list) else table(text) if text else []


def _with_totals(drawn: Drawn) -> Drawn:
    """The claim's own charge and payment, on its first row: what its lines add up to, unless drawn."""
    rows = [dict(row) for row in drawn]
    first = {}
    for row in rows:
        first = row if row.get("claim") else first
        for column, total in (("charge", "_charge"), ("paid", "_paid")):
            first[total] = str(Decimal(first.get(total) or 0) + Decimal(row.get(column) or 0))
    return rows


def day(text: str) -> date | None:
    """A day written MM-DD of 2025, or in full; none where nothing or `none` is written."""
    return None if text in ("", "none") else date.fromisoformat(text if len(text) > 5 else f"2025-{text}")


def digest(*parts: object) -> str:
    return sha256("|".join(str(part) for part in parts).encode()).hexdigest()[:32]


def _claim_lines(drawn: list[dict[str, str]]) -> Iterable[dict[str, object]]:
    """Columns: claim code charge; optional date mods units payer payer_id filing sent freq ref patient npi pos control
    dx seq by taxonomy purpose total site ndc basis. A row without a claim is a further line of the claim above it."""
    claim: dict[str, str] = {}
    number = position = 0
    for row in drawn:
        number = 1 if row.get("claim") else number + 1
        position += 10 if row.get("claim") else 0
        claim = row if row.get("claim") else {**claim, **{k: v for k, v in row.items() if v}}
        served = day(row.get("date") or claim.get("date", "")) or date(2025, 1, 10)
        sent = day(claim.get("sent", "")) or date(2025, 1, 12)
        key = digest(claim["claim"], sent, claim.get("freq"), claim.get("seq"), claim.get("payer"), claim.get("npi"))
        key = digest(key, claim.get("patient")) if claim.get("patient") else key
        yield {
            "claim_id": claim["claim"],
            "claim_key": key,
            "line_number": number,
            "line_control": row.get("control") or None,
            "transaction_id": "1",
            "submitted_date": sent,
            "frequency_code": claim.get("freq") or "1",
            "original_reference": claim.get("ref") or None,
            "claim_purpose": claim.get("purpose") or "CH",
            "filing_indicator": claim.get("filing") or "CI",
            "payer_source_id": claim.get("payer_id") or None,
            "payer_source_name": claim.get("payer") or "ACME",
            "payer_sequence": claim.get("seq") or "P",
            "patient_key": claim.get("patient") or "pat",
            "patient_key_basis": claim.get("basis") or "strong",
            "billing_npi": claim.get("npi") or NPI,
            "billing_name": "PRACTICE",
            "rendering_npi": row.get("by") or claim.get("by") or "1000000001",
            "rendering_name": "DOE",
            "rendering_taxonomy": None if claim.get("taxonomy") == "none" else claim.get("taxonomy") or "207Q00000X",
            "facility_npi": claim.get("site") or None,
            "place_of_service": row.get("pos") or claim.get("pos") or "11",
            "service_date": served,
            "service_date_to": served,
            "code": row["code"],
            "modifiers": row.get("mods", "").split(),
            "units": Decimal(row.get("units") or 1),
            "unit_basis": "UN",
            "charge": Decimal(row["charge"]),
            "claim_charge": Decimal(claim.get("total") or claim["_charge"]),
            "diagnoses": row.get("dx", "").split(),
            **_ndc(row.get("ndc", "")),
            "authorization_present": False,
            "attachment_present": False,
            "is_test": False,
            "source_sha": "c" * 64,
            "source_position": position,
        }


def _ndc(text: str) -> dict[str, object]:
    """An NDC with its quantity and unit, as in `59762-4537-01 1 ML`; what is not drawn is not sent."""
    ndc, quantity, unit = (*text.split(), "", "", "")[:3]
    return {"ndc": ndc or None, "ndc_quantity": Decimal(quantity) if quantity else None, "ndc_unit": unit or None}


def _payments(drawn: list[dict[str, str]]) -> list[list[dict[str, str]]]:
    groups: dict[tuple[str, str, str], list[dict[str, str]]] = {}
    last: dict[str, str] = {}
    for row in drawn:
        if row.get("claim"):
            last = row
        else:
            row = {**{k: last[k] for k in ("on", "payer", "trace") if k in last}, **{k: v for k, v in row.items() if v}}
        groups.setdefault((row["on"], row.get("payer", ""), row.get("trace", "")), []).append(row)
    return list(groups.values())


def _add_payment(rows: dict[str, list[dict[str, object]]], group: list[dict[str, str]]) -> None:
    """Columns: on claim code charge paid adj; optional status payer payer_id filing icn freq ref control date remarks
    moa b6 billed mods units units_paid claim_adj total total_paid trace npi pos."""
    first = group[0]
    payment = digest("payment", first["on"], first.get("payer"), first.get("trace"))[:12]
    sha = digest("file", payment) * 2
    rows["remit_payment"].append(
        {
            "payment_id": payment,
            "payer_source_id": first.get("payer_id") or None,
            "payer_source_name": first.get("payer") or "ACME",
            "payee_npi": first.get("npi") or NPI,
            "method": "ACH",
            "amount": Decimal(0),
            "payment_date": day(first["on"]),
            "production_date": day(first["on"]),
            "trace": first.get("trace") or payment,
            "interchange_date": day(first["on"]),
            "interchange_control": "000000001",
            "claim_count": 1,
            "is_test": False,
            "source_sha": sha,
            "source_position": 3,
        }
    )
    claim: dict[str, object] = {}
    for place, row in enumerate(group):
        if row.get("claim"):
            claim = _remit_claim(row, payment, sha, place)
            rows["remit_claim"].append(claim)
        _add_line(rows, claim, row, sha, place)


def _remit_claim(row: dict[str, str], payment: str, sha: str, place: int) -> dict[str, object]:
    return {
        "remit_claim_id": f"{payment}-{place}",
        "payment_id": payment,
        "claim_id": row["claim"],
        "status": row.get("status") or "1",
        "charge": Decimal(row.get("total") or row["_charge"]),
        "paid": Decimal(row.get("total_paid") or row["_paid"]),
        "patient_share": Decimal(0),
        "filing_indicator": row.get("filing") or "12",
        "payer_claim_id": row.get("icn") or None,
        "original_reference": row.get("ref") or None,
        "frequency_code": row.get("freq") or "1",
        "patient_key": f"835-{row['claim']}",
        "billing_npi": row.get("npi") or NPI,
        "rendering_npi": "1000000001",
        "place_of_service": row.get("pos") or "11",
        "service_date_from": day(row.get("date") or "01-10"),
        "service_date_to": day(row.get("date") or "01-10"),
        "authorization_present": False,
        "remarks": row.get("moa", "").split(),
        "unbalanced_cents": 0,
        "repeated_adjustments": False,
        "line_count": 0,
        "identity": digest(payment, place, row),
        "source_sha": sha,
        "source_position": 10 + place * 10,
    }


def _add_line(
    rows: dict[str, list[dict[str, object]]], claim: dict[str, object], row: dict[str, str], sha: str, place: int
) -> None:
    owner = str(claim["remit_claim_id"])
    number = int(str(claim["line_count"])) + 1
    line_id = f"{owner}-{number}" if row["code"] else None
    if line_id:
        claim["line_count"] = number
        rows["remit_line"].append(_remit_line(row, owner, line_id, number, sha, place))
    for at, (group, reason, amount) in enumerate(adjustments(row.get("adj", "")), 1):
        rows["adjustment"].append(_adjustment(owner, line_id, at, group, reason, amount, sha))
    for at, (group, reason, amount) in enumerate(adjustments(row.get("claim_adj", "")), 50):
        rows["adjustment"].append(_adjustment(owner, None, at, group, reason, amount, sha))


def _remit_line(row: dict[str, str], owner: str, line_id: str, number: int, sha: str, place: int) -> dict[str, object]:
    return {
        "remit_line_id": line_id,
        "remit_claim_id": owner,
        "line_number": number,
        "line_control": row.get("control") or None,
        "code_qualifier": "HC",
        "code": row["code"],
        "billed_code": row.get("billed") or None,
        "modifiers": row.get("mods", "").split(),
        "billed_modifiers": [],
        "units_billed": Decimal(row.get("units") or 1),
        "units_paid": Decimal(row.get("units_paid") or row.get("units") or 1),
        "charge": Decimal(row["charge"]),
        "paid": Decimal(row["paid"]),
        "allowed": Decimal(row["b6"]) if row.get("b6") else None,
        "allowed_source": "sent" if row.get("b6") else "derived",
        "service_date": day(row.get("date") or "01-10"),
        "service_date_to": day(row.get("date") or "01-10"),
        "date_source": "472",
        "remarks": row.get("remarks", "").split(),
        "unbalanced_cents": 0,
        "identity": digest(line_id, row),
        "source_sha": sha,
        "source_position": 11 + place * 10,
    }


def _adjustment(
    owner: str, line_id: str | None, at: int, group: str, reason: str, amount: str, sha: str
) -> dict[str, object]:
    return {
        "remit_claim_id": owner,
        "remit_line_id": line_id,
        "position": at,
        "group": group,
        "reason": reason,
        "amount": Decimal(amount),
        "is_repeated": False,
        "source_sha": sha,
    }


def adjustments(text: str) -> list[tuple[str, str, str]]:
    """'CO-45 20.00, PR-2 4.00' as triplets."""
    pairs = [part.split() for part in text.split(",") if part.strip()]
    return [(*code.split("-", 1), amount) for code, amount in pairs]  # type: ignore[misc]
