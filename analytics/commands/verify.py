"""reimburse verify: is the store what was loaded?"""

from argparse import Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING

from analytics.commands.output import CHECK_FAILED, DONE, answer

if TYPE_CHECKING:
    from analytics.commands.parser import SubParsers


def register(subparsers: "SubParsers") -> None:
    parser = subparsers.add_parser("verify", help="check every part, every sum and the balances; changes nothing")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    from analytics.store.verify import verify

    checks = verify(args.store)
    ok = all(check.ok for check in checks)
    document = {"ok": ok, "checks": [asdict(check) for check in checks]}
    answer(args, document, [f"{'ok' if check.ok else 'FAULT':<6}{check.name}: {check.detail}" for check in checks])
    return DONE if ok else CHECK_FAILED
