"""Nothing that goes wrong on a page lets data out: not on the page, not in the log, not from a damaged store."""

import logging
from pathlib import Path

import pytest
from once import copied
from streamlit.testing.v1 import AppTest
from test_page_store import ROOT, practice, said, visit

from analytics.pages import guard
from analytics.store import Store

CANARY = "DOE^JANE 1950-01-01 MRN 4711"


def test_a_fault_on_a_page_is_one_line_with_an_id(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError(CANARY)

    monkeypatch.setattr("analytics.pages.cache.months", broken)
    with caplog.at_level(logging.ERROR):
        app = visit(monkeypatch, practice())
    assert len(app.error) == 1
    assert "could not be shown (id" in app.error[0].value
    assert not app.exception
    assert CANARY not in said(app) + caplog.text
    assert "ValueError in dashboard, id" in caplog.text


def test_a_fault_in_a_callback_is_caught_as_well(caplog: pytest.LogCaptureFixture) -> None:
    def broken(*_: object) -> None:
        raise ValueError(CANARY)

    with caplog.at_level(logging.ERROR):
        guard.guarded_call("chips", broken)()
    assert CANARY not in caplog.text
    assert "ValueError in chips" in caplog.text


def test_what_escapes_every_guard_is_logged_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    guard.quiet_logs()
    with caplog.at_level(logging.ERROR):
        app = AppTest.from_string(f"raise ValueError({CANARY!r})").run()
    assert app.exception, "this script has no guard"
    assert CANARY not in caplog.text


def test_a_log_record_keeps_the_type_and_loses_the_text() -> None:
    try:
        raise KeyError(CANARY)
    except KeyError as error:
        record = logging.LogRecord(
            "streamlit", logging.ERROR, "x", 1, CANARY, None, (KeyError, error, error.__traceback__)
        )
    assert guard.NoText().filter(record)
    text = logging.Formatter().format(record)
    assert text.startswith("KeyError, id ")
    assert CANARY not in text


def test_a_damaged_store_shows_a_banner_and_no_number(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    place = tmp_path / "store"
    copied(practice(), place)
    part = Store.open(place).read().built["injection"][0]
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 1
    part.write_bytes(bytes(content))
    for page in (None, "data"):
        app = visit(monkeypatch, place, page)
        assert "The data cannot be shown" in said(app)
        assert "reimburse verify" in said(app)
        assert not app.metric
        assert not app.dataframe


def test_loads_that_are_not_built_are_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from test_page_store import files

    from analytics.ingest.run import ingest

    ingest(files()[:2], Store.create(tmp_path / "s"), build=False)
    app = visit(monkeypatch, tmp_path / "s")
    assert "2 loads not built yet" in said(app)
    assert app.button(key="build").label == "Build now"
    assert not app.metric


def test_a_new_snapshot_is_adopted_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from test_page_store import files

    from analytics.ingest.run import ingest

    chosen = files()
    store = Store.create(tmp_path / "s")
    ingest(chosen[: len(chosen) // 2], store)
    app = visit(monkeypatch, tmp_path / "s", "data")
    before = app.metric[0].value
    ingest(chosen[len(chosen) // 2 :], store)
    app.run()
    assert int(app.metric[0].value) == len(chosen) > int(before)
    assert f"snapshot {store.read().id}" in said(app)


def test_the_entry_is_a_table_of_contents() -> None:
    lines = (ROOT / "dashboard.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 40


@pytest.mark.parametrize("path", sorted((ROOT / "analytics" / "pages").glob("*.py")), ids=lambda path: path.name)
def test_pages_do_not_compute(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for word in ("group_by(", "import duckdb", "select ", ".sql("):
        assert word not in text, f"{path.name}: {word}"
