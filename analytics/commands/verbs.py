"""The verbs of `reimburse`, in the order that help lists them. A new one is a file and a word here."""

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analytics.commands.parser import SubParsers

VERBS = {
    "demo": "demo",
    "ingest": "ingest",
    "template": "template",
    "look": "look",
    "void": "void",
    "build": "build",
    "repair": "build",
    "verify": "verify",
    "metrics": "metrics",
    "export": "export",
    "leaks": "leaks",
    "limits": "limits",
    "mark": "mark",
    "reconcile": "reconcile",
    "report": "report",
    "reference": "reference",
    "serve": "serve",
    "bench": "bench",
}
"""Each verb and the file in this folder that adds its parser, with `parser.set_defaults(run=run)`."""


def register(subparsers: "SubParsers", words: Sequence[str]) -> None:
    """Adds the parsers of the verbs among the words; of all verbs if there is none, as for help."""
    named = [file for verb, file in VERBS.items() if verb in words]
    # Only what is asked for is imported: some verbs bring engines that others must not wait for.
    for file in dict.fromkeys(named or VERBS.values()):
        import_module(f"analytics.commands.{file}").register(subparsers)
