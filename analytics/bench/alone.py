"""Each measured thing in a process of its own: seconds by the clock, and the most memory it held."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from analytics.paths import PACKAGE

KIB = 1 << 10
_TASK = "import sys; from analytics.bench.tasks import main; main(sys.argv[1:])"


@dataclass(frozen=True)
class Cost:
    """What one run took: seconds, megabytes at its peak (of the process or its largest child), and what it said."""

    seconds: float
    peak_mb: float
    said: dict[str, Any] = field(default_factory=dict)


class FailedError(Exception):
    """A measured process did not end well; the text is its own last line."""


def alone(words: Sequence[str]) -> Cost:
    """Runs a Python program and waits for it; what it says must be one JSON document, or nothing."""
    started = time.monotonic()
    running = subprocess.Popen(
        [sys.executable, *words],
        cwd=PACKAGE.parent,
        env=as_users_have_it(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    out, complaint = running.communicate()
    seconds = time.monotonic() - started
    if running.returncode:
        raise FailedError((complaint.strip().splitlines() or ["it said nothing"])[-1])
    said = json.loads(out) if out.strip() else {}
    return Cost(seconds, said.get("peak_mb", 0.0), said)


def as_users_have_it() -> dict[str, str]:
    """Programs are compiled once: a machine that forbids it, as those for tests do, compiles at every start."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def command(*words: object) -> Cost:
    """One run of the `reimburse` command, its memory by the system's own count."""
    task = alone(["-c", _TASK, "command", json.dumps([str(word) for word in words])])
    return Cost(task.said["seconds"], task.said["peak_mb"], task.said["said"])


def ours(task: str, *words: object) -> Cost:
    """One of our tasks, timed from within: start-up and warming are not part of it."""
    done = alone(["-c", _TASK, task, *map(str, words)])
    return Cost(done.said["seconds"], done.said["peak_mb"], done.said)


def script(text: str, *words: object) -> Cost:
    """A peer's program, timed from within."""
    done = alone(["-c", text, *map(str, words)])
    return Cost(done.said["seconds"], done.said["peak_mb"], done.said)


def has(module: str) -> bool:
    """Whether a peer is installed here."""
    return subprocess.run([sys.executable, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0


def in_turn(times: int, *runs: Callable[[], Cost]) -> list[Cost]:
    """The median of several runs of each, taken in turn so that a busy machine is unfair to none."""
    costs: list[list[Cost]] = [[] for _ in runs]
    for _ in range(times):
        for run, found in zip(runs, costs, strict=True):
            found.append(run())
    return [Cost(median(c.seconds for c in found), median(c.peak_mb for c in found), found[-1].said) for found in costs]


def peak_of(pid: int) -> float:
    """Megabytes that a running process has held at most; 0 where the system does not say."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as file:  # noqa: PTH123 - a line of text, not a path of ours
            held = next((line for line in file if line.startswith("VmHWM")), "VmHWM 0")
    except OSError:
        return 0.0
    return int(held.split()[1]) / KIB


def cores() -> int:
    return os.cpu_count() or 1
