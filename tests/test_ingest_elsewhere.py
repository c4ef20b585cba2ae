"""The same claim content in another payment is a new event and says so; in the same payment it is a duplicate."""

from pathlib import Path

import polars as pl
import pytest
from x12_text import HEADER_835, file_835, interchange, lines, text, transaction

from analytics.build import build
from analytics.facts import open_facts
from analytics.ingest.run import ingest
from analytics.questions.intake import balance
from analytics.store import Store
from analytics.store.void import void


def codes(store: Store, *files: Path) -> list[list[str]]:
    document = ingest(list(files), store, build=False)
    return [[warning["code"] for warning in file["warnings"]] for file in document["files"]]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "one.835", tmp_path / "two.835"]
    paths[0].write_bytes(file_835(trace="T1"))
    paths[1].write_bytes(file_835(trace="T2"))
    return paths


def test_the_same_content_in_another_payment_is_counted_and_told(tmp_path: Path, files: list[Path]) -> None:
    store = Store.create(tmp_path / "store")
    first, second = codes(store, files[0]), codes(store, files[1])
    assert "same_content_elsewhere" not in first[0]
    assert "same_content_elsewhere" in second[0]


def test_it_is_told_within_one_batch_too(tmp_path: Path, files: list[Path]) -> None:
    told = codes(Store.create(tmp_path / "store"), *files)
    assert [("same_content_elsewhere" in one) for one in told] == [False, True]


def test_the_same_payment_again_is_a_duplicate_and_no_second_one(tmp_path: Path, files: list[Path]) -> None:
    store = Store.create(tmp_path / "store")
    codes(store, files[0])
    again = tmp_path / "again.835"
    again.write_bytes(files[0].read_bytes().replace(b"000000001", b"000000002"))
    (told,) = codes(store, again)
    assert "already_seen" in told and "same_content_elsewhere" not in told


def bare(trace: str = "T9", amount: str = "5") -> bytes:
    """A payment without claims: money moved by a provider adjustment alone."""
    plb = f"PLB*1999999984*20251231*WO:R1*-{amount}"
    return text(interchange(transaction("835", lines(HEADER_835.format(paid=amount, trace=trace), plb))))


def copies(store: Store) -> list[bool]:
    """Of each payment in the facts, whether it is the copy of another one."""
    rows = open_facts(store).cursor().execute("select copy_of is not null from payment order by 1").fetchall()
    return [row[0] for row in rows]


SENT_AGAIN: dict[str, tuple[bytes, bytes, str | None, list[bool]]] = {
    "the same payment without claims": (bare(), bare(), "already_seen", [False, True]),
    "the same payment with claims": (file_835(), file_835(), "already_seen", [False, True]),
    "another amount": (bare(), bare(amount="6"), "payment_changed", [False, False]),
    "another number": (bare(), bare(trace="T8"), None, [False, False]),
}


@pytest.mark.parametrize("case", SENT_AGAIN)
def test_a_payment_sent_again_in_another_interchange_is_kept_once(tmp_path: Path, case: str) -> None:
    """30: the same content is a duplicate, other content loads with a warning; the balance counts each once."""
    first, second, code, marked = SENT_AGAIN[case]
    store = Store.create(tmp_path / "store")
    (tmp_path / "one.835").write_bytes(first)
    (tmp_path / "two.835").write_bytes(second.replace(b"000000001", b"000000002"))
    assert codes(store, tmp_path / "one.835") == [[]]
    told = codes(store, tmp_path / "two.835")[0]
    assert [one for one in told if one != "control_number_reused"] == ([code] if code else [])
    build(store)
    assert copies(store) == marked
    levels = balance(open_facts(store).cursor()).filter(pl.col("level") == "transaction")
    assert levels["checked"].to_list() == [marked.count(False)]


def test_voiding_the_first_copy_of_a_payment_revives_the_second(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store")
    (tmp_path / "one.835").write_bytes(bare())
    (tmp_path / "two.835").write_bytes(bare().replace(b"000000001", b"000000002"))
    document = ingest([tmp_path / "one.835", tmp_path / "two.835"], store)
    assert copies(store) == [False, True]
    void(store, [document["files"][0]["sha256"]])
    build(store)
    assert copies(store) == [False]
