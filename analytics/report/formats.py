"""The faces of a report: format, file suffix, type, and the function that draws it, imported when it is used."""

from collections.abc import Callable, Iterable, Mapping
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
    module: str = ""


def bring_in(faces: Iterable[Face]) -> None:
    """Imports what faces draw with, beside the questions of the report, which leave the interpreter idle."""
    for face in faces:
        if face.module:
            import_module(face.module)


def _face(label: str, suffix: str, mime: str, module: str, function: str) -> Face:
    """A face brings engines that other faces must not wait for."""
    path = f"analytics.report.{module}"

    def draw(report: Report) -> bytes:
        made: bytes = getattr(import_module(path), function)(report)
        return made

    return Face(label, suffix, mime, draw, path)


_OFFICE = "application/vnd.openxmlformats-officedocument"
FACES: Mapping[str, Face] = {
    "pdf": _face("PDF", "pdf", "application/pdf", "pdf", "pdf"),
    "pptx": _face("PowerPoint", "pptx", f"{_OFFICE}.presentationml.presentation", "pptx.compose", "pptx"),
    "xlsx": _face("Excel", "xlsx", f"{_OFFICE}.spreadsheetml.sheet", "xlsx.topics", "xlsx"),
    "html": _face("Web page", "html", "text/html", "html", "html"),
    "csv": _face("CSV", "csv", "text/csv", "csv", "csv"),
}


def file_name(report: Report, suffix: str) -> str:
    """What a report's file is called."""
    return f"96372 report {report.month:%Y-%m}.{suffix}"
