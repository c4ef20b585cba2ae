"""How a build's tables lie on disk: the facts in parts by day of service, so that one without news stays as it is."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from shutil import rmtree

import duckdb

from analytics.build.steps import FACTS, GLOBAL, LEARNED
from analytics.query.declared import sql_of

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
    touched, rows = con.table("touched"), con.table(name)
    was, now = _prints(con.table(f"kept_{name}").join(touched, "patient_key", how="semi")), _prints(rows)
    changed = {part for part in was.keys() | now.keys() if was.get(part) != now.get(part)}
    if not changed:
        return list(before)
    news = (
        rows.project(_WITH_PART).filter(duckdb.ColumnExpression("part").isin(*map(_value, changed))).project(_WITHOUT)
    )
    gone = [path for path in before if _part(path) in changed]
    if gone:
        parts = con.read_parquet([str(path) for path in gone])
        news = news.union(parts.join(touched, "patient_key", how="anti"))
    stay = [path for path in before if path not in gone and _part(path) is not None]
    return [*stay, *_write_parts(news, folder, name)] if stay else _write_parts(news, folder, name)


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
