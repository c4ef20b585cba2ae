"""reimburse export: one table as CSV, Excel or parquet."""

from argparse import Namespace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.commands.leaks import add_work_cost, work_cost_of
from analytics.commands.metrics import add_filters, view_of
from analytics.commands.output import DONE, RefusedError, answer, complain

if TYPE_CHECKING:
    import polars as pl

    from analytics.commands.parser import SubParsers


def register(subparsers: "SubParsers") -> None:
    parser = subparsers.add_parser("export", help="one table as CSV, Excel or parquet, with the shared filters")
    parser.add_argument("table", metavar="TABLE")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE.parquet|.csv|.xlsx")
    parser.add_argument("--shareable", action="store_true", help="without identifiers, months for days, no small cells")
    add_work_cost(parser)
    add_filters(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    from analytics.export import PHI_NOTE, SHAREABLE_NOTE, TABLES, NotFilteredError, exported, shareable
    from analytics.facts import open_facts
    from analytics.store import Store

    _check(args, (*TABLES, "refused"))
    if args.table == "refused":
        return _refused(args)
    facts = open_facts(Store.open(args.store))
    try:
        frame = exported(facts, args.table, view_of(args), work_cost_cents=work_cost_of(args))
    except NotFilteredError as error:
        raise RefusedError(str(error)) from None
    note, withheld = PHI_NOTE, 0
    if args.shareable:
        shared = shareable(frame)
        frame, note, withheld = shared.frame, SHAREABLE_NOTE, shared.withheld
    else:
        complain(f"{args.out}: {PHI_NOTE} For sharing use --shareable.")
    data = _encode(frame, args.out, note, args.table)
    _write(args.out, data)
    document = {
        "table": args.table,
        "rows": frame.height,
        "path": str(args.out),
        "sha256": sha256(data).hexdigest(),
        "withheld": withheld,
    }
    answer(args, document, [f"{frame.height:,} rows of {args.table} in {args.out}"])
    return DONE


def _refused(args: Namespace) -> int:
    """What was refused, by file, place and reason: no value of a file is in it, so it may be passed on."""
    from analytics.questions.intake import refused
    from analytics.store import Store

    frame = refused(Store.open(args.store))
    data = _encode(frame, args.out, "What was refused and why; no content of the files.", "refused")
    _write(args.out, data)
    document = {"table": "refused", "rows": frame.height, "path": str(args.out), "sha256": sha256(data).hexdigest()}
    answer(args, document, [f"{frame.height:,} refused parts in {args.out}"])
    return DONE


def _check(args: Namespace, tables: tuple[str, ...]) -> None:
    if args.table not in tables:
        raise RefusedError(f"export {args.table}: no such table; choose from {', '.join(tables)}")
    if args.shareable and args.table in ("claims", "remittances", "takeback"):
        raise RefusedError(f"export {args.table}: names claim after claim; it cannot be made shareable")
    if args.out.suffix not in (".csv", ".xlsx", ".parquet"):
        raise RefusedError(f"--out {args.out}: the name must end in .csv, .xlsx or .parquet")


def _encode(frame: "pl.DataFrame", out: Path, note: str, table: str) -> bytes:
    from analytics.export import TooManyRowsError, to_csv, to_parquet, to_xlsx

    try:
        if out.suffix == ".csv":
            return to_csv(frame)
        return to_xlsx(frame, note, table) if out.suffix == ".xlsx" else to_parquet(frame, note)
    except TooManyRowsError as error:
        raise RefusedError(f"{out}: {error}") from None


def _write(out: Path, data: bytes) -> None:
    try:
        out.write_bytes(data)
    except OSError as error:
        raise RefusedError(f"{out}: cannot be written ({error.strerror}); choose another place with --out") from None
