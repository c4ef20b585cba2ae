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
from collections.abc import Sequence
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

from analytics.paths import PACKAGE
from analytics.store.scratch import Place

_PROGRESS = re.compile(r"(\d+)% ([^\r\x1b]*)")
_PATIENCE = 5.0
"""Seconds that a job may take to put away what it holds when the server stops."""
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
_children: set["subprocess.Popen[bytes]"] = set()


def start(title: str, args: Sequence[str], place: Place | None = None) -> str:
    """Starts `reimburse ARGS --json`; returns its name. The files it reads lie in `place` and go when it has ended;
    it holds them itself, so that they stay as long as it lives, whatever becomes of this server."""
    name, job = token_hex(8), Job(title)
    _jobs[name] = job
    threading.Thread(target=_run, args=(job, list(args), place), daemon=True).start()
    return name


def end_all() -> None:
    """Ends what still runs: the server stops, and nothing of it goes on unseen."""
    for child in (running := tuple(_children)):
        child.terminate()
    for child in running:
        try:
            child.wait(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()


def job_of(name: str | None) -> Job | None:
    """The job of that name; None after the server was started anew."""
    return _jobs.get(name or "")


def _run(job: Job, args: list[str], place: Place | None) -> None:
    try:
        code = _child(job, args, (place.handle,) if place else ())
    except OSError:
        job.complaint, code = "The program could not be started on this machine.", 2
    finally:
        if place:
            place.leave()
    job.code = code


def _child(job: Job, args: list[str], held: tuple[int, ...]) -> int:
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
            pass_fds=held,
        )
        _children.add(child)
        os.close(theirs)
        _listen(job, mine)
        code = child.wait()
        _children.discard(child)
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
