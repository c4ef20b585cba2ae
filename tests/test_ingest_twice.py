"""The same claim in another file: 837 submissions, repeated transactions, partly known payments."""

from pathlib import Path

import polars as pl
import pytest
from test_ingest_files import remittance, sound, statuses, written

from analytics.ingest.run import ingest
from analytics.store import Store, StoreDamagedError
from analytics.store.void import void

HEAD = (
    "ISA*00*          *00*          *ZZ*CLINIC         *ZZ*HOUSE          *250309*1200*^*00501*{control:09}*0*P*:~"
    "GS*HC*CLINIC*HOUSE*20250309*1200*1*X*005010X222A1~"
)
TAIL = "GE*{count}*1~IEA*1*{control:09}~"


def transaction(claims: dict[str, str], *, number: str, st: int = 1) -> str:
    """One 837P transaction: one claim of one 96372 line per id, charged as given."""
    body = [
        f"ST*837*{st:04}*005010X222A1",
        f"BHT*0019*00*{number}*20250309*1200*CH",
        "NM1*41*2*CLINIC*****46*CLINIC",
        "PER*IC*DESK*TE*5555555555",
        "NM1*40*2*HOUSE*****46*HOUSE",
        "HL*1**20*1",
        "NM1*85*2*CLINIC*****XX*1234567893",
        "N3*1 MAIN ST",
        "N4*TOWN*NY*100010000",
        "REF*EI*999999999",
        "HL*2*1*22*0",
        "SBR*P*18*******MB",
        "NM1*IL*1*CANARYNAME*PAT****MI*CANARYMEMBER",
        "N3*2 MAIN ST",
        "N4*TOWN*NY*10001",
        "DMG*D8*19500101*F",
        "NM1*PR*2*MEDICARE*****PI*00001",
    ]
    for claim, charge in claims.items():
        body += [
            f"CLM*{claim}*{charge}***11:B:1*Y*A*Y*Y",
            "HI*ABK:E119",
            "LX*1",
            f"SV1*HC:96372*{charge}*UN*1***1",
            "DTP*472*D8*20250301",
        ]
    body.append(f"SE*{len(body) + 1}*{st:04}")
    return "~".join([*body, ""])


def claims_file(*transactions: str, control: int = 1) -> bytes:
    middle = "".join(transactions)
    return (HEAD + middle + TAIL).format(control=control, count=len(transactions)).encode()


def counted(store: Store, table: str) -> list[str]:
    """Claims at the head that no mark calls a duplicate."""
    frame = pl.read_parquet(store.raw_parts(store.head())[table])
    return sorted(frame.filter(pl.col("duplicate_of").is_null())["claim_id"].to_list())


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store")


def test_a_submission_in_another_file_is_marked(store: Store, tmp_path: Path) -> None:
    first = claims_file(transaction({"A": "40", "B": "41"}, number="B1"))
    again = claims_file(transaction({"A": "40", "B": "41"}, number="B1"), control=2)
    later = claims_file(transaction({"A": "40"}, number="B2"), control=3)
    document = ingest([written(tmp_path / "in", a__837=first, b__837=again, c__837=later)], store, build=False)
    assert statuses(document) == {"a.837": "loaded", "b.837": "loaded", "c.837": "loaded"}
    assert [file["claims"]["duplicate"] for file in document["files"]] == [0, 2, 0]
    assert counted(store, "claim_line") == ["A", "A", "B"], "another BHT03 is another submission"
    sound(store, document)


def test_a_transaction_twice_in_one_file_counts_once(store: Store, tmp_path: Path) -> None:
    one = transaction({"A": "40"}, number="B1")
    two = transaction({"A": "40"}, number="B1", st=2)
    document = ingest([written(tmp_path / "in", a__837=claims_file(one, two))], store, build=False)
    (receipt,) = document["files"]
    assert receipt["claims"] == {"in": 2, "loaded": 1, "quarantined": 0, "duplicate": 1}
    assert "earlier in this file" in receipt["warnings"][-1]["reason"]
    sound(store, document)


def test_only_the_known_claims_of_a_payment_are_duplicates(store: Store, tmp_path: Path) -> None:
    ingest([written(tmp_path / "in", a__835=remittance({"A": "14.00", "B": "9.00"}))], store, build=False)
    more = remittance({"A": "14.00", "B": "9.00", "C": "3.00"}, control=2)
    document = ingest([written(tmp_path / "more", b__835=more)], store, build=False)
    (receipt,) = document["files"]
    assert receipt["claims"] == {"in": 3, "loaded": 1, "quarantined": 0, "duplicate": 2}
    assert {warning["code"] for warning in receipt["warnings"]} == {"already_seen", "payment_changed"}
    assert counted(store, "remit_claim") == ["A", "B", "C"]
    sound(store, document)


def test_a_damaged_part_stops_the_load_that_needs_it_and_no_other(store: Store, tmp_path: Path) -> None:
    ingest([written(tmp_path / "in", a__835=remittance({"A": "14.00"}))], store, build=False)
    part = store.raw_parts(1)["remit_claim"][0]
    part.write_bytes(part.read_bytes()[:-1])
    other = written(tmp_path / "other", b__835=remittance({"B": "1.00"}, trace="T2", control=2))
    assert statuses(ingest([other], store, build=False)) == {"b.835": "loaded"}
    same = written(tmp_path / "same", c__835=remittance({"A": "14.00"}, control=3))
    with pytest.raises(StoreDamagedError, match="reimburse verify --store"):
        ingest([same], store, build=False)
    assert store.head() == 2


def test_after_the_first_copy_is_voided_a_third_is_compared_with_the_second(store: Store, tmp_path: Path) -> None:
    copies = {f"{name}__835": remittance({"A": "14.00"}, control=n) for n, name in enumerate("abc", 1)}
    folder = written(tmp_path / "in", **dict(list(copies.items())[:2]))
    first, second = ingest([folder], store, build=False)["files"]
    void(store, [first["sha256"]])
    document = ingest([written(tmp_path / "third", c__835=copies["c__835"])], store, build=False)
    marks = pl.read_parquet(store.raw_parts(store.head())["remit_claim"]).select("source_sha", "duplicate_of")
    third = document["files"][0]["sha256"]
    assert dict(marks.iter_rows()) == {second["sha256"]: first["sha256"], third: second["sha256"]}
    sound(store, document)
