"""The denial trend of a page: of all lines sent with every month at the same age, or of answered lines."""

import streamlit as st

from analytics.charts.comparable import Month, Scope
from analytics.charts.denials import AGED, rate_trend
from analytics.charts.headline import empty
from analytics.charts.model import Chart
from analytics.metrics.cubes import AGE
from analytics.metrics.evaluate import Value
from analytics.metrics.fates import DENIED_WITHIN_45_DAYS
from analytics.metrics.view import View
from analytics.pages import cache, components, filters
from analytics.pages.session import At

FEW_LINES = "No month has more than 10 answered lines: too few for monthly rates."
AT_ONE_AGE, ANSWERED = f"At the same age, {AGE} days", "Of answered lines"


def trend(at: At, scope: Scope, view: View, months: tuple[Month, ...], now: Value, *, first: str) -> None:
    """Draws the trend; where months can be compared at the same age, the visitor may choose how they are."""
    aged = _aged(at, view)
    way = ANSWERED
    if aged is not None:
        way = st.segmented_control(
            "Compare months",
            (AT_ONE_AGE, ANSWERED),
            default=first,
            required=True,
            # Pages start with different ways; their choices are apart, too.
            key="age" if first == ANSWERED else "answered",
            bind="query-params",
            help=f"At the same age: what was denied within {AGE} days, of all lines sent, so that recent months stand "
            "beside old ones fairly. Of answered lines: months that payers have answered nearly all of.",
        )
    chart = aged if way == AT_ONE_AGE else rate_trend(scope, view, months, now)
    components.chart(chart, key="trend", none=empty(now, FEW_LINES))


def _aged(at: At, view: View) -> Chart | None:
    """By month of service and by the first answer only: other definitions look at what stands today."""
    if view.basis != "service" or view.definition != "initial":
        return None
    months = cache.aged_months(at, view)
    scope = filters.scope(view, months)
    values = cache.values(at, scope.view)
    return rate_trend(scope, view, months, values[DENIED_WITHIN_45_DAYS.name], AGED) if values else None
