"""A small demo practice for the tests of pages, loaded once per process, and the visits they make to it."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.demo import write_demo
from analytics.ingest import ingest
from analytics.store import Store

ROOT = Path(__file__).parent.parent


@cache
def practice() -> Path:
    """The store of fourteen months of a demo practice."""
    place = Path(tempfile.mkdtemp(prefix="reimburse-test-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    demo = write_demo(place / "files", months=14, encounters=1500, seed=7)
    store = Store.create(place / "store")
    ingest([demo.folder], store)
    return store.folder


def files() -> list[Path]:
    """The files that the practice was loaded from."""
    return sorted(path for path in (practice().parent / "files").rglob("*") if path.suffix in (".837", ".835"))


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
