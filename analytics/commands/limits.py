"""reimburse limits: until when each payer takes an appeal, a correction and a claim; else what is usual there."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analytics.commands.metrics import day
from analytics.commands.output import DONE, REFUSED, Progress, RefusedError, answer, complain

if TYPE_CHECKING:
    from analytics.commands.parser import SubParsers
    from analytics.store.user_data import PayerLimit

_USE = "reimburse limits · limits set --payer ID --appeal-days 180 … · limits add FILE.csv · limits template"
_DAYS = ("appeal_days", "second_appeal_days", "corrected_days", "filing_days")
_TEXTS = ("corrected_from", "filing_from", "source")
_MOST_BYTES = 10 << 20


def register(subparsers: "SubParsers") -> None:
    parser = subparsers.add_parser("limits", help="the payers' limits for appeals, corrections and claims")
    parser.add_argument("action", nargs="?", choices=("set", "add", "template"), help="without one: what is set")
    parser.add_argument("file", nargs="?", metavar="FILE.csv", help="add: a table of limits, as template writes it")
    parser.add_argument("--payer", metavar="ID", help="set: payer_id as in: reimburse limits")
    for name in _DAYS:
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, metavar="DAYS")
    for name in ("corrected_from", "filing_from"):
        parser.add_argument(f"--{name.replace('_', '-')}", choices=("service", "denial"), help="what days count from")
    parser.add_argument("--source", metavar="TEXT", help="set: where it stands, such as a contract's section")
    parser.add_argument("--valid-from", type=day, metavar="YYYY-MM-DD", help="set: for clocks that start then or later")
    parser.add_argument("--clear", action="store_true", help="set: take back what was said for the payer and that day")
    parser.add_argument("--out", type=Path, metavar="FILE.csv", help="template: where to write it")
    parser.add_argument("--no-build", action="store_true", help="build later with: reimburse build")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    said = any(getattr(args, name) is not None for name in (*_DAYS, *_TEXTS))
    if (args.action == "add") != (args.file is not None):
        raise RefusedError(f"limits: a FILE.csv goes with add, and only with it; use: {_USE}")
    if (args.action == "set") != bool(args.payer) or (args.action == "set") != (said or args.clear):
        raise RefusedError(f"limits: --payer and days go with set, and only with it; use: {_USE}")
    actions = {None: _show, "set": _set, "add": _add, "template": _template}
    return actions[args.action](args)


def _show(args: Namespace) -> int:
    from analytics.facts import open_facts
    from analytics.questions.limits import limits
    from analytics.store import Store

    store = Store.open(args.store)
    rows = limits(store, open_facts(store))
    answer(args, {"limits": rows}, _lines(rows))
    return DONE


def _lines(rows: list[dict[str, Any]]) -> Iterator[str]:
    from analytics import words
    from analytics.questions.limits import published_words

    for row in rows:
        since = f" from {row['valid_from']}" if row["valid_from"] else ""
        days = ", ".join(f"{name.removesuffix('_days')} {row[name]}" for name in _DAYS if row[name])
        own = f"{days} days{since}" if days else "no limit set"
        own = "Medicare's own" if row["payer_class"] == "medicare" else own
        usual = f"95 % of {row['usual_n']} back within {row['usual_days']} days ({row['usual_of']})"
        name = words.name(row["payer_name"])
        usual = usual if row["usual_days"] is not None else "too few came back yet"
        yield f"{row['payer_id']:<28} {name:<28} {own}; {usual}"
        for one in row["suggestions"] if row["payer_class"] != "medicare" else ():
            yield f"  published, not in force: {published_words([one])}"


def _set(args: Namespace) -> int:
    from analytics.facts import open_facts
    from analytics.questions.limits import merged, payers_of
    from analytics.store import Store
    from analytics.store.user_data import PayerLimit, payer_limits

    store = Store.open(args.store)
    payers = payers_of(open_facts(store))
    if why := payers.why_not(args.payer):
        raise RefusedError(f"limits set: {why}")
    payer = payers.found(args.payer)
    assert payer is not None
    said = {name: getattr(args, name) for name in (*_DAYS, *_TEXTS)}
    limit = merged(payer_limits(store), payer["payer_id"], args.valid_from, said)
    return _kept(args, [PayerLimit(payer["payer_id"], valid_from=args.valid_from) if args.clear else limit], [])


def _add(args: Namespace) -> int:
    from analytics.facts import open_facts
    from analytics.questions.limits import payers_of, read_limits
    from analytics.reference.sheet import FileRefusedError
    from analytics.store import Store

    payers = payers_of(open_facts(Store.open(args.store)))
    again = "nothing changed; write it as: reimburse limits template"
    try:
        found = read_limits(_bytes(Path(args.file)), args.file, payers)
    except FileRefusedError as error:
        raise RefusedError(f"{args.file}: {error}; {again}") from None
    for line in found.refused:
        complain(line)
    if not found.limits:
        raise RefusedError(f"{args.file}: no row can be read; {again}")
    return _kept(args, list(found.limits), list(found.refused))


def _bytes(path: Path) -> bytes:
    from analytics.reference.sheet import FileRefusedError

    try:
        if path.stat().st_size > _MOST_BYTES:
            raise FileRefusedError("larger than 10 MB, which no table of limits is")
        return path.read_bytes()
    except OSError as error:
        raise FileRefusedError(f"cannot be read ({error.strerror})") from None


def _kept(args: Namespace, limits: "list[PayerLimit]", warnings: list[str]) -> int:
    """Saves and builds what rests on them; the answer is the list as it stands then."""
    from analytics.facts import open_facts
    from analytics.ingest.run import build_news
    from analytics.questions.limits import limits as listed
    from analytics.store import Store
    from analytics.store.user_data import EditError, save_limits

    store = Store.open(args.store)
    try:
        changed = save_limits(store, limits)
    except EditError as error:
        raise RefusedError(str(error)) from None
    with Progress() as progress, store.lock():
        fault = None if args.no_build else build_news(store, progress)
    rows = [row for row in listed(store, open_facts(store)) if row["payer_id"] in {one.payer_id for one in limits}]
    document = {"changed": changed, "rows": len(limits), "warnings": warnings, "limits": rows}
    document |= {"build_error": fault} if fault else {}
    answer(args, document, ["nothing changed" if not changed else f"kept {len(limits)}", *_lines(rows)])
    if fault:
        complain(fault)
    return REFUSED if fault else DONE


def _template(args: Namespace) -> int:
    from analytics.questions.limits import TEMPLATE

    if args.out is None:
        answer(args, {"template": TEMPLATE}, TEMPLATE.splitlines())
        return DONE
    try:
        args.out.write_text(TEMPLATE, encoding="utf-8")
    except OSError as error:
        raise RefusedError(f"{args.out}: cannot be written ({error.strerror}); choose another place") from None
    answer(args, {"path": str(args.out), "rows": 2}, [f"{args.out}: the columns of limits with two invented rows"])
    return DONE
