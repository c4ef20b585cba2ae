"""The faces of a report: format, file suffix, type, and the function that draws it, imported when it is used."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from analytics.report.model import Report

Draw = Callable[[Report], bytes]


@dataclass(frozen=True)
class Face:
    """One format: what people call it, the file's suffix and type, and how a report becomes its bytes."""

    label: str
    suffix: str
    mime: str
    draw: Draw


def _later(module: str, function: str) -> Draw:
    """A face brings engines that other faces must not wait for."""

    def draw(report: Report) -> bytes:
        made: bytes = getattr(import_module(f"analytics.report.{module}"), function)(report)
        return made

    return draw


_OFFICE = "application/vnd.openxmlformats-officedocument"
FACES: Mapping[str, Face] = {
    "pdf": Face("PDF", "pdf", "application/pdf", _later("pdf", "pdf")),
    "pptx": Face("PowerPoint", "pptx", f"{_OFFICE}.presentationml.presentation", _later("pptx", "pptx")),
    "xlsx": Face("Excel", "xlsx", f"{_OFFICE}.spreadsheetml.sheet", _later("xlsx", "xlsx")),
    "html": Face("Web page", "html", "text/html", _later("html", "html")),
    "csv": Face("CSV", "csv", "text/csv", _later("tidy", "csv")),
}


def file_name(report: Report, suffix: str) -> str:
    """What a report's file is called."""
    return f"96372 report {report.month:%Y-%m}.{suffix}"
