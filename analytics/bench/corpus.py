"""The seeds of the fuzz: 837P and 835 files of our own, drawn here or written by the demo. All people are invented."""

import gzip
import io
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from warnings import catch_warnings, simplefilter

from analytics.bench.mutations import BYTES
from analytics.demo.demo import write_demo
from analytics.importers.result import Source
from analytics.importers.unpack import UnpackError, unpack

LARGEST_SEED = 12_000  # bytes: what breaks a reader breaks it in a small file too, and small files are many
HEAD_835 = """
    BPR*I*{paid}*C*ACH*CCP*01*111*DA*222*1112223334**01*333*DA*444*20250110
    TRN*1*{trace}*1112223334
    DTM*405*20250110
    N1*PR*FIRST PAYER*XV*12345
    N1*PE*SAMPLE PRACTICE*XX*1999999984
    LX*1
    TS3*1999999984*11*20251231*2*150
"""
PAID = """
    CLP*A1*1*100*60*10*12*ICN1*11*1
    CAS*OA*23*0
    NM1*QC*1*ROE*RICHARD****MI*M0001
    NM1*82*1*DOC*DORA****XX*1000000011
    MOA***MA01*N1
    REF*F8*OLDICN
    DTM*232*20250102
    SVC*HC:96372:59*100*60**1*HC:96371*2
    DTM*472*20250102
    CAS*CO*45*20**253*10*1
    CAS*PR*2*10
    REF*6R*L1
    AMT*B6*70
    LQ*HE*N115
"""
REVERSED = """
    CLP*A2*22*-50*-50*0*12*ICN2*11*1
    NM1*QC*1*DOE*JANE****MI*M0002
    SVC*HC:J1885*-50*-50**-1
    DTM*150*20250101
    DTM*151*20250102
"""
AGAIN = REVERSED.replace("*22*-50*-50", "*1*50*40").replace("*-50*-50**-1", "*50*40**1") + "CAS*CO*Z99*10"
TAKEN_BACK = PAID.replace("*1*100*60*10", "*22*-100*-60*-10").replace("    DTM*232*20250102\n", "")
TAKEN_BACK = TAKEN_BACK.replace("    DTM*472*20250102\n", "").replace("*100*60**1*", "*-100*-60**-1*")
BARE = """
    CLP*A3*4*50*0**12
    SVC*HC:J1885*50*0**1
    SVC*HC:96372****1
    CAS*CO*16*50
"""
EMPTY_PAIR = "PLB*1999999984*20251231*WO:R1*10*L6*"
PAIRS = "PLB*1999999984*20251231*WO:R1*10*L6*-2"
HEAD_837 = """
    BHT*0019*00*B0001*20250110*1200*CH
    NM1*41*2*SAMPLE PRACTICE*****46*777
    NM1*40*2*CLEARING HOUSE*****46*888
    HL*1**20*1
    PRV*BI*PXC*207Q00000X
    NM1*85*2*SAMPLE PRACTICE*****XX*1999999984
    N4*ANYTOWN*NC*276011234
    HL*2*1*22*1
    SBR*P**GROUP******CI
    NM1*IL*1*ROE*RICHARD****MI*M0001
    DMG*D8*19700131*M
    NM1*PR*2*FIRST PAYER*****PI*12345
"""
BILLED = """
    CLM*A1*150***11:B:1*Y*A*Y*Y
    HI*ABK:M0500*ABF:E119
    LX*1
    SV1*HC:96372:59*100*UN*1***2:1
    DTP*472*D8*20250102
    REF*6R*L1
    LX*2
    SV1*HC:J1885*50*UN*2***1
    DTP*472*RD8*20250101-20250102
    LIN**N4*00409379301
    CTP****2*ML
    SVD*12345*20*HC:J1885**2
    CAS*CO*45*30
"""
DEPENDENT = """
    HL*3*2*23*0
    PAT*19
    NM1*QC*1*ROE*TED
    DMG*D8*20150131*M
    CLM*A2*100***11:B:7*Y*A*Y*Y
    REF*F8*ICN1
    HI*BK:4660
    LX*1
    SV1*HC:96372*100*UN*1***1
    DTP*472*D8*20250103
"""


def seeds() -> list[bytes]:
    """Drawn files in several styles, and the smaller files of a small demo; the same in every process."""
    return [*_drawn(), *_of_demo()]


def _drawn() -> list[bytes]:
    two = interchange([_remittance(PAID, AGAIN, paid="92"), _remittance(REVERSED, AGAIN, paid="-10", pairs="")])
    billed = interchange([_submission(BILLED, DEPENDENT)], version="005010X222A1")
    return [
        text(interchange([_remittance(PAID, paid="52")])),
        text(two),
        text(two, end="\r\n", element="|", component="^"),
        text(interchange([_remittance(AGAIN, paid="40", pairs="")], version="004010X091A1"), end="~\n"),
        text(two) + text(billed, element="|", component=">", end="'"),
        text(billed),
        text(billed, end="~\r\n"),
        text(two)[106:],
        text(interchange([_submission(BILLED)], version="005010X291")),
        text(interchange([_remittance(PAID, TAKEN_BACK, BARE, paid="-10", pairs=EMPTY_PAIR)], version="5010")),
    ]


def _remittance(*claims: str, paid: str, pairs: str = PAIRS) -> list[str]:
    return _closed("835", lines(HEAD_835.format(paid=paid, trace="T1"), *claims, pairs))


def _submission(*claims: str) -> list[str]:
    return _closed("837", lines(HEAD_837, *claims))


def _closed(kind: str, segments: Sequence[str]) -> list[str]:
    return [f"ST*{kind}*0001", *segments, f"SE*{len(segments) + 2}*0001"]


def lines(*texts: str) -> list[str]:
    """The segments of drawn texts, one per line."""
    return [line.strip() for text in texts for line in text.splitlines() if line.strip()]


def interchange(transactions: Sequence[Sequence[str]], version: str = "005010X221A1") -> list[str]:
    """ISA to IEA around transactions, with counts that are right."""
    start = f"ISA*00*{'':10}*00*{'':10}*ZZ*{'PAYER':15}*ZZ*{'PRACTICE':15}*250110*1200*^*00501*000000001*0*P*:"
    group = "HC" if "222" in version else "HP"
    inside = [segment for one in transactions for segment in one]
    ends = [f"GE*{len(transactions)}*7", "IEA*1*000000001"]
    return [start, f"GS*{group}*PAYER*PRACTICE*20250110*1200*7*X*{version}", *inside, *ends]


def text(segments: Sequence[str], *, end: str = "~", element: str = "*", component: str = ":") -> bytes:
    """The segments as bytes, with other separators if wanted."""
    swap = str.maketrans({"*": element, ":": component})
    return "".join(segment.translate(swap) + end for segment in segments).encode()


def _of_demo() -> list[bytes]:
    with tempfile.TemporaryDirectory() as place:
        found = write_demo(Path(place), months=2, encounters=60, seed=7, keep_lines=False).files
        contents = [path.read_bytes() for path in found]
    return [content for content in contents if len(content) <= LARGEST_SEED][:12]


NAMES = (
    "a.835",
    "in/b.837",
    "../c.835",
    "/d.835",
    "e.zip",
    "C:\\f.835",
    "",
    "g\0.835",
    "__MACOSX/h",
    "a.835",
    "x" * 300,
)
MOST_MEMBERS = 4
ZEROS = 3_000_000
"""Bytes that pack to less than a hundredth: a bomb."""


def packed(random: Random, data: bytes) -> bytes:
    """The file as .gz or .zip, alone or with others, whole or damaged."""
    made = random.choice(PACKERS)(random, data)
    for _ in range(random.choice((0, 0, 0, 1, 2))):
        made = random.choice(BYTES)(random, made)
    return made


def _gz(random: Random, data: bytes) -> bytes:
    return gzip.compress(data, random.choice((0, 6)), mtime=0)


def _gz_twice(random: Random, data: bytes) -> bytes:
    return _gz(random, data) + random.choice((_gz(random, data), b"garbage", bytes(512)))


def _gz_in_gz(random: Random, data: bytes) -> bytes:
    return _gz(random, _gz(random, data))


def _gz_of_zeros(random: Random, data: bytes) -> bytes:
    return _gz(random, data + bytes(ZEROS))


def _zip(random: Random, data: bytes) -> bytes:
    made = io.BytesIO()
    with (
        catch_warnings(),
        zipfile.ZipFile(made, "w", random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as all_,
    ):
        simplefilter("ignore")  # a name that comes twice is what is wanted here
        for _ in range(random.randrange(MOST_MEMBERS)):
            all_.writestr(
                zipfile.ZipInfo(random.choice((*NAMES[:1] * 30, *NAMES))),
                random.choice((data, b"", data[: len(data) // 2])),
            )
    return made.getvalue()


def _zip_in_zip(random: Random, data: bytes) -> bytes:
    return _zip(random, _zip(random, data))


PACKERS: tuple[Callable[[Random, bytes], bytes], ...] = (
    _gz,
    _gz_twice,
    _gz_in_gz,
    _gz_of_zeros,
    _zip,
    _zip,
    _zip_in_zip,
)


def unpacked(data: bytes, folder: Path) -> list[Source]:
    """What the archive holds; nothing when it is refused. Raises ValueError for a refusal without words."""
    path = folder / "sent"
    path.write_bytes(data)
    try:
        return unpack(path)
    except UnpackError as refused:
        if not (refused.reason and refused.next_step):
            raise ValueError("refused without words") from refused
        return []
