"""The dashboard in a real browser: load, filter, drill, take away, share, go back; nothing from outside, no errors."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from once import copied
from test_page_store import files, practice

from analytics.store import Store

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from visitor import ARGS, NARROW, Visitor, serve  # noqa: E402

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")]


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    with playwright.sync_playwright() as driver:
        window = driver.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield window
        window.close()


@pytest.fixture(autouse=True)
def windows_close(browser: "playwright.Browser") -> Iterator[None]:
    """What a test opens is closed after it: an open window goes on asking the server."""
    before = browser.contexts
    yield
    for context in browser.contexts:
        if context not in before:
            context.close()


@pytest.fixture(scope="module")
def dashboard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("served") / "log"
    server, url = serve(practice(), log)
    yield url
    server.terminate()
    server.wait(10)
    said = log.read_text(encoding="utf-8")
    assert "Traceback" not in said
    assert claim_number() not in said


def claim_number() -> str:
    """The claim that the tests look for."""
    events = pl.read_parquet(Store.open(practice()).read().built["event"])
    return str(events.filter(pl.col("kind") == "secondary")["claim_id"].min())


def test_filter_share_and_go_back(browser: "playwright.Browser", dashboard: str) -> None:
    visitor = Visitor(browser, dashboard)
    page = visitor.open()
    first = page.locator("h1").inner_text()
    page.get_by_test_id("stMultiSelect").filter(has_text="Payer class").locator("input").click()
    page.get_by_role("option", name="Commercial", exact=True).click()
    page.keyboard.press("Escape")
    page.wait_for_url("**?class=Commercial")
    visitor.settle()
    cut = page.locator("h1").inner_text()
    assert cut != first
    shared = Visitor(browser, dashboard)
    shared.open("?class=Commercial")
    assert shared.page.locator("h1").inner_text() == cut, "the same address shows the same numbers"
    page.get_by_role("link", name="Data").click()
    page.wait_for_url("**/data**")
    visitor.settle()
    while "/data" in page.url:
        page.go_back()
        page.wait_for_timeout(300)
    visitor.settle()
    assert page.url.endswith("?class=Commercial")
    page.wait_for_function("text => document.querySelector('h1').innerText === text", arg=cut)
    assert visitor.errors == shared.errors == []
    assert visitor.outside == shared.outside == []


def test_drill_by_a_bar_and_take_the_lines_away(browser: "playwright.Browser", dashboard: str) -> None:
    visitor = Visitor(browser, dashboard)
    page = visitor.open("denials?period=All+months")
    page.locator(".st-key-pareto .bars .point path").first.click(force=True)
    page.wait_for_url("**category=**")
    visitor.settle()
    with page.expect_download() as taken:
        page.locator(".st-key-lines-csv").get_by_role("button").click()
    assert taken.value.suggested_filename.endswith("contains PHI.csv")
    content = Path(taken.value.path()).read_text(encoding="utf-8-sig")
    assert content.startswith('"Claim","Service date"')
    assert len(content.splitlines()) > 5
    with page.expect_download() as taken:
        page.locator(".st-key-lines-xlsx").get_by_role("button").click()
    assert Path(taken.value.path()).read_bytes().startswith(b"PK")
    claim = content.splitlines()[1].split(",")[0].strip('"')
    assert claim not in page.url
    box = page.locator("[class*=st-key-lines-] [data-testid=stDataFrame]").first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 18, box["y"] + 55)
    page.wait_for_url("**/claims**")
    page.get_by_text("Now:", exact=False).first.wait_for(timeout=30_000)
    visitor.settle()
    assert page.get_by_label("Claim number", exact=True).first.input_value() == claim
    assert claim not in page.url
    assert page.evaluate(CONTRAST) == []
    assert visitor.errors == []
    assert visitor.outside == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_claim_is_found_and_its_number_stays_in_the_window(
    browser: "playwright.Browser", dashboard: str, scheme: str
) -> None:
    """Its story is readable, and its number is in no address; the server's log is looked at when all is over."""
    visitor = Visitor(browser, dashboard, scheme)
    page = visitor.open("claims", shows="input[type=search]")
    page.locator("input[type=search]").fill(claim_number())
    page.locator("input[type=search]").press("Enter")
    page.get_by_text("Now: ", exact=False).first.wait_for(timeout=30_000)
    visitor.settle()
    assert page.evaluate(CONTRAST) == []
    assert claim_number() not in page.url
    assert visitor.errors == []
    assert visitor.outside == []


PATHS = ("", "denials", "payments", "modifier25", "leakage", "leakage?part=Worklist", "data")


@pytest.fixture(scope="module", params=["light", "dark"])
def reader(request: pytest.FixtureRequest, browser: "playwright.Browser", dashboard: str) -> Iterator[Visitor]:
    """One window for all pages in a scheme: it loads the program of the pages once."""
    visitor = Visitor(browser, dashboard, request.param)
    yield visitor
    visitor.page.context.close()


@pytest.mark.parametrize("path", PATHS)
def test_text_is_readable_and_charts_have_names(reader: Visitor, path: str) -> None:
    page = reader.open(path)
    assert page.evaluate(CONTRAST) == []
    assert page.evaluate(NAMELESS) == 0
    assert reader.errors == []
    assert reader.outside == []


def test_a_narrow_screen_shows_the_page_without_scrolling_sideways(
    browser: "playwright.Browser", dashboard: str
) -> None:
    visitor = Visitor(browser, dashboard)
    visitor.page.set_viewport_size(NARROW)
    for path, rows in (("", 3), ("denials", 3), ("leakage", 3)):
        page = visitor.open(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert len(set(page.evaluate(TOPS))) == rows, "tiles stand two by two"


def test_an_empty_store_takes_a_dropped_file_and_shows_numbers(browser: "playwright.Browser", tmp_path: Path) -> None:
    server, url = serve(tmp_path / "store", tmp_path / "log")
    try:
        visitor = Visitor(browser, url)
        page = visitor.open(shows="h1")
        assert page.locator("h1").inner_text() == "No data yet"
        letter = tmp_path / "letter.txt"
        letter.write_text("Dear payer", encoding="utf-8")
        page.locator("input[type=file][multiple]").set_input_files([*files()[:20], letter])
        page.get_by_role("button", name="Load 21 files", exact=True).click()
        page.get_by_text("20 files loaded", exact=False).first.wait_for(timeout=60_000)
        assert page.get_by_text("letter.txt", exact=False).count() >= 1
        page.wait_for_selector("[data-testid=stMetric]", timeout=30_000)
        assert visitor.errors == []
        assert visitor.outside == []
    finally:
        server.terminate()
        server.wait(10)
    assert "Traceback" not in (tmp_path / "log").read_text(encoding="utf-8")


def test_a_class_is_changed_on_the_page_and_every_number_follows(browser: "playwright.Browser", tmp_path: Path) -> None:
    copied(practice(), tmp_path / "store")
    server, url = serve(tmp_path / "store", tmp_path / "log")
    try:
        visitor = Visitor(browser, url)
        page = visitor.open("data", shows="[class*=st-key-payers-] [data-testid=stDataFrame]")
        table = page.locator("[class*=st-key-payers-] [data-testid=stDataFrame]").first
        before = page.get_by_text(UNCONFIRMED).inner_text()
        table.evaluate("element => element.scrollIntoView({block: 'center'})")
        box = table.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + 600, box["y"] + 52)
        page.wait_for_timeout(300)
        page.keyboard.press("Enter")
        page.locator("#portal input").first.wait_for()
        page.keyboard.type("Workers", delay=40)
        page.locator("#portal").get_by_text("Workers' compensation", exact=True).wait_for()
        page.keyboard.press("Enter")
        page.wait_for_timeout(600)  # the table tells the form a moment later
        page.get_by_role("button", name="Save payers").click()
        page.get_by_text("Bringing your edits into the numbers: done.").wait_for(timeout=60_000)
        visitor.settle()
        rows = Store.open(tmp_path / "store").rows("select source_name, class, confirmed from payer")
        assert [(row["class"], row["confirmed"]) for row in rows] == [("workers_comp", 1)]
        assert page.get_by_text(UNCONFIRMED).inner_text() != before
        page.get_by_role("link", name="Denials").click()
        visitor.settle()
        page.get_by_test_id("stMultiSelect").filter(has_text="Payer class").locator("input").click()
        assert page.get_by_role("option", name="Workers' compensation", exact=True).count() == 1
        assert visitor.errors == []
        assert visitor.outside == []
    finally:
        server.terminate()
        server.wait(10)
    assert "Traceback" not in (tmp_path / "log").read_text(encoding="utf-8")


UNCONFIRMED = "rest on payer classes that nobody confirmed"
TOPS = "[...document.querySelectorAll('[data-testid=stMetric]')].map(e => e.getBoundingClientRect().top)"
NAMELESS = "[...document.querySelectorAll('.js-plotly-plot')].filter(e => !e.closest('[aria-label]')).length"
CONTRAST = """() => {
  const rgb = (text) => { const m = text.match(/[\\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
  const bend = (v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
  const light = (c) => 0.2126 * bend(c[0]) + 0.7152 * bend(c[1]) + 0.0722 * bend(c[2]);
  const line = (e) => (e ? [getComputedStyle(e), ...line(e.parentElement)] : []);
  const paint = (under, css) => over(rgb(css.backgroundColor), under);
  const ground = (up) => [...up].reverse().reduce(paint, [255, 255, 255, 1]);
  const skipped = 'style, script, noscript, svg, canvas, [data-testid=stDataFrame], [disabled], [aria-disabled=true]';
  const bad = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim();
    const e = walk.currentNode.parentElement;
    if (!text || !e || e.closest(skipped)) continue;
    const box = e.getBoundingClientRect();
    const up = line(e);
    const alpha = up.reduce((a, css) => a * Number(css.opacity), 1);
    if (!box.width || !box.height || up[0].visibility === 'hidden' || !alpha) continue;
    const ink = rgb(up[0].color);
    const under = ground(up);
    const [a, b] = [light(over([ink[0], ink[1], ink[2], ink[3] * alpha], under)), light(under)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) bad.push(`${ratio.toFixed(2)} ${text.slice(0, 40)}`);
  }
  return bad;
}"""


def test_leaks_to_share_hold_no_identifier(browser: "playwright.Browser", dashboard: str) -> None:
    visitor = Visitor(browser, dashboard)
    page = visitor.open("leakage?period=All+months")
    with page.expect_download() as taken:
        page.locator(".st-key-leak-share-csv").get_by_role("button").click()
    assert "PHI" not in taken.value.suggested_filename
    shared = pl.read_csv(Path(taken.value.path()), infer_schema=False)
    assert shared.height and not {"claim_id", "patient_key", "line_id", "encounter_id"} & {*shared.columns}
    assert set(shared["service_date"].str.slice(8)) == {"01"}
    with page.expect_download() as taken:
        page.locator(".st-key-leak-lines-csv").get_by_role("button").click()
    assert taken.value.suggested_filename.endswith("contains PHI.csv")
    assert "claim_id" in pl.read_csv(Path(taken.value.path()), infer_schema=False).columns
    assert visitor.errors == visitor.outside == []
