"""reimburse leaks: where the money goes, in classes that add up to expected − received + overpaid."""

from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from analytics.commands.answer import DONE, RefusedError, answer
from analytics.commands.metrics import add_filters, split_of, view_of
from analytics.metrics.view import KEYS

if TYPE_CHECKING:
    import polars as pl

    from analytics.commands.arguments import Parser, SubParsers
    from analytics.metrics.leakage import Ledger


def register(subparsers: "SubParsers") -> None:
    parser = subparsers.add_parser("leaks", help="where money leaks: expected − received by class, and what to do")
    parser.add_argument("--by", action="append", default=[], metavar="|".join(KEYS), help="split by; may be repeated")
    parser.add_argument("--rule", action="append", default=[], metavar="RULE", help="list only these rules")
    parser.add_argument("--statements", action="store_true", help="what each rule of the trade is shown by, or why not")
    add_work_cost(parser)
    add_filters(parser)
    parser.set_defaults(run=run)


def add_work_cost(parser: "Parser") -> None:
    """The cost of working one line, in dollars."""
    parser.add_argument("--work-cost", type=dollars, metavar="DOLLARS", help="cost of working one line (25.00)")


def dollars(text: str) -> int:
    """Dollars as cents."""
    try:
        cents = Decimal(text.removeprefix("$")) * 100
    except InvalidOperation:
        raise ArgumentTypeError(f"{text!r} is not an amount; write it as 25.00") from None
    if not cents.is_finite() or cents < 0 or cents != int(cents):
        raise ArgumentTypeError(f"{text!r} is not an amount of dollars and cents; write it as 25.00")
    return int(cents)


def work_cost_of(args: Namespace) -> int:
    """The cost of working one line in cents; the usual one unless it is given."""
    from analytics.metrics.leakage import WORK_COST_CENTS

    return WORK_COST_CENTS if args.work_cost is None else int(args.work_cost)


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
        "groups": [{"key": group.key, **_plain(group, chosen)} for group in groups if group.key or any_line(group)],
    }
    answer(args, document, [*_lines(groups, chosen), *_flag_lines(flags), *filter(None, [facts.snapshot.notice])])
    return DONE


def any_line(group: "Ledger") -> bool:
    """Something of the view is in the ledger or beside it."""
    return any(group.total[name] for name in ("valued", "open", "not_valued"))


def _statements(args: Namespace) -> int:
    from analytics.leakage import statements

    rows = statements().to_dicts()
    shown = [f"{row['id']:<4} {row['statement']}: {_shown_by(row)}" for row in rows]
    answer(args, {"statements": rows}, shown)
    return DONE


def _shown_by(row: dict[str, str]) -> str:
    parts = {"rule": row["rules"], "flag": row["flags"], "metric": row["metrics"]}
    parts |= {"not visible in claims": row["not_visible"], "proxy": row["proxy"]}
    return "; ".join(f"{name}: {words}" for name, words in parts.items() if words)


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
        "classes": _classes(group.classes, chosen),
    }


def _sides(sums: dict[str, int]) -> dict[str, Any]:
    money = {name: sums[name] for name in ("expected_cents", "received_cents", "overpaid_cents", "leak_cents")}
    beside = {name: {"count": sums[name], "charge_cents": sums[f"{name}_charge_cents"]} for name in _BESIDE}
    unrated = {"count": sums["unrated"], "received_cents": sums["unrated_received_cents"]}
    return {**money, **beside, "unrated": unrated}


_BESIDE = ("open", "not_valued")
_CLASS_NAMES = (
    *("leak_class", "rule", "role", "count", "amount_cents", "preventable", "recoverable"),
    *("worth_count", "worth_cents"),
)


def _classes(frame: "pl.DataFrame", chosen: tuple[str, ...]) -> list[dict[str, Any]]:
    from analytics.leakage import rule

    return [
        {name: row[name] for name in _CLASS_NAMES} | {"why": rule(row["rule"]).why, "fix": rule(row["rule"]).fix}
        for row in frame.iter_rows(named=True)
        if row["rule"] in chosen
    ]


def _flags(frame: "pl.DataFrame", chosen: tuple[str, ...]) -> dict[str, list[dict[str, Any]]]:
    from analytics.leakage import rule

    found: dict[str, list[dict[str, Any]]] = {"flags": [], "possible_overpayments": []}
    for row in frame.iter_rows(named=True):
        if row["rule"] in chosen:
            told = {**row, "title": rule(row["rule"]).title, "why": rule(row["rule"]).why, "fix": rule(row["rule"]).fix}
            found["flags" if told.pop("kind") == "flag" else "possible_overpayments"].append(told)
    return found


def _lines(groups: "list[Ledger]", chosen: tuple[str, ...]) -> Iterable[str]:
    from analytics import words
    from analytics.leakage import rule

    if not any(map(any_line, groups)):
        yield "no lines of the leak ledger match these filters"
        return
    for group in groups:
        total = {name: words.money(cents) for name, cents in group.total.items() if name.endswith("cents")}
        yield ", ".join(group.key.values()) or "all injection days"
        yield (
            f"  expected {total['expected_cents']} − received {total['received_cents']} + overpaid "
            f"{total['overpaid_cents']} = {total['leak_cents']}: injection and visit "
            f"{words.money(group.headline['leak_cents'])}, drugs {words.money(group.drugs['leak_cents'])}"
        )
        yield (
            f"  beside it: open {group.total['open']:,} lines ({total['open_charge_cents']} charged), "
            f"not valued {group.total['not_valued']:,} ({total['not_valued_charge_cents']} charged)"
        )
        for row in group.classes.iter_rows(named=True):
            if row["rule"] in chosen:
                title = f"{rule(row['rule']).title} ({row['role']})"
                yield f"  {title:<52} {row['count']:>6,}  {words.money(row['amount_cents']):>12}  {row['leak_class']}"


def _flag_lines(flags: dict[str, list[dict[str, Any]]]) -> Iterable[str]:
    for name, rows in flags.items():
        if rows:
            yield {"flags": "to look at, no dollars:", "possible_overpayments": "possible overpayments:"}[name]
        for row in rows:
            yield f"  {row['title']:<52} {row['count']:>6,}  {'unverified' if row['is_unverified'] else ''}".rstrip()
