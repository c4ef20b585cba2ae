"""What 837P and 835 files share: amounts, names, control numbers and the envelope of an interchange."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

SUBMITTER = "LANTERNFIELD"
CLEARINGHOUSE = "FENGATE"


class Style(NamedTuple):
    """How a sender writes: its separators, and whether it breaks lines."""

    element: str = "*"
    component: str = ":"
    end: str = "~\n"


class Envelope(NamedTuple):
    """One interchange of one functional group."""

    kind: str  # GS01: HC claims, HP remittances
    version: str
    sender: str
    receiver: str
    day: date
    control: int


@lru_cache(maxsize=100_000)
def amount(cents: int) -> str:
    """An amount as X12 sends it: no trailing zeros, no trailing point."""
    sign, whole, part = "-" if cents < 0 else "", *divmod(abs(cents), 100)
    return f"{sign}{whole}.{part:02d}".rstrip("0").rstrip(".")


@lru_cache(maxsize=10_000)
def ccyymmdd(day: date) -> str:
    """A date as X12 sends it; the same few thousand days stand in every file."""
    return f"{day:%Y%m%d}"


def wrap(envelope: Envelope, transactions: Iterable[list[str]]) -> list[str]:
    """ISA … IEA around whole transactions."""
    kind, version, sender, receiver, day, control = envelope
    sent = list(transactions)
    segments = [
        f"ISA*00*{'':10}*00*{'':10}*ZZ*{sender:<15}*ZZ*{receiver:<15}*{day:%y%m%d}*0600*^*00501*{control:09d}*0*P*:",
        f"GS*{kind}*{sender}*{receiver}*{day:%Y%m%d}*0600*{control}*X*{version}",
    ]
    for transaction in sent:
        segments += transaction
    return [*segments, f"GE*{len(sent)}*{control}", f"IEA*1*{control:09d}"]


def closed(transaction: list[str], number: int) -> list[str]:
    """A transaction with its SE segment, which counts itself."""
    return [*transaction, f"SE*{len(transaction) + 1}*{number:04d}"]


def text(segments: list[str], style: Style) -> str:
    """The segments in the sender's separators; the world's own values hold none of them."""
    joined = style.end.join([*segments, ""])
    if style.component != ":":
        joined = joined.replace(":", style.component)
    return joined if style.element == "*" else joined.replace("*", style.element)
