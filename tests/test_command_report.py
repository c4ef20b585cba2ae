"""reimburse report: files in place, one JSON document, twice the same, mistakes in one line."""

import json
from datetime import date
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import pytest
from PIL import Image
from report_world import own

from analytics.commands import report as command
from analytics.commands.output import RefusedError
from analytics.commands.parser import parse
from analytics.facts import open_facts
from analytics.report.archive import to_json
from analytics.report.formats import FACES, Face
from analytics.store import Store
from analytics.store.user_data import past_reports

TEXT = {"text": Face("Text", "txt", "text/plain", lambda report: to_json(report).encode())}
"""A face of our own, so that the command is tested apart from the faces it ships."""
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return own(tmp_path_factory.mktemp("kept"))


def run(store: Path, out: Path, *more: str, month: str = "2026-09") -> int:
    given = ["report", "--month", month, "--out", str(out), "--format", "text", "--store", str(store), *more]
    return command.run(parse(given), TEXT)


def document(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    said = capsys.readouterr()
    assert said.err == ""
    found: dict[str, object] = json.loads(said.out)
    return found


def test_files_and_one_document(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(store, tmp_path / "new" / "folder", "--json") == 0
    found = document(capsys)
    path = tmp_path / "new" / "folder" / "96372 report 2026-09.txt"
    digest = sha256(path.read_bytes()).hexdigest()
    assert found == {
        "month": "2026-09",
        "basis": "answer",
        "preliminary": False,
        "files": [{"format": "text", "path": str(path), "sha256": digest}],
        "restated": [],
    }
    assert list(path.parent.iterdir()) == [path]


def test_run_again_gives_the_same_bytes_and_keeps_one_report(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(store, tmp_path, "--json")
    first, count = document(capsys), len(past_reports(Store.open(store)))
    run(store, tmp_path, "--json")
    assert document(capsys) == first
    assert len(past_reports(Store.open(store))) == count


def test_lines_for_a_person(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(store, tmp_path, "--title", "Board", "--target", "denial_rate=0.08", "--payer-class", "medicare")
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("report of 2026-09: ")
    assert said[1] == str(tmp_path / "96372 report 2026-09.txt")
    text = json.loads((tmp_path / "96372 report 2026-09.txt").read_text(encoding="utf-8"))
    assert text["title"] == "Board"
    assert "payer class Medicare" in text["footline"]


@pytest.mark.parametrize("month", ["2031-01", "2026-10"])
def test_a_month_without_data_or_not_closed_is_no_failure(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], month: str
) -> None:
    assert run(store, tmp_path, "--json", month=month) == 0
    assert document(capsys)["preliminary"] is True


def test_a_picture_is_taken_as_a_logo(store: Path, tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    Image.new("RGB", (40, 9), "#44489c").save(logo)
    assert run(store, tmp_path, "--logo", str(logo)) == 0


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (["--format", "doc"], "choose from text"),
        (["--format", ""], "choose from text"),
        (["--logo", "missing.png"], "cannot be read"),
        (["--compare", "2026-09"], "that is the month of the report"),
        (["--from", "2026-01"], "a report is of one month"),
    ],
)
def test_mistakes_name_the_next_step(store: Path, tmp_path: Path, more: list[str], why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        run(store, tmp_path, *more)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<svg>", "not a PNG or JPEG"),
        (PNG + bytes(1_000_000), "larger than 1 MB"),
        (PNG + bytes(64), "damaged"),
        (b"", "not a PNG"),
    ],
)
def test_a_file_that_is_no_logo_is_refused(store: Path, tmp_path: Path, data: bytes, why: str) -> None:
    (tmp_path / "logo").write_bytes(data)
    with pytest.raises(RefusedError, match=why):
        run(store, tmp_path / "out", "--logo", str(tmp_path / "logo"))


def test_a_file_in_place_of_the_folder_is_refused(store: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(RefusedError, match="cannot be written"):
        run(store, tmp_path / "out")


@pytest.mark.parametrize("words", [["--month", "October"], ["--target", "denial_rate"], ["--target", "profit=1"]])
def test_words_that_mean_nothing_are_bad_use(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        parse(["report", "--month", "2026-09", "--out", str(tmp_path), *words])
    assert left.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_picture_that_fails_leaves_the_old_file(store: Path, tmp_path: Path) -> None:
    run(store, tmp_path)
    old = (tmp_path / "96372 report 2026-09.txt").read_bytes()

    def fail(_: object) -> bytes:
        raise RuntimeError

    broken = {"text": Face("Text", "txt", "text/plain", fail)}
    given = ["report", "--month", "2026-09", "--out", str(tmp_path), "--format", "text", "--store", str(store)]
    with pytest.raises(RuntimeError):
        command.run(parse(given), broken)
    assert (tmp_path / "96372 report 2026-09.txt").read_bytes() == old
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("name", FACES)
def test_every_face_that_is_shipped_draws_the_report(store: Path, name: str) -> None:
    from analytics.report.content import Asked, report_of

    module = {"csv": "tidy"}.get(name, name)
    if find_spec(f"analytics.report.{module}") is None:
        pytest.skip(f"the face {name} is not here yet")
    report = report_of(open_facts(Store.open(store)), Asked(date(2026, 9, 1)))
    assert len(FACES[name].draw(report)) > 500
