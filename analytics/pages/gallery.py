"""Gallery for development: every chart and tile on drawn data; not in the navigation.

streamlit run analytics/pages/gallery.py
"""

import streamlit as st

from analytics.charts import samples
from analytics.pages import components


def render() -> None:
    """The tiles in all their states, then each kind of chart with its data."""
    components.headline("Every chart and tile, on drawn data", "For development. Nothing here is from a store.")
    components.tiles(samples.tiles())
    for name, chart in samples.charts().items():
        components.chart(chart, key=name.replace(" ", "-"))
    components.chart(None, key="none", none="A chart without data is a sentence.")
    components.footline({"Data through": "drawn", "Filters": "none"})


if __name__ == "__main__":
    st.set_page_config(page_title="Gallery", layout="wide")
    render()
