"""A small demo practice for the tests of pages, loaded once per run, and the visits they make to it."""

from functools import cache
from pathlib import Path

import pytest
from once import demo
from streamlit.testing.v1 import AppTest

from analytics.facts import Facts, open_facts
from analytics.store import Store

ROOT = Path(__file__).parent.parent


def practice() -> Path:
    """The store of fourteen months of a demo practice: to be read; a test that writes takes a copy."""
    return demo(14, 1_500, 7) / "store"


@cache
def facts() -> Facts:
    """The facts of the practice, opened once per process."""
    return open_facts(Store.open(practice()))


def files() -> list[Path]:
    """The files that the practice was loaded from."""
    return sorted(path for path in (practice().parent / "x12").rglob("*") if path.suffix in (".837", ".835"))


def visit(
    monkeypatch: pytest.MonkeyPatch, store: Path, page: str | None = "denials", **query: str | list[str]
) -> AppTest:
    """A visitor who opens an address of the dashboard."""
    monkeypatch.setenv("REIMBURSE_STORE", str(store))
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for key, value in query.items():
        app.query_params[{"cls": "class", "start": "from"}.get(key, key)] = value
    if page is not None:
        app.switch_page(str(ROOT / "analytics" / "pages" / f"{page}.py"))
    return app.run()


def said(app: AppTest) -> str:
    """Every text of a page, without the marks that keep it inert."""
    elements = [*app.title, *app.subheader, *app.markdown, *app.caption, *app.info, *app.warning, *app.error]
    return "\n".join(element.value for element in elements).replace("\\", "").replace("\u00a0", " ")


def test_the_practice_has_claims_and_remittances() -> None:
    assert {path.suffix for path in files()} == {".837", ".835"}
    assert Store.open(practice()).built() > 0
