"""What is timed within a process of its own; each task answers with one JSON document."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

KIB = 1 << 10


def main(words: Sequence[str]) -> None:
    """Runs the task of that name."""
    name, *rest = words
    print(json.dumps(TASKS[name](*rest)))


def _peak_mb(who: int = resource.RUSAGE_SELF) -> float:
    return resource.getrusage(who).ru_maxrss / KIB


def command(words: str) -> dict[str, Any]:
    """A run of the `reimburse` command as a child: the clock, its peak or its largest child's, and its document."""
    started = time.monotonic()
    line = [sys.executable, "-m", "analytics", *json.loads(words), "--json"]
    done = subprocess.run(line, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    seconds = time.monotonic() - started
    if done.returncode:
        sys.exit((done.stderr.strip().splitlines() or ["the command failed"])[-1])
    return {"seconds": seconds, "peak_mb": _peak_mb(resource.RUSAGE_CHILDREN), "said": json.loads(done.stdout)}


def read(small: str, large: str) -> dict[str, Any]:
    """An 835 to the typed rows that we store; a small one first, so that nothing is loaded for the first time."""
    from analytics.importers.reader import read_batch
    from analytics.importers.result import Source

    secret = b"of the bench, and of nothing else"
    read_batch([_source(Path(small).read_bytes())], secret=secret)
    data, idle = Path(large).read_bytes(), _peak_mb()
    started, used = time.monotonic(), time.process_time()
    found = read_batch([Source("large.835", data, sha256(data).hexdigest())], secret=secret)
    return {
        "seconds": time.monotonic() - started,
        "cpu": time.process_time() - used,
        "peak_mb": _peak_mb() - idle,
        "claims": found.tables["remit_claim"].height,
    }


def _source(data: bytes) -> Any:
    from analytics.importers.result import Source

    return Source("small.835", data, sha256(data).hexdigest())


TASKS: dict[str, Callable[..., dict[str, Any]]] = {"command": command, "read": read}
