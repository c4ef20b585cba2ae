"""What goes in by an 835 and by a table made from it gives the same denials, line by line."""

from hashlib import sha256
from random import Random

import polars as pl
import pytest
from drawn import build
from hypothesis import example, given, settings
from hypothesis import strategies as st
from messy_export import as_835, as_export, drawn
from table_files import read

from analytics.importers.reader import read_batch
from analytics.importers.result import Source
from analytics.reference.shipped import carc_class
from analytics.tables import STORED, schema_of

CODES = carc_class().filter((pl.col("class") == "denial") & ~pl.col("needs_remark"))["code"].to_list()
SAID = ("claim_id", "state", "initial_category", "initial_reason", "is_denied")


def lines(tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """What is found of each line, whichever file it came in."""
    whole = {name: tables.get(name, pl.DataFrame(schema=schema_of(table))) for name, table in STORED.items()}
    found = build(whole, tables=("line",))["line"]
    return found.with_columns(is_denied=pl.col("initial_denial") > 0).select(SAID).sort("claim_id")


@pytest.mark.parametrize("wide", [False, True], ids=["codes in one column", "codes with amounts"])
@given(st.integers(0, 2**32 - 1))
@example(373997)
@settings(max_examples=6, deadline=None)
def test_a_table_made_from_a_remittance_gives_the_same_denials(wide: bool, seed: int) -> None:
    random = Random(seed)
    answers = [drawn(random, CODES, parts=wide) for _ in range(80)]
    data = as_835(answers)
    sent = read_batch(iter([Source("a.835", data, sha256(data).hexdigest())]), secret=bytes(32))
    assert sent.files[0].status == "loaded", sent.files[0]
    export = as_export(answers, random, wide=wide)
    exported = read(export.encode(), "export.csv")
    assert exported.file.came_in.claims - exported.file.quarantined.claims == 80
    assert {one.code for one in exported.file.rejects} == {"total_row"}
    (of_835, of_table) = lines(sent.tables), lines(_joined(exported.portions))
    assert of_table.rows() == of_835.rows()
    assert of_835["is_denied"].sum() == sum(
        any(reason in (*CODES, "16") for _, reason, _ in one.cuts) for one in answers
    )


def _joined(portions: list) -> dict[str, pl.DataFrame]:  # type: ignore[type-arg]
    names = {name for portion in portions for name in portion.held}
    return {name: pl.concat([portion.held[name] for portion in portions if name in portion.held]) for name in names}
