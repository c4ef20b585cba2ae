"""A messy export loaded by hand in a real browser: its guessed map, one column corrected, the receipt, the numbers."""

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from messy_export import as_835, as_export, drawn

from analytics.facts import open_facts
from analytics.ingest.run import ingest
from analytics.metrics.cubes import View
from analytics.metrics.evaluate import answers as answers_of
from analytics.store import Store

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from visitor import ARGS, Visitor, serve  # noqa: E402

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")]

HEAD = (
    "Pt Acct;Pt Name;DOB;Insurance;DOS;Proc;Mod;Qty;Std Price;Bill Dt;Ins Paid;Denial Code;Check Date;Check #;Grp NPI"
)


def messy() -> str:
    """Title, semicolons, $ and commas, a repeated row, a total: 40 visits of one injection, each tenth denied."""
    rows = []
    for n in range(40):
        paid, code = ("$0.00", "CO-97") if n % 10 == 0 else ("$16.00", "CO-45")
        day = f"0{1 + n % 9}/1{n % 10}/2026"
        sent = f"V{n:03};CANARY, ANN{n};03/04/1960;Aetna;{day};96372;;1;$1,040.00;{day}"
        rows.append(f"{sent};{paid};{code};10/20/2026;77{n % 4};1999999984")
    total = f"Total;{';' * 6}40;$41,600.00;;$576.00;;;;"
    return "\n".join([f"Payments by visit{';' * 14}", HEAD, *rows, rows[3], total])


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[Visitor]:
    store = Store.create(tmp_path / "store")
    server, url = serve(store.folder, tmp_path / "log")
    try:
        with playwright.sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGS)
            yield Visitor(browser, url)
            browser.close()
    finally:
        server.terminate()
        server.wait(10)
    assert "Traceback" not in (said := (tmp_path / "log").read_text(encoding="utf-8")) and "CANARY" not in said


def test_a_messy_export_is_mapped_corrected_and_loaded(visitor: Visitor, tmp_path: Path) -> None:
    (tmp_path / "desk export.csv").write_text(messy(), encoding="utf-8")
    page = visitor.open("data", shows="text=Load a table")
    page.locator("[data-testid=stFileUploader] input[type=file]").last.set_input_files(tmp_path / "desk export.csv")
    click(page, "Read its header")
    load = page.get_by_role("button", name="Load it")
    load.wait_for(timeout=30_000)
    visitor.settle()
    # The guess, its sample rows and what is left over; an amount that could be anything is asked for.
    shown = page.locator("section[data-testid=stMain], [data-testid=stMain]").first.inner_text()
    assert "96372" in shown and "Std Price" in shown and "Still missing:" in shown and "CANARY" not in shown
    assert page.get_by_role("combobox", name="Service date").first.input_value() == "DOS"
    assert load.is_disabled()
    choose(page, "Charge", "Std Price")
    visitor.settle()
    page.get_by_text("Still missing:").wait_for(state="detached", timeout=20_000)
    page.locator(".st-key-map_load button:enabled").wait_for(timeout=20_000)
    click(page, "Load it")
    page.get_by_text(re.compile("^1 file loaded")).first.wait_for(timeout=60_000)
    visitor.settle()
    facts = open_facts(Store.open(tmp_path / "store"))
    (group,) = answers_of(facts.cursor(), View(), as_of=facts.as_of)
    rate = group.metrics["denial_rate"]
    assert (rate.numerator, rate.denominator) == (4, 40)
    assert group.metrics["bundled_denial_rate"].value == 0.1
    said = visitor.open("denials?period=All+months").locator("h1").inner_text()
    assert "10.0" in said.replace("\u00a0", " "), said
    assert visitor.errors == [] and visitor.outside == []


def test_an_export_with_its_own_words_gives_the_denial_rate_of_its_remittance(visitor: Visitor, tmp_path: Path) -> None:
    """Status words, bare codes, both sides in a row, blank lines, totals: dry run, load, numbers, within a minute."""
    random = Random(7)
    answers = [drawn(random, ["197", "29", "97", "50", "B7"], parts=False) for _ in range(120)]
    (tmp_path / "visits.csv").write_text(as_export(answers, random), encoding="utf-8")
    (tmp_path / "a.835").write_bytes(as_835(answers))
    other = Store.create(tmp_path / "of 835")
    ingest([tmp_path / "a.835"], other)
    page = visitor.open("data", shows="text=Load a table")
    start = time.monotonic()
    page.locator("[data-testid=stFileUploader] input[type=file]").last.set_input_files(tmp_path / "visits.csv")
    click(page, "Read its header")
    said = page.get_by_text("Dry run, nothing is loaded yet.")
    said.wait_for(timeout=40_000)
    assert (
        "127 rows: 120 load, 7 refused: The row is a total or a heading, no claim (first: row 27)." in said.inner_text()
    )
    assert page.get_by_text("The row is a total").first.is_visible()
    visitor.settle()
    click(page, "Load it")
    page.get_by_text(re.compile("^1 file loaded")).first.wait_for(timeout=60_000)
    assert time.monotonic() - start < 60
    visitor.settle()
    rates = [rate_of(store) for store in (Store.open(tmp_path / "store"), other)]
    denied = sum(any(reason not in ("45", "1", "22") for _, reason, _ in one.cuts) for one in answers)
    assert rates[0] == rates[1] and rates[0][0] == denied
    assert visitor.errors == [] and visitor.outside == []


def rate_of(store: Store) -> tuple[float, float]:
    facts = open_facts(store)
    (group,) = answers_of(facts.cursor(), View(), as_of=facts.as_of)
    rate = group.metrics["denial_rate"]
    return rate.numerator, rate.denominator


def click(page: "playwright.Page", name: str) -> None:
    button = page.get_by_role("button", name=name)
    button.scroll_into_view_if_needed()
    button.click(timeout=20_000)


def choose(page: "playwright.Page", label: str, option: str) -> None:
    box = page.get_by_role("combobox", name=label, exact=True).first
    box.scroll_into_view_if_needed()
    box.click(timeout=20_000)
    page.get_by_role("option", name=option, exact=True).first.click(timeout=20_000)
