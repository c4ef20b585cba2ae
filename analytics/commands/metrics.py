"""reimburse metrics: every number of every page, without a screen."""

from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from analytics.commands.output import DONE, answer
from analytics.metrics.cubes import BASES, DEFINITIONS, KEYS, View

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from analytics.commands.parser import Parser, SubParsers
    from analytics.facts import Facts
    from analytics.metrics.evaluate import Group


def register(subparsers: "SubParsers") -> None:
    parser = subparsers.add_parser("metrics", help="every metric, in all or by payer, month, provider …")
    parser.add_argument("--by", action="append", default=[], metavar="|".join(KEYS), help="split by; may be repeated")
    add_filters(parser)
    parser.add_argument("--as-of", dest="as_of", type=day, metavar="YYYY-MM-DD", help="as the data stood on that day")
    parser.set_defaults(run=run)


def add_filters(parser: "Parser") -> None:
    """The filters that pages and commands share."""
    parser.add_argument("--from", dest="start", type=month, metavar="YYYY-MM", help="first month")
    parser.add_argument("--to", dest="end", type=month, metavar="YYYY-MM", help="last month")
    parser.add_argument("--basis", choices=BASES, default="service", help="month of service, or of the first answer")
    parser.add_argument("--definition", choices=DEFINITIONS, default="initial", help="what counts as denied")
    for name, words in _LISTS.items():
        parser.add_argument(f"--{words}", dest=name, action="append", default=[], metavar="VALUE")


_LISTS = {
    "payer_classes": "payer-class",
    "payers": "payer",
    "providers": "provider",
    "places": "place-of-service",
    "drugs": "drug",
}


def month(text: str) -> date:
    """The first day of a month written YYYY-MM."""
    try:
        year, number = text.split("-")
        return date(int(year), int(number), 1)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a month; write it as 2026-10") from None


def day(text: str) -> date:
    """A day written YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a day; write it as 2026-10-31") from None


def view_of(args: Namespace) -> View:
    """The filters of a command as one value; a comma separates several values of one option."""
    lists = {name: tuple(v for value in getattr(args, name) for v in value.split(",") if v) for name in _LISTS}
    return View(args.start, args.end, args.basis, args.definition, **lists)


def split_of(args: Namespace) -> tuple[str, ...]:
    """The keys of --by, in the order given."""
    from analytics.commands.output import RefusedError

    keys = tuple(dict.fromkeys(key for value in args.by for key in value.split(",") if key))
    unknown = [key for key in keys if key not in KEYS]
    if unknown:
        raise RefusedError(f"--by {unknown[0]}: not a key; choose from {', '.join(KEYS)}")
    return keys


def run(args: Namespace) -> int:
    from analytics.metrics.evaluate import answers
    from analytics.metrics.work import with_work

    view, by = view_of(args), split_of(args)
    with facts_of(args) as facts:
        groups = answers(facts.cursor(), view, by, as_of=facts.as_of)
        groups = with_work(facts.cursor(), view, by, groups)
        return _answer(args, view, facts, groups)


def facts_of(args: Namespace) -> "AbstractContextManager[Facts]":
    """The facts now, or with --as-of those of an earlier day."""
    from analytics.facts import facts_as_of, open_facts
    from analytics.store import Store

    store = Store.open(args.store)
    return facts_as_of(store, args.as_of) if args.as_of else nullcontext(open_facts(store))


def _answer(args: Namespace, view: View, facts: "Facts", groups: "list[Group]") -> int:
    document = {
        "snapshot": facts.snapshot.id,
        "as_of": facts.as_of.isoformat() if facts.as_of else None,
        "basis": view.basis,
        "definition": view.definition,
        "filters": view.filters(),
        "groups": [
            {"key": group.key, "metrics": {name: _plain(asdict(value)) for name, value in group.metrics.items()}}
            for group in groups
        ],
    }
    answer(args, document, [*_lines(groups), *filter(None, [facts.snapshot.notice])])
    return DONE


def _plain(value: dict[str, Any]) -> dict[str, Any]:
    # Cents and counts are whole numbers; a mean in cents is not.
    whole = value["unit"] in ("cents", "count") and value["denominator"] is None
    names = ("value", "numerator") if whole else ()
    return {
        **value,
        **{name: int(value[name]) for name in names if value[name] is not None and value[name] == int(value[name])},
        **_whole_halves(value),
    }


def _whole_halves(value: dict[str, Any]) -> dict[str, int]:
    halves = {name: value[name] for name in ("numerator", "denominator")}
    return {name: int(half) for name, half in halves.items() if half is not None and half == int(half)}


def _lines(groups: "list[Group]") -> Iterable[str]:
    from analytics import words
    from analytics.metrics.catalog import BY_NAME
    from analytics.metrics.evaluate import WAITING_LABELS
    from analytics.metrics.work import WORKED

    labels = {metric.name: metric.label for metric in (*BY_NAME.values(), *WORKED)} | WAITING_LABELS
    if not groups:
        yield "no 96372 lines match these filters"
    for group in groups:
        yield ", ".join(group.key.values()) or "all 96372 lines"
        for name, value in group.metrics.items():
            yield f"  {labels[name]:<38} {words.value(value.value, value.unit):>12}  {words.certainty(value)}"
