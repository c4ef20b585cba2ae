"""The monthly report page: preview, files on click, past reports; it says what the report says."""

from datetime import date
from pathlib import Path

import pytest
from report_world import own
from test_page_store import practice, said, visit
from test_page_walk import SETS

from analytics.facts import open_facts
from analytics.metrics.cubes import View
from analytics.pages import report as page
from analytics.pages.session import DataVersion
from analytics.report.content import Asked
from analytics.report.formats import FACES, Face
from analytics.report.make import keep, make_report
from analytics.report.model import Report
from analytics.store import Store
from analytics.store.user_data import past_reports


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return own(tmp_path_factory.mktemp("kept"))


def report_of(store: Path, asked: Asked) -> Report:
    return make_report(Store.open(store), open_facts(Store.open(store)), asked)


def test_the_page_is_the_report(monkeypatch: pytest.MonkeyPatch, store: Path) -> None:
    app = visit(monkeypatch, store, "report")
    assert not app.exception
    assert not app.error, said(app)
    found = report_of(store, Asked(date(2026, 9, 1), filters=View(basis="service")))
    text = said(app)
    assert app.selectbox(key="month").value == "Sep 2026", "the newest month that has closed"
    assert found.title in text
    for sentence in (*found.headline, *(one for section in found.sections for one in section.sentences)):
        assert sentence in text
    tiles = [(metric.label, metric.value.replace("\\", "").replace("\u00a0", " ")) for metric in app.metric]
    assert tiles == [(kpi.label, kpi.value) for kpi in found.kpis]
    assert len(app.get("plotly_chart")) == sum(len(section.charts) for section in found.sections)
    tables = [table for section in found.sections for table in section.tables_on_paper]
    assert len(app.dataframe) >= len(tables)
    assert len(app.get("download_button")) == len(FACES)


def test_another_month_basis_title_and_target(monkeypatch: pytest.MonkeyPatch, store: Path) -> None:
    app = visit(monkeypatch, store, "report")
    app.selectbox(key="month").set_value("Aug 2026")
    app.selectbox(key="report_basis").set_value("Month of service")
    app.text_input(key="report_title").set_value("Board pack")
    app.number_input(key="report_target").set_value(8.0).run()
    assert not app.error, said(app)
    text = said(app)
    assert "Board pack" in text
    assert "by month of service" in text
    assert "target at most 8.0 %" in text
    assert any(metric.label == "Initial denial rate" for metric in app.metric)


@pytest.mark.parametrize("query", list(SETS.values())[::9], ids=list(SETS)[::9])
def test_the_page_holds_under_every_filter(monkeypatch: pytest.MonkeyPatch, query: dict[str, str | list[str]]) -> None:
    app = visit(monkeypatch, practice(), "report", **query)
    assert not app.exception
    assert not app.error, said(app)
    assert "Past reports" in said(app)


def test_what_is_taken_away_is_kept_and_can_be_read_as_it_was_said(
    monkeypatch: pytest.MonkeyPatch, store: Path
) -> None:
    its = Store.open(store)
    facts = open_facts(its)
    asked = Asked(date(2026, 8, 1), title="As said in August")
    keep(its, facts, asked, make_report(its, facts, asked))
    app = visit(monkeypatch, store, "report")
    (name,) = (one for one in app.selectbox(key="past_report").options if one.startswith("2026-08"))
    assert "As said in August" not in said(app)
    app.selectbox(key="past_report").set_value(name).run()
    assert not app.error, said(app)
    assert "As said in August" in said(app)
    assert len(app.get("download_button")) == 2 * len(FACES)


def test_a_download_keeps_the_report(store: Path) -> None:
    """The button's own call: its bytes are the face's, and the report is in the list."""
    its = Store.open(store)
    at, asked = DataVersion(str(store), *its.read().key), Asked(date(2026, 7, 1), title="Taken away")
    report = report_of(store, asked)
    face = Face("Title", "txt", "text/plain", lambda one: one.title.encode())
    assert page.made(at, asked, report, face)() == b"Taken away"
    assert [one.month for one in past_reports(its)].count("2026-07") == 1
    page.made(at, asked, report, face)()
    assert [one.month for one in past_reports(its)].count("2026-07") == 1


def test_an_empty_store_offers_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    app = visit(monkeypatch, tmp_path / "nothing", "report")
    assert not app.exception
    assert "No data yet" in said(app)
