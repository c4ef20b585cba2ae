"""How much room a text takes in Arial, so that nothing is clipped: widths are a little more than the font's own."""

from functools import lru_cache

from analytics.report.printable import printable

LEADING = 1.2
"""Height of a line, in sizes of the font."""

_WIDTHS = {
    **dict.fromkeys("ijl'|", 0.24),
    **dict.fromkeys(" .,:;!/\\ftI[]()-r·", 0.34),
    **dict.fromkeys("mM%@—", 0.92),
    **dict.fromkeys("wW", 0.96),
    **dict.fromkeys("ABCDEFGHKLNOPQRSTUVXYZ&", 0.75),
}
_LOWER, _OTHER, _WIDE = 0.58, 0.65, 1.1


def width(text: str, size: float, *, is_bold: bool = False) -> float:
    """Inches of one line of text at a size in points."""
    return _ems(text) * size / 72 * (1.07 if is_bold else 1)


@lru_cache(maxsize=4096)
def _ems(text: str) -> float:
    """In sizes of the font; the same words stand in many places of a report."""
    return sum(_WIDTHS.get(sign, _LOWER if sign < "\x7f" else _OTHER if sign < "\u2e80" else _WIDE) for sign in text)


def wrapped(text: str, size: float, room: float, *, is_bold: bool = False) -> list[str]:
    """The lines that a text breaks into within `room` inches; a word longer than a line is broken."""
    lines: list[str] = []
    space = width(" ", size, is_bold=is_bold)
    for paragraph in text.split("\n"):
        line: list[str] = []
        used = 0.0
        for word in _words(paragraph, size, room, is_bold=is_bold):
            wide = width(word, size, is_bold=is_bold)
            if line and used + space + wide > room:
                lines.append(" ".join(line))
                line, used = [], 0.0
            used += wide + (space if line else 0.0)
            line.append(word)
        lines.append(" ".join(line))
    return lines


def _words(paragraph: str, size: float, room: float, *, is_bold: bool) -> list[str]:
    found: list[str] = []
    for word in paragraph.split(" "):
        wide = width(word, size, is_bold=is_bold)
        if wide <= room:
            found.append(word)
            continue
        fits = max(1, int(len(word) * room / wide * 0.9))
        found += [word[at : at + fits] for at in range(0, len(word), fits)]
    return found


def height(text: str, size: float, room: float, *, is_bold: bool = False) -> float:
    """Inches that a text takes within `room` inches."""
    return len(wrapped(text, size, room, is_bold=is_bold)) * size * LEADING / 72


def pieces(text: str, size: float, room: float, most: float) -> list[str]:
    """A text cut into parts that are at most `most` inches high."""
    lines = wrapped(printable(text), size, room)
    fit = max(1, int(most / (size * LEADING / 72)))
    return [" ".join(lines[at : at + fit]) for at in range(0, len(lines), fit)]


def size_that_fits(text: str, sizes: tuple[float, ...], room: float, most: float, *, is_bold: bool = False) -> float:
    """The largest of the sizes at which a text keeps within `most` inches; the smallest if none does."""
    return next((size for size in sizes if height(text, size, room, is_bold=is_bold) <= most), sizes[-1])
