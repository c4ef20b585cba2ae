"""What changed since the months compared with, and from what was expected to what came in."""

import streamlit as st

from analytics import words
from analytics.charts.change import change
from analytics.charts.changed import payer_bridge
from analytics.charts.comparable import Scope, span_of
from analytics.charts.leakage import ledger_waterfall
from analytics.charts.model import Chart
from analytics.metrics.changed import by_rate_and_mix, counts_of
from analytics.metrics.evaluate import Value
from analytics.pages import cache, components, leak_frames
from analytics.pages.session import At
from analytics.paths import PACKAGE


def what_changed(at: At, scope: Scope, now: Value, before: Value | None) -> None:
    """Two waterfalls: of denials by payer, and of money by cause."""
    left, right = st.columns(2, gap="large")
    with left:
        none = "Nothing to compare with: choose a period that has earlier months."
        components.chart(_moved(at, scope, now, before), key="changed", none=none)
    with right:
        waterfall = ledger_waterfall(leak_frames.whole(at, scope.view))
        components.chart(waterfall, key="expected", none="No line of these months has a value that is known.")
        leakage = PACKAGE / "pages" / "leakage.py"
        st.page_link(leakage, label="Where money leaks, and what to do", icon=":material/arrow_forward:")


def _moved(at: At, scope: Scope, now: Value, before: Value | None) -> Chart | None:
    if scope.before is None or before is None or before.value is None or now.value is None:
        return None
    groups = [cache.groups(at, view, ("payer",)) for view in (scope.before, scope.view)]
    names = {group.key["payer_id"]: words.name(group.key["payer_name"]) for both in groups for group in both}
    parts = by_rate_and_mix(counts_of(groups[0], groups[1], "payer_id"))
    moved = change(now, before)
    spans = span_of(scope.before) or "", span_of(scope.view) or ""
    is_beyond = moved is not None and moved.is_beyond_chance is True
    return payer_bridge(parts, names, (before.value, now.value), spans, is_beyond=is_beyond)
