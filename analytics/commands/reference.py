"""reimburse reference: which reference data are in force, from which source, for which dates."""

from argparse import Namespace
from typing import TYPE_CHECKING

from analytics.commands.answer import DONE, RefusedError, answer

if TYPE_CHECKING:
    from analytics.commands.arguments import SubParsers


def register(subparsers: "SubParsers") -> None:
    parser = subparsers.add_parser("reference", help="reference data in force: source, release, dates")
    parser.add_argument("rest", nargs="*", metavar="add FILE", help="a newer CMS file (not part of this version)")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    from analytics.reference import in_force

    if args.rest:
        raise RefusedError(
            "reference add: not part of this version; the shipped tables are shown by: reimburse reference"
        )
    tables = in_force()
    lines = [
        f"{t['name']:<24} {t['rows']:>6} rows  {t['effective_from'] or '…'} to {t['effective_to'] or '…'}  "
        f"{t['source']}; {t['release']}; {t['verified']}"
        for t in tables
    ]
    answer(args, {"tables": tables}, lines)
    return DONE
