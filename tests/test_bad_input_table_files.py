"""Bad table files, item by item (robustness 81 to 87): broken text, unsound parquet, names."""

import io
import os
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from table_files import HEAD, OTHER, ROW, read, refused, rows, text, warned

from analytics.importers.delimited.csv_text import blocks, records, style_of
from analytics.ingest.run import ingest
from analytics.store import Store


def parquet(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.write_parquet(out)
    return out.getvalue()


def frame(**columns: object) -> pl.DataFrame:
    cells = dict(zip(HEAD.split(","), ROW.split(","), strict=True))
    return pl.DataFrame({**{name: [value] for name, value in cells.items()}, **columns})


def test_81_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b"")
    (receipt,) = ingest([tmp_path / "x.csv"], Store.create(tmp_path / "s"), build=False)["files"]
    assert (receipt["status"], receipt["rejects"][0]["code"]) == ("rejected", "empty_file")


def test_82_rows_with_more_or_fewer_cells_are_set_aside() -> None:
    data = text(ROW, OTHER + ",more", OTHER.rpartition(",")[0], OTHER)
    assert refused(data) == [(3, "ragged_row"), (4, "ragged_row")] and rows(read(data)).height == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (text(ROW, OTHER).replace(b"\n", b"\r"), "bare_returns"),
        (text(ROW, OTHER).decode().encode("utf-16"), "utf16"),
        (text(ROW, OTHER).decode().encode("utf-16-le"), "utf16"),
        (text(ROW, OTHER.replace("FIRST", "PR\xc9MIER")).decode().encode("cp1252"), "not_utf8"),
    ],
)
def test_83_encodings_and_line_ends_are_found_first(data: bytes, code: str) -> None:
    assert code in warned(data) and rows(read(data))["claim_id"].to_list() == ["A1", "A2"]


def test_83_semicolons_tabs_and_quoted_line_ends_are_read() -> None:
    for mark in (";", "\t", "|"):
        assert rows(read(text(ROW, OTHER).replace(b",", mark.encode()))).height == 2
    assert rows(read(text(ROW.replace("FIRST PAYER", '"FIRST, \n""PAYER"""'), OTHER)))[
        "payer_source_name"
    ].to_list() == [
        'FIRST, \n"PAYER"',
        "FIRST PAYER",
    ]


def test_83_an_open_quote_refuses_the_file_and_nul_its_row() -> None:
    assert refused(text(ROW, '"' + OTHER)) == [(3, "unclosed_quote")]
    assert refused(text(ROW, OTHER.replace("FIRST", "FI\0RST"))) == [(3, "broken_row")]
    assert refused(text(ROW, OTHER.replace("FIRST", 'FI"RS"T'))) == [(3, "broken_row")]


def test_84_ten_thousand_columns_are_refused() -> None:
    wide = ",".join(f"c{n}" for n in range(10_000))
    assert refused(text(ROW + "," * 10_000, head=f"{HEAD},{wide}")) == [(None, "too_many_columns")]


def test_85_what_changes_late_is_set_aside_and_nothing_else() -> None:
    many = [ROW.replace("A1", f"B{n}") for n in range(25_000)]
    many[24_000] = many[24_000].replace("40.00", "forty")
    found = read(text(*many))
    assert [(one.position, one.code) for one in found.file.rejects] == [(24_002, "unreadable_amount")]
    assert rows(found).height == 24_999


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PAR1 and nothing more", "parquet_unreadable"),
        (parquet(frame())[:-6], "parquet_unreadable"),
        (b"PAR1" + parquet(frame())[4:].replace(b"PAR1", b"PARE"), "parquet_unreadable"),
        (parquet(frame().rename({"claim_id": "nothing"})), "columns_missing"),
        (parquet(frame(charge=[40.0])), "float_money"),
        (parquet(frame(service_date=[datetime(2026, 1, 6, tzinfo=UTC)])), "zoned_time"),
        (parquet(frame(claim_id=[{"a": 1}])), "nested_column"),
    ],
)
def test_86_parquet_that_cannot_be_trusted_is_refused_with_its_reason(data: bytes, code: str) -> None:
    assert refused(data, "x.parquet") == [(None, code)]


def test_86_parquet_without_rows_loads_nothing() -> None:
    assert "header_only" in warned(parquet(frame().clear()), "x.parquet")


def test_86_a_flipped_bit_never_ends_the_program(tmp_path: Path) -> None:
    sound = parquet(pl.concat([frame()] * 50))
    for at in range(4, len(sound), max(len(sound) // 12, 1)):
        damaged = bytearray(sound)
        damaged[at] ^= 0x10
        (tmp_path / f"{at}.parquet").write_bytes(bytes(damaged))
    document = ingest([tmp_path], Store.create(tmp_path / "s"), build=False)
    for file in document["files"]:
        assert file["status"] != "rejected" or file["rejects"][0]["next_step"]


def test_87_strange_names_are_only_labels(tmp_path: Path) -> None:
    names = ["a*.csv", "quo'te\".csv", "rtl\u202e.csv", "..csv", "CON.csv", ".hidden.csv", "x" * 240 + ".csv"]
    names.append(os.fsdecode(b"\xff.csv"))
    for number, name in enumerate([*names, "a*.parquet", "b[1].parquet"]):
        own = frame(claim_id=[f"A{number}"])
        (tmp_path / name).write_bytes(parquet(own) if name.endswith("parquet") else own.write_csv().encode())
    found = [tmp_path / name for name in (*names, "a*.parquet", "b[1].parquet")]
    document = ingest(found, Store.create(tmp_path / "s"), build=False)
    assert [file["status"] for file in document["files"]] == ["loaded"] * 10


def test_records_are_the_same_however_the_text_is_cut() -> None:
    data = text(*[ROW.replace("A1", f"B{n}") for n in range(50)], '"open, and\nclosed",x', "").replace(b"\n", b"\r\n")
    style = style_of(data)
    assert b"".join(blocks(data, style)).count(b"\r") == 0
    assert sum(len(part.numbers) for part in records(data, style)) == 51
