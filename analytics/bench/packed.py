"""Damaged files in archives that may be damaged, too: what is unpacked is read, what is not is refused in words."""

import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from warnings import catch_warnings, simplefilter

from analytics.bench.mutations import BYTES
from analytics.importers.result import Source
from analytics.importers.unpack import UnpackError, unpack

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
