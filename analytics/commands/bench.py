"""reimburse bench: what is measured, side by side with what it is measured against."""

import platform
from argparse import Namespace
from dataclasses import asdict
from os import cpu_count
from typing import TYPE_CHECKING

from analytics.commands.answer import CHECK_FAILED, DONE, answer
from analytics.commands.progress import Progress

if TYPE_CHECKING:
    from analytics.bench.result import Result
    from analytics.commands.arguments import SubParsers

SEEDS, MONTHS, FILES = 200, 2000, 100_000


def register(subparsers: "SubParsers") -> None:
    parser = subparsers.add_parser("bench", help="measure what tests cannot: intervals, and the reader under damage")
    parser.add_argument("--statistics", action="store_true", help="coverage of intervals over many worlds (minutes)")
    parser.add_argument("--seeds", type=int, default=SEEDS, metavar="N", help=f"how many worlds (default {SEEDS})")
    parser.add_argument(
        "--months", type=int, default=MONTHS, metavar="N", help=f"how many quiet months are reported (default {MONTHS})"
    )
    parser.add_argument("--fuzz", action="store_true", help="damaged files against the X12 reader (minutes)")
    parser.add_argument("--files", type=int, default=FILES, metavar="N", help=f"how many files (default {FILES:,})")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    with Progress() as progress:
        results = _measured(args, progress)
    document = {"machine": f"{platform.machine()}, {cpu_count()} cores", "results": [asdict(one) for one in results]}
    answer(args, document, [_said(one) for one in results])
    return CHECK_FAILED if any(one.ok is False for one in results) else DONE


def _measured(args: Namespace, progress: Progress) -> "list[Result]":
    """What was asked for; without a word about that, the statistics."""
    from analytics.bench.coverage import coverage
    from analytics.bench.fuzz import fuzz
    from analytics.bench.simulated import false_alarms, wilson_coverage

    found = fuzz(max(1, args.files), progress) if args.fuzz else []
    if args.fuzz and not args.statistics:
        return found
    quiet = false_alarms(max(1, args.months), progress)
    return [*found, *wilson_coverage(), *quiet, *coverage(max(1, args.seeds), progress)]


def _said(one: "Result") -> str:
    kept = {True: "ok", False: "MISSED", None: "not measured"}[one.ok]
    ours = "none" if one.ours is None else f"{one.ours:.3f}"
    return f"{kept:<13}{one.name}: {ours} (budget {one.budget}); {one.note}"
