"""Text as office files may hold it: no character that breaks their XML, no cell longer than a program keeps."""

import re

_BROKEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
CUT = " … (cut here; whole in the CSV)"


def printable(text: str, most: int = 32_000) -> str:
    """The text without control characters; beyond `most` characters it is cut, and says so."""
    kept = _BROKEN.sub("", text)
    return kept if len(kept) <= most else kept[: most - len(CUT)] + CUT
