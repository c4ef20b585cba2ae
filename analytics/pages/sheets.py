"""Files to take away: what is shown, saying what it rests on and whether it holds patients' data."""

from collections.abc import Mapping

import polars as pl

from analytics.export import PHI_NOTE, to_csv, to_parquet, to_xlsx

_BOM = b"\xef\xbb\xbf"
"""Without it Excel reads the accents of names in a CSV wrongly."""


def file_name(what: str, suffix: str, *, holds_phi: bool) -> str:
    """The name says what is inside, and when that is patients' data."""
    return f"{what}{' contains PHI' if holds_phi else ''}.{suffix}"


def csv_of(frame: pl.DataFrame) -> bytes:
    """The rows alone, safe to open in a spreadsheet."""
    return _BOM + to_csv(frame)


def xlsx_of(frame: pl.DataFrame, about: Mapping[str, str], *, holds_phi: bool) -> bytes:
    """A workbook: first what the numbers rest on, then the rows."""
    return to_xlsx(frame, _note(about, holds_phi=holds_phi), sheet="rows")


def parquet_of(frame: pl.DataFrame, about: Mapping[str, str], *, holds_phi: bool) -> bytes:
    """Typed rows, and what they rest on in the file's own metadata."""
    return to_parquet(frame, _note(about, holds_phi=holds_phi))


def _note(about: Mapping[str, str], *, holds_phi: bool) -> str:
    lines = [f"{name}: {words}" for name, words in about.items()]
    return "\n".join([PHI_NOTE, *lines] if holds_phi else lines)
