"""The Data page on reference data: what is in force, where the data run past it, what is set for which NPI."""

from pathlib import Path

import pytest
from once import copied
from test_page_store import practice, said, visit
from test_reference_files import INDICES

from analytics.ingest.reference import add_reference, set_site

NPI = "1234567893"


def test_the_data_page_shows_added_files_settings_and_gaps(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    store = tmp_path / "store"
    copied(practice(), store)
    before = visit(monkeypatch, practice(), "data")
    assert "Note: Medicare locality indices: known to 2025-12-31" in said(
        before
    ) and "Fee localities that you set" not in said(before)
    (tmp_path / "GPCI2026.csv").write_text(INDICES)
    add_reference(tmp_path / "GPCI2026.csv", store)
    set_site(store, NPI, locality="CA-05", is_qp=None)
    app = visit(monkeypatch, store, "data")
    assert not app.exception and not app.error
    assert "locality indices: known to" not in said(app) and "Fee localities that you set" in said(app)
    assert "the facts were built with other reference data; run: reimburse build" in said(app)
    tables = [frame.value for frame in app.dataframe]
    assert any("GPCI 2026" in frame.to_string() for frame in tables)
    assert any("01112-05" in frame.to_string() for frame in tables)
