"""Every tile and chart can say what it rests on."""

import pytest
from test_page_store import practice, visit

from analytics.pages.session import RESTS_ON


@pytest.mark.parametrize("page", ["overview", "denials", "payments", "modifier25", "leakage"])
def test_tiles_and_charts_of_a_page_say_what_they_rest_on(monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    """Basis, filters, snapshot and reference stand behind every chart; a page without them does not show another's."""
    app = visit(monkeypatch, practice(), page)
    rests_on = app.session_state[RESTS_ON]
    assert {"Data through", "Months", "Filters", "Reference data", "Same numbers"} <= set(rests_on)
    assert "snapshot" in rests_on["Data through"]
    assert visit(monkeypatch, practice(), "reconciliation").session_state[RESTS_ON] == {}
