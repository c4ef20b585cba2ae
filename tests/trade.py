"""Stories of the trade as X12 files: a few drawn words a claim, an answer or a takeback, read by the real importers.

837 DATE CLAIM [key=value]: LINE | LINE       one claim, sent on DATE
835 DATE CLAIM [key=value]: ANSWER | ANSWER   one CLP; each is a payment of its own unless `trace=` joins them
plb DATE trace=T: CODE:REFERENCE AMOUNT, …    provider-level pairs of that payment
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from zlib import crc32

NPI = "1999999984"
SERVED = "2025-03-10"
GROUP_NAME = "SAMPLE PRACTICE"


@dataclass(frozen=True)
class Payer:
    """A payer of the stories, as its claims and its remittances name it."""

    name: str
    source_id: str
    filing_837: str
    filing_835: str


PAYERS = {
    "MCR": Payer("MEDICARE PART B", "09901", "MB", "MB"),
    "COM": Payer("COMET HEALTH", "09902", "CI", "12"),
    "MCD": Payer("STATE MEDICAID", "09903", "MC", "MC"),
    "HMO": Payer("HARBOR HMO", "09904", "HM", "HM"),
    "MA": Payer("MERIDIAN ADVANTAGE", "09905", "16", "16"),
}
RENDERERS = {"1": "207Q00000X", "2": "207Q00000X", "3": "207R00000X", "4": "363LF0000X"}
"""Two of family medicine, one of internal medicine, a nurse practitioner."""
CONTRACT = """payer,code,modifier,basis,rate,from,to
COMET HEALTH,99213,,fixed,100.00,2024-01-01,
COMET HEALTH,99211,,fixed,22.00,2024-01-01,
COMET HEALTH,96372,,fixed,25.00,2024-01-01,
"""
_LINE = re.compile(
    r"(?P<code>[0-9A-Z]{5})(?P<mods>(?:-[0-9A-Z]{2})*)(?:x(?P<units>[\d.]+))? \$(?P<charge>-?[\d.]+)(?P<rest>.*)"
)
_ADJUSTMENT = re.compile(r"\b(CO|PR|OA|PI)-(\w+) (-?[\d.]+)")


@dataclass(frozen=True)
class Told:
    """One drawn line: what it is, its day, its claim, its keys and what stands behind the colon."""

    kind: str
    day: str
    claim: str
    keys: dict[str, str]
    body: str
    payer: Payer
    mark: str

    @property
    def served(self) -> str:
        return self.keys.get("dos", SERVED)

    @property
    def patient(self) -> str:
        """Letters, because only the letters of a name tell two patients apart."""
        return "".join(
            chr(ord("A") + int(sign)) if sign.isdigit() else sign for sign in self.mark + self.keys.get("pat", "1")
        )


def files(story: str, mark: str = "") -> dict[str, bytes]:
    """The 837P and 835 files that a drawn story stands for, by name; a mark keeps its patients apart from others'."""
    lines = list(_told(story, mark))
    written = {}
    for number, one in enumerate(line for line in lines if line.kind == "837"):
        written[f"{mark}{one.claim}-{number}.837"] = _file(
            "HC", one.keys.get("gs", "005010X222A1"), one.day, _claim(one)
        )
    payments: dict[tuple[str, str], list[Told]] = {}
    for number, one in enumerate(line for line in lines if line.kind in ("835", "plb")):
        payments.setdefault((one.day, one.keys.get("trace", f"T{mark}{one.claim}{number}")), []).append(one)
    for (day, trace), group in payments.items():
        written[f"{trace}.835"] = _file("HP", "005010X221A1", day, _payment(day, trace, group))
    return written


def _told(story: str, mark: str) -> Iterable[Told]:
    payer = PAYERS["COM"]
    for line in story.strip().splitlines():
        words, _, body = line.strip().partition(": ")
        kind, day, *names = words.split()
        if kind == "payer":
            payer = PAYERS[day]
            continue
        keys = {name.partition("=")[0]: name.partition("=")[2] for name in names if "=" in name or name == "nodates"}
        claim = next((name for name in names if "=" not in name and name != "nodates"), "")
        yield Told(kind, day, claim, keys, body, PAYERS[keys["as"]] if "as" in keys else payer, mark)


def _claim(told: Told) -> list[str]:
    payer, renderer = told.payer, told.keys.get("r", "1")
    lines = [_parsed(part) for part in told.body.split("|")]
    original = [f"REF*F8*{told.keys['f8']}"] if "f8" in told.keys else []
    segments = [
        f"ST*837*0001*{told.keys.get('gs', '005010X222A1')}",
        f"BHT*0019*00*B{told.claim}*{_x12(told.day)}*1200*CH",
        f"NM1*41*2*{GROUP_NAME}*****46*777", "NM1*40*2*CLEARING HOUSE*****46*888",
        "HL*1**20*1", "PRV*BI*PXC*193200000X", f"NM1*85*2*{GROUP_NAME}*****XX*{NPI}",
        "N3*1 MAIN STREET", "N4*ANYTOWN*NC*276011234", "REF*EI*561234567",
        "HL*2*1*22*0", f"SBR*P*18*GROUP******{payer.filing_837}",
        f"NM1*IL*1*ROE{told.patient}*RICHARD****MI*M{told.patient:0>4}", "DMG*D8*19700131*M",
        f"NM1*PR*2*{payer.name}*****PI*{payer.source_id}",
        f"CLM*{told.claim}*{sum(Decimal(line['charge']) for line in lines)}***{told.keys.get('pos', '11')}:B:"
        f"{told.keys.get('freq', '1')}*Y*A*Y*Y",
        *original, "HI*ABK:M0500*ABF:E119",
        f"NM1*82*1*DOC{renderer}*DANA****XX*100000001{renderer}", f"PRV*PE*PXC*{RENDERERS[renderer]}",
    ]  # fmt: skip
    for place, line in enumerate(lines, 1):
        segments += [f"LX*{place}", f"SV1*{_procedure(line)}*{line['charge']}*UN*{line['units'] or 1}***1"]
        segments.append(f"DTP*472*D8*{_x12(told.served)}")
        if "ndc" in line["rest"]:
            ndc, quantity, unit = line["rest"].split()[1:4]
            segments += [f"LIN**N4*{ndc}", f"CTP****{quantity}*{unit}"]
    return segments


def _payment(day: str, trace: str, group: list[Told]) -> list[str]:
    payer = group[0].payer
    claims = [one for one in group if one.kind == "835"]
    pairs = [pair for one in group if one.kind == "plb" for pair in _pairs(one.body)]
    total = sum((_paid(one) for one in claims), Decimal(0)) - sum((amount for _, amount in pairs), Decimal(0))
    segments = [
        "ST*835*0001",
        f"BPR*I*{total}*C*ACH*CCP*01*111*DA*222*1112223334**01*333*DA*444*{_x12(day)}",
        f"TRN*1*{trace}*1112223334", f"DTM*405*{_x12(day)}",
        f"N1*PR*{payer.name}*XV*{payer.source_id}", f"N1*PE*{GROUP_NAME}*XX*{NPI}", "LX*1",
    ]  # fmt: skip
    for one in claims:
        segments += _answer(one)
    if pairs:
        segments.append(f"PLB*{NPI}*{day[:4]}1231*" + "*".join(f"{name}*{amount}" for name, amount in pairs))
    return segments


def _pairs(body: str) -> list[tuple[str, Decimal]]:
    found = [pair.strip().rpartition(" ") for pair in body.split(",")]
    return [(name, Decimal(amount)) for name, _, amount in found]


def _paid(told: Told) -> Decimal:
    return sum((Decimal(re.findall(r"paid (-?[\d.]+)", part)[0]) for part in told.body.split("|")), Decimal(0))


def _answer(told: Told) -> list[str]:
    lines = [_parsed(part) for part in told.body.split("|")]
    charge = sum(Decimal(line["charge"]) for line in lines)
    segments = [
        f"CLP*{told.claim}*{told.keys.get('st', '1')}*{charge}*{_paid(told)}**{told.payer.filing_835}"
        f"*{told.keys.get('icn', 'I' + told.claim)}*{told.keys.get('pos', '11')}*{told.keys.get('freq', '1')}",
        f"NM1*QC*1*ROE{told.patient}*RICHARD****MI*M{told.patient:0>4}",
    ]
    if "moa" in told.keys:
        segments.append("MOA***" + "*".join(told.keys["moa"].split(",")))
    if "f8" in told.keys:
        segments.append(f"REF*F8*{told.keys['f8']}")
    for line in lines:
        segments += _service(told, line)
    return segments


def _service(told: Told, line: dict[str, str]) -> list[str]:
    rest = line["rest"]
    was = re.findall(r"was ([0-9A-Z-]+)", rest)
    recoded = f"*HC:{was[0].replace('-', ':')}" if was else ""
    paid = re.findall(r"paid (-?[\d.]+)", rest)[0]
    segments = [f"SVC*{_procedure(line)}*{line['charge']}*{paid}**{line['units'] or 1}{recoded}"]
    if "nodates" not in told.keys:
        segments.append(f"DTM*472*{_x12(told.served)}")
    segments += [f"CAS*{group}*{reason}*{amount}" for group, reason, amount in _ADJUSTMENT.findall(rest)]
    segments += [f"AMT*B6*{amount}" for amount in re.findall(r"allowed (-?[\d.]+)", rest)]
    remarks = re.findall(r"rem ([A-Z0-9,]+)", rest)
    return segments + [f"LQ*HE*{remark}" for remark in (remarks[0].split(",") if remarks else ())]


def _parsed(part: str) -> dict[str, str]:
    match = _LINE.fullmatch(part.strip())
    assert match, f"not drawn as CODE[-MOD][xUNITS] $CHARGE …: {part!r}"
    return {name: text or "" for name, text in match.groupdict().items()}


def _procedure(line: dict[str, str]) -> str:
    return ":".join(("HC", line["code"], *line["mods"].split("-")[1:]))


def _x12(day: str) -> str:
    return day.replace("-", "")


def _file(kind: str, version: str, day: str, transaction: list[str]) -> bytes:
    sent, control = _x12(day), f"{crc32('~'.join(transaction).encode()) % 10**9:09}"
    segments = [
        f"ISA*00*{'':10}*00*{'':10}*ZZ*{'SENDER':15}*ZZ*{'RECEIVER':15}*{sent[2:]}*1200*^*00501*{control}*0*P*:",
        f"GS*{kind}*SENDER*RECEIVER*{sent}*1200*7*X*{version}",
        *transaction, f"SE*{len(transaction) + 1}*0001", "GE*1*7", f"IEA*1*{control}",
    ]  # fmt: skip
    return "".join(f"{segment}~" for segment in segments).encode()
