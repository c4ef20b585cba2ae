"""What a command says: one JSON document or plain lines on standard output, faults in one line on standard error."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterable, Mapping
from contextlib import suppress
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
