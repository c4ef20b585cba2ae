"""Claims: one claim's story, found by its number, which stays out of the address."""

import polars as pl
import streamlit as st

from analytics import words
from analytics.charts.story import claim_headline, story
from analytics.metrics.view import View
from analytics.pages import cache, components
from analytics.pages.claim_rows import LINES, STORY, chosen_line, pick_line, timeline, told
from analytics.pages.data_tables import reach
from analytics.pages.open_claim import CLAIM, ask_claim
from analytics.pages.session import At, show
from analytics.pages.tables import no_rows, table
from analytics.pages.take_away import downloads


def render(at: At, view: View) -> None:
    """Search; headline; the claim's lines; the story of one of them; the encounter's other lines."""
    title = st.container()
    asked = st.text_input(
        "Claim number",
        key=CLAIM,
        type="search",
        autocomplete="off",
        persist_state="session",
        width=360,
        help="The patient control number, as on the claim (CLM01). It is never put into the address.",
    )
    claim = (asked or "").strip()
    with title:
        if not claim:
            components.headline("Find a claim by its number", f"Or choose a line on the Denials page. {reach(at)}")
            return
        lines, sent, events, adjustments = cache.claim(at, claim)
        own = lines.filter(pl.col("is_own"))
        if not own.height:
            components.headline("No claim with this number", f"Check the number as it is on the claim. {reach(at)}")
            return
        components.headline(claim_headline(lines), _who(own))
    keys, rests_on = (
        own["line_id"].to_list(),
        {"Data through": f"{words.day(cache.as_of(at))} · snapshot {at.snapshot}"},
    )
    table(own, LINES, key=f"claim-lines-{claim}", alt="Lines of this claim", on_pick=lambda at: pick_line(keys[at]))
    downloads(lambda: own, LINES, "96372 lines of a claim", rests_on, key="claim-lines", holds_phi=True)
    line = chosen_line(own)
    mine = pl.col("line_id") == line["line_id"]
    components.titled(
        f"{line['code']}, line {line['line_number'] or 'without number'}: {words.state(line['state']).lower()}",
        "Every step in order. Charge less adjustments is what was paid; choose another line above.",
    )
    steps = story(line, sent, events.filter(mine), adjustments.filter(mine), cache.labels(at))
    timeline(steps)
    downloads(lambda: told(steps), STORY, "96372 story of a line", rests_on, key="claim-story", holds_phi=True)
    others = lines.filter(~pl.col("is_own"))
    components.titled("Other lines of the same visit", "Same patient, practice and day, on other claims.")
    if not others.height:
        no_rows("None: this claim holds the whole visit.")
        return
    claims = others["claim_id"].to_list()
    alt = "Lines of the same visit on other claims"
    table(others, LINES, key=f"claim-others-{claim}", alt=alt, on_pick=lambda at: ask_claim(claims[at]))


def _who(own: pl.DataFrame) -> str:
    days = own["service_date"].drop_nulls().unique().sort().to_list()
    payers = [words.name(name) for name in own["payer_name"].unique(maintain_order=True)]
    return f"Service {words.listing([words.day(day) for day in days])}, {words.listing(payers)}"


if __name__ == "__main__":
    show(render)
