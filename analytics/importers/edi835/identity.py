"""Event identities: the same answer of a payer has the same identity in whatever file it stands."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.importers.fingerprint import Prints, added, as_text, mixed, nth_of_equal, of_numbers, of_texts
from analytics.x12.separators import ELEMENT

NUMBERS = ("claim_id", "payer_claim_id", "status")


def identified(
    claims: pl.DataFrame, lines: pl.DataFrame, adjustments: pl.DataFrame, payments: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Claims and lines with `identity`: payer, trace, date, claim numbers, status, amounts, and which of equal ones."""
    events, cuts = _events(claims, payments), _cuts(adjustments)
    at_line = (adjustments["line"] > 0).to_numpy()
    line_at = _places(lines["line"], adjustments["line"].to_numpy()[at_line])
    claim_at = _places(claims["claim"], adjustments["claim"].to_numpy()[~at_line])
    of_claim = _places(claims["claim"], lines["claim"].to_numpy())
    said = mixed(_lines(lines), added(cuts[:, at_line], line_at, lines.height))
    numbered = mixed(said, of_numbers(_number_in_claim(of_claim)))
    own_cuts = added(cuts[:, ~at_line], claim_at, claims.height)
    whole = mixed(events, _claims(claims), own_cuts, added(numbered, of_claim, claims.height))
    return _with_identity(claims, whole), _with_identity(lines, mixed(events[:, of_claim], said))


def _places(keys: pl.Series, wanted: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Where each wanted key stands among the ascending keys, which hold all of them."""
    return np.searchsorted(keys.to_numpy(), wanted)


def _events(claims: pl.DataFrame, payments: pl.DataFrame) -> Prints:
    """Payment and claim numbers; BPR02 stands in for a missing trace only."""
    trace = pl.coalesce("trace", pl.col("bpr_cents").cast(pl.String))
    payer = pl.coalesce("payer_source_id", "payer_source_name")
    heads = payments.select(_text(payer, trace, pl.col("payment_date").cast(pl.String))).to_series()
    of_payment = pl.DataFrame({"tx": payments["tx"]}).with_row_index("n")
    at = claims.select("tx").join(of_payment, on="tx", how="left", maintain_order="left")["n"].to_numpy()
    return mixed(of_texts(heads)[:, at], of_texts(claims.select(_text(*map(pl.col, NUMBERS))).to_series()))


def _text(*columns: pl.Expr) -> pl.Expr:
    """The columns as one text; no value holds the element separator, so different values give different texts."""
    return pl.concat_str([column.fill_null("") for column in columns], separator=ELEMENT)


def _claims(claims: pl.DataFrame) -> Prints:
    return mixed(*(of_numbers(claims[name]) for name in ("charge_cents", "paid_cents", "share_cents")))


def _lines(lines: pl.DataFrame) -> Prints:
    """What a line says: code paid and billed, amounts, units and date."""
    texts = [of_texts(lines[name]) for name in ("composite", "billed_composite")]
    numbers = [
        lines["charge_cents"],
        lines["paid_cents"],
        lines["service_date"].to_physical(),
        lines["units_sent"].to_physical(),
    ]
    return mixed(*texts, *map(of_numbers, numbers))


def _cuts(adjustments: pl.DataFrame) -> Prints:
    """One print per adjustment, its place in the loop included."""
    texts = [of_texts(adjustments[name]) for name in ("group", "reason")]
    numbers = [of_numbers(adjustments[name].to_physical()) for name in ("position", "quantity")]
    return mixed(*texts, _taken(adjustments), *numbers)


def _taken(adjustments: pl.DataFrame) -> Prints:
    """The amounts; those that are no number are told apart by what stands there."""
    known = of_numbers(adjustments["cents"])
    unknown = adjustments["cents"].is_null().to_numpy()
    return np.where(unknown, of_texts(adjustments["amount_text"]), known) if unknown.any() else known


def _number_in_claim(of_claim: NDArray[np.int64]) -> pl.Series:
    """The order of each line within its claim, counted from 0; the lines of a claim stand together."""
    rows = np.arange(len(of_claim))
    begins = np.concatenate(([True], of_claim[1:] != of_claim[:-1])) if len(of_claim) else np.zeros(0, bool)
    return pl.Series(rows - np.maximum.accumulate(np.where(begins, rows, 0)) if len(rows) else rows)


def _with_identity(frame: pl.DataFrame, prints: Prints) -> pl.DataFrame:
    nth = nth_of_equal(prints, frame["tx"])
    return frame.with_columns(as_text(mixed(prints, of_numbers(nth))).alias("identity"))
