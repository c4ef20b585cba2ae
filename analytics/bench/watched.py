"""What reading a portion of damaged files may use of processor and memory (robustness R11)."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

SECONDS, SECONDS_PER_MB, SECONDS_PER_FILE = 2.0, 2.0, 0.015
"""A start that any reading has, what the largest file allows, and twice what a small file among many costs."""
MEMORY, MEMORY_PER_BYTE = 200 << 20, 20
_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
_KILO = 1024


def watched(read: Callable[[], str], sizes: Sequence[int]) -> str:
    """What the reading of files of so many bytes says; if that is nothing, what it took too much of."""
    before, start = _memory("VmRSS"), time.process_time()
    _forget_the_peak()
    said = read()
    return said or ", ".join(excess(time.process_time() - start, _memory("VmHWM") - before, sizes))


def excess(seconds: float, memory: int, sizes: Sequence[int]) -> list[str]:
    """Names what is over its limit: one slow file stands out among small ones, and alone it has its own limit."""
    allowed = max(SECONDS_PER_MB * max(sizes) / 1e6, SECONDS_PER_FILE * (len(sizes) - 1))
    limits = {"slow": seconds > SECONDS + allowed, "large": memory > MEMORY + MEMORY_PER_BYTE * sum(sizes)}
    return [name for name, is_over in limits.items() if is_over]


def _memory(name: str) -> int:
    """Bytes, as Linux counts them for this process; 0 where nobody says."""
    try:
        lines = _STATUS.read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * _KILO for line in lines if line.startswith(f"{name}:")), 0)


def _forget_the_peak() -> None:
    try:
        _RESET.write_text("5", encoding="ascii")
    except OSError:
        return
