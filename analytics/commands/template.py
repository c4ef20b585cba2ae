"""reimburse template: an empty file of the input contract, with two invented rows to show how it is filled."""

from argparse import Namespace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.commands.output import DONE, RefusedError, answer

if TYPE_CHECKING:
    from analytics.commands.parser import SubParsers

_NOTE = "Invented rows: replace them. What each column means: the Data page, or: reimburse template --help"


def register(subparsers: "SubParsers") -> None:
    parser = subparsers.add_parser("template", help="an empty file of claims or remittances, with two invented rows")
    parser.add_argument("table", choices=("claims", "remittances"))
    parser.add_argument("--out", required=True, type=Path, metavar="FILE.csv|.xlsx|.parquet")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    data = _encoded(args.table, args.out)
    try:
        args.out.write_bytes(data)
    except OSError as error:
        raise RefusedError(
            f"{args.out}: cannot be written ({error.strerror}); choose another place with --out"
        ) from None
    document = {"table": args.table, "path": str(args.out), "rows": 2, "sha256": sha256(data).hexdigest()}
    answer(args, document, [f"{args.out}: the columns of {args.table} with two invented rows"])
    return DONE


def _encoded(table: str, out: Path) -> bytes:
    from analytics.export import to_csv, to_parquet, to_xlsx
    from analytics.input_files import as_typed
    from analytics.tables.contract import template

    frame = template(table)
    if out.suffix == ".csv":
        return to_csv(frame)
    if out.suffix == ".xlsx":
        return to_xlsx(frame, _NOTE, table)
    if out.suffix == ".parquet":
        return to_parquet(as_typed(frame, table), _NOTE)
    raise RefusedError(f"--out {out}: the name must end in .csv, .xlsx or .parquet")
