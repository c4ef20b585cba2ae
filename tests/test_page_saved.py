"""Saved views: a name brings back page and filters, for one user of the store, and holds nothing of a claim."""

from pathlib import Path

import pytest
from test_page_store import practice, said, visit

from analytics.pages import saved
from analytics.store import Store
from analytics.store.user_data import SavedView, forget_view, save_view, saved_views

PAYER = "Bramblewyck Health PPO"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store")


def test_a_view_is_kept_replaced_and_taken_away_per_user(store: Store) -> None:
    assert saved_views(store, "ann") == []
    save_view(store, "ann", SavedView("Board", "overview", "period=All+months"))
    save_view(store, "ann", SavedView("Board", "denials", "class=Medicare"))
    save_view(store, "bob", SavedView("Mine", "denials", ""))
    assert saved_views(store, "ann") == [SavedView("Board", "denials", "class=Medicare")]
    forget_view(store, "ann", "Board")
    assert saved_views(store, "ann") == []
    assert [view.name for view in saved_views(store, "bob")] == ["Mine"]


VISITOR = "test@example.com"
"""Whom AppTest signs in."""


def kept() -> list[SavedView]:
    return saved_views(Store.open(practice()), VISITOR)


@pytest.fixture
def clean() -> None:
    for view in kept():
        forget_view(Store.open(practice()), VISITOR, view.name)


@pytest.mark.usefixtures("clean")
def test_what_is_seen_is_saved_and_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Saved on one visit; on the next, one click sets every filter again and clears the others."""
    app = visit(monkeypatch, practice(), payer=PAYER, period="Prior month", by="Drug")
    app.text_input(key="view_name").set_value("  Bramble,  prior month ").run()
    app.button(key="save-view").click().run()
    assert "Saved as Bramble, prior month." in said(app)
    (view,) = kept()
    assert view == SavedView(
        "Bramble, prior month", "denials", "period=Prior+month&by=Drug&payer=Bramblewyck+Health+PPO"
    )

    later = visit(monkeypatch, practice(), cls="Medicare", denied="Paid $0")
    later.button(key="view-0").click().run()
    assert not later.exception
    assert later.multiselect(key="payer").value == [PAYER]
    assert later.multiselect(key="class").value == []
    assert later.selectbox(key="period").value == "Prior month"
    assert later.selectbox(key="denied").value == "Denied by the first answer"
    later.button(key="forget-0").click().run()
    assert kept() == []


@pytest.mark.usefixtures("clean")
def test_a_view_without_a_name_is_not_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit(monkeypatch, practice())
    app.button(key="save-view").click().run()
    assert "Give it a name first." in said(app)
    assert kept() == []


def test_no_number_of_a_claim_can_be_saved() -> None:
    assert not {"claim", "claim_line", "reason"} & set(saved.SINGLE)
