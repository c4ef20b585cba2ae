"""What pages are made of: headline, tiles, charts, footline."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from analytics import words
from analytics.charts.colours import DARK, LIGHT, Look
from analytics.charts.comparable import Month, Scope, span_of
from analytics.charts.denials import AGED, rate_trend
from analytics.charts.headline import empty, left_out
from analytics.charts.model import Chart
from analytics.charts.tiles import Tile
from analytics.figures import sent
from analytics.metrics.cubes import AGE, View
from analytics.metrics.denials import DENIED_WITHIN_45_DAYS
from analytics.metrics.evaluate import Value
from analytics.pages import cache, filters
from analytics.pages.filters import in_words, options_of
from analytics.pages.guard import guarded_call
from analytics.pages.session import RESTS_ON, DataVersion, current
from analytics.pages.tables import behind_it
from analytics.paths import PACKAGE

CONFIG = {"displayModeBar": False, "showSendToCloud": False, "scrollZoom": False, "doubleClick": False}
TONES = {"better": "green", "worse": "orange", "grey": "off"}


def look() -> Look:
    """The colours that fit the visitor's theme."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def headline(sentence: str, note: str | None = None) -> None:
    """The finding, and what was left out of it."""
    st.title(words.plain(sentence), anchor=False)
    if note:
        st.caption(words.plain(note))


def tiles(several: Sequence[Tile], about: Mapping[str, str] | None = None) -> None:
    """Tiles in one row where there is room, two by two where there is not; with `about`, each explains itself.

    What a page's tiles rest on its charts rest on, too.
    """
    st.session_state[RESTS_ON] = dict(about or {})
    _tiles(several, about)


@st.fragment
def _tiles(several: Sequence[Tile], about: Mapping[str, str] | None) -> None:
    """One part that is drawn again when any of them explains itself: a part of its own for each costs 2 ms."""
    with st.grid(len(several), min_column_width=150, border=True, vertical_alignment="top") as grid:
        for at, one in enumerate(several):
            with grid.cell():
                _tile(one)
                if about is not None:
                    _explained(one, about, f"explain-{at}")


def _explained(tile: Tile, about: Mapping[str, str], key: str) -> None:
    """What the number means, its halves, and everything that it depends on; made when asked for."""
    panel = st.popover("Explain", type="tertiary", key=key, on_change="rerun")
    if not panel.open:
        return
    with panel:
        rows = {"Meaning": tile.words, "Made of": tile.halves, **about}
        st.markdown(f"**{words.plain(tile.label)}: {words.plain(tile.value)}**")
        st.markdown("  \n".join(f"**{name}** {words.plain(said)}" for name, said in rows.items() if said))


def _tile(tile: Tile) -> None:
    st.metric(
        words.plain(tile.label),
        words.plain(tile.value),
        delta=words.plain(tile.change) or None,
        delta_color=TONES[tile.tone],  # type: ignore[arg-type]
        delta_arrow=tile.direction,  # type: ignore[arg-type]
        help=words.plain(tile.words),
        chart_data=list(tile.spark) if len(tile.spark) > 1 else None,
    )
    st.caption("  \n".join(words.plain(part) for part in (tile.certainty, tile.against) if part))


def chart(described: Chart | None, *, key: str, on_pick: Callable[[str], None] | None = None, none: str = "") -> None:
    """A chart under its finding; where there is nothing to draw, a sentence."""
    if described is None:
        if none:
            st.caption(words.plain(none))
        return
    titled(described.title, described.subtitle)
    _figure(described, key, on_pick)
    behind_it(described, key)


def _figure(described: Chart, key: str, on_pick: Callable[[str], None] | None) -> None:
    figure = sent(described, look())
    if on_pick is None:
        st.plotly_chart(figure, theme=None, key=key, alt=described.alt, config=CONFIG)
        return
    call = guarded_call("charts", lambda: _picked(key, on_pick))
    st.plotly_chart(
        figure, theme=None, key=key, alt=described.alt, config=CONFIG, on_select=call, selection_mode="points"
    )


def titled(title: str, subtitle: str) -> None:
    """A finding, and below it in small what it rests on."""
    with st.container(gap="xxsmall"):
        st.subheader(words.plain(title), anchor=False)
        st.caption(words.plain(subtitle))


def _picked(key: str, on_pick: Callable[[str], None]) -> None:
    points = st.session_state[key].selection.points
    if points and (picked := points[0].get("customdata")):
        on_pick(picked[0] if isinstance(picked, list) else str(picked))


def footline(about: Mapping[str, str]) -> None:
    """What the numbers of the page rest on."""
    st.divider()
    st.caption("  \n".join(f"**{words.plain(name)}** {words.plain(said)}" for name, said in about.items()))


def nothing() -> None:
    """The filters leave nothing."""
    headline("No 96372 line matches these filters.", "Take a filter away, or choose other months.")
    st.button("Clear all filters", key="clear-all", on_click=guarded_call("filters", filters.clear), type="secondary")


def pick(key: str, id_: str) -> None:
    """Filters by one value of the sidebar's filter `key` (class, payer, provider, place, drug)."""
    at = current().at
    if at is None:
        return
    name = next((name for name, its in options_of(cache.choices(at)).names[key].items() if its == id_), None)
    if name is not None:
        st.session_state[key] = [] if st.session_state.get(key) == [name] else [name]


def pick_payer(id_: str) -> None:
    """Filters by one payer."""
    pick("payer", id_)


CLAIM = "claim"
_GO = "open_claim"


def ask_claim(claim_id: str) -> None:
    """On the page of claims: a click on a row asks for its claim."""
    st.session_state[CLAIM] = claim_id


def pick_claim(claim_id: str) -> None:
    """On other pages: a click on a row asks for its claim, and goes there."""
    ask_claim(claim_id)
    st.session_state[_GO] = True


def follow() -> None:
    """Goes to the claim that was asked for on this page, if one was."""
    if st.session_state.pop(_GO, False):
        # Without parameters of its own Streamlit refuses to leave a page whose filters stand in the address.
        st.switch_page(PACKAGE / "pages" / "claims.py", query_params={})


_OPTIONS = {
    "payer_classes": "payer-class",
    "payers": "payer",
    "providers": "provider",
    "places": "place-of-service",
    "drugs": "drug",
}


def about(at: DataVersion, scope: Scope) -> dict[str, str]:
    """Name and words of each thing that a number of the page depends on."""
    view = scope.view
    rests_on = {
        "Data through": f"{words.day(cache.as_of(at))} · snapshot {at.snapshot}{_stood(at)}",
        "Months": f"{span_of(view) or 'all months'}, by {words.BASIS[view.basis].lower()}",
        "Denied means": f"{words.DEFINITION[view.definition]}. {words.DEFINITION_WORDS[view.definition]}",
        "Filters": in_words(),
        "Reference data": f"release {cache.reference_of(at)[:8]}, listed on the Data page",
        "Same numbers": f"reimburse {command(view)}{f' --as-of {at.stood}' if at.stood else ''}",
    }
    note = left_out(scope)
    if scope.before is not None:
        rests_on["Compared with"] = span_of(scope.before) or "all months"
    return {**rests_on, **({"Not in the rates": note} if note else {})}


def _stood(at: DataVersion) -> str:
    return f", as it stood on {words.day(at.stood)}" if at.stood else ""


def command(view: View) -> str:
    """The command that prints the same numbers."""
    months = [f"{name} {day:%Y-%m}" for name, day in (("--from", view.start), ("--to", view.end)) if day]
    lists = [f"--{option} '{id_}'" for field, option in _OPTIONS.items() for id_ in getattr(view, field)]
    return " ".join(["metrics", *months, f"--basis {view.basis}", f"--definition {view.definition}", *lists])


FEW_LINES = "No month has more than 10 answered lines: too few for monthly rates."
AT_ONE_AGE, ANSWERED = f"At the same age, {AGE} days", "Of answered lines"


def trend(at: DataVersion, scope: Scope, view: View, months: tuple[Month, ...], now: Value, *, first: str) -> None:
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
    drawn = aged if way == AT_ONE_AGE else rate_trend(scope, view, months, now)
    chart(drawn, key="trend", none=empty(now, FEW_LINES))


def _aged(at: DataVersion, view: View) -> Chart | None:
    """By month of service and by the first answer only: other definitions look at what stands today."""
    if view.basis != "service" or view.definition != "initial":
        return None
    months = cache.aged_months(at, view)
    scope = filters.scope(view, months)
    values = cache.values(at, scope.view)
    return rate_trend(scope, view, months, values[DENIED_WITHIN_45_DAYS.name], AGED) if values else None
