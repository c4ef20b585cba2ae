"""The payers' limits: what the practice set, what is usual where it set none, what is published; a table of them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from analytics.facts import Facts
from analytics.query import Query
from analytics.reference import payer_limit_published
from analytics.reference.contracts import payer_key
from analytics.reference.sheet import FileRefusedError, Row, find, read_sheet
from analytics.store import Store
from analytics.store.user_data import LIMIT_DAYS, EditError, PayerLimit, limit_checked, payer_limits

TEXT, COUNT = pl.String(), pl.Int64()
PAYER_USUAL = Query(
    "ask/payer_usual.sql",
    pl.Schema(
        {
            **dict.fromkeys(("payer_id", "payer_name", "payer_class"), TEXT),
            "usual_days": pl.Int32(),
            "usual_n": COUNT,
            "usual_of": TEXT,
        }
    ),
)
COLUMNS = (
    *("appeal_days", "appeal_from", "second_appeal_days", "corrected_days", "corrected_from"),
    *("filing_days", "filing_from", "source", "valid_from"),
)
_READ = {
    "payer": r"^PAYER",
    **{name: f"^{name.replace('_', '[ _]').upper()}$" for name in COLUMNS},
}
MEDICARE = "Medicare's own limits are built in (120 days and 5 for mail, one year of service)"
_ROW_SAYS = (
    "payer_id,appeal_days,second_appeal_days,corrected_days,corrected_from,filing_days,filing_from,source,valid_from"
)
TEMPLATE = (
    f"{_ROW_SAYS}\n"
    "EXAMPLE-commercial,180,60,90,denial,180,service,contract of 2025 section 4,\n"
    "EXAMPLE-medicaid,90,,60,service,365,service,provider manual 2026,2026-01-01\n"
)
"""An empty table of limits with two invented rows: a limit that has always held, and one from a day on."""


@dataclass(frozen=True)
class Payers:
    """The payers of a store as limits are set for them."""

    rows: tuple[dict[str, Any], ...]

    def found(self, said: str) -> dict[str, Any] | None:
        """The payer of an id, else the one payer of a name, whatever the case and spaces."""
        wanted = payer_key(said)
        by_id = [row for row in self.rows if payer_key(row["payer_id"]) == wanted]
        by_name = [row for row in self.rows if payer_key(row["payer_name"] or "") == wanted]
        return next((rows[0] for rows in (by_id, by_name) if len(rows) == 1), None) if wanted else None

    def why_not(self, said: str) -> str | None:
        """Why no limit can be set for what somebody calls a payer; None where one can."""
        payer = self.found(said)
        if payer is None:
            return f"payer {said[:60]!r} is none of this store; take its payer_id from: reimburse limits"
        return f"{MEDICARE}; leave {payer['payer_id']} out" if payer["payer_class"] == "medicare" else None


def payers_of(facts: Facts) -> Payers:
    """Every payer with what is usual for its denials."""
    return Payers(tuple(PAYER_USUAL(facts.cursor()).to_dicts()))


def limits(store: Store, facts: Facts) -> list[dict[str, Any]]:
    """One row per payer, or per period of one that has several: limits set or null, usual days, and suggestions."""
    held: dict[str, list[dict[str, Any]]] = {}
    for row in payer_limits(store):
        held.setdefault(row["payer_id"], []).append(row)
    return [_row(payer, own) for payer in payers_of(facts).rows for own in held.get(payer["payer_id"], [{}])]


def _row(payer: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    since = own.get("valid_from")
    return {
        **{name: payer[name] for name in ("payer_id", "payer_name", "payer_class")},
        **{name: own.get(name) for name in COLUMNS},
        "valid_from": since.isoformat() if since else None,
        **{name: payer[name] for name in ("usual_days", "usual_n", "usual_of")},
        "suggestions": suggestions(payer["payer_name"] or "", payer["payer_class"] or ""),
    }


def published_words(rows: Sequence[Mapping[str, Any]]) -> str:
    """Suggestions in one cell: whose, for which product, and the days that are published."""
    return "; ".join(f"{row['payer']}, {row['line_of_business']}: {_told(row)}" for row in rows)


def _told(row: Mapping[str, Any]) -> str:
    days = [f"{name.removesuffix('_days').replace('_', ' ')} {row[name]}" for name in LIMIT_DAYS if row[name]]
    return f"{', '.join(days)} days" if days else str(row["note"])


def suggestions(name: str, payer_class: str) -> list[dict[str, Any]]:
    """The published limits of a payer's brand; the same brand differs by state and product, so none is in force."""
    return [row for row in payer_limit_published().to_dicts() if _is_brand(row["payer"], name, payer_class)]


def _is_brand(published: str, name: str, payer_class: str) -> bool:
    """The brand's first word stands in the name, or all of them where that one is anybody's."""
    if published == "Medicare FFS":
        return payer_class == "medicare"
    words, own = _words(re.sub(r"\(.*?\)", "", published)), _words(name)
    if published.startswith("Medicaid (any"):
        return payer_class == "medicaid"
    wanted = words[:1] if words[0] not in _ANYBODYS else words
    return all(word in own for word in wanted) or "".join(wanted) == "".join(own[: len(wanted)])


_ANYBODYS = ("blue", "florida", "texas", "va", "medicare", "medicaid")
_SHORT = {"bcbs": "blue cross blue shield", "uhc": "unitedhealthcare", "united healthcare": "unitedhealthcare"}


def _words(text: str) -> list[str]:
    plain = " ".join(re.findall(r"[a-z0-9]+", text.lower()))
    for short, long in _SHORT.items():
        plain = re.sub(rf"\b{short}\b", long, plain)
    return [word for word in plain.split() if word not in ("of", "the", "and")]


@dataclass(frozen=True)
class Read:
    """What a table of limits brought: limits that can be kept, and rows refused with place, reason and next step."""

    limits: tuple[PayerLimit, ...]
    refused: tuple[str, ...]


def read_limits(data: bytes, name: str, payers: Payers) -> Read:
    """The limits of a CSV file; a row that cannot be read is refused alone."""
    sheet = read_sheet(data, name)
    at = sheet.heading("PAYER")
    if at is None:
        raise FileRefusedError("no column payer_id")
    columns = find(sheet.headings(at), _READ, sheet.rows[at][0], optional=COLUMNS)
    if not set(LIMIT_DAYS) & set(columns):
        raise FileRefusedError(f"line {sheet.rows[at][0]}: none of the columns {', '.join(LIMIT_DAYS)}")
    kept: dict[tuple[str, date | None], PayerLimit] = {}
    refused = []
    for row in sheet.below(at, columns):
        try:
            limit = _limit(row, payers)
            if (limit.payer_id, limit.valid_from) in kept:
                raise row.refused("this payer and day stand in a row above")
            kept[limit.payer_id, limit.valid_from] = limit
        except FileRefusedError as error:
            refused.append(f"{name}: {error}; correct the row and add the file again")
    return Read(tuple(kept.values()), tuple(refused))


def _limit(row: Row, payers: Payers) -> PayerLimit:
    if why := payers.why_not(row["payer"]):
        raise row.refused(why)
    payer = payers.found(row["payer"])
    assert payer is not None
    texts = {name: row.cells.get(name, "") for name in COLUMNS}
    limit = PayerLimit(
        payer["payer_id"],
        **{name: _days(row, name) for name in LIMIT_DAYS},
        corrected_from=texts["corrected_from"].lower() or None,
        filing_from=texts["filing_from"].lower() or None,
        source=texts["source"] or None,
        valid_from=row.day("valid_from") if texts["valid_from"] else None,
    )
    if texts["appeal_from"].lower() not in ("", "denial"):
        raise row.refused(f"appeal_from {texts['appeal_from'][:40]!r}: an appeal is counted from the denial")
    if limit.is_empty:
        raise row.refused("no days in it")
    try:
        return limit_checked(limit)
    except EditError as error:
        raise row.refused(str(error).removesuffix(" Nothing was saved.").split(": ", 1)[1].rstrip(".")) from None


def _days(row: Row, name: str) -> int | None:
    text = row.cells.get(name, "").lower().removesuffix("days").strip()
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,4}(\.0+)?", text):
        raise row.refused(f"{name} {row.cells[name][:40]!r} is not a number of days")
    return int(float(text))


def merged(
    before: Sequence[Mapping[str, Any]], payer_id: str, since: date | None, said: Mapping[str, Any]
) -> PayerLimit:
    """What is said of a payer and day, with what was said of them before."""
    own = next((row for row in before if row["payer_id"] == payer_id and row["valid_from"] == since), {})
    names = (*LIMIT_DAYS, "corrected_from", "filing_from", "source")
    return PayerLimit(
        payer_id, **{name: said.get(name) if said.get(name) is not None else own.get(name) for name in names},
        valid_from=since,
    )  # fmt: skip
