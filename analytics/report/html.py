"""The report as one file for any browser: no request, no script, light and dark, and fit to be printed."""

from base64 import b64encode
from pathlib import Path

from analytics import words
from analytics.charts.colours import DARK, LIGHT
from analytics.charts.model import Chart
from analytics.report.logo import known_format
from analytics.report.model import (
    NUMBERS,
    Column,
    Entry,
    Kpi,
    Note,
    Report,
    Section,
    Table,
    moved,
    named,
    restatement,
    said,
)
from analytics.report.pdf import FULL, HALF, bands
from analytics.report.svg import Palette, svg, tall
from analytics.report.svg.canvas import properties
from analytics.report.text import marked

_STYLE = Path(__file__).parent / "template" / "report.css"
_LIVE = Palette(LIGHT, is_live=True)
_UNITS = {HALF: 464.0, FULL: 960.0}
_NARROW = 350.0
"""How wide the drawings are on a wide screen and on a phone, in pixels: text must not shrink with a drawing."""
_LONG = 60
"""Texts of more characters get a wider column on a phone, so that a row does not grow tall."""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_TINTS = ("--tile:#f5f6fb;--better:#00694e;", "--tile:#1a2029;--better:#2fbf95;")


def html(report: Report) -> bytes:
    """The same report gives the same bytes."""
    title = marked(named(report))
    again = restatement(report)
    parts = [
        '<!doctype html><html lang="en-US"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f'<meta name="color-scheme" content="light dark"><title>{title}</title>',
        f"<style>{_style()}</style></head><body><main>",
        _head(report),
        f'<div class="headline">{_paragraphs(report.headline)}</div>',
        f'<ul class="tiles">{"".join(_tile(kpi) for kpi in report.kpis)}</ul>' if report.kpis else "",
        *(_section(section) for section in report.sections),
        f'<section class="again"><h2>{marked(again.title)}</h2>{_table(again)}</section>' if again else "",
        _notes(report.notes),
        f"</main><footer>{marked(report.footline)}</footer></body></html>\n",
    ]
    return "\n".join(part for part in parts if part).encode("utf-8")


def _style() -> str:
    light, dark = (properties(look) + tint for look, tint in zip((LIGHT, DARK), _TINTS, strict=True))
    # Paper is white, whatever the screen is.
    themes = f":root{{color-scheme:light dark;{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    return themes + _STYLE.read_text(encoding="utf-8")


def _head(report: Report) -> str:
    mark = '<span class="mark">Preliminary: the month is not complete yet</span>' if report.preliminary else ""
    state = "" if report.preliminary else " · Final"
    when = f"{words.month(report.month)}{state} · {marked(words.BASIS.get(report.basis, report.basis))}"
    return f'<header><div><h1>{marked(report.title)}</h1><p class="when">{when}{mark}</p></div>{_logo(report)}</header>'


def _logo(report: Report) -> str:
    if not report.logo:
        return ""
    kind = {"png": "png", "jpg": "jpeg"}[known_format(report.logo)]
    return f'<img alt="Logo" src="data:image/{kind};base64,{b64encode(report.logo).decode("ascii")}">'


def _paragraphs(sentences: tuple[str, ...]) -> str:
    return "".join(f"<p>{marked(sentence)}</p>" for sentence in sentences)


def _tile(kpi: Kpi) -> str:
    lines = [("label", kpi.label)]
    after = [(change.tone, moved(change)) for change in kpi.changes]
    after += [("certainty", kpi.certainty)] if kpi.certainty else []
    after += [("target", f"Your target: {kpi.target}")] if kpi.target else []
    spans = [[f'<span class="{marked(kind)}">{marked(text)}</span>' for kind, text in each] for each in (lines, after)]
    return f'<li title="{marked(kpi.words)}">{"".join(spans[0])}<b>{marked(kpi.value)}</b>{"".join(spans[1])}</li>'


def _section(section: Section) -> str:
    shown = "".join(
        _figure(item, band.width)
        if isinstance(item, Chart)
        else f'<div class="{_class(band.width)}">{_table(item)}</div>'
        for band in bands(section)
        for item in band.items
    )
    name, title = marked(section.name), marked(section.title)
    inside = f'<div class="charts">{shown}</div>' if shown else ""
    rows = "".join(_behind(table) for table in section.tables if table not in section.tables_on_paper)
    return f'<section id="{name}"><h2>{title}</h2>{_paragraphs(section.sentences)}{inside}{rows}</section>'


def _behind(table: Table) -> str:
    """The rows of a chart, opened by whoever wants them."""
    return f'<details class="again"><summary>{marked(table.title)}</summary>{_table(table)}</details>'


def _class(width: float) -> str:
    return "wide" if width == FULL else "half"


def _figure(chart: Chart, width: float) -> str:
    drawn = "".join(
        f'<div class="{kind}">{svg(chart, wide, tall(chart, wide, _LIVE), _LIVE)}</div>'
        for kind, wide in (("roomy", _UNITS[width]), ("narrow", _NARROW))
    )
    caption = f"<h3>{marked(chart.title)}</h3><p>{marked(chart.subtitle)}</p>"
    return f'<figure class="{_class(width)}"><figcaption>{caption}</figcaption>{drawn}</figure>'


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col"{_align(column)}>{marked(column.label)}</th>' for column in table.columns)
    last = len(table.rows) - 1
    body = "".join(_row(row, table, is_total=table.total and at == last) for at, row in enumerate(table.rows))
    note = f'<p class="quiet">{marked(table.note)}</p>' if table.note else ""
    name = f"<caption>{marked(table.title)}</caption>"
    grid = f"{name}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    # Wide tables scroll by themselves, by keyboard too.
    group = f'<div class="scroll" tabindex="0" role="group" aria-label="{marked(table.title)}">'
    return f"{group}<table>{grid}</table></div>{note}"


def _row(row: tuple[Entry, ...], table: Table, *, is_total: bool) -> str:
    cells = "".join(
        f"<{tag}{_align(column, text)}>{marked(text)}</{tag[:2]}>"
        for at, (entry, column) in enumerate(zip(row, table.columns, strict=True))
        for text in (said(entry, column.kind),)
        for tag in ('th scope="row"' if at == 0 else "td",)
    )
    return f'<tr class="total">{cells}</tr>' if is_total else f"<tr>{cells}</tr>"


def _align(column: Column, text: str = "") -> str:
    if column.kind in NUMBERS:
        return ' class="number"'
    return ' class="long"' if len(text) > _LONG else ""


def _notes(notes: tuple[Note, ...]) -> str:
    if not notes:
        return ""
    listed = "".join(f"<dt>{marked(note.title)}</dt><dd>{marked(note.text)}</dd>" for note in notes)
    return f"<section><h2>Definitions and notes</h2><dl>{listed}</dl></section>"
