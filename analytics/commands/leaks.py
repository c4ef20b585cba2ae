"""reimburse leaks: where the money goes, in classes that add up to expected − received + overpaid."""

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from analytics.commands.metrics import add_filters, split_of, view_of
from analytics.commands.output import DONE, RefusedError, answer
from analytics.commands.work_cost import add_work_cost, work_cost_of
from analytics.metrics.view import KEYS

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
    from analytics.commands.leak_lines import flag_lines, ledger_lines
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
    from analytics.commands.leak_lines import statement_line
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
