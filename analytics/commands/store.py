"""reimburse build and repair: the facts and the read model, made again from the raw parts."""

from argparse import Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from analytics.commands.output import CHECK_FAILED, DONE, REFUSED, Progress, RefusedError, answer, complain
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


if TYPE_CHECKING:
    from analytics.commands.parser import SubParsers


def register_verify(subparsers: "SubParsers") -> None:
    parser = subparsers.add_parser("verify", help="check every part, every sum and the balances; changes nothing")
    parser.set_defaults(run=run_verify)


def run_verify(args: Namespace) -> int:
    from analytics.store.verify import verify

    checks = verify(args.store)
    ok = all(check.ok for check in checks)
    document = {"ok": ok, "checks": [asdict(check) for check in checks]}
    answer(args, document, [f"{'ok' if check.ok else 'FAULT':<6}{check.name}: {check.detail}" for check in checks])
    return DONE if ok else CHECK_FAILED


if TYPE_CHECKING:
    from analytics.commands.parser import SubParsers
    from analytics.store.void import StaysAway


def register_void(subparsers: "SubParsers") -> None:
    parser = subparsers.add_parser("void", help="take a load back, whole; the ledger keeps it as voided")
    parser.add_argument("sha256", nargs="+", metavar="SHA", help="the file's sha256, or its first six digits or more")
    parser.add_argument("--no-build", action="store_true", help="build later with: reimburse build")
    parser.set_defaults(run=run_void)


def run_void(args: Namespace) -> int:
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
