"""Several processes may make and fill the same new store at once: one loads, the others find it loaded."""

import subprocess
import sys
from pathlib import Path

from x12_text import file_835


def test_three_ingests_at_once_into_a_new_store_load_once(tmp_path: Path) -> None:
    file = tmp_path / "a.835"
    file.write_bytes(file_835())
    command = [sys.executable, "-m", "analytics", "ingest", str(file), "--no-build", "--store", str(tmp_path / "store")]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    said = [run.communicate(timeout=120) for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0], said
    assert sorted(out.split()[0] for out, _ in said) == ["duplicate", "duplicate", "loaded"]
