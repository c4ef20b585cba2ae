"""Lines above a header, as reports have them: a title, a date, a name; they have few cells filled, a header many."""

from collections.abc import Sequence

MOST_LINES = 15
FEW, ENOUGH = 2, 4
"""Cells filled in a title at most, and in a header at least."""


def titles_above(filled: Sequence[int]) -> int:
    """How many of the first rows stand above the header, by how many of their cells are filled."""
    above = next((at for at, cells in enumerate(filled) if cells > FEW), 0)
    return above if above and filled[above] >= ENOUGH else 0


def title_bytes(text: bytes, separators: Sequence[str]) -> int:
    """Where the header begins in a text that has titles above it; else 0."""
    lines = text.split(b"\n", MOST_LINES)[:MOST_LINES]
    # From a cell of several lines on nothing can be told from lines.
    lines = lines[: next((at for at, line in enumerate(lines) if line.count(b'"') % 2), len(lines))]
    if not lines:
        return 0
    mark = max(separators, key=lambda one: max(_outside(line).count(one.encode()) for line in lines)).encode()
    there = [line for line in lines if line.strip()]
    above = titles_above([sum(bool(cell.strip()) for cell in _outside(line).split(mark)) for line in there])
    if not above:
        return 0
    return text.index(there[above], sum(len(line) + 1 for line in lines[: lines.index(there[above])]))


def _outside(line: bytes) -> bytes:
    """The line with what stands in quotation marks made one sign, so that its separators do not count."""
    return b"".join(part if at % 2 == 0 else b"x" for at, part in enumerate(line.split(b'"')))
