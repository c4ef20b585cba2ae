"""Plain files, .gz and .zip into sources; bombs and traps are refused before they are unpacked."""

import gzip
import io
import stat
import zipfile
from pathlib import Path

import pytest
from x12_text import file_835, file_837

from analytics.importers import unpack as unpacking
from analytics.importers.sniff import is_candidate, unpack
from analytics.importers.unpack import UnpackError


def zipped(members: dict[str, bytes], *, level: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", level) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_the_same_bytes_have_the_same_hash(tmp_path: Path) -> None:
    """28: plain, renamed, gzipped and zipped are one file."""
    data = file_835()
    paths = [
        written(tmp_path, "a.835", data),
        written(tmp_path, "b.txt", data),
        written(tmp_path, "c.835.gz", gzip.compress(data)),
        written(tmp_path, "d.zip", zipped({"in/e.835": data})),
    ]
    sources = [source for path in paths for source in unpack(path)]
    assert len({one.sha256 for one in sources}) == 1
    assert all(one.data == data for one in sources)
    assert sources[3].path == f"{paths[3]}!in/e.835"


def test_every_member_of_a_zip(tmp_path: Path) -> None:
    """64: folders and the notes of a desktop are no members."""
    path = written(
        tmp_path, "a.zip", zipped({"x/": b"", "x/a.835": file_835(), "b.837": file_837(), "__MACOSX/._b": b"1"})
    )
    assert [one.path.partition("!")[2] for one in unpack(path)] == ["x/a.835", "b.837"]


def test_gz_of_two_members_is_read_whole(tmp_path: Path) -> None:
    """66: both, never half."""
    path = written(tmp_path, "a.gz", gzip.compress(b"one") + gzip.compress(b"two"))
    assert unpack(path)[0].data == b"onetwo"


def password() -> bytes:
    data = bytearray(zipped({"a.835": b"x"}))
    data[6] |= 1  # the flag in the local header, and below the one in the directory
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def linked() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        member = zipfile.ZipInfo("a.835")
        member.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(member, "/etc/passwd")
    return made.getvalue()


def nameless() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(zipfile.ZipInfo(""), b"x")
    return made.getvalue()


def of_method(number: int) -> bytes:
    """A zip that says it is packed in this way; 9 is Deflate64, which Windows uses above 2 GB."""
    made = bytearray(zipped({"a.835": file_835()}))
    made[8] = made[made.rindex(b"PK\x01\x02") + 10] = number
    return bytes(made)


REFUSED = {
    "64 nothing in it": (lambda: zipped({}), "archive_empty"),
    "64 folders and notes of a desktop alone": (lambda: zipped({"x/": b"", "x/.DS_Store": b"1"}), "archive_empty"),
    "65 entries": (lambda: zipped({f"{n}.835": b"" for n in range(1_001)}), "archive_entries"),
    "65 ratio": (lambda: zipped({"a.835": bytes(2_000_000)}), "archive_ratio"),
    "65 nested": (lambda: zipped({"a.zip": b"PK"}), "archive_nested"),
    "65 outside": (lambda: zipped({"../a.835": b"x"}), "archive_path"),
    "65 absolute": (lambda: zipped({"/a.835": b"x"}), "archive_path"),
    "65 link": (linked, "archive_link"),
    "65 password": (password, "archive_password"),
    "65 damaged": (lambda: zipped({"a.835": file_835()})[:-30], "archive_damaged"),
    "65 without a name": (nameless, "archive_path"),
    "65 packed in another way": (lambda: of_method(9), "archive_method"),
    "65 no such way of packing": (lambda: of_method(14), "archive_damaged"),
    "65 no bzip2": (lambda: of_method(12), "archive_damaged"),
    "66 gz ratio": (lambda: gzip.compress(bytes(2_000_000)), "archive_ratio"),
    "66 gz with garbage behind it": (lambda: gzip.compress(b"one") + b"garbage", "archive_damaged"),
    "66 gz cut off": (lambda: gzip.compress(file_835())[:-9], "archive_damaged"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_archives_that_are_refused(case: str, tmp_path: Path) -> None:
    """One line says why, and what to do."""
    make, code = REFUSED[case]
    with pytest.raises(UnpackError) as caught:
        unpack(written(tmp_path, "a.835", make()))
    assert caught.value.code == code and caught.value.next_step


def test_the_largest_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain, gzipped and zipped alike."""
    monkeypatch.setattr(unpacking, "LARGEST_FILE", 100)
    noise = bytes(range(256))
    for data in (noise, gzip.compress(noise), zipped({"a": noise})):
        with pytest.raises(UnpackError, match="500 MB"):
            unpack(written(tmp_path, "a", data))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """No traceback of the operating system."""
    with pytest.raises(UnpackError, match="cannot be opened"):
        unpack(tmp_path / "none.835")


@pytest.mark.parametrize(
    ("head", "candidate"),
    [
        (b"ISA*00", True),
        (b"\n GS*HP", True),
        (b"\xef\xbb\xbfST*835", True),
        (b"PK\x03\x04", True),
        (b"PAR1", True),
        (b"hello", False),
    ],
)
def test_what_may_be_read(head: bytes, candidate: bool) -> None:
    """A folder's files are judged by their first bytes."""
    assert is_candidate(head) is candidate
