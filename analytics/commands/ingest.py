"""reimburse ingest: files and folders into the store."""

from argparse import Namespace
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analytics.commands.output import DONE, REFUSED, Progress, RefusedError, answer, complain

if TYPE_CHECKING:
    from analytics.commands.parser import SubParsers
    from analytics.store import Store

_NO_REASON = {"position": None, "reason": "It was refused.", "next_step": "Look at the file."}


def register(subparsers: "SubParsers") -> None:
    parser = subparsers.add_parser(
        "ingest", help="load 837P, 835, CSV, Excel and parquet files, or folders of them: plain, .gz or .zip"
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", type=Path)
    parser.add_argument("--no-build", action="store_true", help="only load; build later with: reimburse build")
    parser.add_argument("--map", type=Path, metavar="FILE.toml", help="how tables (CSV, Excel, parquet) are read")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    from analytics.ingest.run import ingest
    from analytics.store import Store

    text = map_of(args.map) if args.map else ""
    store = Store.create(args.store)
    with Progress() as progress:
        document = ingest(args.paths, store, build=not args.no_build, progress=progress, map_text=text)
    _keep(store, text, document)
    answer(args, document, _lines(document))
    for file in document["files"]:
        if file["status"] == "rejected":
            complain(_refusal(file))
    if document.get("build_error"):
        complain(document["build_error"])
    return REFUSED if document.get("build_error") or _refused_by_name(args.paths, document["files"]) else DONE


def map_of(path: Path) -> str:
    """The text of a map that can be used."""
    from analytics.importers.delimited.column_map import MapError, parse

    try:
        text = path.read_text(encoding="utf-8")
        parse(text)
    except (OSError, UnicodeDecodeError) as error:
        raise RefusedError(f"--map {path}: cannot be read ({type(error).__name__}); give a TOML file") from None
    except MapError as error:
        raise RefusedError(f"--map {path}: {error}") from None
    return text


def _keep(store: "Store", text: str, document: dict[str, Any]) -> None:
    """A named map that loaded something is kept for the next file of that header."""
    from analytics.importers.delimited.column_map import parse
    from analytics.store.user_data import save_map

    tables = [file for file in document["files"] if file["kind"] in ("csv", "xlsx", "parquet")]
    if text and parse(text).name and any(file["status"] in ("loaded", "partial") for file in tables):
        save_map(store, parse(text).name, text)


def _refused_by_name(paths: list[Path], files: list[dict[str, Any]]) -> bool:
    """Whether a file named on the command line, or a member of a named archive, was refused."""
    named = {str(path) for path in paths if not path.is_dir()}
    refused = [file["path"] for file in files if file["status"] == "rejected"]
    return any(path in named or any(path.startswith(f"{name}!") for name in named) for path in refused)


def _refusal(file: dict[str, Any]) -> str:
    first = (
        file["rejects"][0]
        if file["rejects"]
        else {"position": None, "reason": "It was refused.", "next_step": "Look at the file."}
    )
    place = f", {_unit(file)} {first['position']}" if first["position"] else ""
    return f"{file['path']}{place}: {first['reason']} {first['next_step']}"


def _lines(document: dict[str, Any]) -> Iterator[str]:
    for file in document["files"]:
        if file["status"] == "ignored":
            continue
        claims, lines = file["claims"], file["lines"]
        yield (
            f"{file['status']:<9} {file['kind']:<7} {file['path']}: {claims['in']:,} claims, {lines['in']:,} lines, "
            f"${file['charge_cents']['in'] / 100:,.2f} charged, ${file['paid_cents']['in'] / 100:,.2f} paid; "
            f"loaded {claims['loaded']:,}, quarantined {claims['quarantined']:,}, duplicate {claims['duplicate']:,}"
        )
        if file["status"] != "rejected":
            yield from (_notice("refused", notice, _unit(file)) for notice in file["rejects"][:20])
        yield from (_notice("note", notice, _unit(file)) for notice in file["warnings"][:20])
    ignored = sum(file["status"] == "ignored" for file in document["files"])
    if ignored:
        yield f"{ignored} files are not claims or remittances and were left alone"
    yield f"snapshot {document['snapshot'] or 0}, built {document['built'] or 0}"


def _unit(file: dict[str, Any]) -> str:
    return "row" if file["kind"] in ("csv", "xlsx", "parquet") else "segment"


def _notice(word: str, notice: dict[str, Any], unit: str) -> str:
    place = f"{unit} {notice['position']}: " if notice["position"] else ""
    return f"          {word}: {place}{notice['reason']} {notice['next_step']}"


if TYPE_CHECKING:
    from analytics.commands.parser import SubParsers


def register_look(subparsers: "SubParsers") -> None:
    parser = subparsers.add_parser("look", help="how a CSV, Excel or parquet file would be read, and what is missing")
    parser.add_argument("path", metavar="FILE", type=Path)
    parser.add_argument("--map", type=Path, metavar="FILE.toml", help="how the table is read, instead of a guess")
    parser.set_defaults(run=run_look)


def run_look(args: Namespace) -> int:
    from analytics.ingest.worker import Child, ChildError
    from analytics.store import Store
    from analytics.store.user_data import saved_maps

    given = map_of(args.map) if args.map else ""
    saved = saved_maps(Store.create(args.store))
    try:
        with Child() as child:
            found = child.ask("look", path=str(args.path), saved=saved, given=given)
    except ChildError as error:
        raise RefusedError(f"{args.path}: {error}") from None
    if "fault" in found:
        raise RefusedError(f"{args.path}: {found['fault']}")
    answer(args, found, _look_lines(found))
    return DONE


def _look_lines(found: dict[str, Any]) -> Iterator[str]:
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


if TYPE_CHECKING:
    from analytics.commands.parser import SubParsers

_NOTE = "Invented rows: replace them. What each column means: the Data page, or: reimburse template --help"


def register_template(subparsers: "SubParsers") -> None:
    parser = subparsers.add_parser("template", help="an empty file of claims or remittances, with two invented rows")
    parser.add_argument("table", choices=("claims", "remittances"))
    parser.add_argument("--out", required=True, type=Path, metavar="FILE.csv|.xlsx|.parquet")
    parser.set_defaults(run=run_template)


def run_template(args: Namespace) -> int:
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
    from analytics.export import as_typed, to_csv, to_parquet, to_xlsx
    from analytics.tables.contract import template

    frame = template(table)
    if out.suffix == ".csv":
        return to_csv(frame)
    if out.suffix == ".xlsx":
        return to_xlsx(frame, _NOTE, table)
    if out.suffix == ".parquet":
        return to_parquet(as_typed(frame, table), _NOTE)
    raise RefusedError(f"--out {out}: the name must end in .csv, .xlsx or .parquet")
