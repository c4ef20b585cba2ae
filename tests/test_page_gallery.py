"""The gallery shows every kind of chart there is, and each kind has its data as rows."""

import typing

import pytest
from streamlit.testing.v1 import AppTest
from test_page_store import ROOT

from analytics.charts import model, samples
from analytics.charts.chart_data import behind
from analytics.figures import draw

KINDS = typing.get_args(model.Marks)


def test_every_kind_of_chart_has_a_sample() -> None:
    assert {type(one.marks) for one in samples.charts().values()} == set(KINDS)


@pytest.mark.parametrize("name", samples.charts())
def test_a_chart_is_drawn_and_says_its_data(name: str) -> None:
    """As many rows as marks; every value that the chart knows is in them."""
    one = samples.charts()[name]
    figure = draw(one)
    assert figure.data
    rows = behind(one)
    assert rows.height > 1
    assert rows.select(words="In words")["words"].null_count() == 0


def test_the_gallery_runs_without_a_store() -> None:
    app = AppTest.from_file(str(ROOT / "analytics" / "pages" / "gallery.py"), default_timeout=30).run()
    assert not app.exception
    assert len(app.metric) == len(samples.tiles())
    assert len(app.subheader) == len(samples.charts())
