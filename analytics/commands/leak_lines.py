"""The leak ledger in lines for a person."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from analytics import words
from analytics.leakage import rule
from analytics.metrics.leakage import Ledger


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
