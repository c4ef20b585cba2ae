"""A progress line on standard error, for people only, and only for what takes longer than a second."""

import sys
import time
from types import TracebackType

_WIDTH = 24


class Progress:
    """Told what is being done and which share of it is done; silent where nobody watches."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._watched = sys.stderr is not None and sys.stderr.isatty()
        self._shown = False

    def __enter__(self) -> "Progress":
        return self

    def __call__(self, what: str, share: float) -> None:
        if not self._watched or time.monotonic() - self._start < 1:
            return
        full = round(_WIDTH * min(max(share, 0.0), 1.0))
        bar = "█" * full + "·" * (_WIDTH - full)
        self._say(f"\r\033[K{bar} {share:4.0%} {what}")
        self._shown = True

    def _say(self, text: str) -> None:
        try:
            print(text, end="", file=sys.stderr, flush=True)
        except OSError:
            self._watched = False  # who watched has gone, as a killed server has: the work goes on

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._shown:
            self._say("\r\033[K")
