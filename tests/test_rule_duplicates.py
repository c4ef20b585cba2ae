"""What came twice: the same event in two loads, equal ones in one transaction, the same content paid again (12)."""

from collections import Counter
from decimal import Decimal

import polars as pl
from drawn import build, stored, table
from x12_text import CLAIM_835, CLAIM_837, SUBSCRIBER, claims, file_835, file_837, interchange, read, text

REMITS = """
on    | claim | status | code  | charge | paid  | adj
02-01 | A     | 1      | 96372 | 40.00  | 16.00 | CO-45 20.00, PR-2 4.00
02-01 | B     | 1      |       | 40.00  | 16.00 |
"""
CLAIMS = """
claim | code  | charge
A     | 96372 | 40.00
"""


def loaded_again(rows: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The same rows once more as another load would store them: other ids and bytes, the same identity."""
    again = {}
    for name, frame in rows.items():
        ids = [column for column in ("payment_id", "remit_claim_id", "remit_line_id") if column in frame.columns]
        again[name] = frame.with_columns(pl.col(ids) + "-again", source_sha=pl.lit("f" * 64))
    return {name: pl.concat([frame, again[name]]) for name, frame in rows.items()}


def test_the_same_events_and_claims_in_another_load_change_nothing() -> None:
    """Duplicates are stored and marked; the build takes one copy of each, with and without service lines."""
    once = stored(CLAIMS, REMITS)
    twice = loaded_again(once)
    assert twice["remit_line"].height == 2 * once["remit_line"].height
    first, second = (build(rows, tables=("event", "line")) for rows in (once, twice))
    for name in ("event", "line"):
        left, right = (built[name].drop("source_sha", "remit_claim_id", "remit_line_id", strict=False)
                       for built in (first, second))  # fmt: skip
        assert left.sort("line_id").equals(right.sort("line_id"))


def test_either_copy_alone_gives_the_same_facts() -> None:
    """Voiding a load revives its duplicates elsewhere."""
    twice = loaded_again(stored(CLAIMS, REMITS))
    ours = {name: frame.filter(pl.col("source_sha") != "f" * 64) for name, frame in twice.items()}
    theirs = {name: frame.filter(pl.col("source_sha") == "f" * 64) for name, frame in twice.items()}
    columns = ("line_id", "state", "paid", "event_count")
    left, right = (build(rows, tables=("line",))["line"].select(columns).sort("line_id") for rows in (ours, theirs))
    assert left.equals(right)
    assert right["paid"].to_list() == [Decimal("16.00")] * 2


def identities(data: list[bytes], name: str = "remit_line") -> list[int]:
    """How often each identity came, over all files read as one batch."""
    return sorted(Counter(read(*data).tables[name]["identity"]).values())


def test_the_same_payment_in_two_files_holds_the_same_events() -> None:
    """Another envelope around the same payment."""
    assert identities([file_835(), file_835() + b"\n"]) == [2]
    assert identities([file_835(), file_835() + b"\n"], "remit_claim") == [2]


def test_the_same_content_in_another_payment_is_a_new_event() -> None:
    """Another trace number: money that came twice."""
    assert identities([file_835(), file_835(trace="T2")]) == [1, 1]


def test_equal_ones_within_one_transaction_are_events_of_their_own() -> None:
    """Which one of equal ones it is belongs to the identity; loaded again they still are two."""
    both = file_835(CLAIM_835, CLAIM_835, paid="120")
    assert identities([both]) == [1, 1]
    assert identities([both, both + b"\n"]) == [2, 2]
    assert identities([both, file_835()]) == [1, 2]


def test_other_amounts_are_another_event() -> None:
    """Paid, adjusted, charged or numbered differently by the payer."""
    for old, new in (
        ("*60**1", "*59**1"),
        ("CAS*CO*45*30", "CAS*CO*45*31"),
        ("ICN1", "ICN2"),
    ):
        assert identities([file_835(), file_835(CLAIM_835.replace(old, new))]) == [1, 1], (old, new)


def test_a_claim_is_the_same_submission_by_transaction_claim_and_content() -> None:
    """BHT03, BHT04 and all that it holds; sent again in a new transaction it is a new submission."""
    other_transaction = text(
        [segment.replace("B0001", "B0002") for segment in interchange(claims(), version="005010X222A1")]
    )
    changed = file_837(SUBSCRIBER, CLAIM_837.replace("UN*1", "UN*2"))

    def keys(*data: bytes) -> int:
        return read(*data).tables["claim_line"]["claim_key"].n_unique()

    assert keys(file_837(), file_837() + b"\n") == 1
    assert keys(file_837(), other_transaction) == 2
    assert keys(file_837(), changed) == 2


def test_a_drawn_payment_reads_like_a_file() -> None:
    """The drawing itself: two rows, two claims, one of them without lines."""
    rows = stored(CLAIMS, REMITS)
    assert [row["claim"] for row in table(REMITS)] == rows["remit_claim"]["claim_id"].to_list()
    assert rows["remit_claim"]["line_count"].to_list() == [1, 0]
