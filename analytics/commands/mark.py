"""reimburse mark: what was done about a line; kept in the ledger of the store, through every rebuild."""

from argparse import Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING

from analytics.commands.answer import DONE, RefusedError, answer
from analytics.commands.work_cost import dollars
from analytics.words import MARK

if TYPE_CHECKING:
    from analytics.commands.arguments import SubParsers
    from analytics.store import Store


def register(subparsers: "SubParsers") -> None:
    parser = subparsers.add_parser("mark", help="note that a line was worked, appealed, refiled, written off or closed")
    parser.add_argument(
        "line_id", metavar="LINE_ID", help="as in: reimburse export leak; the encounter_id where a row has no line"
    )
    parser.add_argument("kind", choices=list(MARK), metavar="|".join(MARK))
    parser.add_argument("--amount", type=dollars, metavar="DOLLARS", help="the amount it is about")
    parser.add_argument("--owner", metavar="NAME", help="who has it")
    parser.add_argument("--note", metavar="TEXT", help="stays in the store, in no export")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    from analytics.store import Store
    from analytics.store.marks import add_marks

    store = Store.open(args.store)
    _check(store, args.line_id)
    (made,) = add_marks(
        store, [args.line_id], args.kind, amount_cents=args.amount, owner=args.owner, note=args.note or None
    )
    mark = {name: value for name, value in asdict(made).items() if name != "note"}
    later = "; final denials count it now, the ledger with the next build" if args.kind == "written_off" else ""
    answer(args, {**mark, "has_note": bool(args.note)}, [f"marked {args.line_id} as {args.kind}{later}"])
    return DONE


def _check(store: "Store", line_id: str) -> None:
    from analytics.exported import has_work
    from analytics.facts import open_facts

    if not has_work(open_facts(store), line_id):
        ids = "the line_id (of a row without one the encounter_id)"
        raise RefusedError(f"mark {line_id}: there is no such line; take {ids} of: reimburse export leak")
