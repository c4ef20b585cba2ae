"""Files in, snapshot out: what is loaded, what is not loaded twice, what is refused, and that nothing is lost."""

import gzip
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from analytics.ingest.receipt import unconserved
from analytics.ingest.run import ingest
from analytics.store import Store
from analytics.store.verify import verify
from analytics.store.void import void


def remittance(
    paid: dict[str, str], *, trace: str = "T1", control: int = 1, payer: str = "PAYER1", denied: tuple[str, ...] = ()
) -> bytes:
    """An 835 of one payment: one claim of one 96372 line of $40.00 per id, paid as given."""
    total = sum(float(amount) for amount in paid.values())
    body = [
        "ST*835*0001",
        f"BPR*I*{total:.2f}*C*ACH*CCP*01*1*DA*1*1*1*01*1*DA*1*20250310",
        f"TRN*1*{trace}*1999999999",
        "DTM*405*20250309",
        f"N1*PR*{payer} NAME*XV*{payer}",
        "N1*PE*CLINIC*XX*1234567893",
    ]
    for number, (claim, amount) in enumerate(paid.items(), 1):
        cut = f"{40 - float(amount):.2f}"
        reason = "16" if claim in denied else "45"
        body += [
            "LX*1",
            f"CLP*{claim}*1*40*{amount}**MB*ICN{trace}{number}*11*1",
            f"NM1*QC*1*CANARYNAME*PAT****MI*CANARYMEMBER{number}",
            "DTM*232*20250301",
            f"SVC*HC:96372*40*{amount}**1",
            "DTM*472*20250301",
            *([f"CAS*CO*{reason}*{cut}"] if float(cut) else []),
        ]
    body.append(f"SE*{len(body) + 1}*0001")
    head = f"ISA*00*          *00*          *ZZ*{payer:<15}*ZZ*CLINIC         *250309*1200*^*00501*{control:09}*0*P*:"
    group = f"GS*HP*{payer}*CLINIC*20250309*1200*1*X*005010X221A1"
    return "~".join([head, group, *body, "GE*1*1", f"IEA*1*{control:09}", ""]).encode()


def written(folder: Path, **files: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / name.replace("__", ".")).write_bytes(data)
    return folder


def paid_cents(store: Store) -> int:
    """Paid dollars at the head that no mark calls a duplicate."""
    paths = store.raw_parts(store.head()).get("remit_claim", [])
    if not paths:
        return 0
    kept = pl.read_parquet(paths).filter(pl.col("duplicate_of").is_null())
    return int(kept.select(pl.col("paid").cast(pl.Decimal(18, 2)).sum()).item() * 100)


def statuses(document: dict[str, Any]) -> dict[str, str]:
    return {Path(file["path"]).name: file["status"] for file in document["files"]}


def sound(store: Store, document: dict[str, Any]) -> None:
    """Nothing lost, by the receipts and by the store."""
    assert [unconserved(file) for file in document["files"] if unconserved(file)] == []
    assert [check for check in verify(store.folder) if not check.ok] == []


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store")


def test_one_file_is_loaded_whole(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "a.835"
    file.write_bytes(remittance({"A": "14.00", "B": "0.00"}, denied=("B",)))
    document = ingest([file], store, build=False)
    (receipt,) = document["files"]
    assert document["snapshot"] == 1 and document["built"] is None
    assert (receipt["kind"], receipt["status"]) == ("835", "loaded")
    assert receipt["claims"] == {"in": 2, "loaded": 2, "quarantined": 0, "duplicate": 0}
    assert receipt["line_charge_cents"]["loaded"] == 8000 and receipt["paid_cents"]["loaded"] == 1400
    assert receipt["payments"] == {"count": 1, "bpr_cents": 1400, "plb_cents": 0}
    json.dumps(document, allow_nan=False)
    sound(store, document)


def test_the_same_bytes_in_any_wrapping_are_loaded_once(store: Store, tmp_path: Path) -> None:
    data = remittance({"A": "14.00"})
    folder = written(tmp_path / "in", a__835=data, renamed__txt=data, b__gz=gzip.compress(data))
    with zipfile.ZipFile(folder / "c.zip", "w") as archive:
        archive.writestr("inside.835", data)
    first = ingest([folder], store, build=False)
    assert statuses(first) == {"a.835": "loaded", "renamed.txt": "duplicate", "b.gz": "duplicate"} | {
        "c.zip!inside.835": "duplicate"
    }
    again = ingest([folder, folder / "a.835"], store, build=False)
    assert {file["status"] for file in again["files"]} == {"duplicate"}
    assert "already loaded on" in again["files"][0]["warnings"][0]["reason"]
    assert again["snapshot"] == first["snapshot"] and paid_cents(store) == 1400
    sound(store, again)


def test_the_same_payment_in_another_file_is_marked_and_not_counted(store: Store, tmp_path: Path) -> None:
    one = remittance({"A": "14.00", "B": "9.00"}, control=1)
    folder = written(tmp_path / "in", a__835=one, b__835=remittance({"A": "14.00", "B": "9.00"}, control=2))
    document = ingest([folder], store, build=False)
    second = document["files"][1]
    assert (second["status"], second["claims"]["duplicate"], second["paid_cents"]["duplicate"]) == ("loaded", 2, 2300)
    assert [warning["code"] for warning in second["warnings"]] == ["already_seen"]
    third = written(tmp_path / "later", c__835=remittance({"A": "14.00", "B": "9.00"}, control=3))
    document = ingest([third], store, build=False)
    assert document["files"][0]["claims"]["duplicate"] == 2 and paid_cents(store) == 2300
    sound(store, document)


def test_the_same_payment_number_with_other_content_is_a_warning(store: Store, tmp_path: Path) -> None:
    folder = written(tmp_path / "in", a__835=remittance({"A": "14.00"}, control=1))
    ingest([folder], store, build=False)
    later = written(tmp_path / "later", b__835=remittance({"A": "15.00"}, control=2))
    document = ingest([later], store, build=False)
    (receipt,) = document["files"]
    assert [warning["code"] for warning in receipt["warnings"]] == ["payment_changed"]
    assert receipt["claims"]["loaded"] == 1 and paid_cents(store) == 2900


def test_a_control_number_used_again_is_a_warning(store: Store, tmp_path: Path) -> None:
    folder = written(tmp_path / "in", a__835=remittance({"A": "1.00"}), b__835=remittance({"B": "2.00"}, trace="T2"))
    document = ingest([folder], store, build=False)
    assert [[w["code"] for w in file["warnings"]] for file in document["files"]] == [[], ["control_number_reused"]]


def test_a_voided_file_may_be_loaded_again(store: Store, tmp_path: Path) -> None:
    folder = written(tmp_path / "in", a__835=remittance({"A": "14.00"}), b__835=remittance({"B": "2.00"}, trace="T2"))
    sha = ingest([folder], store, build=False)["files"][0]["sha256"]
    void(store, [sha])
    assert paid_cents(store) == 200
    document = ingest([folder], store, build=False)
    assert statuses(document) == {"a.835": "loaded", "b.835": "duplicate"} and paid_cents(store) == 1600
    sound(store, document)


def test_a_folder_is_walked_in_order_without_links_or_the_store_itself(tmp_path: Path) -> None:
    folder = written(tmp_path / "in", b__835=remittance({"B": "2.00"}, trace="T2", control=2), note__txt=b"hello")
    written(folder / "a", z__dat=remittance({"A": "1.00"}), pdf__835=b"%PDF-1.7 something")
    (folder / "link.835").symlink_to(folder / "b.835")
    store = Store.create(folder / "store")
    ingest([folder / "a" / "z.dat"], store, build=False)
    document = ingest([folder], store, build=False)
    assert [(Path(file["path"]).name, file["status"]) for file in document["files"]] == [
        ("pdf.835", "rejected"),
        ("z.dat", "duplicate"),
        ("b.835", "loaded"),
        ("link.835", "ignored"),
        ("note.txt", "ignored"),
    ]
    sound(store, document)


@pytest.mark.parametrize("name", [".a.835", ".git", "a.835.part", "a.835.PART", "a.tmp", "a.835.filepart", "a.835~"])
def test_what_is_hidden_or_half_transferred_in_a_folder_is_left_out(store: Store, tmp_path: Path, name: str) -> None:
    """87: a file named on the command line is read whatever its name; one that only looks like it is no half."""
    whole, half = remittance({"A": "1.00"}), remittance({"B": "2.00"}, trace="T2", control=2)
    folder = written(tmp_path / "in", a__part__835=whole)
    if name == ".git":
        written(folder / name, a__835=half)
    else:
        (folder / name).write_bytes(half)
    assert statuses(ingest([folder], store, build=False)) == {"a.part.835": "loaded", name: "ignored"}
    assert paid_cents(store) == 100
    named = folder / name / "a.835" if name == ".git" else folder / name
    assert ingest([named], store, build=False)["files"][0]["status"] == "loaded"
    assert paid_cents(store) == 300


def test_a_refused_file_leaves_the_others_loaded(store: Store, tmp_path: Path) -> None:
    good = remittance({"A": "14.00"})
    folder = written(
        tmp_path / "in", a__835=good, b__835=b"", c__zip=b"PK\x03\x04broken", d__835=good[: len(good) // 2]
    )
    document = ingest([*sorted(folder.iterdir()), tmp_path / "none.835"], store, build=False)
    assert statuses(document)["a.835"] == "loaded" and paid_cents(store) == 1400
    refused = [file for file in document["files"] if file["status"] == "rejected"]
    assert {Path(file["path"]).name for file in refused} >= {"b.835", "c.zip", "none.835"}
    assert {row["label"] for row in store.rows("select label from refusal")} >= {"b.835", "c.zip", "none.835"}
    for file in refused:
        assert file["rejects"][0]["reason"] and file["rejects"][0]["next_step"]
    sound(store, document)


def test_strange_names_are_only_labels(store: Store, tmp_path: Path) -> None:
    names = [
        "a*.835",
        "quo'te\".835",
        "rtl\u202e.835",
        "new\nline.835",
        "..835",
        "x" * 240 + ".835",
        os.fsdecode(b"\xff.835"),
    ]
    for number, name in enumerate(names):
        (tmp_path / name).write_bytes(remittance({f"A{number}": "1.00"}, trace=f"T{number}", control=number + 1))
    document = ingest([tmp_path / name for name in names], store, build=False)
    assert {file["status"] for file in document["files"]} == {"loaded"} and paid_cents(store) == 700
    json.dumps(document)
    sound(store, document)


def test_no_name_or_number_of_a_patient_stays_anywhere(store: Store, tmp_path: Path) -> None:
    folder = written(tmp_path / "in", a__835=remittance({"A": "14.00"}))
    document = ingest([folder], store, build=False)
    kept = b"".join(path.read_bytes() for path in store.folder.rglob("*") if path.is_file())
    frames = [pl.read_parquet(path) for paths in store.raw_parts(1).values() for path in paths]
    seen = kept + "".join(str(frame.to_dicts()) for frame in frames).encode() + json.dumps(document).encode()
    assert b"CANARY" not in seen


def test_many_small_files_are_few_commits_and_few_parts(store: Store, tmp_path: Path) -> None:
    for number in range(60):
        data = remittance({f"A{number}": "1.00"}, trace=f"T{number}", control=number + 1)
        (tmp_path / f"{number:03}.835").write_bytes(data)
    document = ingest(sorted(tmp_path.glob("*.835")), store, build=False)
    assert document["snapshot"] == 1 and paid_cents(store) == 6000
    assert {table: len(paths) for table, paths in store.raw_parts(1).items()} == dict.fromkeys(
        ("adjustment", "remit_claim", "remit_line", "remit_payment"), 1
    )
    sound(store, document)
