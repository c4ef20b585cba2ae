"""The command as a user types it, run in this process: a new one takes a second, and is rarely the point."""

import io
import os
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from subprocess import CompletedProcess

from analytics.__main__ import main


def typed(*words: str | Path) -> CompletedProcess[str]:
    """Exit code, standard output and standard error of `reimburse` with these words; no traceback is ever right."""
    out, err = io.StringIO(), io.StringIO()
    mask = os.umask(0o077)
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = main([str(word) for word in words])
    except SystemExit as left:
        code = int(str(left.code))
    finally:
        os.umask(mask)
    assert "Traceback" not in out.getvalue() + err.getvalue()
    return CompletedProcess(["reimburse", *map(str, words)], code, out.getvalue(), err.getvalue())
