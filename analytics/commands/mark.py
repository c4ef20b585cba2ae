"""reimburse mark: what was done about a line; kept in the ledger of the store, through every rebuild."""

from argparse import Namespace
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from analytics.commands.metrics import day
from analytics.commands.output import DONE, RefusedError, answer
from analytics.commands.work_cost import dollars
from analytics.words import MARK

if TYPE_CHECKING:
    from analytics.commands.parser import SubParsers


def register(subparsers: "SubParsers") -> None:
    parser = subparsers.add_parser("mark", help="note that a line was worked, appealed, refiled, written off or closed")
    parser.add_argument(
        "line_id", metavar="LINE_ID", help="as in: reimburse export work_item; the encounter_id where a row has no line"
    )
    parser.add_argument("kind", choices=list(MARK), metavar="|".join(MARK))
    parser.add_argument("--amount", type=dollars, metavar="DOLLARS", help="the amount it is about")
    parser.add_argument("--owner", metavar="NAME", help="who has it")
    parser.add_argument(
        "--follow-up", type=day, metavar="YYYY-MM-DD", help="off the list until that day of the data, or a new answer"
    )
    parser.add_argument("--note", metavar="TEXT", help="stays in the store, in no export")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    from analytics.exported import work_of
    from analytics.facts import open_facts
    from analytics.store import Store
    from analytics.store.marks import add_marks

    store = Store.open(args.store)
    facts = open_facts(store)
    lines = work_of(facts, [args.line_id])
    if args.line_id not in lines:
        ids = "the line_id (of a row without one the encounter_id)"
        raise RefusedError(f"mark {args.line_id}: there is no such line; take {ids} of: reimburse export work_item")
    made, *others = add_marks(
        store, sorted(lines, key=lambda line_id: line_id != args.line_id), args.kind,
        amount_cents=args.amount, owner=args.owner, note=args.note or None,
        as_of=facts.as_of, follow_up=args.follow_up,
    )  # fmt: skip
    mark = {name: value for name, value in asdict(made).items() if name not in ("note", "snap")}
    days = {name: value.isoformat() for name, value in mark.items() if isinstance(value, date)}
    also = [one.line_id for one in others]
    beside = f" and {len(also)} worked with it" if also else ""
    later = "; final denials count it now, the ledger with the next build" if args.kind == "written_off" else ""
    document = {**mark, **days, "has_note": bool(args.note), "also": also}
    answer(args, document, [f"marked {args.line_id}{beside} as {args.kind}{later}"])
    return DONE
