"""A small builder of X12 text for tests: segments as lines, envelopes and counts added. All people are invented."""

import hashlib
from collections.abc import Sequence

from analytics.importers.reader import read_batch
from analytics.importers.result import FileReading, Import, Source

SECRET = b"a secret for tests only, 32 bytes"
HEADER_835 = """
    BPR*I*{paid}*C*ACH*CCP*01*111*DA*222*1112223334**01*333*DA*444*20250110
    TRN*1*{trace}*1112223334
    DTM*405*20250110
    N1*PR*FIRST PAYER*XV*12345
    N1*PE*SAMPLE PRACTICE*XX*1999999984
    LX*1
"""
CLAIM_835 = """
    CLP*A1*1*100*60*10*12*ICN1*11*1
    NM1*QC*1*ROE*RICHARD****MI*M0001
    SVC*HC:96372*100*60**1
    DTM*472*20250102
    CAS*CO*45*30
    CAS*PR*2*10
    REF*6R*L1
    AMT*B6*70
"""
HEADER_837 = """
    BHT*0019*00*B0001*20250110*1200*CH
    NM1*41*2*SAMPLE PRACTICE*****46*777
    NM1*40*2*CLEARING HOUSE*****46*888
    HL*1**20*1
    PRV*BI*PXC*207Q00000X
    NM1*85*2*SAMPLE PRACTICE*****XX*1999999984
    N3*1 MAIN STREET
    N4*ANYTOWN*NC*276011234
    REF*EI*561234567
"""
SUBSCRIBER = """
    HL*2*1*22*0
    SBR*P*18*GROUP******CI
    NM1*IL*1*ROE*RICHARD****MI*M0001
    DMG*D8*19700131*M
    NM1*PR*2*FIRST PAYER*****PI*12345
"""
CLAIM_837 = """
    CLM*A1*100***11:B:1*Y*A*Y*Y
    HI*ABK:M0500*ABF:E119
    LX*1
    SV1*HC:96372*100*UN*1***2:1
    DTP*472*D8*20250102
    REF*6R*L1
"""


def lines(*texts: str) -> list[str]:
    """The segments of a drawn text, one per line."""
    return [line.strip() for text in texts for line in text.strip().splitlines() if line.strip()]


def transaction(set_id: str, segments: Sequence[str], control: str = "0001", version: str = "") -> list[str]:
    """ST, the segments, and an SE that counts them."""
    start = f"ST*{set_id}*{control}" + (f"*{version}" if version else "")
    return [start, *segments, f"SE*{len(segments) + 2}*{control}"]


def isa(control: str = "000000001", *, usage: str = "P", day: str = "250110", ids: str = "00501") -> str:
    return f"ISA*00*{'':10}*00*{'':10}*ZZ*{'PAYER':15}*ZZ*{'PRACTICE':15}*{day}*1200*^*{ids}*{control}*0*{usage}*:"


def interchange(
    *transactions: Sequence[str], version: str = "005010X221A1", control: str = "000000001", usage: str = "P"
) -> list[str]:
    """ISA and GS around the transactions, with trailers that count them."""
    group = "HP" if "221" in version or "091" in version else "HC"
    return [
        isa(control, usage=usage),
        f"GS*{group}*PAYER*PRACTICE*20250110*1200*7*X*{version}",
        *(segment for one in transactions for segment in one),
        f"GE*{len(transactions)}*7",
        f"IEA*1*{control}",
    ]


def remittance(*claims: str, paid: str = "60", trace: str = "T1", plb: str = "", control: str = "0001") -> list[str]:
    """One 835 transaction around drawn claims."""
    return transaction("835", lines(HEADER_835.format(paid=paid, trace=trace), *(claims or (CLAIM_835,)), plb), control)


def claims(*drawn: str, version: str = "005010X222A1") -> list[str]:
    """One 837P transaction around drawn subscriber loops and claims."""
    return transaction("837", lines(HEADER_837, *(drawn or (SUBSCRIBER, CLAIM_837))), version=version)


def text(segments: Sequence[str], *, end: str = "~", element: str = "*", component: str = ":") -> bytes:
    """The segments as bytes, with other separators if wanted."""
    swap = str.maketrans({"*": element, ":": component})
    return "".join(segment.translate(swap) + end for segment in segments).encode("latin-1")


def file_835(*drawn: str, **options: str) -> bytes:
    """A whole 835 file."""
    return text(interchange(remittance(*drawn, **options)))


def file_837(*drawn: str) -> bytes:
    """A whole 837P file."""
    return text(interchange(claims(*drawn), version="005010X222A1"))


def source(data: bytes, path: str = "a.835") -> Source:
    return Source(path, data, hashlib.sha256(data).hexdigest())


def read(*data: bytes) -> Import:
    """All files read as one batch."""
    return read_batch([source(one, f"{number}.835") for number, one in enumerate(data)], secret=SECRET)


def read_one(data: bytes) -> tuple[Import, FileReading]:
    batch = read(data)
    return batch, batch.files[0]


def codes(reading: FileReading) -> tuple[list[str], list[str]]:
    """The codes of a reading's rejects and warnings."""
    return [one.code for one in reading.rejects], [one.code for one in reading.warnings]
