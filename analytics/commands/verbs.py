"""The verbs of `reimburse`, in the order that help lists them. A new one is a file and a word here."""

from typing import TYPE_CHECKING, Protocol

from analytics.commands import build, demo, export, ingest, metrics, reference, verify, void

if TYPE_CHECKING:
    from analytics.commands.arguments import SubParsers


class Verbs(Protocol):
    """A file of verbs: adds its parsers, each with `parser.set_defaults(run=run)`; run(args) gives the exit code."""

    def register(self, subparsers: "SubParsers") -> None: ...


VERBS: tuple[Verbs, ...] = (demo, ingest, void, build, verify, metrics, export, reference)
