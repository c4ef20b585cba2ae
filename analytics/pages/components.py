"""What pages are made of: headline, tiles, charts, footline."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from analytics import words
from analytics.charts.colours import DARK, LIGHT, Look
from analytics.charts.model import Chart
from analytics.charts.tiles import Tile
from analytics.figures import sent
from analytics.pages.guard import guarded_call
from analytics.pages.session import RESTS_ON
from analytics.pages.take_away import behind_it

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
