"""128-bit fingerprints of rows: SHA-256 of texts and plain integer arithmetic, the same on every machine and version."""

import hashlib

import numpy as np
import polars as pl
from numpy.typing import NDArray

# Two lanes of 64 bits, one row per value. Integers wrap around by design.
Prints = NDArray[np.uint64]
_SEEDS = np.array([[0x9E3779B97F4A7C15], [0xC2B2AE3D27D4EB4F]], dtype=np.uint64)
_NULL = np.uint64(0xA5A5_5A5A_0F0F_F0F0)
_HEX = np.frombuffer(b"0123456789abcdef", np.uint8)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def of_numbers(values: pl.Series) -> Prints:
    """Integers to be mixed; null has a number of its own."""
    numbers = values.cast(pl.Int64).fill_null(0).to_numpy().astype(np.uint64)
    if values.null_count():
        numbers = np.where(values.is_null().to_numpy(), _NULL, numbers)
    return np.broadcast_to(numbers, (2, len(numbers)))


def of_texts(values: pl.Series) -> Prints:
    """Prints of texts; each distinct text is hashed once."""
    asked = values.alias("text").to_frame()
    known = asked.unique()
    if known.height * 2 > asked.height:
        return _hashed(values)
    index = asked.join(known.with_row_index("n"), on="text", how="left", maintain_order="left", nulls_equal=True)["n"]
    return _hashed(known["text"])[:, index.to_numpy()]


def _hashed(values: pl.Series) -> Prints:
    sha256 = hashlib.sha256
    digests = b"".join([sha256(value.encode()).digest()[:16] for value in values.fill_null("\0").to_list()])
    return np.frombuffer(digests, "<u8").reshape(-1, 2).T.astype(np.uint64)


def mixed(*prints: Prints) -> Prints:
    """One print of several, in this order."""
    found = np.zeros_like(prints[0])
    for number, one in enumerate(prints):
        found += one * _factors(number)
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
    digits = np.full((size, 33), ord("\n"), np.uint8)
    digits[:, 0:32:2], digits[:, 1:32:2] = _HEX[octets >> 4], _HEX[octets & 15]
    return pl.read_csv(digits.tobytes(), has_header=False, schema={"print": pl.String()}, quote_char=None)["print"]


def nth_of_equal(prints: Prints, groups: pl.Series) -> pl.Series:
    """Which one of equal prints in its group each row is, counted from 1."""
    frame = pl.DataFrame({"group": groups, "one": prints[0], "two": prints[1]})
    if not frame.is_duplicated().any():
        return pl.repeat(1, frame.height, dtype=pl.Int64, eager=True)
    return frame.select(pl.int_range(1, pl.len() + 1).over("group", "one", "two")).to_series()


def _stirred(values: Prints) -> Prints:
    """The finisher of splitmix64: every bit of the input reaches every bit of the output."""
    values = (values ^ (values >> np.uint64(30))) * _FIRST
    values = (values ^ (values >> np.uint64(27))) * _SECOND
    return values ^ (values >> np.uint64(31))
