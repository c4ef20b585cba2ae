"""What working one line costs the practice: an amount in dollars on the command line."""

from argparse import ArgumentTypeError, Namespace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

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
