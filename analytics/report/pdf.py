"""The report on paper: a tagged PDF in US Letter, set by typst from a template and data that is never markup."""

import json
from pathlib import Path
from typing import Any

import typst

from analytics import words
from analytics.charts.colours import LIGHT
from analytics.charts.model import Chart
from analytics.report.entries import NUMBERS, moved, named, said
from analytics.report.font import FOLDER, drawable
from analytics.report.logo import known_format
from analytics.report.model import Kpi, Report, Section, Table
from analytics.report.restatement import restatement
from analytics.report.sheet import FULL, TEXT, Band, bands, shared
from analytics.report.svg import SIZE, Palette, svg, tall
from analytics.report.text import inert

_TEMPLATE = Path(__file__).parent / "template" / "report.typ"
_PAPER = Palette(LIGHT)


def pdf(report: Report) -> bytes:
    """The same report gives the same bytes."""
    made: bytes = typst.compile(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        font_paths=[str(FOLDER)],
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        sys_inputs={"report": drawable(json.dumps(_told(report), ensure_ascii=False))},
    )
    return made


def _told(report: Report) -> dict[str, Any]:
    """What the template shows, all of it text; the template decides how."""
    again = restatement(report)
    return {
        "title": _line(report.title),
        "named": _line(named(report)),
        "month": words.month(report.month),
        "preliminary": report.preliminary,
        "basis": words.BASIS.get(report.basis, report.basis),
        "headline": [_line(sentence) for sentence in report.headline],
        "kpis": [_kpi(kpi) for kpi in report.kpis],
        "sections": [_section(section) for section in report.sections],
        "restated": _table(again, FULL) if again else None,
        "notes": [{"title": _line(note.title), "text": _line(note.text)} for note in report.notes],
        "footline": _line(report.footline),
        # Typst reads a picture from its bytes, and JSON has no other way to hold them.
        "logo": {"format": known_format(report.logo), "bytes": list(report.logo)} if report.logo else None,
    }


def _kpi(kpi: Kpi) -> dict[str, Any]:
    return {
        "label": _line(kpi.label),
        "value": _line(kpi.value),
        "certainty": _line(kpi.certainty),
        "target": _line(kpi.target),
        "changes": [{"text": _line(moved(change)), "tone": change.tone} for change in kpi.changes],
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": _line(section.title),
        "sentences": [_line(sentence) for sentence in section.sentences],
        "bands": [_band(band) for band in bands(section)],
    }


def _band(band: Band) -> list[dict[str, Any]]:
    return [_chart(item, band.width) if isinstance(item, Chart) else _table(item, band.width) for item in band.items]


def _chart(chart: Chart, width: float) -> dict[str, Any]:
    """A chart drawn so large that its text stands on paper in the size of a table's."""
    wide = width * SIZE / TEXT
    drawn = svg(chart, wide, tall(chart, wide, _PAPER), _PAPER)
    named = {"title": _line(chart.title), "subtitle": _line(chart.subtitle), "alt": _line(chart.alt)}
    return {"kind": "chart", "svg": drawn, **named}


def _table(table: Table, width: float) -> dict[str, Any]:
    rows = [[said(entry, column.kind) for entry, column in zip(row, table.columns, strict=True)] for row in table.rows]
    return {
        "kind": "table",
        "title": _line(table.title),
        "columns": [{"label": _line(column.label), "number": column.kind in NUMBERS} for column in table.columns],
        "widths": shared(table, width),
        "rows": [[_line(cell) for cell in row] for row in rows],
        "note": _line(table.note),
        "total": table.total,
    }


def _line(text: str) -> str:
    """Text as one line, numbers in one piece."""
    return _kept(" ".join(inert(text).split()))


def _kept(text: str) -> str:
    """A number and its sign stay on one line."""
    return text.replace(" %", "\u00a0%").replace(" pp", "\u00a0pp").replace("n = ", "n\u00a0=\u00a0")
