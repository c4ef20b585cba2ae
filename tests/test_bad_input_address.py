"""88: whatever stands in the address or in a filter is bound, or left out with a notice; no page ever breaks on it."""

import ast
import json
from collections.abc import Callable

import pytest
from test_page_store import ROOT, practice, said, visit
from test_page_walk import PAYER
from typed import typed

PAGES = ("overview", "denials", "payments", "modifier25", "leakage", "claims", "reconciliation", "report", "data")
FILTERED = PAGES[:5]
KEYS = (
    *("period", "recent", "basis", "class", "payer", "provider", "place", "drug", "denied", "from", "to"),
    *("against", "cfrom", "cto", "category", "reason", "part", "cells", "cost", "show", "cause", "with", "which"),
    *("by", "look", "across", "age", "answered", "stood", "month", "report_basis", "nonsense"),
)
VALUES = ("' OR 1=1 --", "x" * 10_000, "\x00", "Nobody Health", "-1e999", "<script>alert(1)</script>")
HOSTILE: dict[str, Callable[[int], str | list[str]]] = {
    "one odd value each": lambda at: VALUES[at % len(VALUES)],
    "a key many times": lambda at: [*VALUES[at % len(VALUES) :], *VALUES],
}


def test_every_key_of_an_address_is_tried() -> None:
    """A widget that is bound to the address and missing here would go untested."""
    calls = [
        {word.arg: word.value for word in node.keywords}
        for path in (ROOT / "analytics" / "pages").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    ]
    keys = [words["key"] for words in calls if "bind" in words]
    named = {key.value for key in keys if isinstance(key, ast.Constant)}
    assert len(keys) > 15 and named <= set(KEYS)


@pytest.mark.parametrize("page", PAGES)
def test_a_hostile_address_leaves_the_page_as_it_is_without(monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    plain = visit(monkeypatch, practice(), page)
    for value in HOSTILE.values():
        names = {"class": "cls", "from": "start"}
        app = visit(monkeypatch, practice(), page, **{names.get(key, key): value(at) for at, key in enumerate(KEYS)})
        assert not app.exception and not app.error, said(app)
        assert [(one.label, one.value) for one in app.metric] == [(one.label, one.value) for one in plain.metric]
        if page in FILTERED:
            assert "The address named" in said(app) and "it was left out" in said(app)
        assert not [text for text in VALUES if text in said(app)]


def test_a_day_that_was_never_offered_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit(monkeypatch, practice(), stood="at the end of Mar 1920")
    assert "The address named a day it stood at that this data does not have; it was left out." in said(app)


def test_months_the_wrong_way_round_are_the_same_months(monkeypatch: pytest.MonkeyPatch) -> None:
    months = {"period": "Choose months"}
    right = visit(monkeypatch, practice(), start="Feb 2026", to="Jun 2026", **months)
    wrong = visit(monkeypatch, practice(), start="Jun 2026", to="Feb 2026", **months)
    assert wrong.session_state["view"] == right.session_state["view"]


def test_what_is_known_among_unknown_values_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit(monkeypatch, practice(), payer=["Nobody", PAYER, PAYER, "' OR 1=1 --"])
    assert len(app.session_state["view"].payers) == 1
    assert "The address named a payer" in said(app)


@pytest.mark.parametrize("verb", ["metrics", "leaks"])
def test_the_command_binds_what_it_is_given(verb: str) -> None:
    """Nothing matches, so there is no group."""
    options = ("--payer-class", "--payer", "--provider", "--place-of-service", "--drug")
    words = [word for option in options for value in VALUES[:2] for word in (option, value)]
    done = typed(verb, *words, "--json", "--store", practice())
    assert done.returncode == 0 and json.loads(done.stdout)["groups"] == []
