"""A map guessed from a header: case, spaces and signs do not matter, common names of other programs are known."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from analytics.importers.delimited.column_map import ColumnMap, Cut
from analytics.importers.delimited.denials import STATUS
from analytics.tables.contract import CONTRACT, TABLES, inputs

_NUMBERED = {
    "modifiers": re.compile(r"(?:hcpcs )?(?:mod|modifier) ?([1-5])"),
    "diagnoses": re.compile(r"(?:dx|diag|diagnosis|icd|icd10|icd 10|dx code|diagnosis code) ?(\d{1,2})"),
    "remarks": re.compile(r"(?:rarc|remark|remark code) ?(\d)"),
}
_WIDE = {
    "group": re.compile(r"(?:group|group code|adjustment group|cas group|cagc) ?(\d)"),
    "reason": re.compile(r"(?:carc|reason|reason code|adjustment reason|adjustment code|cas reason) ?(\d)"),
    "amount": re.compile(r"(?:amt|amount|adjustment amount|carc amount|cas amount) ?(\d)"),
    "quantity": re.compile(r"(?:qty|adjustment quantity|cas quantity) ?(\d)"),
}
_FIXED = {
    "deductible": ("PR", "1"), "deductible amount": ("PR", "1"), "coinsurance": ("PR", "2"), "coins": ("PR", "2"),
    "coinsurance amount": ("PR", "2"), "copay": ("PR", "3"), "copayment": ("PR", "3"), "co pay": ("PR", "3"),
    "copay amount": ("PR", "3"), "copayment amount": ("PR", "3"),
}  # fmt: skip
"""Amounts of the patient whose code is in the column's name."""
_CODES = ("denial code", "denial codes", "denial reason", "denial reason code", "denial", "adjustment codes", "carcs")
_OF_CLAIMS_ONLY = ("diagnoses", "submitted_date", "rendering_taxonomy", "ndc", "payer_sequence", "transaction_id")
"""What a remittance never says: a file that has it and payments too is both, joined."""
TUVA = ColumnMap(
    name="Tuva medical_claim",
    table="both",
    date_format="YYYY-MM-DD",
    columns={
        "claim_id": ("claim_id",),
        "line_number": ("claim_line_number",),
        "patient_id": ("person_id",),
        "payer_source_name": ("payer",),
        "service_date": ("claim_line_start_date",),
        "service_date_to": ("claim_line_end_date",),
        "place_of_service": ("place_of_service_code",),
        "code": ("hcpcs_code",),
        "modifiers": tuple(f"hcpcs_modifier_{n}" for n in range(1, 6)),
        "rendering_npi": ("rendering_npi",),
        "billing_npi": ("billing_npi",),
        "facility_npi": ("facility_npi",),
        "payment_date": ("paid_date",),
        "paid": ("paid_amount",),
        "allowed": ("allowed_amount",),
        "charge": ("charge_amount",),
        "diagnoses": tuple(f"diagnosis_code_{n}" for n in range(1, 13)),
        "units": ("service_unit_quantity",),
        "units_billed": ("service_unit_quantity",),
    },
    only={"claim_type": ("professional",)},
    adjustments=(
        Cut(group_code="PR", reason_code="1", amount="deductible_amount"),
        Cut(group_code="PR", reason_code="2", amount="coinsurance_amount"),
        Cut(group_code="PR", reason_code="3", amount="copayment_amount"),
    ),
)
_TUVA_MARKS = ("claim_line_number", "claim_line_start_date", "hcpcs_code", "charge_amount", "claim_type", "person_id")


_LONG = {
    "#": "number", "no": "number", "num": "number", "nbr": "number", "amt": "amount", "pt": "patient", "pat": "patient",
    "pmt": "payment", "svc": "service", "prov": "provider", "ins": "insurance", "chk": "check", "acct": "account",
    "qty": "quantity", "dt": "date", "payor": "payer", "rend": "rendering", "grp": "group", "adj": "adjustment",
    "proc": "procedure", "dos": "service date", "dob": "birth date", "chg": "charge", "mod": "modifier",
    "pd": "paid",
}  # fmt: skip
"""Short words of headers."""


def plain(name: str) -> str:
    """A name as names are compared: lower case, whole words, no signs."""
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.strip()).lower().replace("#", " # ")
    return " ".join(_in_full(word) for word in re.sub(r"[^a-z0-9#]+", " ", text).split())


def _in_full(word: str) -> str:
    """Short words spelt out, also those with a number at their end (Grp1)."""
    stem = word.rstrip("0123456789")
    return f"{_LONG[stem]} {word[len(stem) :]}".strip() if stem in _LONG else word


def guessed(header: Sequence[str]) -> ColumnMap:
    """The best guess; `missing` of it says what could not be found."""
    if set(_TUVA_MARKS) <= set(header):
        return _of_tuva(header)
    exact = [table for table in TABLES if set(header) <= {one.name for one in CONTRACT[table]}]
    if exact:
        return _read_as(header, exact[0] if len(exact) == 1 else _side(header))
    return _read_as(header, _side(header))


def nearest(wanted: str, header: Iterable[str]) -> str:
    """The column of the file whose name comes closest to one of ours, or nothing."""
    known = [plain(name) for table in TABLES for one in CONTRACT[table] if one.name in wanted.split(" or ")
             for name in (one.name, *one.also)]  # fmt: skip
    by_name = {plain(name): name for name in header}
    found = [(near, name) for name in by_name for near in get_close_matches(name, known, 1, 0.6)]
    return by_name[found[0][1]] if found else ""


def _of_tuva(header: Sequence[str]) -> ColumnMap:
    """The layout as far as it is there; a warehouse may leave columns out."""
    there = set(header)
    columns = {ours: kept for ours, names in TUVA.columns.items() if (kept := tuple(n for n in names if n in there))}
    if "service_date" not in columns and "claim_start_date" in there:
        columns["service_date"] = ("claim_start_date",)
    cuts = tuple(cut for cut in TUVA.adjustments if set(cut.sources) <= there)
    return ColumnMap(TUVA.name, TUVA.table, columns, TUVA.date_format, only=TUVA.only, adjustments=cuts)


def _side(header: Sequence[str]) -> str:
    """Claims, remittances, or both joined, by what is in the header."""
    both, names = _read_as(header, "both"), {plain(name) for name in header}
    has_payment = not _read_as(header, "remittances").missing() and bool({"paid", "claim_paid"} & set(both.columns))
    if not has_payment:
        paid_without_date = "paid" in both.columns and "diagnoses" not in both.columns
        return "remittances" if paid_without_date and "submitted date" not in names else "claims"
    return "both" if set(_OF_CLAIMS_ONLY) & (set(both.columns) - {"member_id"}) else "remittances"


def _read_as(header: Sequence[str], table: str) -> ColumnMap:
    """Each column of ours with the column of the file that is called so, the better name first."""
    names = {plain(name): name for name in header}
    columns: dict[str, tuple[str, ...]] = {}
    taken: set[str] = set()
    for rank in range(2):
        for one in inputs(table).values():
            if one.name in columns:
                continue
            words = (one.name,) if rank == 0 else one.also
            theirs = next((names[plain(word)] for word in words if names.get(plain(word), "") not in taken | {""}), "")
            if theirs:
                columns[one.name] = (theirs,)
                taken.add(theirs)
    _numbered(columns, names, taken, inputs(table))
    cuts = _cuts(columns, names, taken) if table != "claims" else ()
    if table == "both" and "units" in columns:
        columns["units_billed"] = columns["units"]
    if cuts:
        columns = {ours: theirs for ours, theirs in columns.items() if not ours.startswith("adjustment_")}
    values = {"status": STATUS} if "status" in columns else {}
    return ColumnMap("", table, columns, values=values, adjustments=cuts)


def _numbered(
    columns: dict[str, tuple[str, ...]], names: dict[str, str], taken: set[str], known: Iterable[str]
) -> None:
    """Modifier 1 to 4, Dx 1 to 12: one list of ours from several columns."""
    for ours, pattern in _NUMBERED.items():
        found = [(int(match[1]), theirs) for name, theirs in names.items() if (match := pattern.fullmatch(name))]
        if (
            ours in known
            and found
            and not taken.intersection(name for _, name in found if (name,) != columns.get(ours))
        ):
            columns[ours] = tuple(theirs for _, theirs in sorted(found))
            taken.update(columns[ours])


def _cuts(columns: dict[str, tuple[str, ...]], names: dict[str, str], taken: set[str]) -> tuple[Cut, ...]:
    """Reason 1 with amount 1, reason 2 with amount 2 …; or one column of denial codes."""
    found: dict[int, dict[str, str]] = {}
    for part, pattern in _WIDE.items():
        for name, theirs in names.items():
            if match := pattern.fullmatch(name):
                found.setdefault(int(match[1]), {})[part] = theirs
    wide = [Cut(**parts) for _, parts in sorted(found.items()) if {"reason", "amount"} <= set(parts)]
    if not wide and "adjustment_reason" not in columns:
        said = {ours: theirs for name, theirs in names.items() if theirs not in taken and (ours := _FIXED.get(name))}
        wide = [Cut(group_code=group, reason_code=reason, amount=said[group, reason]) for group, reason in sorted(said)]
    if wide:
        taken.update(name for cut in wide for name in cut.sources)
    codes = next((names[word] for word in _CODES if names.get(word, "") not in taken | {""}), "")
    if codes and "adjustment_reason" not in columns and not any(cut.reason for cut in wide):
        taken.add(codes)
        wide.append(Cut(codes=codes))
    return tuple(wide)
