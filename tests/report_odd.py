"""Odd reports: names that pretend to be code in every place, and a month without a line."""

from dataclasses import replace

from report_sample import CAUSES, sample

from analytics.charts import samples
from analytics.report.model import Note, Report, Section

HOSTILE = (
    "#panic()",
    "$x^2$",
    '=cmd|"/c calc"!A1',
    "<script>alert(1)</script>",
    "![pixel](http://198.51.100.7/x.png)",
    "ביטוח בריאות",
    "Clinic \U0001f489 One",
    "@SUM(1+1)",
    "*bold* _it_ `code` \\u{41} // no",
)
"""Names that a file may carry, and that no face may take for more than text."""


def hostile() -> Report:
    """The same with names that pretend to be code, markup and formulas, in every place that holds text from files."""
    told = sample()
    rows = tuple((name, name, name, at, 100 * at, None) for at, name in enumerate(HOSTILE))
    table = replace(CAUSES, rows=rows, total=False, note=HOSTILE[0], title=HOSTILE[1])
    bad = " ".join(HOSTILE)
    charts = tuple(
        replace(chart, title=name, subtitle=name, alt=name)
        for chart, name in zip(samples.charts().values(), HOSTILE, strict=False)
    )
    section = Section("leaks", HOSTILE[3], HOSTILE, charts, (table,))
    return replace(
        told,
        title=HOSTILE[0],
        headline=HOSTILE,
        sections=(section,),
        notes=tuple(Note(name, name) for name in HOSTILE),
        footline=bad,
        kpis=tuple(replace(kpi, label=name) for kpi, name in zip(told.kpis, HOSTILE, strict=False)),
    )


def empty() -> Report:
    """A month without a line: nothing but its headline."""
    return replace(
        sample(), headline=("No line was answered in Oct 2026.",), kpis=(), sections=(), restated=(), figures=()
    )
