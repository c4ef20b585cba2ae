"""Work that a page starts: a child process of the `reimburse` command, watched from a thread.

Streamlit never reads a file itself; a job goes on when the visitor reloads or leaves.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

from analytics.paths import PACKAGE

_PROGRESS = re.compile(r"(\d+)% ([^\r\x1b]*)")
_CONTROL = re.compile(r"\r?\x1b\[K|\r")


@dataclass
class Job:
    """One run of the command: how far it is, and in the end its document or its complaint."""

    title: str
    what: str = "this may take half a minute"
    share: float = 0.0
    document: dict[str, Any] | None = None
    complaint: str = ""
    code: int | None = None
    heard: list[str] = field(default_factory=list)

    @property
    def is_running(self) -> bool:
        return self.code is None


_jobs: dict[str, Job] = {}


def start(title: str, args: Sequence[str], after: Callable[[], None] = lambda: None) -> str:
    """Starts `reimburse ARGS --json`; `after` is called when it has ended, whatever happened. Returns its name."""
    name, job = token_hex(8), Job(title)
    _jobs[name] = job
    threading.Thread(target=_run, args=(job, list(args), after), daemon=True).start()
    return name


def job_of(name: str | None) -> Job | None:
    """The job of that name; None after the server was started anew."""
    return _jobs.get(name or "")


def _run(job: Job, args: list[str], after: Callable[[], None]) -> None:
    try:
        code = _child(job, args)
    except OSError:
        job.complaint, code = "The program could not be started on this machine.", 2
    finally:
        after()
    job.code = code


def _child(job: Job, args: list[str]) -> int:
    # The command draws its progress only where someone watches: a terminal of our own.
    mine, theirs = os.openpty()
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(
            [sys.executable, "-m", "analytics", *args, "--json"],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=theirs,
            cwd=PACKAGE.parent,
            start_new_session=True,
        )
        os.close(theirs)
        _listen(job, mine)
        code = child.wait()
        out.seek(0)
        job.document = _document(out.read())
    job.complaint = _complaint("".join(job.heard))
    return code


def _listen(job: Job, end: int) -> None:
    try:
        while heard := os.read(end, 4096):
            text = heard.decode("utf-8", "replace")
            job.heard.append(text)
            for share, what in _PROGRESS.findall(text)[-1:]:
                job.share, job.what = int(share) / 100, what.strip() or job.what
    except OSError:
        pass  # the child closed its end: that is how a terminal says so
    finally:
        os.close(end)


def _document(text: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _complaint(text: str) -> str:
    lines = [line.strip() for line in _CONTROL.sub("\n", text).splitlines()]
    said = [line.removeprefix("reimburse: ") for line in lines if line.startswith("reimburse: ")]
    return " ".join(said)
