"""reimburse look: how a table would be read, before anything is loaded."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analytics.commands.ingest import map_of
from analytics.commands.output import DONE, RefusedError, answer

if TYPE_CHECKING:
    from analytics.commands.parser import SubParsers


def register(subparsers: "SubParsers") -> None:
    parser = subparsers.add_parser("look", help="how a CSV, Excel or parquet file would be read, and what is missing")
    parser.add_argument("path", metavar="FILE", type=Path)
    parser.add_argument("--map", type=Path, metavar="FILE.toml", help="how the table is read, instead of a guess")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    from analytics.ingest.worker import Child, ChildError
    from analytics.store import Store
    from analytics.store.column_maps import saved_maps

    given = map_of(args.map) if args.map else ""
    saved = saved_maps(Store.create(args.store))
    try:
        with Child() as child:
            found = child.ask("look", path=str(args.path), saved=saved, given=given)
    except ChildError as error:
        raise RefusedError(f"{args.path}: {error}") from None
    if "fault" in found:
        raise RefusedError(f"{args.path}: {found['fault']}")
    answer(args, found, _lines(found))
    return DONE


def _lines(found: dict[str, Any]) -> Iterator[str]:
    yield f"# a file of {found['table']}; save what follows as FILE.toml, correct it, and load with --map FILE.toml"
    yield from (f"# missing: {name}" for name in found["missing"])
    yield from found["map"].splitlines()
    yield from (f"# {column['name']}: {', '.join(column['samples'])}" for column in found["columns"])
    yield from _dry_run(found["dry_run"])


def _dry_run(dry: dict[str, Any]) -> Iterator[str]:
    """What would load, what would be refused and why, what would be noted; as comments, so that the map stays a map."""
    yield f"# dry run: {dry['said']}"
    for one in dry.get("refusals", []):
        yield f"#   refused: {one['rows']:,} rows from row {one['first']:,}: {one['reason']} {one['next_step']}"
    for one in dry.get("warnings", []):
        yield f"#   note: {one['reason']} {one['next_step']}"
