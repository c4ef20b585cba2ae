"""reimburse build and repair: the facts and the read model, made again from the raw parts."""

from argparse import Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from analytics.commands.output import DONE, RefusedError, answer
from analytics.commands.progress import Progress
from analytics.store.errors import said_plainly

if TYPE_CHECKING:
    from analytics.commands.parser import SubParsers
    from analytics.store import Store


def register(subparsers: "SubParsers") -> None:
    parser = subparsers.add_parser("build", help="make the facts and the read model from what is loaded")
    parser.add_argument("--full", action="store_true", help="from the beginning, not only what is new")
    parser.set_defaults(run=run)
    parser = subparsers.add_parser("repair", help="remove orphans and rebuild the facts; raw parts are never touched")
    parser.set_defaults(run=run_repair)


def run(args: Namespace) -> int:
    from analytics.store import Store

    store = Store.open(args.store)
    with store.lock():
        document = _build(store, full=args.full)
    answer(args, document, [_sentence(document)])
    return DONE


def run_repair(args: Namespace) -> int:
    from analytics.store import Store
    from analytics.store.repair import repair

    store = Store.open(args.store)
    with store.lock():
        removed = repair(store)
        document: dict[str, Any] = {"removed": removed}
        if store.head():
            document |= _build(store, full=True)
    answer(args, document, [f"removed {removed} unused files", *([_sentence(document)] if store.head() else [])])
    return DONE


def _build(store: "Store", *, full: bool) -> dict[str, Any]:
    if not store.head():
        raise RefusedError(f"{store.folder}: nothing is loaded yet; run: reimburse ingest FILES --store {store.folder}")
    from analytics.build import build

    with Progress() as progress, said_plainly(store.folder):
        return asdict(build(store, full=full, progress=progress))


def _sentence(document: dict[str, Any]) -> str:
    return f"built snapshot {document['snapshot']} ({document['mode']}) in {document['seconds']:.1f} s"
