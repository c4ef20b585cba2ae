"""reimburse void: takes loads back, whole."""

from argparse import Namespace
from typing import TYPE_CHECKING

from analytics.commands.output import DONE, REFUSED, answer, complain
from analytics.commands.progress import Progress

if TYPE_CHECKING:
    from analytics.commands.parser import SubParsers
    from analytics.store.void import StaysAway


def register(subparsers: "SubParsers") -> None:
    parser = subparsers.add_parser("void", help="take a load back, whole; the ledger keeps it as voided")
    parser.add_argument("sha256", nargs="+", metavar="SHA", help="the file's sha256, or its first six digits or more")
    parser.add_argument("--no-build", action="store_true", help="build later with: reimburse build")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    from analytics.ingest.run import build_news
    from analytics.store import Store
    from analytics.store.void import void

    store = Store.open(args.store)
    with Progress() as progress, store.lock():
        voided = void(store, args.sha256)
        fault = None if args.no_build else build_news(store, progress)
    document = {
        "sha256": voided.sha256[0] if len(voided.sha256) == 1 else list(voided.sha256),
        "rows": voided.rows,
        "snapshot": voided.snapshot,
        "built": store.built() or None,
        "stays_away": [{"sha256": one.load_sha, "claims": one.claims} for one in voided.stays_away],
    }
    said = [f"took back {voided.rows:,} rows; snapshot {voided.snapshot}, built {store.built()}"]
    answer(args, document, [*said, *(_stays_away(one) for one in voided.stays_away)])
    if fault:
        complain(fault)
    return REFUSED if fault else DONE


def _stays_away(one: "StaysAway") -> str:
    return (
        f"{one.claims:,} claims of {one.label} ({one.load_sha[:12]}) that it had replaced stay out of the numbers; "
        f"to have them again: reimburse void {one.load_sha[:12]}, then load that file again"
    )
