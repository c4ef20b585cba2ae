"""A path into sources: a plain file, a .gz, or the members of a .zip; bombs are refused before unpacking."""

import gzip
import hashlib
import lzma
import stat
import struct
import zipfile
import zlib
from pathlib import Path

from analytics.importers.result import Source

LARGEST_FILE = 500_000_000
LARGEST_RATIO = 100
MOST_ENTRIES = 1_000
RATIO_FROM = 1_000_000  # below this size a high ratio harms nobody
CHUNK = 1 << 20
_HALF = (".part", ".partial", ".tmp", ".filepart", ".crdownload", "~")
"""How the names of files end that are still being transferred, or were left half."""
_DAMAGES = (
    *(OSError, EOFError, RuntimeError, ValueError, LookupError, AssertionError),
    *(zlib.error, lzma.LZMAError, struct.error, zipfile.BadZipFile),
)
"""What Python's own readers raise on damaged archives."""


class UnpackError(ValueError):
    """A file that is refused before it is read: what is wrong, and the next step."""

    def __init__(self, code: str, reason: str, next_step: str) -> None:
        super().__init__(reason)
        self.code, self.reason, self.next_step = code, reason, next_step


def is_left_out(name: str) -> bool:
    """Within a folder: hidden, or half-transferred, when what it will hold is not there yet (robustness 87)."""
    return name.startswith(".") or name.lower().endswith(_HALF)


def parts_of(folder: Path) -> list[Path]:
    """The parquet files of a folder that is one table; hidden ones and those of a job that runs still are no part."""
    within = ((path, path.relative_to(folder).parts) for path in folder.rglob("*.parquet"))
    return sorted(path for path, names in within if not any(n.startswith("_") or is_left_out(n) for n in names))


def unpack(path: Path) -> list[Source]:
    """The sources a path holds; a zip member is named archive.zip!member. Raises UnpackError."""
    try:
        return _unpack(path)
    except UnpackError:
        raise
    except NotImplementedError:
        raise UnpackError(
            "archive_method", "The archive is packed in a way this program cannot read.", "Pack it as an ordinary zip."
        ) from None
    except _DAMAGES as fault:
        if isinstance(fault, OSError) and fault.errno:  # bz2 and gzip speak of bad data without a number
            raise UnpackError("not_readable", "The file cannot be opened.", "Check its name and permissions.") from None
        raise UnpackError("archive_damaged", "The archive is damaged or cut off.", "Pack it again.") from None


def _unpack(path: Path) -> list[Source]:
    with path.open("rb") as file:
        start = file.read(4)
    if start[:2] == b"\x1f\x8b":
        return [_source(str(path), _gunzip(path))]
    if start in (b"PK\x03\x04", b"PK\x05\x06"):
        return _unzip(path)
    if path.stat().st_size > LARGEST_FILE:
        raise _too_large()
    return [_source(str(path), path.read_bytes())]


def _source(name: str, data: bytes) -> Source:
    return Source(name, data, hashlib.sha256(data).hexdigest())


def _gunzip(path: Path) -> bytes:
    """All members; gzip itself refuses garbage behind the last one, so that nothing is ever read by half."""
    packed, parts, size = path.stat().st_size, [], 0
    with gzip.open(path) as file:
        while part := file.read(CHUNK):
            size += len(part)
            if size > LARGEST_FILE:
                raise _too_large()
            if size > RATIO_FROM and size > packed * LARGEST_RATIO:
                raise _bomb()
            parts.append(part)
    return b"".join(parts)


def _unzip(path: Path) -> list[Source]:
    with zipfile.ZipFile(path) as archive:
        members = [member for member in archive.infolist() if not member.filename.endswith("/")]
        _check(members, path.stat().st_size)
        if not any(map(_wanted, members)):
            raise UnpackError("archive_empty", "The archive holds no file.", "Pack the files again.")
        return [_source(f"{path}!{member.filename}", archive.read(member)) for member in members if _wanted(member)]


def _wanted(member: zipfile.ZipInfo) -> bool:
    """Not the notes that a Mac or a desktop adds to archives."""
    name = member.filename
    return not name.startswith("__MACOSX/") and name.rpartition("/")[2] not in (".DS_Store", "Thumbs.db")


def _check(members: list[zipfile.ZipInfo], packed: int) -> None:
    """Refuse before unpacking: sizes and names come from the directory of the archive."""
    size = sum(member.file_size for member in members)
    if len(members) > MOST_ENTRIES:
        raise UnpackError(
            "archive_entries", f"The archive has more than {MOST_ENTRIES:,} entries.", "Pack fewer files."
        )
    if size > LARGEST_FILE:
        raise _too_large()
    if size > RATIO_FROM and size > max(packed, 1) * LARGEST_RATIO:
        raise _bomb()
    for member in members:
        _check_member(member)


def _check_member(member: zipfile.ZipInfo) -> None:
    name = member.filename.replace("\\", "/")
    if not name:
        raise UnpackError("archive_path", "An entry of the archive has no name.", "Pack the files again.")
    if member.flag_bits & 1:
        raise UnpackError("archive_password", "The archive needs a password.", "Unpack it and load the files.")
    if name.startswith("/") or ".." in name.split("/") or ":" in name[:3]:
        raise UnpackError("archive_path", "An entry of the archive points outside of it.", "Pack the files again.")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise UnpackError("archive_link", "An entry of the archive is a link.", "Pack the files themselves.")
    if name.lower().endswith((".zip", ".gz", ".7z", ".tar", ".rar", ".tgz", ".bz2", ".xz")):
        raise UnpackError("archive_nested", "The archive holds another archive.", "Unpack it and load the files.")


def _too_large() -> UnpackError:
    return UnpackError(
        "too_large", "The file is larger than 500 MB unpacked.", "Split it at transactions and load the parts."
    )


def _bomb() -> UnpackError:
    return UnpackError(
        "archive_ratio", "The archive unpacks to more than 100 times its size.", "Load the unpacked files."
    )
