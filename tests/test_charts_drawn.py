"""Every chart is drawn with one look, readable in light and dark, and with nothing live in it."""

import json
import tomllib
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from plotly.io import to_json

from analytics.charts import samples
from analytics.charts.colours import DARK, LIGHT, Look, contrast, ink_on
from analytics.charts.model import Bar, Bars, Cell, Chart, Dot, Dots, Heat, Point, Trend
from analytics.figures import draw, sent

ROOT = Path(__file__).parent.parent
LIVE = "<img src=http://host/x.png> & <b>x</b>"
ROLES = ("context", "focus", "focus", "immature")
MARKS = {
    "trend": Trend(
        tuple(Point(date(2025, at, 1), 0.1, 0.05, 0.15, role, LIVE) for at, role in enumerate(ROLES, 1)),
        "rate",
        0.1,
        LIVE,
    ),
    "empty trend": Trend((), "rate"),
    "unknown trend": Trend((Point(date(2025, 1, 1), None, None, None, "immature", LIVE),), "rate"),
    "bars": Bars(("Lines", "Dollars"), (Bar("a", LIVE, (3.0, 0.0), ("3", "$0.00"), LIVE, True),)),
    "empty bars": Bars(("Lines", "Dollars"), ()),
    "heat": Heat(
        (LIVE,),
        ("Jan", "Feb", "Mar"),
        ((Cell(0.1, "10.0", LIVE), Cell(None, "3/8", LIVE, "few"), Cell(None, "", LIVE, "empty")),),
        0.1,
    ),
    "matrix": Heat(
        (LIVE,), ("a", "b"), ((Cell(748.0, "$7", LIVE, "chance"), Cell(12.0, "$0", LIVE, "below")),), 1.0, ("p",)
    ),
    "dots": Dots((Dot("p", LIVE, "medicare", 0.1, 0.05, 0.15, "10 %", LIVE),), 0.1, LIVE),
    "empty dots": Dots((), None, ""),
}


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("marks", MARKS.values(), ids=MARKS)
def test_a_chart_is_drawn_whole_and_inert(marks: Trend | Bars | Heat | Dots, look: Look) -> None:
    figure = draw(Chart("t", "s", LIVE, marks), look)
    text = figure.to_json()
    assert "<img" not in text
    assert "\\u003cimg" not in text
    layout = json.loads(text)["layout"]
    assert layout["font"]["color"] == look.ink
    assert layout["template"], "Streamlit's own template must not show through"


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_what_a_page_sends_unchecked_is_what_plotly_makes_of_it_checked(look: Look) -> None:
    for chart in (*samples.charts().values(), *(Chart("t", "s", LIVE, marks) for marks in MARKS.values())):
        unchecked = to_json(sent(chart, look).to_dict(), validate=False)
        assert json.loads(unchecked) == json.loads(draw(chart, look).to_json())


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_text_and_marks_stand_out_from_the_paper(look: Look) -> None:
    assert contrast(look.ink, look.paper) >= 7
    assert contrast(look.muted, look.paper) >= 4.5
    assert contrast(look.accent, look.paper) >= 4.5
    for hue in (*look.payer_class.values(), look.context):
        assert contrast(hue, look.paper) >= 3
    for ground in look.scale:
        assert contrast(ink_on(ground), ground) >= 4.5


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_the_scale_goes_steadily_away_from_the_paper(look: Look) -> None:
    steps = [contrast(colour, look.paper) for colour in look.scale]
    assert all(one < other for one, other in pairwise(steps))


def test_the_theme_has_the_same_inks() -> None:
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    for name, look in (("light", LIGHT), ("dark", DARK)):
        assert theme[name]["textColor"] == look.ink
        assert theme[name]["backgroundColor"] == look.paper
        assert theme[name]["primaryColor"] == look.accent
        assert theme[name]["chartCategoricalColors"] == [*look.payer_class.values(), look.muted]


@pytest.mark.parametrize("months", [1, 2, 7, 8])
def test_an_axis_of_few_months_names_each_once(months: int) -> None:
    points = tuple(Point(date(2025, at, 1), 0.1, 0.05, 0.15, "immature", "") for at in range(1, months + 1))
    axis = json.loads(draw(Chart("t", "s", "", Trend(points, "rate")), LIGHT).to_json())["layout"]["xaxis"]
    if months <= 7:
        assert [day[:10] for day in axis["tickvals"]] == [point.month.isoformat() for point in points]
    else:
        assert "tickvals" not in axis and 210 / axis["nticks"] > 15.5, "at half a month Plotly names days"
