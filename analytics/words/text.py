"""How names and lists read, and how text from files is kept inert."""

import re
from collections.abc import Sequence

_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~:$&])")
_SHORT = re.compile(r"PPO|HMO|EPO|POS|PFFS|UHC|UMR|BCBS|USA?|LL[CP]|PL?LC|PC|MD|DO|NP|PA|RN|II|III|IV")
_SMALL = ("of", "and", "the", "for", "in", "on", "at", "by")


def listing(items: Sequence[str], most: int = 6) -> str:
    """a, b and c; long lists end in a count."""
    if len(items) > most:
        return f"{', '.join(items[: most - 1])} and {len(items) - most + 1} more"
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def within(label: str) -> str:
    """A label within a sentence: its first letter small, unless it begins with an abbreviation."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def plain(text: str) -> str:
    """Text from files, inert in Markdown: no link, image, colour or formula comes alive; numbers stay in one piece."""
    kept = " ".join(text.split()).replace(" %", "\u00a0%").replace("n = ", "n\u00a0=\u00a0")
    return _MARKS.sub(r"\\\1", kept)


def name(text: str | None) -> str:
    """A name that files shout, as people write it; a name in mixed case stays as it is."""
    if not text or not text.strip():
        return "not named"
    if not text.isupper():
        return text
    return " ".join(_word(word, first=at == 0) for at, word in enumerate(text.split()))


def _word(word: str, *, first: bool) -> str:
    bare = word.strip(",.")
    if _SHORT.fullmatch(bare) or not any(vowel in bare for vowel in "AEIOUY"):
        return word
    if bare.lower() in _SMALL and not first:
        return word.lower()
    return "-".join(part.capitalize() for part in word.split("-"))
