"""The documents are true: every citation and link in them and to them resolves, every file that they name exists.

A citation is a word and a number: "meanings 17", "statistics 6", "domain 19.4", "robustness 87" or "robustness R11".
"""

import re
from fnmatch import fnmatch
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from analytics import reference
from analytics.build import lineage, steps
from analytics.build.inputs import no_edits
from analytics.tables import STORED
from analytics.tables.dictionary import written

ROOT = Path(__file__).parent.parent
FOLDERS = ("analytics", "queries", "tests", "data", ".streamlit")
DOCUMENTS = sorted(path for path in (*ROOT.glob("*.md"), *(p for f in FOLDERS for p in (ROOT / f).rglob("*.md"))))
SOURCES = sorted(
    path
    for folder in ("analytics", "queries", "tests")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in (".py", ".sql") and path.name != "test_documents.py"
)
HOME = {
    "meanings": "queries/README.md",
    "statistics": "analytics/statistics/README.md",
    "domain": "data/README.md",
    "robustness": "tests/README.md",
}
NUMBER = r"R?\d+(?:\.\d+)?"
CITED = re.compile(rf"\b({'|'.join(HOME)}) ({NUMBER}(?:(?:, | and | or | to |–|-){NUMBER}\b)*)")
GROUPS = ("opening", "answered", "rates", "judged", "limits", "shown", "closing", "whole")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def prose(path: Path) -> str:
    """The text of a document without code."""
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.S)
    return re.sub(r"`[^`\n]*`", "", text)


@cache
def numbered(word: str) -> tuple[str, ...]:
    """The numbers of a document's headings, or of the rows of its tables where those are what is cited."""
    text = (ROOT / HOME[word]).read_text(encoding="utf-8")
    rows = re.findall(r"^\| (R?\d+) \|", text, re.M) if word == "robustness" else []
    return (*re.findall(r"^#{2,4} (\d+(?:\.\d+)?)\.? ", text, re.M), *rows)


@cache
def anchors(path: Path) -> set[str]:
    """The headings of a document as links name them."""
    titles = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def meant(numbers: str) -> list[str]:
    """Every number of a list or range such as "13-17, 41"."""
    parts = re.split(rf"({NUMBER})", numbers)
    found = [part for part in parts if re.fullmatch(NUMBER, part)]
    joints = [part for part in parts[1:-1] if not re.fullmatch(NUMBER, part)]
    for (one, two), joint in zip(pairwise(found.copy()), joints, strict=True):
        if joint in (" to ", "–", "-"):
            found += map(str, range(int(one), int(two)))
    return found


def unresolved(text: str) -> list[str]:
    cited = CITED.findall(text)
    return [f"{word} {one}" for word, numbers in cited for one in meant(numbers) if one not in numbered(word)]


@pytest.mark.parametrize("path", [*SOURCES, *DOCUMENTS], ids=name_of)
def test_every_citation_resolves(path: Path) -> None:
    missing = unresolved(path.read_text(encoding="utf-8"))
    assert not missing, f"{missing}: the documents {HOME} have no such number; cite one that they have, or write it"


@pytest.mark.parametrize("path", [path for path in SOURCES if path.name.startswith("test_")], ids=name_of)
def test_a_number_before_the_words_of_a_test_is_one_of_the_documents(path: Path) -> None:
    """Tests of the rules mean the meanings, those of bad inputs the catalogue, others either."""
    stated = re.findall(r'"""((?:R?\d+(?:, | and | to |–)?)+): ', path.read_text(encoding="utf-8"))
    known = {
        *(numbered("meanings") if not path.name.startswith("test_bad_input") else ()),
        *(numbered("robustness") if not path.name.startswith("test_rule") or "names" in path.name else ()),
    }
    missing = [one for numbers in stated for one in meant(numbers) if one not in known]
    assert not missing, f"{missing} is no number of queries/README.md or of the catalogue in tests/README.md"


@pytest.mark.parametrize("path", [*SOURCES, *DOCUMENTS], ids=name_of)
def test_no_document_is_named_that_is_not_here(path: Path) -> None:
    named = set(re.findall(r"\b([A-Za-z0-9_]+\.md)\b", path.read_text(encoding="utf-8")))
    # The collection of public samples is no part of the project: its test skips without it.
    elsewhere = {"INDEX.md"} if path.name == "test_import_samples.py" else set()
    assert named - elsewhere <= {document.name for document in DOCUMENTS}


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_link_within_the_project_resolves(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(path)):
        if re.match(r"[a-z]+:", target):
            continue
        place, _, anchor = target.partition("#")
        linked = (path.parent / place).resolve() if place else path
        assert linked.exists(), f"{name_of(path)} links {target}, which is not there"
        assert not anchor or anchor in anchors(linked), f"{name_of(path)} links {target}: no such heading"


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_file_that_a_document_names_exists(path: Path) -> None:
    """Places of a list in CONTRIBUTING and elsewhere: a file that moves takes its name in the documents along."""
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.S))
    paths = {span for span in spans if re.fullmatch(rf"({'|'.join(FOLDERS)})/[\w./*-]*|dashboard\.py", span)}
    missing = {one for one in paths if not any(ROOT.glob(one.rstrip("/")))}
    assert not missing, f"{name_of(path)} names {sorted(missing)}"


def test_every_step_that_contributing_names_exists() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for step in re.findall(r"(?:the step|the file) `([a-z_]+)`", text):
        assert any((ROOT / "queries").rglob(f"{step}.sql")), step


def test_every_test_file_is_of_a_kind_and_every_kind_has_files() -> None:
    text = (ROOT / "tests" / "README.md").read_text(encoding="utf-8")
    kinds = re.findall(r"`(test_[\w*]+)`", text.partition("## Kinds of tests")[2].partition("\n## ")[0])
    files = {path.stem for path in (ROOT / "tests").glob("test_*.py")}
    assert not [file for file in files if not any(fnmatch(file, kind) for kind in kinds)]
    assert not [kind for kind in kinds if not any(fnmatch(file, kind) for file in files)]


def test_every_meaning_has_its_number_once_from_1_to_46() -> None:
    assert sorted(map(int, numbered("meanings"))) == list(range(1, 47))


@pytest.mark.parametrize("group", GROUPS)
def test_the_way_of_a_row_names_each_step_of_a_build_in_its_group(group: str) -> None:
    (row,) = re.findall(rf"^\| {group} \|.*$", (ROOT / HOME["meanings"]).read_text(encoding="utf-8"), re.M)
    assert tuple(re.findall(r"`([a-z_0-9]+)`", row)) == getattr(steps, group.upper()), "queries/README.md"


def test_every_folder_of_the_program_stands_on_a_floor_of_the_architecture() -> None:
    text = (ROOT / "analytics" / "README.md").read_text(encoding="utf-8")
    floors = text.partition("## Floors")[2].partition("\n## ")[0]
    folders = {path.parent.name for path in (ROOT / "analytics").glob("*/__init__.py")}
    assert folders <= set(re.findall(r"`(\w+)`", floors))


def test_the_data_dictionary_is_that_of_the_program() -> None:
    text = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    again = "write it anew: python -m analytics.tables.dictionary data/README.md"
    assert text.count("#### `claim_line`") == 1 and written(text) == text, again


def test_the_lineage_is_that_of_the_queries() -> None:
    text = (ROOT / "queries" / "README.md").read_text(encoding="utf-8")
    again = "write it anew: python -m analytics.build.lineage queries/README.md"
    assert "| `line_fact` | `" in text and lineage.written(text) == text, again


def test_the_lineage_knows_every_table_and_no_step_reads_a_later_one() -> None:
    reads = lineage.lineage()
    known = {*steps.STEPS, *STORED, *reference.BUILD_TABLES, *no_edits(), "leak_rule"}
    assert {name for names in reads.values() for name in names} <= known
    made: set[str] = set()
    for step, names in reads.items():
        assert not {*names}.intersection(steps.STEPS).difference(made), step
        made.add(step)


def test_ranges_and_lists_are_read() -> None:
    assert set(meant("13-15, 41")) == {"13", "14", "15", "41"}
    assert unresolved("meanings 17, 99 and robustness R11") == ["meanings 99"]
