"""reimburse leaks: where the money goes, in classes that add up to expected − received + overpaid."""

from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from analytics import words
from analytics.commands.metrics import add_filters, day, split_of, view_of
from analytics.commands.output import DONE, RefusedError, answer
from analytics.leakage import rule
from analytics.metrics.cubes import KEYS
from analytics.metrics.leakage import Ledger
from analytics.words import MARK

if TYPE_CHECKING:
    from analytics.commands.parser import Parser


def add_work_cost(parser: "Parser") -> None:
    """The option of every command that ranks by what is left after the work."""
    parser.add_argument("--work-cost", type=dollars, metavar="DOLLARS", help="cost of working one line (25.00)")


def work_cost_of(args: Namespace) -> int:
    """The cost in cents; the usual one unless it is given."""
    from analytics.metrics.leakage import WORK_COST_CENTS

    return WORK_COST_CENTS if args.work_cost is None else int(args.work_cost)


def dollars(text: str) -> int:
    """Dollars as cents."""
    try:
        cents = Decimal(text.removeprefix("$")) * 100
    except InvalidOperation:
        cents = Decimal("NaN")
    if not cents.is_finite() or not 0 <= cents < 10**12 or cents != int(cents):
        raise ArgumentTypeError(f"{text!r} is not an amount of dollars and cents; write it as 25.00")
    return int(cents)


if TYPE_CHECKING:
    import polars as pl

    from analytics.commands.parser import SubParsers
    from analytics.metrics.leakage import Ledger

_BESIDE = ("open", "not_valued")
_CLASS = ("leak_class", "rule", "role", "count", "amount_cents", "preventable", "recoverable")
_WORTH = ("worth_count", "worth_cents")
_STANDING = ("workable", "late")
"""Of what is recoverable: what can still be had, and what came too late."""


def register(subparsers: "SubParsers") -> None:
    parser = subparsers.add_parser("leaks", help="where money leaks: expected − received by class, and what to do")
    parser.add_argument("--by", action="append", default=[], metavar="|".join(KEYS), help="split by; may be repeated")
    parser.add_argument("--rule", action="append", default=[], metavar="RULE", help="list only these rules")
    parser.add_argument("--statements", action="store_true", help="which rule shows which statement of the trade")
    add_work_cost(parser)
    add_filters(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    if args.statements:
        return _statements(args)
    from analytics.facts import open_facts
    from analytics.metrics.leakage import flag_counts, ledgers
    from analytics.store import Store

    view, by, chosen, cost = view_of(args), split_of(args), _rules_of(args), work_cost_of(args)
    facts = open_facts(Store.open(args.store))
    (whole,) = ledgers(facts.cursor(), view, work_cost_cents=cost)
    groups = ledgers(facts.cursor(), view, by, work_cost_cents=cost) if by else [whole]
    flags = _flags(flag_counts(facts.cursor(), view), chosen)
    document = {
        "snapshot": facts.snapshot.id,
        "as_of": facts.as_of.isoformat() if facts.as_of else None,
        "basis": view.basis,
        "filters": view.filters(),
        "work_cost_cents": cost,
        **_plain(whole, chosen),
        **flags,
        "groups": [{"key": group.key, **_plain(group, chosen)} for group in groups if group.has_lines],
    }
    notice = filter(None, [facts.snapshot.notice])
    answer(args, document, [*ledger_lines(groups, chosen), *flag_lines(flags), *notice])
    return DONE


def _statements(args: Namespace) -> int:
    from analytics.leakage import statements

    rows = statements().to_dicts()
    answer(args, {"statements": rows}, map(statement_line, rows))
    return DONE


def _rules_of(args: Namespace) -> tuple[str, ...]:
    from analytics.leakage import RULES

    chosen = tuple(rule for value in args.rule for rule in value.split(",") if rule)
    unknown = [rule for rule in chosen if rule not in RULES]
    if unknown:
        raise RefusedError(f"--rule {unknown[0]}: no such rule; choose from {', '.join(RULES)}")
    return chosen or RULES


def _plain(group: "Ledger", chosen: tuple[str, ...]) -> dict[str, Any]:
    return {
        **_sides(group.total),
        "headline": _sides(group.headline),
        "drugs": _sides(group.drugs),
        **{name: _standing(*group.standing(name)) for name in _STANDING},
        "worked_share": group.work.worked_share,
        "recovered_after_work": _standing(group.work.recovered_count, group.work.recovered_cents),
        "classes": _classes(group.classes, chosen),
    }


def _sides(sums: dict[str, int]) -> dict[str, Any]:
    money = {name: sums[name] for name in ("expected_cents", "received_cents", "overpaid_cents", "leak_cents")}
    beside = {name: {"count": sums[name], "charge_cents": sums[f"{name}_charge_cents"]} for name in _BESIDE}
    unrated = {"count": sums["unrated"], "received_cents": sums["unrated_received_cents"]}
    return {**money, **beside, "unrated": unrated}


def _classes(frame: "pl.DataFrame", chosen: tuple[str, ...]) -> list[dict[str, Any]]:
    rows = [row for row in frame.iter_rows(named=True) if row["rule"] in chosen]
    return [{**{name: row[name] for name in (*_CLASS, *_WORTH)}, **_stood(row), **_told(row["rule"])} for row in rows]


def _stood(row: dict[str, Any]) -> dict[str, dict[str, int]]:
    return {name: _standing(row[f"{name}_count"], row[f"{name}_cents"]) for name in _STANDING}


def _standing(count: int, cents: int) -> dict[str, int]:
    return {"count": count, "amount_cents": cents}


def _flags(frame: "pl.DataFrame", chosen: tuple[str, ...]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {"flags": [], "possible_overpayments": []}
    for row in frame.filter(frame["rule"].is_in(list(chosen))).iter_rows(named=True):
        kind = "flags" if row.pop("kind") == "flag" else "possible_overpayments"
        found[kind].append({**row, **_told(row["rule"])})
    return found


def _told(name: str) -> dict[str, str]:
    from analytics.leakage import rule

    return {"title": rule(name).title, "why": rule(name).why, "fix": rule(name).step}


def ledger_lines(groups: Iterable[Ledger], chosen: tuple[str, ...]) -> Iterator[str]:
    """Each group: the equation, what stands beside it, and its classes, the largest first."""
    filled = [group for group in groups if group.has_lines]
    if not filled:
        yield "no lines of the leak ledger match these filters"
    for group in filled:
        yield ", ".join(group.key.values()) or "all injection days"
        yield from _equation(group)
        for row in group.classes.iter_rows(named=True):
            if row["rule"] in chosen:
                title = f"{rule(row['rule']).title} ({row['role']})"
                yield f"  {title:<52} {row['count']:>6,}  {words.money(row['amount_cents']):>12}  {row['leak_class']}"


def _equation(group: Ledger) -> Iterator[str]:
    total = {name: words.money(cents) for name, cents in group.total.items() if name.endswith("cents")}
    yield (
        f"  expected {total['expected_cents']} − received {total['received_cents']} "
        f"+ overpaid {total['overpaid_cents']} = {total['leak_cents']}"
    )
    yield (
        f"  of which injection and visit {words.money(group.headline['leak_cents'])}, "
        f"drugs {words.money(group.drugs['leak_cents'])}"
    )
    (workable, workable_cents), (late, late_cents) = group.standing("workable"), group.standing("late")
    yield (
        f"  can be worked {words.money(workable_cents)} ({words.number_of(workable, 'part')}), "
        f"too late {words.money(late_cents)} ({words.number_of(late, 'part')})"
    )
    yield (
        f"  beside it: open {group.total['open']:,} lines ({total['open_charge_cents']} charged), "
        f"not valued {group.total['not_valued']:,} ({total['not_valued_charge_cents']} charged)"
    )


def flag_lines(flags: Mapping[str, list[dict[str, Any]]]) -> Iterator[str]:
    """What to look at without dollars, and what is for compliance."""
    heads = {"flags": "to look at, no dollars:", "possible_overpayments": "possible overpayments, for compliance:"}
    for name, rows in flags.items():
        if rows:
            yield heads[name]
        for row in rows:
            charged = f"  {words.money(row['charge_cents']):>12} charged" if name == "flags" else ""
            mark = "  unverified" if row["is_unverified"] else ""
            yield f"  {row['title']:<52} {row['count']:>6,}{charged}{mark}"


def statement_line(row: Mapping[str, str]) -> str:
    """One statement of the trade and what shows it, or why nothing can."""
    parts = {"rule": row["rules"], "flag": row["flags"], "metric": row["metrics"]}
    parts |= {"not visible in claims": row["not_visible"], "proxy": row["proxy"]}
    shown = "; ".join(f"{name}: {words}" for name, words in parts.items() if words)
    return f"{row['id']:<4} {row['statement']}: {shown}"


if TYPE_CHECKING:
    from analytics.commands.parser import SubParsers


def register_mark(subparsers: "SubParsers") -> None:
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
    parser.set_defaults(run=run_mark)


def run_mark(args: Namespace) -> int:
    from analytics.export import work_of
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
