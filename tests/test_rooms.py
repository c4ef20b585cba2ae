"""The layout of the code: few rooms, no circles, no file that only its neighbour reads."""

import ast
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in sorted((ROOT / "analytics").rglob("*.py"))
}
MODULES = {name for name in FILES if not name.endswith("__init__")}
MOST_MODULES, LONGEST = 340, 450
LOOSE = {"__main__", "paths", "facts", "export", "leakage"}
ALONE = 59
"""Modules whose only reader stands beside them. The number falls; a new one belongs into its reader."""


@cache
def readers() -> dict[str, set[str]]:
    """For each module the modules that import it, package files among them."""
    found: dict[str, set[str]] = {name: set() for name in FILES}
    for name, path in FILES.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for one in _named(node):
                if one in found and one != name:
                    found[one].add(name)
    return found


def _named(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


def folder(name: str) -> str:
    return name.rpartition(".")[0]


def in_order(graph: dict[str, set[str]]) -> str:
    """Nothing, or the circle in which some import each other."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return " -> ".join(error.args[1])
    return ""


def test_there_are_few_modules_and_few_loose_ones() -> None:
    assert len(MODULES) <= MOST_MODULES
    assert {name.removeprefix("analytics.") for name in MODULES if name.count(".") == 1} <= LOOSE


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert not in_order(readers())


def test_no_rooms_import_each_other_in_a_circle() -> None:
    rooms: dict[str, set[str]] = {}
    for name, by in readers().items():
        rooms.setdefault(name.split(".")[1], set()).update(one.split(".")[1] for one in by)
    assert not in_order({room: by - {room} for room, by in rooms.items() if room != "__init__"})


def test_a_module_with_one_reader_beside_it_belongs_into_that_reader() -> None:
    alone = {name for name in MODULES if len(by := readers()[name]) == 1 and folder(min(by)) == folder(name)}
    assert len(alone) <= ALONE, f"one of these is new: {sorted(alone)}"
    assert len(alone) >= ALONE, f"fewer than {ALONE}: set the ceiling to {len(alone)}, so that it only falls"


@pytest.mark.parametrize("name", sorted(MODULES))
def test_a_module_is_no_longer_than_one_idea(name: str) -> None:
    text = FILES[name].read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST, f"{name}: one of its ideas deserves a room of its own"
    assert name == "analytics.__main__" or ast.get_docstring(ast.parse(text)), f"{name} does not say what it holds"
