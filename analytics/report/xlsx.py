"""The report as a workbook: native tables and charts, numbers as numbers, nothing that runs."""

from analytics import words
from analytics.report.model import Report
from analytics.report.xlsx.charts import Data
from analytics.report.xlsx.topics import definitions, front, numbers, restated, topic
from analytics.report.xlsx.workbook import Book


def xlsx(report: Report) -> bytes:
    """An Excel file, the same bytes for the same report."""
    title = f"{report.title}, {words.month(report.month)}"
    book = Book(title=title, footline=report.footline, made=report.as_of or report.month)
    front(book, report)
    data = Data(book)
    for section in report.sections:
        topic(book, data, section)
    if report.restated:
        restated(book, report)
    if report.figures:
        numbers(book, report)
    if report.notes:
        definitions(book, report)
    data.write()
    return book.packed()
