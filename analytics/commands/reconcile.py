"""reimburse reconcile: bank, provider adjustments and takebacks; the Reconciliation page without a screen."""

from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from analytics.commands.metrics import day, facts_of
from analytics.commands.output import DONE, answer

if TYPE_CHECKING:
    import polars as pl

    from analytics.commands.parser import SubParsers
    from analytics.facts import Facts
    from analytics.metrics.reconciled import TakenBack

_TAKEBACK = ("payment", "payment_date", "payer_id", "reference", "amount_cents", "claim_id", "has_reversal")


def register(subparsers: "SubParsers") -> None:
    parser = subparsers.add_parser("reconcile", help="from the bank to the lines, and what was taken back by PLB")
    parser.add_argument("--as-of", dest="as_of", type=day, metavar="YYYY-MM-DD", help="as the data stood on that day")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    from analytics.metrics.reconciled import taken_back
    from analytics.questions.reconciliation import bank_payments, takebacks

    with facts_of(args) as facts:
        cursor = facts.cursor()
        payments, rows = bank_payments(cursor), takebacks(cursor)
    found = taken_back(rows)
    document = _document(facts, payments, rows, found)
    answer(args, document, [*_lines(document, rows, found), *filter(None, [facts.snapshot.notice])])
    return DONE


def _document(facts: "Facts", payments: "pl.DataFrame", rows: "pl.DataFrame", found: "TakenBack") -> dict[str, Any]:
    names = {"paid_cents": "claim_cents", "plb_cents": "adjusted_cents", "bpr_cents": "bank_cents"}
    return {
        "snapshot": facts.snapshot.id,
        "as_of": facts.as_of.isoformat() if facts.as_of else None,
        **{name: int(payments[column].sum()) for name, column in names.items()},
        "takebacks": [
            {**row, "payment_date": row["payment_date"].isoformat() if row["payment_date"] else None}
            for row in rows.select(_TAKEBACK).iter_rows(named=True)
        ],
        "outside_cents": found.outside,
        "unallocated_cents": found.unallocated,
    }


def _lines(document: dict[str, Any], rows: "pl.DataFrame", found: "TakenBack") -> Iterator[str]:
    from analytics import words
    from analytics.charts.data import TAKEN_WORDS, takeback_title
    from analytics.metrics.reconciled import gone

    bank, paid, moved = (words.exact(document[name]) for name in ("bpr_cents", "paid_cents", "plb_cents"))
    yield f"bank {bank}; claims {paid}; provider adjustments (PLB) {moved}, positive lowers the payment"
    yield takeback_title(found)
    for row in gone(rows).iter_rows(named=True):
        about = f"claim {row['claim_id']}" if row["claim_id"] else "no claim"
        yield (
            f"  {words.exact(row['gone_cents']):>12}  {TAKEN_WORDS[row['kind']]}: {about}, {row['payer_name']}, "
            f"check {row['payment']}, reference {row['reference'] or 'none'}"
        )
