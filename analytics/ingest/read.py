"""What happens in the reading process: open, read, mark duplicates, write parts to the side. Nothing is printed."""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import polars as pl

from analytics.importers.delimited.read import TableImport
from analytics.ingest import duplicates
from analytics.ingest.duplicates import LookAlikes
from analytics.ingest.replacement import Earlier, Replaced
from analytics.ingest.worker import allow_time_for_a_table, limit
from analytics.store.errors import disk_fault
from analytics.store.measures import measure, nothing

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from analytics.importers.delimited.portions import Tables
    from analytics.importers.delimited.read import TableImport
    from analytics.importers.delimited.source import Table
    from analytics.importers.result import FileReading, Import, Source


def main() -> None:
    """Answers questions until the parent closes the pipe."""
    limit()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # no library may write between two answers
    desk = Desk()
    for line in sys.stdin.buffer:
        answers.write(json.dumps(_answer(desk, json.loads(line))).encode() + b"\n")
        answers.flush()


def _answer(desk: "Desk", question: dict[str, Any]) -> dict[str, Any]:
    """The answer, or the kind of failure: never its text, which may hold what the file says."""
    try:
        answer: dict[str, Any] = getattr(desk, question.pop("do"))(**question)
        return answer
    except ImportError:
        return {"broken": True}
    except MemoryError:
        return {"failed": "Reading the file took more memory than the limit; split it into smaller files."}
    except Exception as error:
        number = disk_fault(error)
        if number:
            return {"disk": number}
        kind = type(error).__name__
        return {"failed": f"The reader failed at this file ({kind}, {place_of(error)})."}


def place_of(error: BaseException) -> str:
    """Where in our code it failed, as file:line."""
    at, place = error.__traceback__, "unknown"
    while at:
        file = Path(at.tb_frame.f_code.co_filename)
        place = f"{file.name}:{at.tb_lineno}" if "analytics" in file.parts else place
        at = at.tb_next
    return place


class Desk:
    """What lies open between two questions."""

    def __init__(self) -> None:
        self._sources: dict[str, Source] = {}
        self._import: Import | None = None
        self._tables: dict[str, Table] = {}
        self._table: TableImport | None = None

    def open(self, paths: list[str]) -> dict[str, Any]:
        """Unpacks files: the names, sizes and hashes of what is in them, and what was refused unopened."""
        from analytics.importers.delimited.recognise import table_at, table_of
        from analytics.importers.unpack import UnpackError, unpack

        sources, refused = [], []
        for path in paths:
            whole = table_at(Path(path))
            if whole:
                sources.append(self._keep_table(whole, path))
                continue
            try:
                found = unpack(Path(path))
            except UnpackError as error:
                said = {"code": error.code, "reason": error.reason, "next_step": error.next_step}
                refused.append({"path": path, **said})
                continue
            for source in found:
                table = table_of(source)
                if table:
                    sources.append(self._keep_table(table, path))
                    continue
                name = self._keep(source)
                named = {"file": path, "path": name, "sha256": source.sha256, "bytes": len(source.data)}
                sources.append(named)
        return {"sources": sources, "refused": refused}

    def _keep(self, source: "Source") -> str:
        """The name to ask for it by; an archive may hold one name twice."""
        name = self._free(source.path)
        self._sources[name] = source
        return name

    def _free(self, name: str) -> str:
        while name in self._sources or name in self._tables:
            name += "#"
        return name

    def _keep_table(self, table: "Table", path: str) -> dict[str, Any]:
        name = self._free(table.path)
        self._tables[name] = table
        return {"file": path, "path": name, "sha256": table.sha256, "bytes": table.size, "is_table": True}

    def look(self, path: str, saved: dict[str, str], given: str = "") -> dict[str, Any]:
        """The header of a table, how it would be read, what its cells look like, and what would load."""
        from analytics.importers.delimited.look import look

        opened = self.open([path])
        tables = [self._tables[row["path"]] for row in opened["sources"] if row.get("is_table")]
        if len(tables) != 1:
            refused = opened["refused"] or [
                {"reason": "This is no table.", "next_step": "Choose a CSV, XLSX or parquet file."}
            ]
            return {"fault": f"{refused[0]['reason']} {refused[0]['next_step']}"}
        allow_time_for_a_table()
        return look(tables[0], saved, given)

    def read_table(
        self, name: str, done_with: list[str], secret: str, folder: str, given: str, saved: dict[str, str]
    ) -> dict[str, Any]:
        """Reads one table by its map; large ones are put aside in the folder."""
        from analytics.importers.delimited.read import read_table
        from analytics.ingest.duplicates import traces

        for done in done_with:
            self._sources.pop(done, None)
            self._tables.pop(done, None)
        allow_time_for_a_table()
        keys: dict[str, set[str]] = {}

        def seen(tables: "Tables") -> None:
            for sha, found in traces(tables).items():
                keys.setdefault(sha, set()).update(found)

        table = self._tables[name]
        place = Path(folder)
        self._table = read_table(table, secret=bytes.fromhex(secret), given=given, saved=saved, spill=place, seen=seen)
        return {"traces": {sha: sorted(found) for sha, found in keys.items()}, "interchanges": {}}

    def write_table(self, folder: str, suspects: dict[str, Any]) -> dict[str, Any]:
        """Marks duplicates and writes the parts of a table, portion by portion."""
        from analytics.store.parts import MEASURES

        assert self._table is not None
        found, self._table = self._table, None
        written, sums, warnings, rows, replaced = write_portions(found, Path(folder), suspects)
        both = {kind: {name: sum(side[kind][name] for side in sums.values()) for name in MEASURES}
                for kind in ("loaded", "duplicate")}  # fmt: skip
        reading = {
            **_reading(found.file, both, warnings),
            **({"by_side": sums} if found.is_joined else {}),
            **({"rows": rows} if rows else {}),
            "replaced": replaced.sums,
        }
        return {"files": [reading], "parts": written, "gone": replaced.write(Path(folder))}

    def read(self, names: list[str], done_with: list[str], secret: str) -> dict[str, Any]:
        """Reads some of what was opened; answers with what their loads can be compared by."""
        from analytics.importers.reader import read_batch
        from analytics.ingest.duplicates import traces

        for name in done_with:  # until it is committed it may be asked for again, in smaller portions
            self._sources.pop(name, None)
        self._import = read_batch(self._given(names), secret=bytes.fromhex(secret))
        return {"traces": traces(self._import.tables), "interchanges": _interchanges(self._import.files)}

    def _given(self, names: list[str]) -> "Iterator[Source]":
        """The sources of these names; one that is read alone is never asked for again, and its bytes can go."""
        take = self._sources.pop if len(names) == 1 else self._sources.__getitem__
        return map(take, names)

    def write(self, folder: str, suspects: dict[str, Any]) -> dict[str, Any]:
        """Marks duplicates and writes the parts of what was read; answers with everything the ledger needs."""
        from analytics.ingest import duplicates
        from analytics.ingest.duplicates import x12_warnings
        from analytics.store.measures import measure

        assert self._import is not None
        found, self._import = self._import, None
        tables, warnings = duplicates.mark(found.tables, suspects)
        for sha, told in x12_warnings(tables, suspects).items() if suspects.get("of_tables") else ():
            warnings.setdefault(sha, []).extend(told)
        sums = measure({name: frame.lazy() for name, frame in tables.items()})
        tables["quarantine"] = _of_loaded(found.quarantine, found.files)
        parts = write_parts(tables, Path(folder))
        files = [_reading(file, sums.get(file.sha256), warnings.get(file.sha256, [])) for file in found.files]
        return {"files": files, "parts": parts}


def _of_loaded(quarantine: "pl.DataFrame", files: "list[FileReading]") -> "pl.DataFrame":
    """What was refused within files that load; a file refused whole leaves no row in the store."""
    import polars as pl

    loaded = [file.sha256 for file in files if file.status != "rejected"]
    return quarantine.filter(pl.col("source_sha").is_in(loaded))


def _interchanges(files: "list[FileReading]") -> dict[str, Any]:
    return {file.sha256: file.interchanges for file in files}


def _reading(file: "FileReading", sums: dict[str, dict[str, int]] | None, warnings: list[Any]) -> dict[str, Any]:
    from dataclasses import asdict

    said = asdict(file)
    del said["interchanges"]
    return {**said, "warnings": said["warnings"] + warnings, "sums": sums}


def write_parts(tables: "dict[str, Any]", folder: Path) -> list[dict[str, Any]]:
    """One part per table that has rows."""
    from analytics.ingest.duplicates import month
    from analytics.store.parts import shares, write

    parts = []
    for table, frame in tables.items():
        if not frame.height:
            continue
        file = folder / f"{uuid4().hex}.parquet"
        write(frame, file)
        rows = [[share.load_sha, share.rows, share.cents] for share in shares(frame, table)]
        parts.append({"table": table, "file": str(file), "month": month(tables, table), "shares": rows})
    return parts


Sums = dict[str, dict[str, int]]
_SIDES = {"claims": ("claim_line",), "remittances": ("remit_claim", "remit_line")}


def write_portions(
    found: TableImport, folder: Path, suspects: dict[str, Any]
) -> tuple[list[dict[str, Any]], dict[str, Sums], list[Any], dict[str, int], Replaced]:
    """The parts, what the rows of each side sum up to, what to say of duplicates, the rows, and what they replace."""
    sha = found.file.sha256
    sums: dict[str, Sums] = {side: {"loaded": nothing(), "duplicate": nothing()} for side in _SIDES}
    parts, warnings, again = [], [], 0
    earlier, alike = Earlier(suspects), LookAlikes(suspects)
    for portion in found.portions:
        read = portion.tables()
        tables, told = duplicates.mark(read, suspects, earlier.leaving(read))
        alike.look(tables)
        for side, names in _SIDES.items():
            measured = measure({name: tables[name].lazy() for name in names}).get(sha, {})
            for kind, counted in measured.items():
                sums[side][kind] = {name: sums[side][kind][name] + counted[name] for name in counted}
        again += _rows_again(tables, found.per_claim, is_joined=found.is_joined)
        warnings += told.get(sha, [])
        parts += write_parts(tables, folder)
    if found.quarantine.height and found.file.status != "rejected":
        parts += write_parts({**_empty(), "quarantine": found.quarantine}, folder)
    return parts, sums, _once(warnings) + alike.warnings(sha), _rows(found, again), earlier.found


def _empty() -> dict[str, pl.DataFrame]:
    from analytics.importers.batch import SCHEMAS

    return {name: pl.DataFrame(schema=schema) for name, schema in SCHEMAS.items()}


def _rows_again(tables: dict[str, pl.DataFrame], per_claim: pl.DataFrame, *, is_joined: bool) -> int:
    """Rows of claims that an earlier load, or an earlier row, brought already; of a joined table as claims sent."""
    if per_claim.is_empty():
        return 0
    marked = [
        tables[name].filter(pl.col("duplicate_of").is_not_null()).select("source_position", side=pl.lit(side)).unique()
        for name, side in (("claim_line", "claims"), ("remit_claim", "remittances"))
    ][: 1 if is_joined else 2]
    joined = pl.concat(marked).join(per_claim, on=["side", "source_position"], how="inner")
    return int(joined["rows"].sum() or 0)


def _rows(found: TableImport, again: int) -> dict[str, int]:
    """Every row of the file: loaded, quarantined or duplicate."""
    if not found.rows or found.file.status == "rejected":
        whole = found.rows.get("in", 0)
        return {"in": whole, "loaded": 0, "quarantined": whole, "duplicate": 0} if found.rows else {}
    duplicate = found.rows["repeated"] + again
    quarantined = found.rows["quarantined"]
    kept = found.per_claim.filter(pl.col("side") == "claims") if found.is_joined else found.per_claim
    loaded = int(kept["rows"].sum() or 0) - again if kept.height else 0
    return {
        "in": found.rows["in"],
        "loaded": loaded + (0 if found.is_joined else found.without_claim),
        "quarantined": quarantined,
        "duplicate": duplicate,
    }


def _once(warnings: list[Any]) -> list[Any]:
    """Each thing said once, with the first row it was said of."""
    found: dict[tuple[str, str], Any] = {}
    for one in warnings:
        found.setdefault((one["code"], one["reason"]), one)
    return list(found.values())
