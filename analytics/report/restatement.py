"""What earlier reports said and what is true now, as a table that every face can show."""

from analytics.report.model import Column, Report, Table

_COLUMNS = (
    Column("label", "Number"),
    Column("month", "Month"),
    Column("was", "Reported"),
    Column("now", "Now"),
    Column("why", "Why"),
)


def restatement(report: Report) -> Table | None:
    """One row per number that changed since it was reported; none where a section of its own says so."""
    if not report.restated or any(section.name == "restated" and section.tables for section in report.sections):
        return None
    rows = tuple((one.label, one.month, one.was, one.now, one.why) for one in report.restated)
    return Table("restated", "What changed in earlier reports", _COLUMNS, rows)
