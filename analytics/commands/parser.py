"""The command line: what every verb takes, and mistakes said in one line."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from analytics import __version__

STORE = "data/local"


class Parser(argparse.ArgumentParser):
    """A parser whose mistakes are one line with the next step."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; run: {self.prog} --help\n")


if TYPE_CHECKING:
    SubParsers = argparse._SubParsersAction["Parser"]


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """The verb and its arguments; --store and --json are taken before and after the verb."""

    parser = Parser(prog="reimburse", description="Reimbursement analytics for CPT 96372.", allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"reimburse {__version__}")
    _everywhere(parser, store=os.environ.get("REIMBURSE_STORE") or STORE, json=False)
    subparsers = parser.add_subparsers(dest="verb", metavar="COMMAND", required=True)
    register(subparsers, sys.argv[1:] if argv is None else argv)
    for subparser in subparsers.choices.values():
        _everywhere(subparser, store=argparse.SUPPRESS, json=argparse.SUPPRESS)
    return parser.parse_args(argv)


def _everywhere(parser: argparse.ArgumentParser, *, store: str, json: bool | str) -> None:
    parser.add_argument("--store", metavar="DIR", default=store, type=Path, help=f"the data's folder ({STORE})")
    parser.add_argument("--json", action="store_true", default=json, help="one JSON document on standard output")


if TYPE_CHECKING:
    pass

VERBS = {
    "demo": ("demo", "register"),
    "ingest": ("ingest", "register"),
    "template": ("ingest", "register_template"),
    "look": ("ingest", "register_look"),
    "void": ("store", "register_void"),
    "build": ("store", "register"),
    "repair": ("store", "register"),
    "verify": ("store", "register_verify"),
    "metrics": ("metrics", "register"),
    "export": ("export", "register"),
    "leaks": ("leaks", "register"),
    "limits": ("limits", "register"),
    "mark": ("leaks", "register_mark"),
    "reconcile": ("reconcile", "register"),
    "report": ("report", "register"),
    "reference": ("reference", "register"),
    "serve": ("serve", "register"),
    "bench": ("bench", "register"),
}
"""Each verb, the file in this folder and its function that adds the parser, with `parser.set_defaults(run=…)`."""


def register(subparsers: "SubParsers", words: Sequence[str]) -> None:
    """Adds the parsers of the verbs among the words; of all verbs if there is none, as for help."""
    named = [place for verb, place in VERBS.items() if verb in words]
    # Only what is asked for is imported: some verbs bring engines that others must not wait for.
    for file, function in dict.fromkeys(named or VERBS.values()):
        getattr(import_module(f"analytics.commands.{file}"), function)(subparsers)
