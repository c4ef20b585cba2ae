"""What a file is: a transaction set by name, or something that is no X12 at all."""

import re

from analytics.importers.unpack import unpack

LOOKS = (
    (b"%PDF", "looks like a PDF"),
    (b"PK\x03\x04", "looks like a zip archive"),
    (b"PK\x05\x06", "looks like an empty zip archive"),
    (b"\x1f\x8b", "looks like a gzip file"),
    (b"PAR1", "looks like a parquet file"),
    (b"\xc9\xe2\xc1", "is EBCDIC; convert it to ASCII first"),
    (b"\xff\xfe", "is UTF-16; save it as UTF-8 first"),
    (b"\xfe\xff", "is UTF-16; save it as UTF-8 first"),
    (b"I\x00S\x00", "is UTF-16; save it as UTF-8 first"),
    (b"\x00I\x00S", "is UTF-16; save it as UTF-8 first"),
    (b"\xd0\xcf\x11\xe0", "looks like an old Office document"),
    (b"\x89PNG", "looks like a picture"),
    (b"\xff\xd8\xff", "looks like a picture"),
    (b"{\\rtf", "looks like an RTF document"),
    (b"SQLite format 3", "looks like a database"),
)
MARKUP = ((b"<!doctype html", "looks like HTML"), (b"<html", "looks like HTML"), (b"<?xml", "looks like XML"))
HEAD = 4_000
"""Bytes that tell what a file looks like."""
FOREIGN = tuple(words for _, words in LOOKS)
_EBCDIC = b"\xc9\xe2\xc1"
_EBCDIC_BLANKS = b"\x00\x0d\x15\x25\x40"

SETS = {
    "270": "a 270 eligibility inquiry",
    "271": "a 271 eligibility answer",
    "276": "a 276 claim status inquiry",
    "277": "a 277 claim status or claim acknowledgement (277CA)",
    "278": "a 278 authorization",
    "820": "an 820 premium payment",
    "834": "an 834 enrolment",
    "997": "a 997 acknowledgement",
    "999": "a 999 acknowledgement",
    "824": "an 824 application advice",
    "TA1": "a TA1 interchange acknowledgement",
    "275": "a 275 attachment",
    "864": "an 864 text message",
    "269": "a 269 benefit coordination",
    "210": "a 210 freight invoice",
    "850": "an 850 purchase order",
    "810": "an 810 invoice",
}
REQUEST = "X291"
"""A predetermination: what would be paid is asked, nothing is billed."""
PROFESSIONAL, INSTITUTIONAL, DENTAL, ADJUDICATED = (
    ("X222", "X098", REQUEST),
    ("X223", "X096", "X292", "X299"),
    ("X224", "X097", "X300"),
    ("X298",),
)
REMITTANCE = ("X221", "X091")
VERSIONS = ("004010", "005010")
_RELEASE = re.compile("00[2-9]0[0-9]{2}")
"""A version of the standard: anything else in its place was blanked or cut short."""
_OF_INTERCHANGE = {"004": "004010", "005": "005010"}
_OF_GROUP = {"HP": "835", "HC": "837"}
LINES_OF = {"SV2": "an 837I institutional claim", "SV3": "an 837D dental claim"}


def _begins(data: bytes) -> bytes:
    """The first bytes; those of an EBCDIC file without the blanks and line ends before ISA."""
    head = data[:HEAD]
    bare = head.lstrip(_EBCDIC_BLANKS)
    return bare if bare.startswith(_EBCDIC) else head


def looks_like(data: bytes) -> str:
    """What a file that is no X12 looks like, in words."""
    data = _begins(data)
    for start, words in LOOKS:
        if data.startswith(start):
            return words
    head = data[:HEAD].lstrip().lower()
    for start, words in MARKUP:
        if head.startswith(start):
            return words
    if head[:1] in b"{[":
        return "looks like JSON"
    first = head.splitlines()[0] if head.splitlines() else b""
    if max(first.count(mark) for mark in (b",", b";", b"\t")) >= 2:
        return "looks like CSV"
    return "is neither X12 nor anything else that is known here"


def is_foreign(data: bytes) -> bool:
    """The first bytes belong to another kind of file, whatever stands further on."""
    return _begins(data).startswith(tuple(start for start, _ in LOOKS))


def is_candidate(head: bytes) -> bool:
    """The first bytes may be those of a file that some importer reads: X12, an archive or parquet."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n\t ")
    return start[:3] in (b"ISA",) or start[:2] in (b"GS", b"ST", b"PK") or start[:4] == b"PAR1"


def version_of(set_version: str, group_version: str, interchange_version: str) -> str:
    """The version by ST03 or GS08; by ISA12 where both were blanked or cut short. Empty: nothing says one."""
    named = [said for said in (set_version, group_version) if is_version(said)]
    readable = [said for said in named if said.startswith(VERSIONS)]
    return next(iter([*readable, *named]), _OF_INTERCHANGE.get(interchange_version[:3], ""))


def is_version(said: str) -> bool:
    """It names a version of the standard."""
    return bool(_RELEASE.match(said))


def set_of(set_id: str, group: str) -> str:
    """The transaction set by ST01, else by GS01."""
    return set_id or _OF_GROUP.get(group, "")


def kind_of(set_id: str, version: str) -> tuple[str, str]:
    """The kind of a transaction (835, 837P, outside or unknown) and its name in words."""
    if set_id == "outside":
        return "outside", ""
    if set_id not in ("835", "837"):
        return "unknown", SETS.get(set_id, "a transaction of another type")
    if version and not version.startswith(VERSIONS):
        return "unknown", "version"
    return ("835", "") if set_id == "835" else _kind_of_837(version)


def _kind_of_837(version: str) -> tuple[str, str]:
    guide = version[6:10]
    if guide in INSTITUTIONAL:
        return "unknown", LINES_OF["SV2"]
    if guide in DENTAL:
        return "unknown", LINES_OF["SV3"]
    if guide in ADJUDICATED:
        return "unknown", "an 837 of post-adjudicated claims (X298)"
    return "837P", ""


def is_known_guide(kind: str, version: str) -> bool:
    """The version is one of the guides this program was written for."""
    guides = REMITTANCE if kind == "835" else PROFESSIONAL
    addenda = version[10:] in ("", "A1", "A2", "A3")
    return not version or (version.startswith(VERSIONS) and version[6:10] in guides and addenda)


__all__ = [
    "HEAD", "LINES_OF", "REQUEST", "is_candidate", "is_foreign", "is_known_guide", "is_version", "kind_of",
    "looks_like", "set_of", "unpack", "version_of",
]  # fmt: skip
