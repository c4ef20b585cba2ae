"""Reversals over the files of a batch and over earlier loads (items 44 to 47 and 54 of the catalogue)."""

from decimal import Decimal
from pathlib import Path

import pytest
from test_bad_input_x12 import REVERSED, SECOND
from x12_text import CLAIM_835, file_835, interchange, remittance, text

from analytics.build import build
from analytics.facts import open_facts
from analytics.ingest.run import ingest
from analytics.store import Store

CORRECTED = (
    SECOND.replace("*1*50*50*0*12*ICN2", "*1*50*40*0*12*ICN3").replace("*50*50**1", "*50*40**1") + "CAS*CO*45*10"
)
ORIGINAL = file_835(SECOND, paid="50", trace="T1")
TAKEN_BACK = file_835(REVERSED, paid="-50", trace="T2")
AGAIN = file_835(REVERSED, paid="-50", trace="T3")
ALONE, TWICE = "reversal_without_original", "reversal_twice"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store")


def load(store: Store, *data: bytes) -> list[list[str]]:
    """The warnings of each file, all of them loaded as one batch."""
    folder = store.folder.parent / f"in{len(list(store.folder.parent.iterdir()))}"
    folder.mkdir()
    for number, one in enumerate(data):
        sent = one.replace(b"000000001", f"{len(list(store.folder.parent.iterdir()))}{number:08d}".encode())
        (folder / f"{number}.835").write_bytes(sent)
    document = ingest([folder], store, build=False)
    assert [one["status"] for one in document["files"]] == ["loaded"] * len(data)
    return [
        [one["code"] for one in file["warnings"] if one["code"].startswith("reversal")] for file in document["files"]
    ]


def paid(store: Store) -> Decimal:
    return total(store, "select sum(paid) from line")


def total(store: Store, question: str) -> Decimal:
    build(store)
    ((found,),) = open_facts(store).cursor().execute(question).fetchall()
    return Decimal(found)


def test_a_reversal_alone_loads_with_a_warning(store: Store) -> None:
    """45: it stays visible as unmatched cash."""
    assert load(store, TAKEN_BACK) == [[ALONE]]


def test_an_original_in_another_transaction_is_found(store: Store) -> None:
    """45: one file with two payments."""
    both = interchange(remittance(SECOND, paid="50"), remittance(REVERSED, paid="-50", trace="T2", control="0002"))
    assert load(store, text(both)) == [[]]


def test_an_original_in_another_file_or_load_is_found(store: Store) -> None:
    """45: beside it in the batch, and before it in the store."""
    assert load(store, ORIGINAL, TAKEN_BACK) == [[], []]
    assert load(store, TAKEN_BACK.replace(b"A2", b"A3").replace(b"ICN2", b"ICN4")) == [[ALONE]]
    assert load(store, ORIGINAL.replace(b"A2", b"A5").replace(b"ICN2", b"ICN5").replace(b"T1", b"T5")) == [[]]
    assert load(store, TAKEN_BACK.replace(b"A2", b"A5").replace(b"ICN2", b"ICN5").replace(b"T2", b"T6")) == [[]]


def test_an_original_is_found_by_its_reference(store: Store) -> None:
    """45: REF*F8 names the payer's old number."""
    named = REVERSED.replace("ICN2", "ICN9").replace("CLP*A2", "CLP*B2").replace("SVC*", "REF*F8*ICN2\n SVC*")
    assert load(store, ORIGINAL, file_835(named, paid="-50", trace="T2")) == [[], []]


def test_reversal_and_correction_in_one_file_are_netted(store: Store) -> None:
    """46: 50 paid, 50 taken back, 40 paid."""
    assert load(store, file_835(SECOND, REVERSED, CORRECTED, paid="40")) == [[]]
    assert paid(store) == 40


@pytest.mark.parametrize(
    "files", [(ORIGINAL, TAKEN_BACK, AGAIN), (ORIGINAL, file_835(REVERSED, REVERSED, paid="-100"))]
)
def test_the_same_reversal_twice_is_flagged(store: Store, files: tuple[bytes, ...]) -> None:
    """47: in two payments, or twice in one."""
    assert load(store, *files) == [*([] for _ in files[:-1]), [TWICE]]


def test_the_same_reversal_twice_is_flagged_over_loads(store: Store) -> None:
    """47: the second one came a day later; the same file again is a duplicate and says nothing of it."""
    assert [load(store, one) for one in (ORIGINAL, TAKEN_BACK, AGAIN)] == [[[]], [[]], [[TWICE]]]


def test_two_payments_taken_back_once_each_are_no_repeat(store: Store) -> None:
    """47: paid, taken back, paid again, taken back again."""
    assert load(store, file_835(SECOND, REVERSED, SECOND, REVERSED, paid="0")) == [[]]


@pytest.mark.parametrize(("group", "version", "denied_dollars"), [
    ("CO", "005010X221A1", 40), ("XX", "005010X221A1", 0), ("CR", "005010X221A1", 0), ("CR", "004010X091A1", 40),
    ("", "005010X221A1", 0),
])  # fmt: skip
def test_an_invalid_group_makes_its_code_unclassified(
    store: Store, group: str, version: str, denied_dollars: int
) -> None:
    """54: the same for a group of another version, for one that never was, and for none."""
    denied = CLAIM_835.replace("*100*60*10*", "*100*60*0*").replace("CAS*CO*45*30", f"CAS*{group}*29*40")
    denied = "\n".join(line for line in denied.splitlines() if "CAS*PR" not in line and "AMT" not in line)
    load(store, text(interchange(remittance(denied), version=version)))
    assert total(store, "select sum(open_denial) from line") == denied_dollars
