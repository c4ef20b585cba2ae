"""128-bit fingerprints of rows by plain integer arithmetic: the same on every machine and in every version."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

# Two lanes of 64 bits, one column per value. Integers wrap around by design.
Prints = NDArray[np.uint64]
_SEEDS = np.array([[0x9E3779B97F4A7C15], [0xC2B2AE3D27D4EB4F]], dtype=np.uint64)
_NULL = np.uint64(0xA5A5_5A5A_0F0F_F0F0)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_WORD, _END = 8, "\x01"  # an end mark keeps a text apart from the same text with zero bytes behind it
_HEX = np.frombuffer(bytes(range(256)).hex().encode(), "<u2")


def of_numbers(values: pl.Series) -> Prints:
    """Integers to be mixed; null has a number of its own."""
    known = values.fill_null(0) if values.null_count() else values
    numbers = known.cast(pl.Int64).to_numpy().view(np.uint64)
    if values.null_count():
        numbers = np.where(values.is_null().to_numpy(), _NULL, numbers)
    return np.broadcast_to(numbers, (2, len(numbers)))


def of_texts(values: pl.Series) -> Prints:
    """Prints of texts; where texts repeat, each distinct one is worked out once."""
    asked = values.alias("text").to_frame()
    known = asked.unique()
    if known.height * 2 > asked.height:
        return _of_words(values)
    index = asked.join(known.with_row_index("n"), on="text", how="left", maintain_order="left", nulls_equal=True)["n"]
    return _of_words(known["text"])[:, index.to_numpy()]


def _of_words(values: pl.Series) -> Prints:
    """Each text as words of eight bytes, every word stirred with its place, all added up."""
    if values.is_empty():
        return np.zeros((2, 0), np.uint64)
    text = values.fill_null("\0").alias("text")
    padding = pl.lit("\0" * (_WORD - 1)).str.head(_WORD - 1 - pl.col("text").str.len_bytes() % _WORD)
    padded = text.to_frame().select(pl.concat_str("text", pl.lit(_END), padding)).to_series()
    counts = (padded.str.len_bytes() // _WORD).to_numpy().astype(np.int64)
    starts = np.cumsum(counts) - counts
    words = np.frombuffer(padded.str.join("").item().encode(), "<u8").astype(np.uint64)
    places = (np.arange(len(words)) - np.repeat(starts, counts)).astype(np.uint64)
    return np.add.reduceat(_stirred(words + (places + np.uint64(1)) * _SEEDS), starts, axis=1)


def mixed(*prints: Prints) -> Prints:
    """One print of several, in this order."""
    first, *others = prints
    found = first * _factors(0)
    part = np.empty_like(found)
    for number, one in enumerate(others, 1):
        found += np.multiply(one, _factors(number), out=part)
    return _stirred(found)


def _factors(number: int) -> Prints:
    """An odd factor per lane and place, so that no two places can be swapped."""
    return _stirred(_SEEDS * np.uint64(2 * number + 3)) | np.uint64(1)


def added(prints: Prints, positions: NDArray[np.int64], size: int) -> Prints:
    """The sum of the prints that fall on each of `size` positions; `positions` ascend. Zero where none falls."""
    total = np.zeros((2, size), np.uint64)
    if len(positions):
        starts = np.flatnonzero(np.concatenate(([True], positions[1:] != positions[:-1])))
        total[:, positions[starts]] = np.add.reduceat(prints, starts, axis=1)
    return total


def as_text(prints: Prints) -> pl.Series:
    """Prints as 32 hexadecimal characters."""
    size = prints.shape[1]
    if not size:
        return pl.Series(dtype=pl.String)
    octets = np.ascontiguousarray(prints.T).astype(">u8").view(np.uint8)
    digits = np.full((size, 17), int.from_bytes(b"\r\n", "little"), "<u2")
    digits[:, :16] = _HEX[octets]
    return pl.read_csv(digits.tobytes(), has_header=False, schema={"print": pl.String()}, quote_char=None)["print"]


def nth_of_equal(prints: Prints, groups: pl.Series) -> pl.Series:
    """Which one of equal prints in its group each row is, counted from 1."""
    if pl.Series(prints[0]).n_unique() == prints.shape[1]:
        return pl.repeat(1, prints.shape[1], dtype=pl.Int64, eager=True)
    frame = pl.DataFrame({"group": groups, "one": prints[0], "two": prints[1]})
    return frame.select(pl.int_range(1, pl.len() + 1).over("group", "one", "two")).to_series()


def _stirred(values: Prints) -> Prints:
    """The finisher of splitmix64, in place: every bit of the input reaches every bit of the output."""
    moved = np.empty_like(values)
    for by, factor in ((30, _FIRST), (27, _SECOND)):
        values ^= np.right_shift(values, np.uint64(by), out=moved)
        values *= factor
    values ^= np.right_shift(values, np.uint64(31), out=moved)
    return values
