"""Facts that another version of the program built are refused with the command that makes them again."""

from pathlib import Path

import polars as pl
import pytest

from analytics.facts import read_facts
from analytics.store import Snapshot, StoreError


def test_a_built_table_with_other_columns_is_refused(tmp_path: Path) -> None:
    old = tmp_path / "line.parquet"
    pl.DataFrame({"line_id": ["a"]}).write_parquet(old)
    with pytest.raises(StoreError, match="run: reimburse build"):
        read_facts(Snapshot(1, 1, 1, 0, {}, {"line": [old]}))
