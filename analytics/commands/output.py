"""What a command says: one JSON document or plain lines on standard output, faults in one line on standard error."""

import json
import sys
import time
from argparse import Namespace
from collections.abc import Iterable, Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any

DONE, CHECK_FAILED, REFUSED, INTERRUPTED = 0, 1, 2, 130


class RefusedError(Exception):
    """Bad use or bad input: what, where, next step, in one line."""


def answer(args: Namespace, document: Mapping[str, Any], lines: Iterable[str]) -> None:
    """The document with --json, else the lines for a person."""
    if args.json:
        print(json.dumps(document, allow_nan=False))
        return
    for line in lines:
        print(one_line(line))


def complain(message: str) -> None:
    """One line on standard error, if anybody listens there."""
    with suppress(OSError):
        print(f"reimburse: {one_line(message)}", file=sys.stderr, flush=True)


def one_line(text: str) -> str:
    """The text without line breaks, control or direction marks, however it was named."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


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
