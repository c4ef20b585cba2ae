"""Every mark drawn without a browser: whole, inside its sheet, readable, and nothing live in it."""

import re
from dataclasses import replace
from typing import get_args
from xml.etree import ElementTree

import pytest
from report_odd import HOSTILE

from analytics.charts import samples
from analytics.charts.colours import DARK, LIGHT, Look, contrast, ink_on
from analytics.charts.model import Bars, Chart, Curve, Dots, Heat, Marks, Stacks, Strips, Trend, Waterfall
from analytics.report.svg import SIZE, Palette, svg, tall
from analytics.report.svg.canvas import figure, named, properties, steps
from analytics.report.text import cut, drawable, width

CHARTS = samples.charts()
NAME = "{http://www.w3.org/2000/svg}"
WIDE = (350.0, 372.0, 464.0, 774.0, 960.0)


def drawn(chart: Chart, wide: float = 464, palette: Palette | None = None) -> ElementTree.Element:
    palette = palette or Palette(LIGHT)
    return ElementTree.fromstring(svg(chart, wide, tall(chart, wide, palette), palette))


def texts(root: ElementTree.Element) -> list[str]:
    return ["".join(each.itertext()) for each in root.iter(f"{NAME}text")]


def test_there_is_a_sample_and_a_drawing_of_every_mark() -> None:
    assert {type(chart.marks) for chart in CHARTS.values()} == set(get_args(Marks))
    assert all(len(list(drawn(chart))) > 5 for chart in CHARTS.values())


@pytest.mark.parametrize("name", CHARTS)
def test_a_drawing_says_what_it_shows(name: str) -> None:
    root = drawn(CHARTS[name])
    assert root.get("role") == "img" and root.get("aria-label") == CHARTS[name].alt
    assert root.findtext(f"{NAME}title") == CHARTS[name].title
    assert root.findtext(f"{NAME}desc") == CHARTS[name].alt


def said(marks: Marks) -> set[str]:
    """What must be read without a pointer."""
    if isinstance(marks, Trend):
        return {"15.0 %", "21.0 %", marks.level_label} if marks.limits else {"13.2 %", marks.level_label}
    if isinstance(marks, Bars):
        return {*(text for row in marks.rows for text in row.texts), *(row.label for row in marks.rows)}
    if isinstance(marks, Heat):
        return {cell.text for row in marks.cells for cell in row if cell.role != "empty"} | {*marks.rows}
    if isinstance(marks, Dots | Strips):
        return {row.label for row in marks.rows} | {row.text for row in marks.rows if row.text} | {marks.level_label}
    if isinstance(marks, Waterfall):
        return {step.label for step in marks.steps} | {step.text for step in marks.steps}
    if isinstance(marks, Stacks):
        return {*marks.parts, *(row.label for row in marks.rows), "90 %"}
    if isinstance(marks, Curve):
        return {said for _, said in marks.called} | {"Days"}
    return {"Doe, Ben", marks.size}


@pytest.mark.parametrize("wide", WIDE)
@pytest.mark.parametrize("name", CHARTS)
def test_a_drawing_prints_its_numbers_whole_at_every_width(name: str, wide: float) -> None:
    assert said(CHARTS[name].marks) <= set(texts(drawn(CHARTS[name], wide)))


def box(text: ElementTree.Element) -> tuple[float, float, float, float]:
    style = text.get("style", "")
    size = float(re.findall(r"font-size:([\d.]+)px", style)[0])
    long = width("".join(text.itertext()), size, is_bold="font-weight" in style)
    x = float(text.get("x", 0)) - {"start": 0, "middle": long / 2, "end": long}[text.get("text-anchor", "start")]
    foot = float(text.get("y", 0))
    return x, foot - size * 0.75, x + long, foot


@pytest.mark.parametrize("wide", WIDE)
@pytest.mark.parametrize("name", CHARTS)
def test_no_text_is_cut_off_or_lies_on_another(name: str, wide: float) -> None:
    palette = Palette(LIGHT)
    root = drawn(CHARTS[name], wide)
    high = tall(CHARTS[name], wide, palette)
    boxes = [box(text) for text in root.iter(f"{NAME}text") if not text.get("transform")]
    for left, top, right, foot in boxes:
        assert left >= -1 and right <= wide + 1 and top >= -1 and foot <= high + 1
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            apart = one[2] <= other[0] + 1 or other[2] <= one[0] + 1 or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (one, other)


def blended(top: str, ground: str, opacity: float) -> str:
    parts = [
        round(int(top[at : at + 2], 16) * opacity + int(ground[at : at + 2], 16) * (1 - opacity)) for at in (1, 3, 5)
    ]
    return "#" + "".join(f"{part:02x}" for part in parts)


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", CHARTS)
def test_text_keeps_its_contrast_to_what_is_drawn_behind_it(name: str, look: Look) -> None:
    grounds: list[tuple[float, float, float, float, str]] = []
    for each in drawn(CHARTS[name], 464, Palette(look)):
        style = each.get("style", "")
        fill = re.findall(r"fill:(#\w+)", style)
        if each.tag == f"{NAME}rect" and fill:
            x, y, wide, high = (float(each.get(name, 0)) for name in ("x", "y", "width", "height"))
            opacity = float((re.findall(r"opacity:([\d.]+)", style) or ["1"])[0])
            grounds.append((x, y, x + wide, y + high, blended(fill[0], look.paper, opacity)))
        if each.tag == f"{NAME}text":
            left, top, right, foot = box(each)
            x, y = (left + right) / 2, (top + foot) / 2
            under = [ground[4] for ground in grounds if ground[0] <= x <= ground[2] and ground[1] <= y <= ground[3]]
            assert contrast(fill[0], under[-1] if under else look.paper) >= 4.5, ("".join(each.itertext()), under)


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_a_page_that_chooses_its_colours_has_each_of_them_with_a_readable_ink(look: Look) -> None:
    live = "".join(svg(chart, 464, 300, Palette(LIGHT, is_live=True)) for chart in CHARTS.values())
    asked = set(re.findall(r"var\(--([\w-]+)\)", live))
    assert not re.search(r"#[0-9a-f]{6}", live)
    assert asked <= set(re.findall(r"--([\w-]+):", properties(look)))
    assert all(contrast(ink_on(colour), colour) >= 4.5 for colour in named(look).values())


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("text", [*HOSTILE, "a\x00b\x1b\u202ec", '" onload="alert(1)'])
def test_text_from_files_stays_text(name: str, text: str) -> None:
    root = drawn(replace(CHARTS[name], title=text, subtitle=text, alt=text))
    tags = {each.tag.removeprefix(NAME) for each in root.iter()}
    assert tags <= {"svg", "title", "desc", "text", "rect", "path", "circle"}
    held = {key for each in root.iter() for key in each.attrib}
    assert not {key for key in held if key.startswith("on") or "href" in key or key == "src"}


def test_a_long_name_is_cut_with_an_ellipsis_and_never_runs_out_of_the_drawing() -> None:
    long = "The Very Long Payer Name of the Northern and Southern Counties Mutual Benefit Association"
    dots = CHARTS["dots"].marks
    assert isinstance(dots, Dots)
    chart = replace(CHARTS["dots"], marks=replace(dots, rows=tuple(replace(row, label=long) for row in dots.rows)))
    shown = [text for text in texts(drawn(chart, 350)) if text.startswith("The Very")]
    assert shown and all(text.endswith("…") and width(text, SIZE) < 350 for text in shown)


def test_widths_come_from_the_shipped_font() -> None:
    assert width("Bundled into another service", 12) == pytest.approx(162.85, abs=0.01)
    assert width("11.7 %", 12, is_bold=True) > width("11.7 %", 12)
    assert cut("short", 100, 12) == "short" and cut("much too long", 40, 12) == "muc…"
    assert drawable("Clinic \U0001f489 −–…□") == "Clinic □ −–…□"


@pytest.mark.parametrize(
    ("low", "high", "most", "found"),
    [(0, 0.21, 5, [0, 0.05, 0.1, 0.15, 0.2]), (0, 1, 6, [0, 0.2, 0.4, 0.6, 0.8, 1]), (-50, 130, 4, [-50, 0, 50, 100])],
)
def test_an_axis_has_round_steps(low: float, high: float, most: int, found: list[float]) -> None:
    assert steps(low, high, most) == pytest.approx(found)


def test_figures_of_an_axis_read_as_everywhere() -> None:
    assert [figure(0.025, "rate"), figure(1000, "cents"), figure(250, "cents")] == ["2.5 %", "$10", "$2.50"]
    assert [figure(2_500_000, "cents"), figure(-500, "cents"), figure(1500, "count")] == ["$25.0 K", "−$5", "1,500"]
