"""Where the sums of a view are read: in the cells of a cube where they are far fewer than the lines, else in the lines.

A cube is made from the lines of an open snapshot when it is first asked for, and lives as long as its connection:
whatever built the lines, and on whatever day they stand, the cube is of them.
"""

from threading import Lock

import duckdb

from analytics.metrics.view import View
from analytics.query import over, sql_of

LINES, PROVIDER, PAYER = "cube/measured_line.sql", "cube/of_provider.sql", "cube/of_payer.sql"
"""What sums can be read in, the largest first."""
STANDING_LINES, STANDING = "cube/standing_line.sql", "cube/of_standing.sql"
"""Lines with a standing denial: looked for among all lines, or gathered. Marks change them, so no cube sums them."""
FEW, MOST_CELLS, TIMES = 20_000, 100_000, 4
"""Lines that are summed fast enough; cells of a cube at most (one kilobyte each); lines per cell that make one worth
its making."""
AGE = 45
"""Days after submission at which months are compared at the same age."""

_making = Lock()


def smallest(cursor: duckdb.DuckDBPyConnection, view: View, by: tuple[str, ...], as_of: object) -> str:
    """The file whose rows have all keys and filters of a question and are the fewest."""
    with _making:
        if not _is_worth(cursor):
            return LINES
        make(cursor, view.definition, as_of)
    return PROVIDER if view.providers or "provider" in by else PAYER


def params(rows: str, definition: str) -> dict[str, object]:
    """What the rows of `smallest` depend on beside the day."""
    return {"definition": definition, "age": AGE} if rows == LINES else {"definition": definition}


def make(cursor: duckdb.DuckDBPyConnection, definition: str, as_of: object) -> None:
    """Makes the cubes of a definition of denied as of a day, unless they are there."""
    asked = {"definition": definition, "as_of": as_of}
    cursor.execute("create table if not exists cube_made (definition varchar, as_of date)")
    if cursor.execute(sql_of("cube/is_made.sql"), asked).fetchall():
        return
    cursor.begin()
    try:
        _add(cursor, "shared_claim", sql_of("cube/shared_claim.sql"), {}, once=True)
        _add(cursor, "standing_line", sql_of(STANDING_LINES), {}, once=True)
        _add(cursor, "cube_provider", over("cube/cube_provider.sql", LINES), {**asked, "age": AGE})
        _add(cursor, "cube_payer", sql_of("cube/cube_payer.sql"), asked)
        cursor.execute("insert into cube_made values ($definition, $as_of)", asked)
        cursor.commit()
    except BaseException:
        cursor.rollback()
        raise


def _is_worth(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Whether a cube is far smaller than the lines; counted once per connection."""
    if not _is_there(cursor, "cube_size"):
        _add(cursor, "cube_size", sql_of("cube/cube_size.sql"), {})
    lines, cells = cursor.table("cube_size").fetchall()[0]
    return bool(lines > FEW and cells <= min(MOST_CELLS, lines / TIMES))


def _add(
    cursor: duckdb.DuckDBPyConnection, name: str, text: str, asked: dict[str, object], *, once: bool = False
) -> None:
    """Puts the answer of a query file into a table of this name."""
    is_there = _is_there(cursor, name)
    if once and is_there:
        return
    rows = cursor.sql(text, params=asked or None)
    if is_there:
        rows.insert_into(name)
    else:
        rows.create(name)


def _is_there(cursor: duckdb.DuckDBPyConnection, name: str) -> bool:
    return bool(cursor.execute("select 1 from duckdb_tables() where table_name = $name", {"name": name}).fetchall())
