"""How a build's tables lie on disk: the facts in parts by day of service, so that one without news stays as it is."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from shutil import rmtree

import duckdb

from analytics.build.steps import FACTS, GLOBAL, LEARNED
from analytics.query.query import sql_of

_LINES, _MOST = 8_192, 48
"""Service lines that make a part worth its file, and parts of a table at most."""
_WITH_PART, _WITHOUT = "*, part_of(service_date) as part", "* exclude (part)"

Files = dict[str, list[Path]]


def width_of(con: duckdb.DuckDBPyConnection) -> int:
    """Days of service per part."""
    row = con.execute(sql_of("increment/part_width.sql"), {"lines": _LINES, "most": _MOST}).fetchone()
    assert row is not None
    return int(row[0])


def cut_by(con: duckdb.DuckDBPyConnection, width: int) -> None:
    """Tells a connection how many days of service a part holds."""
    con.execute("set variable part_width = $width", {"width": width})


def write_all(con: duckdb.DuckDBPyConnection, folder: Path) -> Files:
    """Writes every table that a build leaves behind."""
    facts = {name: _write_parts(con.table(name), folder, name) for name in FACTS}
    return facts | _write_small(con, folder)


def write_changed(con: duckdb.DuckDBPyConnection, folder: Path, before: Mapping[str, Sequence[Path]]) -> Files:
    """Writes the parts in which rows of a touched family changed, and the tables about everybody; names all parts."""
    facts = {name: _write_news(con, folder, name, before[name]) for name in FACTS}
    return facts | _write_small(con, folder)


def _write_news(con: duckdb.DuckDBPyConnection, folder: Path, name: str, before: Sequence[Path]) -> list[Path]:
    was, rows = con.table(f"was_{name}"), con.table(name)
    before_print, print_now = _prints(was), _prints(rows)
    changed = {part for part in before_print | print_now if before_print.get(part) != print_now.get(part)}
    if not changed:
        return list(before)
    news = (
        rows.project(_WITH_PART).filter(duckdb.ColumnExpression("part").isin(*map(_value, changed))).project(_WITHOUT)
    )
    gone = [path for path in before if _part(path) in changed]
    if gone:
        news = news.union(of_family(con, con.read_parquet([str(path) for path in gone]), name, how="anti"))
    stay = [path for path in before if path not in gone and _part(path) is not None]
    return [*stay, *_write_parts(news, folder, name)] if stay else _write_parts(news, folder, name)


def near(con: duckdb.DuckDBPyConnection, before: Sequence[Path], parts: Collection[int]) -> duckdb.DuckDBPyRelation:
    """The rows of a table in some parts; of one without any of them no row, but its columns."""
    files = [path for path in before if _part(path) in parts]
    return con.read_parquet([str(path) for path in files]) if files else con.read_parquet(str(before[0])).limit(0)


def of_family(
    con: duckdb.DuckDBPyConnection, rows: duckdb.DuckDBPyRelation, name: str, how: str = "semi"
) -> duckdb.DuckDBPyRelation:
    """The rows of a table of facts that a touched family has, or those that none has: an answer is found by the number
    of its claim, everything else by patient and day."""
    if name == "event":
        return rows.join(con.table("touched"), "claim_of(claim_id) = claim_no", how=how)
    return rows.join(con.table("reached_number"), "visit_of(patient_key, service_date) = number", how=how)


def _prints(rows: duckdb.DuckDBPyRelation) -> dict[int, tuple[int, int]]:
    """A print of the rows of each part, whatever their order, and how many they are."""
    printed = rows.set_alias("whole").project("part_of(whole.service_date) as part, hash(whole) as print")
    parts = printed.aggregate("part, sum(print::hugeint) as prints, count(*) as row_count", "part")
    return {int(part): (int(prints), int(count)) for part, prints, count in parts.fetchall()}


def _write_parts(rows: duckdb.DuckDBPyRelation, folder: Path, name: str) -> list[Path]:
    """Writes rows of a table of facts, a part's into a file of its own; no rows make one file without a part."""
    place = folder / name
    rows.project(_WITH_PART).write_parquet(str(place), compression="zstd", partition_by=["part"])
    files = []
    for file in sorted(place.rglob("*.parquet")):
        number = file.parent.name.partition("=")[2]
        files.append(file.rename(folder / f"{name}.{number}.{file.stem}.parquet"))
    rmtree(place, ignore_errors=True)
    return files or [_write(rows, folder, name)]


def _part(path: Path) -> int | None:
    """The part that a file holds, by its name; None for an empty table's file."""
    _, number, *rest = path.name.split(".")
    return int(number) if rest else None


def _value(part: int) -> duckdb.Expression:
    return duckdb.ConstantExpression(part)


def _write_small(con: duckdb.DuckDBPyConnection, folder: Path) -> Files:
    return {name: [_write(con.table(name), folder, name)] for name in (*GLOBAL, *LEARNED)}


def _write(rows: duckdb.DuckDBPyRelation, folder: Path, name: str) -> Path:
    path = folder / f"{name}.parquet"
    rows.write_parquet(str(path), compression="zstd")
    return path
