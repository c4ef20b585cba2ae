"""How tables say that a payer denied: words of status and reason, and reason and remark codes in every usual writing.

The words are few and unmistakable on purpose: a word that may mean two things means nothing here, and is counted.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import polars as pl

from analytics.reference.shipped import carc_class, reason_codes

DENIED = "4"
"""The claim status that says denied (CLP02)."""
SAYS_DENIED = "~says_denied"
"""Of a row: its status says denied in a word, not as a code of CLP02."""
STATUS = {
    "paid": "1", "processed": "1", "processed as primary": "1", "processed as secondary": "2",
    "processed as tertiary": "3", "denied": DENIED, "rejected": DENIED, "reversed": "22", "reversal": "22",
}  # fmt: skip
"""Words that exports use for the status of a claim, and the codes of CLP02; codes stay as they are."""
FLAG = {
    **dict.fromkeys(("y", "yes", "true", "t", "x", "1"), DENIED), **dict.fromkeys(("n", "no", "false", "f", "0"), "1"),
}  # fmt: skip
"""What a column says that asks whether a line was denied."""
_STATUS_CODE = r"^0?([0-9]{1,2})(?:\.0+)?(?:\s*[-:=].*)?$"
_SAYS_DENIED = r"\b(DENIED|DENIAL|DENY|DND|DNY|REJECTED|REJECTION|REJECT|DISALLOWED|DECLINED)\b"
_SAYS_OTHERWISE = r"\b(NOT|NO|NON|NEVER)[ -]+(DEN|REJ|DIS|DEC)|\b(PAID|PEND|PENDED|PENDING|OVERTURNED|REVERSED)\b"
_UNPAID = r"\b(NOT |UN-?|NON-?)PAID\b"

WORD = "denied"
"""What stands in place of a reason code where a table says denied in words; the category follows after a colon."""
CATEGORIES = (
    ("authorization", r"\b(PRIOR|PRE)[ -]*(AUTH|CERT)|\b(NO|MISSING|INVALID|EXPIRED|LACKS?) AUTH|"
                      r"\bAUTH\w* (IS )?(ABSENT|MISSING|REQUIRED|EXPIRED|EXCEEDED|NOT (ON FILE|OBTAINED))"),
    ("timely_filing", r"\bTIMELY\b|\bUNTIMELY\b|\bFILED (TOO )?LATE\b|\bFILING (TIME )?LIMIT|"
                      r"\bTIME LIMIT FOR FILING|\bPAST FILING"),
    ("duplicate", r"\bDUPLICATE\b|\bDUP(E|L)?\b"),
    ("medical_necessity", r"\b(NOT|LACKS?( OF)?|NO) (DEEMED )?MED(ICAL|ICALLY)?\.? NEC|\bMEDICAL NECESSITY\b|"
                          r"\bMEDICALLY UNNECESSARY\b"),
    ("eligibility", r"\bELIGIBILITY\b|\b(NOT|IN) ?-?ELIGIBLE\b|\b(COVERAGE|POLICY|INSURANCE|PLAN|MEMBER|PATIENT) "
                    r"(IS |WAS )?(TERM|TERMED|TERMINATED|LAPSED|EXPIRED|INACTIVE|CANCELL?ED|NOT (ACTIVE|IN EFFECT))\b|"
                    r"\b(TERMED|TERMINATED|LAPSED|INACTIVE|NO ACTIVE) (COVERAGE|POLICY|INSURANCE|PLAN)\b"),
    ("bundled", r"\bBUNDL(ED|ING|E)\b|\bINCLUSIVE\b|\bINCLUDED IN (ANOTHER|OTHER|THE|PRIMARY|PAYMENT|ALLOWANCE)"),
    ("ncci_pair", r"\bN?CCI\b"),
    ("non_covered", r"\bNON[ -]?COVERED\b|\bNOT (A )?COVERED\b"),
    ("provider_enrollment", r"\b(NOT|NON)[ -]?(CREDENTIALL?ED|ENROLLED)\b"),
    ("modifier", r"\b(MISSING|INVALID|INCORRECT|WRONG|INAPPROPRIATE|NO) MOD(IFIER)?\b|"
                 r"\bMOD(IFIER)? (IS )?(MISSING|INVALID|INCORRECT|WRONG|REQUIRED|NEEDED)\b"),
    ("other_payer", r"\bCOORDINATION OF BENEFITS\b|\bCOB\b|\bOTHER (PAYER|INSURANCE|COVERAGE) (IS )?PRIMARY\b"),
)  # fmt: skip
"""Unmistakable words of a reason column, and the category of `carc_class` they mean."""
_NOT_SO = re.compile(
    r"\bNOT? (A )?(DUP|BUNDL|TERMED|INCLUSIVE|TIMELY)|"
    r"(?<!NO )(?<!NO PRIOR )\bAUTH\w* (IS )?(ON FILE|OBTAINED|APPROVED|VALID|NOT (REQ|NEED))|"
    r"\bNO (PRIOR |PRE[ -]?)?(AUTH|CERT)\w* (REQ|NEED)|\bPROOF OF TIMELY|\bFILED TIMELY|\bTIMELY FILED|"
    r"\b(IS|WAS) (MEDICALLY NECESSARY|ELIGIBLE)|\bELIGIBILITY (VERIFIED|CONFIRMED|OK)"
)
_STORED = re.compile(rf"(?i){WORD}(?:: ?({'|'.join(name for name, _ in CATEGORIES)}))?")
_CATEGORIES = tuple((name, re.compile(pattern)) for name, pattern in CATEGORIES)

GROUPS = ("CO", "PR", "OA", "PI", "CR")
_GROUP = f"(?:{'|'.join(GROUPS)})"
_CODE = r"(?:[A-LO-Z][0-9]{1,2}|[1-9][0-9]{0,2})"
"""A zero is none: exports fill an empty code with it."""
_REMARK = r"(?:MA|M|N)[0-9]{1,3}"
_MARK = r"(?:CARCS?|(?:CLAIM )?(?:ADJ(?:USTMENT)?|DENIAL|DENIED|REASON)(?: REASON)?(?: CODES?)?|CODES?)[ #:.=-]*"
_REMARK_MARK = r"(?:RARCS?|REMARKS?(?: CODES?)?)[ #:.=-]*"
_GROUPED = re.compile(rf"\b({_GROUP})[ :/_*-]*\(? *0*({_CODE})\b")
_WITH_GROUP = re.compile(rf"\b{_GROUP}-{_CODE}\b")
_MARKED = re.compile(rf"\b{_MARK}0*({_CODE})\b(?P<rest>.*)")
_MARKED_REMARK = re.compile(rf"\b{_REMARK_MARK}({_REMARK})\b")
_ITEM = re.compile(rf"^(?:{_MARK})?(?:({_GROUP})-)?0*({_CODE})(?:\.0+)?\b(?P<rest>.*)$")
_REMARK_ITEM = re.compile(rf"^(?:{_REMARK_MARK})?({_REMARK})\b(?P<rest>.*)$")
_TOKEN = re.compile(rf"^(?:(?:({_GROUP})-)?0*({_CODE})|({_REMARK}))$")
_NOISE = re.compile(
    rf"(?<!{'-)(?<!'.join(GROUPS)}-)(?<![0-9][/.-])\b(?:[0-9]{{4}}[/.-][0-9]{{1,2}}[/.-][0-9]{{1,2}}|"
    r"[0-3]?[0-9][/.-][0-3]?[0-9][/.-](?:[0-9]{2}|[0-9]{4}))\b(?![/.-][0-9])|"
    r"\$ *[0-9][0-9,.]*|\b[0-9][0-9,]*\.(?:[0-9]*[1-9][0-9]*|[0-9]{2})\b"
)
"""Dates and money."""
_ONE = rf"(?:{_GROUP}[ :/_-]*)?{_CODE}(?:\.0+)?"
_LISTED = re.compile(rf"{_ONE}(?: *[/,;|] *{_ONE})*")
"""Codes and nothing else: 16/1/45 is no date, 45.00 no money."""
_BOTH = re.compile(
    rf" AND (?={_REMARK}\b)|(?<=[0-9)]) AND (?=(?:{_GROUP}-|{_MARK})?0*(?:{_CODE}|{_REMARK}) *(?:$|[;,|/)\n]))"
)
"""Between two codes, and is a comma; in other words it is a word."""
_NUMBERED = re.compile(rf"(?:^|(?<=[\s;,|]))[1-9][.)] +(?=(?:{_GROUP}-|{_MARK})?0*(?:{_CODE}|{_REMARK})\b)")
"""The number of an item in a list: 1) CO-45 2) CO-6."""
_BRACKETS = str.maketrans("[]{}", "()()")
_IN_WORDS = re.compile(rf"(?<=[A-Z]{{3}})/(?=[A-Z]{{3}})(?!{_MARK}|{_REMARK_MARK})")
"""A slash between words parts no codes: Claim/service."""
_PLACES = "ITEM|BOX|FIELD|BLOCK|LINE|LOOP|SEGMENT|PAGE"
_ENUMERATED = re.compile(
    rf"\b(?:{_PLACES}|POINTER|NOTE|UNIT|DAY|VISIT|DATE|DX|DIAGNOS)[A-Z]*(?: [A-Z]+){{0,2}}[ #:.=-]*[A-Z]?[0-9]|"
    rf"\b(?:{_PLACES})E?S? *$"
)
"""Things with a number behind them, or places of a form: the numbers that follow count them, too."""
_COUNTED = re.compile(
    r"^ *(%|OF|OR|TO|X|DAYS?|VISITS?|UNITS?|DOSES?|MONTHS?|YEARS?|YRS?|HOURS?|HRS?|MIN\w*|TIMES|MG|MCG|ML|CLAIMS|LINES|"
    r"PER(?! (?:PAYER|PLAN|EOB|ERA|REMIT\w*|POLICY|CONTRACT))|ST|ND|RD|TH|WEEKS?|WKS?|ITEMS|DX|"
    r"SERVICES|MODIFIERS|MORE|LESS|CALLS|ATTEMPTS|RECORDS|PAGES)\b"
)
"""What is counted is no code: 30 days, 2 units."""
_OFFICIAL = re.compile(r"^ +(THE|DEDUCTIBLE|CO-?INSURANCE|CO-?PAY\w*)\b")
"""How the wording of the codes 1 to 9 begins."""
_OTHER_GROUP = {"23": "OA", "187": "PR", "238": "PR"}
_SPECIFIC = {"236": 1, "97": 2, "96": 4, "16": 5, "A1": 6}
"""As `specificity` in queries/build/macros.sql: of several codes without amounts the most telling one has them all."""


class Told(NamedTuple):
    """What one cell tells of an answer: codes with their group, remark codes, and the category its words mean."""

    codes: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]
    category: str
    written: frozenset[str] = frozenset()
    """The codes whose group is written; the others have their usual one."""


@cache
def _classes() -> dict[str, str]:
    return dict(carc_class().select("code", "class").iter_rows())


@cache
def _known() -> frozenset[str]:
    return frozenset(reason_codes()["code"])


def class_of(reason: str) -> str:
    """The money class of a reason code."""
    return _classes().get(reason, "unclassified")


def usual_group(reason: str) -> str:
    """The group a code stands with where the file has none: PR for what a patient owes, OA-23, else CO."""
    return _OTHER_GROUP.get(reason) or ("PR" if class_of(reason) == "patient_share" else "CO")


def read_cell(text: str) -> Told:
    """Codes, remarks and words of one cell, however they are written; a number within words is no code."""
    if stored := _STORED.fullmatch(text.strip()):
        return Told((), (), (stored[1] or "").lower())
    plain = re.sub(r"[\u2010-\u2015\u2212]", "-", text.upper())
    plain = _GROUPED.sub(r"\1-\2", plain if _LISTED.fullmatch(plain.strip()) else _NOISE.sub(" ", plain))
    codes: dict[str, str] = {}
    remarks: dict[str, None] = {}
    for reason, group, remark in _found(plain):
        if remark:
            remarks[remark] = None
        elif not codes.get(reason):
            codes[reason] = group
    filled = tuple((group or usual_group(reason), reason) for reason, group in codes.items())
    written = frozenset(reason for reason, group in codes.items() if group)
    return Told(filled, tuple(remarks), "" if codes else category_of(plain), written)


def _found(text: str) -> Iterator[tuple[str, str, str]]:
    """Reason, group, remark of each code, item by item. A number behind one that is no code (items 24, 32) is none."""
    before, counts, has_code = "", False, False
    outer: tuple[str, bool] | None = None
    text = _BOTH.sub(",", _NUMBERED.sub(";", _IN_WORDS.sub(" ", text.translate(_BRACKETS))))
    text = re.sub(r"([;,|/\n+&] *)\(", r"\1", text)  # an item of the list in brackets, not a word about the last
    for mark, item in re.findall(r"(^|[;,|/()\n\r\t+&])([^;,|/()\n\r\t+&]*)", text):
        item = item.strip(" -:.=#\"'*")
        if mark == "(":
            outer = before, counts
        elif mark == ")":
            before, counts, outer = *(outer or (before, counts)), None
        elif mark not in (",", "/", "&", "+"):
            before, counts = "", False
        is_loose = counts or bool(_ENUMERATED.search(before))
        found = list(_of_item(item, is_loose=is_loose or _is_chance(item, mark, before, has_code=has_code)))
        yield from found
        if item:
            number = re.search(rf"(?:^|[ #])(?!83[57]$)0*({_CODE})$", item)  # 835 and 837 are names of forms
            counts = number is not None and number[1] not in [reason for reason, _, _ in found]
        has_code = has_code or any(reason for reason, _, _ in found)
        before = before[-200:] + mark + _WITH_GROUP.sub(" ", item)


def _is_chance(item: str, mark: str, before: str, *, has_code: bool) -> bool:
    """A bare number behind words that no list of codes has begun before: Smith, 4 and missing information (2)."""
    if not re.fullmatch("[0-9]+", item) or not re.search("[A-Z]{3}", before):
        return mark == "(" and len(item) < 2 and bool(re.search("[A-Z]", before))
    if item.lstrip("0") not in _known():
        return True
    return len(item) < 2 and (mark == "(" or not (has_code or re.search(_SAYS_DENIED, before)))


def _of_item(item: str, *, is_loose: bool) -> Iterator[tuple[str, str, str]]:
    tokens = [_TOKEN.match(token) for token in re.split(r"[ :]+", item)]
    if item and all(tokens) and not is_loose:
        yield from ((token[2] or "", token[1] or "", token[3] or "") for token in tokens if token)
        return
    if _REMARK_ITEM.match(item):
        yield from (("", "", remark) for remark in remarks_in(item))
        return
    match = _ITEM.match(item)
    if match and (match[1] or (not is_loose and _is_described(match))):
        yield match[2], match[1] or "", ""
    elif (marked := _MARKED.search(item)) and not _COUNTED.match(marked["rest"]):
        yield marked[1], "", ""
    yield from ((one[2], one[1], "") for one in _GROUPED.finditer(item))
    yield from (("", "", one[1]) for one in _MARKED_REMARK.finditer(item))
    yield from (("", "", one) for one in re.findall(rf"(?<=[-: ]){_REMARK}\b", match.group() if match else ""))
    if not _ENUMERATED.search(item):
        yield from (("", "", one) for one in re.findall(rf"[-:] *({_REMARK})$", item))


def _is_described(match: re.Match[str]) -> bool:
    """A code with its words behind it: 197 - Precertification absent; a code of one digit needs the sign between."""
    rest = match["rest"]
    if not rest.strip():
        return True
    if re.match(r"^ *[-:.=]+ *[A-Z]|^ *: +[0-9]+ +[A-Z]|^ +-+ +[0-9]+ +[A-Z]", rest) or _OFFICIAL.match(rest):
        return True
    return len(match[2]) > 1 and not _COUNTED.match(rest) and bool(re.match(r"^ +[A-Z]", rest))


def category_of(words: str) -> str:
    """The category that words in capitals mean, where they mean one and only one."""
    if _NOT_SO.search(words):
        return ""
    found = [name for name, pattern in _CATEGORIES if pattern.search(words)]
    return found[0] if len(found) == 1 else ""


def remarks_in(text: str) -> list[str]:
    """The remark codes of a cell, in their order: N130, RARC N130, MA130 - words."""
    return list(dict.fromkeys(re.findall(rf"\b{_REMARK}\b", text.upper())))


TOLD = pl.Struct({"codes": pl.List(pl.String()), "remarks": pl.List(pl.String()), "category": pl.String()})


def told(texts: pl.Series) -> pl.Series:
    """TOLD of every cell; each distinct text is read once. A code is given as group, bar, code; a group that is not
    written is the usual one, in small letters."""
    distinct = texts.drop_nulls().unique().to_list()
    found = [read_cell(text) for text in distinct]
    said = [
        {"codes": [f"{group if reason in one.written else group.lower()}|{reason}" for group, reason in one.codes],
         "remarks": list(one.remarks), "category": one.category or None} for one in found
    ]  # fmt: skip
    known = pl.DataFrame({"text": distinct, "told": said}, schema={"text": pl.String(), "told": TOLD})
    rows = texts.alias("text").to_frame().join(known, on="text", how="left", maintain_order="left")
    return rows["told"]


def status(text: pl.Expr) -> pl.Expr:
    """The code of CLP02 that a status says, in digits or in words; null where it says nothing of the kind."""
    upper = text.str.strip_chars().str.to_uppercase()
    words = {word.upper(): code for word, code in STATUS.items()}
    denied = upper.str.contains(_SAYS_DENIED) & ~upper.str.replace_all(_UNPAID, "").str.contains(_SAYS_OTHERWISE)
    return pl.coalesce(
        upper.str.extract(_STATUS_CODE, 1),
        upper.replace_strict(words, default=None, return_dtype=pl.String()),
        pl.when(denied).then(pl.lit(DENIED)),
    )


def best_of(reasons: list[str]) -> str:
    """Of several codes without amounts the one that denied, else sent on, else held: the most telling of them."""
    for wanted in ("denial", "routed", "pended", "unclassified"):
        mine = [reason for reason in reasons if class_of(reason) == wanted]
        if mine:
            return min(mine, key=lambda reason: (_SPECIFIC.get(reason, 3), reason))
    return ""
