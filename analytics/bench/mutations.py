"""What happens to files on their way: bits flip, segments get lost, separators change, ends are cut off."""

from collections.abc import Callable
from random import Random

Mutator = Callable[[Random, bytes], bytes]
MOST_STEPS = 4
SPLICED = 8  # every so manieth file is of two
TIMES = (*(2,) * 30, *(30,) * 10, 1_000)
LARGEST = 100_000  # bytes: large files are rare, or few could be read
HUGE = 70_000  # bytes: more than a segment may hold
NUMBERED = (b"SE*", b"GE*", b"IEA*", b"HL*", b"LX*", b"ST*", b"ST*835*", b"ST*837*", b"TS3*", b"BPR*I*", b"TRN*1*")
COUNTS = (b"", b"0", b"-1", b"1", b"0001", b"99999999999999999999", b"1e9", b"\xb2", b" 3 ", b"2147483648")
PIECES = (
    b"~", b"*", b":", b"|", b"^", b"\n", b"\r\n", b" ", b"\0", b"\x1a", b"\x1c", b"\x1e", b"\x1f", b"\x02", b"\xff",
    b'"', b",", b"\xef\xbb\xbf", b"1E9", b"-", b"99999999999", b"0.001", b"ISA*", b"ISA", b"ST*835*1~", b"SE*1*1~",
    b"GS*HP~", b"GE*1*1~", b"IEA*1*1~", b"TA1~", b"CLP*", b"CLM*X*1~", b"SVC*HC:1*1*1~", b"SV1*HC:1*1~", b"HL*1**22~",
    b"LX*1~", b"NM1*QC~", b"PLB*1*2*3*4~", b"CAS*CO*1*x*y*z*q*w~", b"CAS*XX*45*1~", b"DTM*472*2025~", b"LQ*HE*M~",
    b"MOA***?~", b"TS3*1~", "é".encode(), "\u202e".encode(), "\U0001f489".encode(),
)  # fmt: skip


def mutated(random: Random, seeds: list[bytes]) -> bytes:
    """One of the seeds, or the beginning of one and the end of another, with one to four things done to it."""
    data = random.choice(seeds)
    if not random.randrange(SPLICED):
        data = _spliced(random, data, random.choice(seeds))
    for _ in range(random.randint(1, MOST_STEPS)):
        data = random.choice(MUTATORS)(random, data)[:LARGEST]
    return data


def _spliced(random: Random, one: bytes, other: bytes) -> bytes:
    """An 837 that goes on as an 835, a remittance whose end is another's."""
    heads, tails = one.split(b"~"), other.split(b"~")
    return b"~".join([*heads[: random.randrange(len(heads)) + 1], *tails[random.randrange(len(tails)) :]])


def _place(random: Random, data: bytes) -> int:
    return random.randrange(len(data)) if data else 0


def _flip(random: Random, data: bytes) -> bytes:
    found = bytearray(data)
    for _ in range(random.choice((1, 1, 3, 20)) if found else 0):
        found[_place(random, data)] ^= 1 << random.randrange(8)
    return bytes(found)


def _insert(random: Random, data: bytes) -> bytes:
    at = _place(random, data)
    return data[:at] + random.choice(PIECES) + data[at:]


def _overwrite(random: Random, data: bytes) -> bytes:
    at, piece = _place(random, data), random.choice(PIECES)
    return data[:at] + piece + data[at + len(piece) :]


def _cut_out(random: Random, data: bytes) -> bytes:
    at = _place(random, data)
    return data[:at] + data[at + random.choice((1, 2, 5, 30, 200, 2_000)) :]


def _truncate(random: Random, data: bytes) -> bytes:
    return data[: _place(random, data)]


def _behead(random: Random, data: bytes) -> bytes:
    return data[_place(random, data) % 400 :]


def _segments(random: Random, data: bytes, change: Callable[[list[bytes], int, int], None]) -> bytes:
    """The file with its segments changed, told apart by the character that ends most of them."""
    end = max((b"~", b"\n", b"'"), key=data.count)
    found = data.split(end)
    change(found, random.randrange(len(found)), random.randrange(len(found)))
    return end.join(found)


def _drop(random: Random, data: bytes) -> bytes:
    return _segments(random, data, lambda found, one, two: found.__delitem__(one))


def _double(random: Random, data: bytes) -> bytes:
    return _segments(random, data, lambda found, one, two: found.insert(one, found[two]))


def _swap(random: Random, data: bytes) -> bytes:
    def change(found: list[bytes], one: int, two: int) -> None:
        found[one], found[two] = found[two], found[one]

    return _segments(random, data, change)


def _repeat(random: Random, data: bytes) -> bytes:
    """A stretch of segments many times over."""
    times = random.choice(TIMES)
    return _segments(random, data, lambda found, one, two: found.insert(one, b"~".join([found[two]] * times)))


def _separator(random: Random, data: bytes) -> bytes:
    """One separator becomes another character, everywhere or from some place on."""
    old, new = random.choice(b"*:~\n|^"), random.randrange(256)
    at = random.choice((0, _place(random, data)))
    return data[:at] + data[at:].replace(bytes((old,)), bytes((new,)))


def _elements(random: Random, data: bytes) -> bytes:
    """One element is emptied, made huge, or takes another one's text."""
    found = data.split(b"*")
    one, two = random.randrange(len(found)), random.randrange(len(found))
    huge = bytes(random.choices(b"A9 :.-", k=1)) * random.choice((*(40,) * 20, 5_000, HUGE))
    found[one] = random.choice((b"", found[two], huge, b"-" + found[one], found[one] + b"9" * 12))
    return b"*".join(found)


def _many(random: Random, data: bytes) -> bytes:
    """One element thousands of times within its segment."""
    found = data.split(b"*")
    at = random.randrange(len(found))
    found[at : at + 1] = [found[at]] * random.choice(TIMES)
    return b"*".join(found)


def _nested(random: Random, data: bytes) -> bytes:
    """The whole file within itself: an interchange in a transaction, a claim in a claim."""
    return _segments(random, data, lambda found, one, two: found.insert(one, data.rstrip(b"~\r\n")))


def _counts(random: Random, data: bytes) -> bytes:
    """A number of an envelope or a level that is huge, negative, none, or another's."""
    found = [at for tag in NUMBERED for at in _all(data, tag)]
    if not found:
        return data
    at = random.choice(found)
    # Nowhere is -1, which counted round is the end of the file.
    ends = min(data.find(mark, at) % (len(data) + 1) for mark in (b"~", b"\n", b"*"))
    return data[:at] + random.choice(COUNTS) + data[ends:]


def _all(data: bytes, tag: bytes) -> list[int]:
    """Where the first element behind each segment of that tag begins."""
    found, at = list[int](), data.find(tag)
    while at >= 0:
        found.append(at + len(tag))
        at = data.find(tag, at + len(tag))
    return found


def _half(random: Random, data: bytes) -> bytes:
    """From some place on in another encoding."""
    at = _place(random, data)
    return data[:at] + data[at:].decode("latin-1").encode(random.choice(("utf-16-le", "utf-16", "cp037", "utf-8-sig")))


def _encoding(random: Random, data: bytes) -> bytes:
    """Another encoding, or line ends of another system."""
    text = data.decode("latin-1")
    changes: tuple[Callable[[], bytes], ...] = (
        lambda: text.encode("utf-16"),
        lambda: text.encode("cp037"),
        lambda: b"\xef\xbb\xbf" + data,
        lambda: data.replace(b"A", "Å".encode("latin-1")),
        lambda: data.replace(b"E", "É".encode()),
        lambda: data.replace(b"~", b"~\r\n"),
        lambda: data.replace(b"\n", b"\r"),
        lambda: b"From the payer:\r\n\r\n" + data,
        lambda: data + b"\x1a\0\0\0",
        lambda: data.lower(),
    )
    return random.choice(changes)()


def _wrap(random: Random, data: bytes) -> bytes:
    """Lines of one width, as a mainframe sends them."""
    width, end = random.randint(20, 200), random.choice((b"\r\n", b"\n", b"\r"))
    return end.join(data[at : at + width] for at in range(0, len(data), width))


def _twice(random: Random, data: bytes) -> bytes:
    """Two files sent as one."""
    return data + data[_place(random, data) * random.randrange(2) :]


BYTES: tuple[Mutator, ...] = (_flip, _insert, _overwrite, _cut_out, _truncate)
"""What may happen to any file, an archive too."""
MUTATORS: tuple[Mutator, ...] = (
    *BYTES, _behead, _drop, _double, _swap, _repeat, _separator, _elements, _many, _encoding, _twice, _nested, _counts,
    _half, _wrap,
)  # fmt: skip
