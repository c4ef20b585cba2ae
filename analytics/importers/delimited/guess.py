"""A map guessed from a header: case, spaces and signs do not matter, common names of other programs are known."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from analytics.importers.delimited.column_map import ColumnMap, Cut
from analytics.importers.delimited.denials import FLAG, STATUS
from analytics.importers.delimited.layouts import layout_of
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
_CODES = (
    "denial code", "denial codes", "denial reason code", "denial reason codes", "carcs", "carc codes", "carc rarc",
    "adjustment codes", "adjustment reason codes", "reason codes", "eob codes", "denial reason", "denial reasons",
    "denial", "denial description", "denial reason description", "reason for denial", "rejection reason",
    "reject reason", "rejection code", "denial category", "denial type", "reason", "reason description",
    "status reason",
)  # fmt: skip
"""Columns of reason codes without amounts, or of reasons in words."""
_OF_CLAIMS_ONLY = ("diagnoses", "submitted_date", "rendering_taxonomy", "ndc", "payer_sequence", "transaction_id")
"""What a remittance never says: a file that has it and payments too is both, joined."""
_LONG = {
    "#": "number", "no": "number", "num": "number", "nbr": "number", "amt": "amount", "pt": "patient", "pat": "patient",
    "pmt": "payment", "svc": "service", "prov": "provider", "ins": "insurance", "chk": "check", "acct": "account",
    "qty": "quantity", "dt": "date", "payor": "payer", "rend": "rendering", "grp": "group", "adj": "adjustment",
    "proc": "procedure", "dos": "service date", "dob": "birth date", "chg": "charge", "mod": "modifier",
    "pd": "paid", "pymt": "payment", "pymnt": "payment",
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
    if ready := layout_of(header):
        return ready
    exact = [table for table in TABLES if set(header) <= {one.name for one in CONTRACT[table]}]
    if exact:
        return _read_as(header, exact[0] if len(exact) == 1 else _side(header))
    return _read_as(header, _side(header))


_MEANINGS = (
    ("adjustment_reason", r"denial|denied|reject|carc|rarc|remark|\breason"),
    ("payment_date", r"(paid|payment|check|deposit|remit|era|eob|post\w*|process\w*|adjudicat\w*|finali[sz]ed) ?"
                     r"(date|on)\b|date (paid|posted)"),
    ("submitted_date", r"(bill\w*|sent|submi\w+|filed|claim) ?(date|on)\b|date (billed|sent|submitted|filed)"),
    ("service_date", r"(service|visit|dos|encounter|start|from) ?date|date of (service|visit)"),
    ("a date", r"\bdates?\b|date$"),
    ("status", r"status|disposition|adjudication|outcome"),
    ("claim_patient_share", r"(patient|member|guarantor).*(resp|share|balance|due|owe|paid|payment|amount|pay)|"
                            r"copay|co ?ins|deduct"),
    ("paid", r"paid|payment|pmt|reimburse|remitted|\b(plan|insurance|payer|carrier|net|total) pay\b|\bpay amount"),
    ("allowed", r"allow|approved|contract(ed)? amount|fee schedule amount"),
    ("charge", r"charge|billed|gross|\bfee\b|price"),
    ("adjustment_amount", r"adjust|write ?off|discount|contractual|withh"),
    ("an amount", r"amount|balance|\bdue\b|total|cost|\bfees?\b|dollars"),
)  # fmt: skip
"""What the name of a column sounds like; the first that fits."""
_DENIED_FLAG = re.compile(
    r"((is|was|claim|line|service) )*(denied|rejected)( (flag|indicator|ind|y n|yn|yes no))?|"
    r"((is|was|claim|line) )*(denial|rejection) (flag|indicator|ind|y n|yn|yes no)"
)
_NO_AMOUNT = re.compile(
    r"\b(id|number|type|method|code|name|by|flag|indicator|status|count|year|month|zip|unpaid)\b|[^a]id$|code$"
)
"""Names with one of these do not hold an amount."""


def meaning_of(name: str) -> str:
    """What a column that nobody knows sounds like: one of ours, "a date", "an amount", or nothing."""
    words = plain(name)
    found = next((ours for ours, pattern in _MEANINGS if re.search(pattern, words)), "")
    is_amount = found in ("claim_patient_share", "paid", "allowed", "charge", "adjustment_amount", "an amount")
    return "" if is_amount and _NO_AMOUNT.search(words) else found


def nearest(wanted: str, header: Iterable[str]) -> str:
    """The column of the file whose name comes closest to one of ours, or nothing."""
    known = [plain(name) for table in TABLES for one in CONTRACT[table] if one.name in wanted.split(" or ")
             for name in (one.name, *one.also)]  # fmt: skip
    by_name = {plain(name): name for name in header}
    found = [(near, name) for name in by_name for near in get_close_matches(name, known, 1, 0.6)]
    return by_name[found[0][1]] if found else ""


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
    # CLAIMID, PROCEDURECODE: the same words without anything between them.
    squeezed = {name.replace(" ", ""): theirs for name, theirs in names.items()}
    columns: dict[str, tuple[str, ...]] = {}
    taken: set[str] = set()
    for rank in range(3):
        for one in inputs(table).values():
            if one.name in columns:
                continue
            words = [plain(word) for word in ((one.name,) if rank == 0 else (one.name, *one.also))]
            found = [(squeezed.get(word.replace(" ", "")) if rank == 2 else names.get(word)) for word in words]
            theirs = next((name for name in found if name and name not in taken), "")
            if theirs:
                columns[one.name] = (theirs,)
                taken.add(theirs)
    _likely(columns, names, taken, inputs(table))
    _numbered(columns, names, taken, inputs(table))
    cuts = _cuts(columns, names, taken) if table != "claims" else ()
    if table == "both" and "units" in columns:
        columns["units_billed"] = columns["units"]
    if cuts:
        columns = {ours: theirs for ours, theirs in columns.items() if not ours.startswith("adjustment_")}
    flag = "" if "status" in columns or table == "claims" else _flag(names, taken)
    columns |= {"status": (flag,)} if flag else {}
    values = {"status": FLAG if flag else STATUS} if "status" in columns else {}
    return ColumnMap("", table, columns, values=values, adjustments=cuts)


def _flag(names: dict[str, str], taken: set[str]) -> str:
    """The one column that says yes or no to whether a line was denied, where no column has a status."""
    found = [theirs for name, theirs in names.items() if theirs not in taken and _DENIED_FLAG.fullmatch(name)]
    return found[0] if len(found) == 1 else ""


def _likely(columns: dict[str, tuple[str, ...]], names: dict[str, str], taken: set[str], known: Iterable[str]) -> None:
    """What a payer paid, and when, under a name of the program's own: taken where one column alone can be meant."""
    for ours in ("paid", "payment_date", "status", "allowed"):
        if ours not in known or ours in columns or (ours == "paid" and "claim_paid" in columns):
            continue
        found = [theirs for theirs in names.values() if theirs not in taken and meaning_of(theirs) == ours]
        if len(found) == 1:
            columns[ours] = (found[0],)
            taken.add(found[0])


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
    if {"adjustment_reason", "adjustment_amount"} <= set(columns):
        return tuple(wide)
    # A column of reasons without one of amounts is a column of codes.
    alone = columns.get("adjustment_reason", ())
    squeezed = {name.replace(" ", ""): theirs for name, theirs in names.items()}
    called = [names.get(word) or squeezed.get(word.replace(" ", ""), "") for word in _CODES]
    listed = [*alone, *(name for name in called if name not in taken | {""})]
    group = columns.get("adjustment_group", ("",))[0]
    taken.update(listed)
    return (*wide, *(Cut(codes=name, group=group if name in alone else "") for name in dict.fromkeys(listed)))
