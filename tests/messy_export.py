"""One remittance as an 835, and as what a practice system exports of it: words, bare codes, both sides, blank lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

WRITINGS = (
    "{code}",
    "CO-{code}",
    "CO{code}",
    "CO:{code}",
    "CO {code}",
    "{code} - see remittance",
    "CARC {code}",
    "Reason {code}",
    "CO-{code} {words}",
    "CO{code} - {words}",
    "{code}-{words}",
    "{code}: {words}",
    "{code} ({words})",
    "(CO-{code})",
    "[CO{code}]",
    "({code})",
    "CO({code})",
    "CO*{code}",
    "CO/{code}",
    "#{code}",
    "0{code}",
    "Denial code {code}",
    "Reason code: {code} {words}",
)
WORDS = (
    "per payer",
    "exact text on EOB",
    "The procedure code is inconsistent with the modifier used",
    "Claim/service lacks information",
    "Payment adjusted (see remittance)",
    "The diagnosis is inconsistent with the procedure",
    "Non-covered days/Room charge adjustment",
    "Refer to the 835",
    "see $46.00 on 01/26/2026, 30 days past",
)
BETWEEN = ("; ", ", ", " | ", ";", ",", "|", "/", " / ", " + ", " & ", "\n", ",\n")
"""What stands between the codes of one cell."""
REMARKED = (" {}", "; RARC {}", " / {}", ";{}", ", {}", " ({})", "\nRemark code {}", " - {}", " and {}", ":{}")
HEAD = (
    "Claim #",
    "Ins Co",
    "DOS",
    "CPT",
    "Billed Amt",
    "Allowed",
    "Payer Paid Amount",
    "Line Status",
    "Denial Reason",
    "Bill Date",
    "Check Date",
    "Check #",
)
WIDE = ("CARC 1", "Amt 1", "CARC 2", "Amt 2")


@dataclass(frozen=True)
class Answer:
    """One claim of one 96372 line of $60.00: what was paid, why the rest was not, and the remark beside it."""

    paid: int
    cuts: tuple[tuple[str, str, int], ...]  # group, reason, cents
    remark: str = ""
    is_denied: bool = False


def drawn(random: Random, codes: Sequence[str], *, parts: bool) -> Answer:
    """An answer of any kind; a denial in part only where the export tells its amount."""
    kind = random.choice(
        ["paid", "paid", "denied", "denied", "split", "remark", "share", "sent on", *(["part"] if parts else [])]
    )
    code, rest = random.choice(codes), 6000 - 1400
    return {
        "paid": Answer(1400, (("CO", "45", rest),)),
        "denied": Answer(0, (("CO", code, 6000),), "", True),
        "split": Answer(0, (("CO", "45", rest), ("CO", code, 1400)), "", True),
        "remark": Answer(0, (("CO", "16", 6000),), random.choice(["N130", "MA63", "M76"]), True),
        "share": Answer(0, (("CO", "45", rest), ("PR", "1", 1400))),
        "sent on": Answer(0, (("CO", "22", 6000),)),
        "part": Answer(700, (("CO", "45", rest), ("CO", code, 700))),
    }[kind]


def as_835(answers: Sequence[Answer]) -> bytes:
    """One payment with a claim per answer."""
    total = sum(one.paid for one in answers)
    body = [
        "ST*835*0001",
        f"BPR*I*{total / 100:.2f}*C*ACH*CCP*01*1*DA*1*1*1*01*1*DA*1*20260320",
        "TRN*1*77*1999999999",
        "DTM*405*20260320",
        "N1*PR*ACME*XV*ACME",
        "N1*PE*CLINIC*XX*1234567893",
        "LX*1",
    ]
    for number, one in enumerate(answers):
        paid = f"{one.paid / 100:.2f}"
        body += [
            f"CLP*{claim(number)}*{4 if one.is_denied else 1}*60.00*{paid}**12*ICN{number}*11*1",
            f"NM1*QC*1*DOE*PAT****MI*M{number}",
            f"SVC*HC:96372*60.00*{paid}**1",
            f"DTM*472*{day(number).replace('-', '')}",
            *(f"CAS*{group}*{reason}*{cents / 100:.2f}" for group, reason, cents in one.cuts),
            *([f"LQ*HE*{one.remark}"] if one.remark else []),
        ]
    body.append(f"SE*{len(body) + 1}*0001")
    head = f"ISA*00*          *00*          *ZZ*{'ACME':<15}*ZZ*{'CLINIC':<15}*260320*1200*^*00501*000000001*0*P*:"
    return "~".join(
        [head, "GS*HP*ACME*CLINIC*20260320*1200*1*X*005010X221A1", *body, "GE*1*1", "IEA*1*000000001", ""]
    ).encode()


def claim(number: int) -> str:
    return f"V{number:04}"


def day(number: int) -> str:
    """Days so near each other that no visit is older than what the remittance can tell of (meanings 20)."""
    return f"2026-02-{20 + number % 3}"


def as_export(answers: Sequence[Answer], random: Random, *, wide: bool = False) -> str:
    """The same as a practice exports it: a title, blank lines, totals, $ signs, words; wide: each code's amount too."""
    lines = ["Charges and payments by visit", "", ",".join([*HEAD, *WIDE] if wide else HEAD)]
    for number, one in enumerate(answers):
        lines += [_row(number, one, random, wide=wide), *([""] if number % 7 == 3 else [])]
        if number % 20 == 19:
            lines.append(f"Subtotal,,,,$1200.00{',' * (len(HEAD) - 5)}{',' * (len(WIDE) * wide)}")
    return "\n".join([*lines, f"Grand Total,,,,$60.00{',' * (len(HEAD) - 5)}{',' * (len(WIDE) * wide)}", ""])


def _row(number: int, one: Answer, random: Random, *, wide: bool) -> str:
    year, month, date = day(number).split("-")
    # What a fee schedule would have paid stands on denied rows, too.
    allowed = 1400 if one.paid or not one.is_denied else random.choice([0, 1400])
    allowed = 0 if ("CO", "22", 6000) in one.cuts else allowed
    status = random.choice(
        ["Denied", "DENIED", "Rejected", "Denial", "Denied - see EOB"] if one.is_denied else ["Paid", "Processed"]
    )
    reasons = random.choice(BETWEEN).join(_written(group, code, random) for group, code, _ in one.cuts)
    reasons += random.choice(REMARKED).format(one.remark) if one.remark else ""
    cells = [
        claim(number),
        "ACME",
        f"{month}/{date}/{year}",
        "96372",
        "$60.00",
        f"${allowed / 100:.2f}",
        f"${one.paid / 100:.2f}",
        status,
        f'"{reasons}"' if not wide else one.remark,
        f"{month}/{date}/{year}",
        "03/20/2026",
        "77",
    ]
    if wide:
        parts = [(f'"{_written(group, code, random)}"', f"${cents / 100:.2f}") for group, code, cents in one.cuts]
        parts += [("", "")] * (2 - len(parts))
        cells += [cell for part in parts for cell in part]
    return ",".join(cells)


def _written(group: str, code: str, random: Random) -> str:
    writing = random.choice(WRITINGS) if group == "CO" else "{group}-{code}"
    return writing.format(code=code, group=group, words=random.choice(WORDS))
