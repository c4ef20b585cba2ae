"""The process that reads files: alone, with limits, so that a file made to break a reader breaks only that."""

import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

_BOOT = "import sys; sys.path.append(sys.argv[1]); from analytics.ingest.read import main; main()"
_ROOT = Path(__file__).resolve().parent.parent
_KEPT = ("PATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT", "POLARS_MAX_THREADS", "FAILPOINT")
_GIVES_BACK = {"MALLOC_TRIM_THRESHOLD_": str(4 << 20)}
"""Freed memory goes back to the system at once; glibc would keep up to 64 MB per thread, a fifth of the peak."""
_MEMORY_BYTES = 2 << 30
_WALL_SECONDS = 900.0
_STILL_SECONDS = 10.0
"""Without any use of the processor while it owes an answer: out of memory, Polars' threads may wait for ever."""
_ENDINGS = {
    signal.SIGXCPU: "Reading the file took longer than the limit; split it into smaller files.",
    signal.SIGKILL: "Reading the file took more memory or time than the limit; split it into smaller files.",
    signal.SIGABRT: "Reading the file took more memory than the limit; split it into smaller files.",
}


class ChildError(Exception):
    """The reading process ended, or gave up; the text says why, without a word of the file."""


class Child:
    """A reading process: one question as a line of JSON, one answer as a line of JSON."""

    def __enter__(self) -> "Child":
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", _BOOT, str(_ROOT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches the parent alone, which then ends the child
            env=_GIVES_BACK | {name: os.environ[name] for name in _KEPT if name in os.environ},
        )
        self._owes = False
        self._ended = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ended.set()
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                _close(pipe)

    def ask(self, question: str, **values: Any) -> dict[str, Any]:
        """The child's answer; a ChildError if it died or gave up."""
        assert self._process.stdin and self._process.stdout
        try:
            self._process.stdin.write(json.dumps({"do": question, **values}).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise ChildError(self._ending()) from None
        self._owes = True
        line = self._process.stdout.readline()
        self._owes = False
        if not line.endswith(b"\n"):
            raise ChildError(self._ending())
        answer: dict[str, Any] = json.loads(line)
        if "broken" in answer:
            raise RuntimeError("the reading process cannot import its own program")
        if "failed" in answer:
            raise ChildError(answer["failed"])
        if "disk" in answer:
            raise OSError(answer["disk"], os.strerror(answer["disk"]))
        return answer

    def _watch(self) -> None:
        """Ends a child that is too large, that takes too long, or that owes an answer and does nothing for it."""
        start = moved = time.monotonic()
        used = ""
        while not self._ended.wait(0.2):
            now, before, used = time.monotonic(), used, _processor_time(self._process.pid)
            if not self._owes or used != before:
                moved = now
            is_large = _memory(self._process.pid) > _MEMORY_BYTES
            if is_large or now - moved > _STILL_SECONDS or now - start > _WALL_SECONDS:
                self._process.kill()
                return

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked again."""
        return self._process.poll() is None

    def _ending(self) -> str:
        code = self._process.wait()
        if code < 0 and signal.Signals(-code) in _ENDINGS:
            return _ENDINGS[signal.Signals(-code)]
        return f"The file stopped its reader (code {code})."


def _processor_time(pid: int) -> str:
    """What Linux says a process has used; elsewhere always something new, so that only the clock counts."""
    try:
        return " ".join(Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11:13])
    except OSError:
        return str(time.monotonic())


def _memory(pid: int) -> int:
    """Bytes in use, where the system says so; elsewhere only the limits of the child itself hold."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _close(pipe: Any) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        return


GIB = 1 << 30
_LIMITS = {
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_FSIZE: 2 * GIB,
    resource.RLIMIT_NOFILE: 256,
    # What a process may write to: about twice what it uses, since Polars keeps pages back. The parent watches
    # what is in use and ends the child at 2 GiB; this is the wall behind it.
    resource.RLIMIT_DATA: 4 * GIB,
}


_CPU_SECONDS, _CPU_SECONDS_OF_TABLES = 120, 900
"""A table may hold ten million lines and is read alone; a batch of X12 files never takes so long."""


def limit() -> None:
    """No core file, little time, bounded memory and files; nothing readable by others."""
    os.umask(0o077)
    for what, value in _LIMITS.items():
        _, hard = resource.getrlimit(what)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        with suppress(ValueError, OSError):  # a system without that limit
            resource.setrlimit(what, (value, value))
    _limit_time(_CPU_SECONDS, _CPU_SECONDS_OF_TABLES)


def _limit_time(soft: int, hard: int) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    hard = hard if most == resource.RLIM_INFINITY else min(hard, most)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (min(soft, hard), hard))


def allow_time_for_a_table() -> None:
    """A table is read alone and may be large."""
    _limit_time(_CPU_SECONDS_OF_TABLES, _CPU_SECONDS_OF_TABLES)
