"""The report as one file: everything in it, nothing asked from outside, nothing that runs."""

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from report_odd import HOSTILE, empty, hostile
from report_sample import sample
from test_report_pdf import picture, squeezed, words_of

from analytics.charts.colours import DARK, LIGHT, contrast
from analytics.report.html import html
from analytics.report.model import Report

VOID = {"meta", "img", "br", "link", "input"}


class Page(HTMLParser):
    """What a browser would see: tags with their attributes, and text."""

    def __init__(self, report: Report) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html(report).decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.text += data + " "

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(sample())


def test_every_word_and_number_of_the_report_is_on_the_page(page: Page) -> None:
    text = squeezed(page.text)
    assert [word for word in words_of(sample()) if squeezed(word) not in text] == []
    assert all(squeezed(number) in text for number in ("$2,585.00", "21.0 %", "+$3.77", "Doe, Ben"))
    assert page.open == []


@pytest.mark.parametrize("made", [sample, hostile, empty], ids=["sample", "hostile", "empty"])
def test_it_asks_nothing_from_outside_and_runs_nothing(made: Callable[[], Report]) -> None:
    report = replace(made(), logo=picture())
    page = Page(report)
    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "link", "iframe", "object", "embed", "form", "base"})
    for tag, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on") or name in ("href", "srcset", "xlink:href")]
        assert (attributes.get("src") or "data:image/png").startswith("data:image/png"), tag
    style = html(report).decode("utf-8").split("<style>")[1].split("</style>")[0]
    assert "url(" not in style and "@import" not in style and "://" not in style
    policy = next(each["content"] for each in page.all("meta") if each.get("http-equiv") == "Content-Security-Policy")
    assert policy and policy.startswith("default-src 'none'") and "script" not in policy


def test_names_that_pretend_to_be_code_are_shown_as_they_are() -> None:
    text = squeezed(Page(hostile()).text)
    assert all(squeezed(name) in text for name in HOSTILE)


def test_it_is_built_of_what_its_parts_mean(page: Page) -> None:
    assert page.all("html")[0]["lang"] == "en-US"
    assert len(page.all("h1")) == 1 and len(page.all("h2")) == len(sample().sections) + 2
    assert len(page.all("table")) == len(page.all("caption")) == 3
    assert {each.get("scope") for each in page.all("th")} == {"col", "row"}
    charts = [chart for section in sample().sections for chart in section.charts]
    assert len(page.all("figure")) == len(page.all("figcaption")) == len(charts)
    # One drawing for wide and one for narrow screens; only one of them is shown at a time.
    assert [each["aria-label"] for each in page.all("svg")] == [chart.alt for chart in charts for _ in range(2)]
    names = [each["id"] for _, each in page.tags if each.get("id")]
    assert len(names) == len(set(names)) == len(sample().sections)


def test_the_same_report_gives_the_same_bytes() -> None:
    assert html(sample()) == html(sample())


def test_colours_are_readable_in_light_and_dark() -> None:
    style = html(sample()).decode("utf-8").split("<style>")[1].split("</style>")[0]
    tiles, better = re.findall(r"--tile:(#\w+)", style), re.findall(r"--better:(#\w+)", style)
    for look, tile, good in zip((LIGHT, DARK), tiles, better, strict=True):
        for ink in (look.ink, look.muted, look.accent, look.lost, good):
            assert contrast(ink, tile) >= 4.5 and contrast(ink, look.paper) >= 4.5
