"""Tables as files: CSV, Excel and parquet that say whether they hold patient data, and that no spreadsheet will run."""

import re
from dataclasses import dataclass
from io import BytesIO

import polars as pl
import xlsxwriter

PHI_NOTE = "Contains protected health information. Keep it inside the practice."
SHAREABLE_NOTE = "No claim, patient or authorization numbers; months instead of days."
EXCEL_ROWS = 1_048_575
SMALLEST_CELL = 11
"""Cells of 1 to 10 patients are never shared (CMS cell-size policy)."""

_RISKY = r"^[=+\-@\t\r\n\x00＝＋－＠]"
_PRIVATE = ("claim_id", "patient_key", "payer_claim_id", "original_reference", "ndc", "line_control", "trace")
_KEYED = (
    "line_id",
    "root_line_id",
    "claim_key",
    "encounter_id",
    "em_line_id",
    "remit_claim_id",
    "remit_line_id",
    "identity",
)


class TooManyRowsError(Exception):
    """Excel cannot hold this many rows; names the next step."""


@dataclass(frozen=True)
class Shared:
    """A shareable frame and how many rows were withheld because they came from fewer than 11 patients."""

    frame: pl.DataFrame
    withheld: int


def shareable(frame: pl.DataFrame) -> Shared:
    """The frame without identifiers, with months for days, and without rows of small month × payer cells."""
    kept = _without_small_cells(frame)
    gone = [name for name in (*_PRIVATE, *_KEYED, "source_sha", "source_position") if name in frame.columns]
    days = [pl.col(name).dt.truncate("1mo") for name, dtype in frame.schema.items() if dtype == pl.Date]
    return Shared(kept.with_columns(days).drop(gone), frame.height - kept.height)


def _without_small_cells(frame: pl.DataFrame) -> pl.DataFrame:
    if "patient_key" not in frame.columns:
        return frame
    cell = [pl.col(name) for name in ("payer_id", "payer_source_id") if name in frame.columns]
    if "service_date" in frame.columns:
        cell.append(pl.col("service_date").dt.truncate("1mo"))
    patients = pl.col("patient_key").n_unique()
    return frame.filter((patients.over(cell) if cell else patients) >= SMALLEST_CELL)


def to_csv(frame: pl.DataFrame) -> bytes:
    """Every text quoted; a text that a spreadsheet would run gets an apostrophe; numbers stay numbers."""
    return _inert(frame).write_csv(quote_style="non_numeric").encode()


def to_parquet(frame: pl.DataFrame, note: str) -> bytes:
    """Typed, with the note in the file's own metadata."""
    out = BytesIO()
    frame.write_parquet(out, metadata={"note": note})
    return out.getvalue()


def to_xlsx(frame: pl.DataFrame, note: str, sheet: str = "data") -> bytes:
    """A first sheet with the note, then the table; texts are never formulas or links."""
    if frame.height > EXCEL_ROWS:
        raise TooManyRowsError(f"{frame.height:,} rows; Excel holds {EXCEL_ROWS:,}; choose parquet or a shorter period")
    out = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        book.add_worksheet("read me").write_string(0, 0, note)
        _flat(frame).write_excel(book, sheet, autofilter=False, freeze_panes=(1, 0))
    return out.getvalue()


def inert(text: str) -> str:
    """One text that no spreadsheet runs: with an apostrophe where it would."""
    return f"'{text}" if re.match(_RISKY, text) else text


def _inert(frame: pl.DataFrame) -> pl.DataFrame:
    texts = [name for name, dtype in _flat(frame).schema.items() if dtype == pl.String]
    quoted = [
        pl.when(pl.col(name).str.contains(_RISKY)).then("'" + pl.col(name)).otherwise(pl.col(name)).alias(name)
        for name in texts
    ]
    return _flat(frame).with_columns(quoted)


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    lists = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    return frame.with_columns(pl.col(name).list.join(" ") for name in lists)
