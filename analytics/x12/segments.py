"""Texts into one frame of segments, each knowing its file, its claim and its line."""

import io
from collections.abc import Sequence

import polars as pl

from analytics.x12.separators import ELEMENT, FILE_MARK, SEGMENT

CLAIM_STARTS = ("CLP", "CLM")
LINE_STARTS = ("SVC", "SV1")
ENVELOPE = ("ISA", "GS", "ST", "SE", "GE", "IEA", "TA1")
CLAIM_ENDS = ("HL", "PLB", *ENVELOPE)  # a segment behind one of these belongs to no claim until the next one starts
LINE_ENDS = ("LX", *CLAIM_STARTS, *CLAIM_ENDS)
SEGMENT_LIMIT = 64 * 1024

SEGMENTS = pl.Schema(
    {"text": pl.String(), "tag": pl.String(), "row": pl.UInt32(), "claim": pl.UInt32(), "line": pl.UInt32()}
)


def split_segments(texts: Sequence[bytes]) -> pl.DataFrame:
    """One row per segment of all files, each file opened by a mark; empty segments are left out."""
    mark = (FILE_MARK + SEGMENT).encode()
    data = b"".join(part for text in texts for part in (mark, text))
    if not data:
        return pl.DataFrame(schema=SEGMENTS)
    # A CSV of one column whose line end is our terminator: the fastest splitter at hand.
    frame = pl.read_csv(
        io.BytesIO(data),
        has_header=False,
        separator="\x01",
        eol_char=SEGMENT,
        quote_char=None,
        schema={"text": pl.String()},
    )
    if any(odd in data for odd in (b"\r", b"\n", f"{SEGMENT} ".encode())):
        frame = frame.with_columns(pl.col("text").str.strip_chars("\r\n "))
    return frame.filter(pl.col("text") != "").pipe(_placed)


def _placed(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the tag, the row number, and the rows of the claim and of the line a segment belongs to."""
    text, tag, row = pl.col("text"), pl.col("tag"), pl.col("row")
    whole = text.str.contains(f"^..(.?$|{ELEMENT}|.{ELEMENT})")  # CLPX is not CLP
    return (
        frame.with_columns(pl.when(whole).then(text.str.head(3).str.strip_chars_end(ELEMENT)).alias("tag"))
        .with_row_index("row")
        .with_columns(
            pl.when(tag.is_in(CLAIM_STARTS)).then(row).when(tag.is_in(CLAIM_ENDS)).then(0).forward_fill().alias("claim"),
            pl.when(tag.is_in(LINE_STARTS)).then(row).when(tag.is_in(LINE_ENDS)).then(0).forward_fill().alias("line"),
        )
        .select(list(SEGMENTS))
    )


def by_tag(segments: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The segments of each tag, in the order of the files."""
    parts = segments.partition_by("tag", include_key=False, as_dict=True)
    return {str(key[0]): part for key, part in parts.items()}
