"""The same claim content in another payment is a new event and says so; in the same payment it is a duplicate."""

from pathlib import Path

import pytest
from x12_text import HEADER_835, file_835, interchange, lines, text, transaction

from analytics.ingest import ingest
from analytics.store import Store


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


def test_a_payment_without_claims_that_comes_twice_is_told(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store")
    plb = "PLB*1999999984*20251231*WO:R1*-5"
    only = text(interchange(transaction("835", lines(HEADER_835.format(paid="5", trace="T9"), plb))))
    (tmp_path / "one.835").write_bytes(only)
    (tmp_path / "two.835").write_bytes(only.replace(b"000000001", b"000000002"))
    assert "payment_repeated" not in codes(store, tmp_path / "one.835")[0]
    assert "payment_repeated" in codes(store, tmp_path / "two.835")[0]
