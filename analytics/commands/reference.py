"""reimburse reference: which reference data are in force; newer files and the settings of a site."""

from argparse import BooleanOptionalAction, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analytics.commands.output import DONE, REFUSED, Progress, RefusedError, answer, complain

if TYPE_CHECKING:
    from analytics.commands.parser import SubParsers

_USE = "reimburse reference · reference add FILE · remove SHA · set-site --npi NPI [--locality CA-05] [--qp]"


def register(subparsers: "SubParsers") -> None:
    parser = subparsers.add_parser("reference", help="reference data in force; add a newer file; set a site")
    actions = ("add", "remove", "set-site")
    parser.add_argument("action", nargs="?", choices=actions, help="without one: what is in force")
    parser.add_argument("file", nargs="?", metavar="FILE", help="add: a file of CMS's, or contract rates; remove: SHA")
    parser.add_argument("--npi", help="set-site: a billing group, a renderer or a site of service")
    parser.add_argument("--locality", metavar="CA-05", help="set-site: contractor or state and number; or national")
    parser.add_argument("--qp", action=BooleanOptionalAction, help="set-site: qualifying participant since 2026")
    parser.add_argument("--clear", action="store_true", help="set-site: take the settings of the NPI away")
    parser.add_argument("--no-build", action="store_true", help="build later with: reimburse build")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    if (args.action in ("add", "remove")) != (args.file is not None):
        raise RefusedError(f"reference: a FILE goes with add, a SHA with remove, and only with them; use: {_USE}")
    setting = args.locality or args.qp is not None or args.clear
    is_site = args.action == "set-site"
    if is_site != bool(setting) or is_site != bool(args.npi):
        raise RefusedError(f"reference: --npi and the settings go with set-site, and only with it; use: {_USE}")
    actions = {None: _show, "add": _add, "remove": _remove, "set-site": _set_site}
    return actions[args.action](args)


def _show(args: Namespace) -> int:
    from analytics.questions.in_force import in_force
    from analytics.store import Store, StoreMissingError

    try:
        store = Store.open(args.store)
    except StoreMissingError:
        store = None
    document = in_force(store)
    answer(args, document, _lines(document))
    return DONE


def _lines(document: dict[str, Any]) -> Iterator[str]:
    for t in document["tables"]:
        file = f"; {t['file']} ({t['sha256'][:10]}), added {t['added_at'][:10]}" if t["file"] else ""
        yield (
            f"{t['name']:<24} {t['rows']:>6} rows  {t['effective_from'] or '…'} to {t['effective_to'] or '…'}  "
            f"{t['source']}; {t['release']}; {t['verified']}{file}"
        )
    for row in document["settings"]:
        name = f" {row['locality_name']}" if row["locality_name"] else ""
        qp = {True: ", qualifying participant", False: ", no qualifying participant", None: ""}[row["is_qp"]]
        yield f"NPI {row['npi']}: locality {row['locality'] or 'not set'}{name}{qp}"
    yield from (f"note: {warning}" for warning in document["warnings"])


def _add(args: Namespace) -> int:
    from analytics.ingest.reference import add_reference
    from analytics.reference.sheet import FileRefusedError

    try:
        document = add_reference(Path(args.file), args.store)
    except FileRefusedError as error:
        raise RefusedError(str(error)) from None
    span = f"{document['effective_from'] or '…'} to {document['effective_to'] or '…'}"
    said = f"{document['path']}: {document['kind']}, {document['release']}, {document['rows']:,} rows, {span}"
    known = {"added": "added", "duplicate": "nothing changed, this file was added before:"}
    return _built(args, document, f"{known[document['status']]} {said}")


def _remove(args: Namespace) -> int:
    from analytics.store import Store
    from analytics.store.added import remove_file

    file = remove_file(Store.open(args.store), args.file)
    shown = {name: file[name] for name in ("sha256", "label", "kind", "release", "rows")}
    document = {**shown, "status": "removed", "warnings": []}
    return _built(args, document, f"removed {file['label']}: {file['kind']}, {file['release']}")


def _set_site(args: Namespace) -> int:
    from analytics.ingest.reference import clear_site, set_site

    if args.clear:
        document = clear_site(args.store, args.npi)
    else:
        document = set_site(args.store, args.npi, locality=args.locality, is_qp=args.qp)
    return _built(args, document, f"{'set' if document['changed'] else 'nothing changed for'} NPI {args.npi}")


def _built(args: Namespace, document: dict[str, Any], sentence: str) -> int:
    """Builds what rests on other reference data now; the answer says which snapshot readers see."""
    from analytics.build import version
    from analytics.ingest.run import build_news
    from analytics.store import Store

    store = Store.open(args.store)
    with Progress() as progress, store.lock():
        fault = None if args.no_build else build_news(store, progress)
    document |= {"version": version(store), "snapshot": store.head() or None, "built": store.built() or None}
    document |= {"build_error": fault} if fault else {}
    notes = [f"note: {note['reason']} {note['next_step']}" for note in document["warnings"]]
    answer(args, document, [sentence, *notes])
    if fault:
        complain(fault)
    return REFUSED if fault else DONE
