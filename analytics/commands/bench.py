"""reimburse bench: what is measured, side by side with what it is measured against."""

import os
import platform
from argparse import Namespace
from dataclasses import asdict
from os import cpu_count, sysconf
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.commands.output import CHECK_FAILED, DONE, Progress, RefusedError, answer
from analytics.paths import PACKAGE

if TYPE_CHECKING:
    from analytics.bench.result import Result
    from analytics.commands.parser import SubParsers

SEEDS, MONTHS, FILES, LINES = 200, 2000, 100_000, 200_000
SAMPLE, MINUTES, PATIENCE = 300, 60, 240
GROUPS = ("files", "stores", "screens")


def register(subparsers: "SubParsers") -> None:
    parser = subparsers.add_parser("bench", help="measure every budget beside its peer; or what tests cannot")
    parser.add_argument("--lines", type=int, default=LINES, metavar="N", help=f"service lines of the store ({LINES:,})")
    parser.add_argument("--only", choices=GROUPS, help="these budgets alone")
    parser.add_argument("--sessions", type=int, default=20, metavar="N", help="sessions at once (20)")
    parser.add_argument("--readme", type=Path, metavar="FILE", help="write the table of budgets into this file, too")
    parser.add_argument("--statistics", action="store_true", help="coverage of intervals over many worlds (minutes)")
    parser.add_argument("--seeds", type=int, default=SEEDS, metavar="N", help=f"how many worlds (default {SEEDS})")
    parser.add_argument(
        "--months", type=int, default=MONTHS, metavar="N", help=f"how many quiet months are reported (default {MONTHS})"
    )
    parser.add_argument("--fuzz", action="store_true", help="damaged files against the X12 reader (minutes)")
    parser.add_argument("--files", type=int, default=FILES, metavar="N", help=f"how many files (default {FILES:,})")
    parser.add_argument("--mutants", action="store_true", help="small wrong changes that a test should notice (hours)")
    parser.add_argument("--sample", type=int, default=SAMPLE, metavar="N", help=f"how many mutants ({SAMPLE})")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="which ones (1)")
    parser.add_argument("--minutes", type=float, default=MINUTES, metavar="N", help=f"stop after ({MINUTES}); resumes")
    parser.add_argument(
        "--patience", type=float, default=PATIENCE, metavar="S", help=f"seconds of tests per mutant ({PATIENCE})"
    )
    parser.add_argument("--where", metavar="NAME", help="mutants of files with this in their path alone")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="where found mutants are kept (the user's cache)")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    with Progress() as progress:
        results = _measured(args, progress)
    here = machine()
    document = {"machine": here, "results": [asdict(one) for one in results]}
    if args.readme:
        from analytics.bench.table import write_table

        write_table(args.readme, here, results)
    answer(args, document, [_said(one) for one in results])
    return CHECK_FAILED if any(one.ok is False for one in results) else DONE


def machine() -> str:
    """What this runs on: the sizes that a reader of the figures needs."""
    gigabytes = sysconf("SC_PAGE_SIZE") * sysconf("SC_PHYS_PAGES") / 1024**3
    return f"{platform.machine()}, {cpu_count()} cores, {gigabytes:.0f} GiB, Python {platform.python_version()}"


def _measured(args: Namespace, progress: Progress) -> "list[Result]":
    """What was asked for; without a word about that, the budgets."""
    found: list[Result] = []
    if args.mutants:
        return _mutants(args, progress)
    if args.fuzz:
        from analytics.bench.fuzz import fuzz

        found += fuzz(max(1, args.files), progress)
    if args.statistics:
        found += _statistics(args, progress)
    return found if args.fuzz or args.statistics else _budgets(args, progress)


def _mutants(args: Namespace, progress: Progress) -> "list[Result]":
    from analytics.bench.mutants import in_order, mutants
    from analytics.bench.survivors import Limits, survivors

    root, cache = PACKAGE.parent, Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    if not hasattr(os, "fork"):
        raise RefusedError("mutants need a system on which a process can fork; run them on Linux or macOS")
    if not (root / "tests").is_dir():
        raise RefusedError(f"no tests in {root}; mutants need a checkout of the project")
    asked = [one for one in in_order(mutants(root), args.seed) if not args.where or args.where in one.path]
    out = args.out or cache / "reimburse-mutants"
    return survivors(root, asked[: args.sample], out, Limits(args.minutes, args.patience), progress)


def _statistics(args: Namespace, progress: Progress) -> "list[Result]":
    from analytics.bench.coverage import coverage
    from analytics.bench.price_habits import price_habits
    from analytics.bench.simulated import false_alarms, wilson_coverage

    quiet = false_alarms(max(1, args.months), progress)
    habits = price_habits(max(1, args.seeds // 2), progress)
    return [*wilson_coverage(), *quiet, *habits, *coverage(max(1, args.seeds), progress)]


def _budgets(args: Namespace, progress: Progress) -> "list[Result]":
    from analytics.bench.budgets import budgets
    from analytics.bench.size import Size

    size = Size(lines=max(1, args.lines), sessions=max(1, args.sessions))
    return budgets(size, progress, args.only)


def _said(one: "Result") -> str:
    kept = {True: "ok", False: "MISSED", None: "not measured"}[one.ok]
    theirs = "" if one.theirs is None else f", theirs {one.theirs:.3f}, ratio {one.ratio:.2f}"
    ours = "none" if one.ours is None else f"{one.ours:.3f}"
    budget = "none" if one.budget is None else f"{one.budget:.3g}"
    return f"{kept:<13}{one.name}: {ours}{theirs} (budget {budget}); {one.note}"
