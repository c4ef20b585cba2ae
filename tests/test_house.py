"""The house keeps its own rules: floors, queries, metrics, tables, caches and SQL."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import duckdb
import polars as pl
import pytest
from drawn import NPI, stored

from analytics.build.full import make
from analytics.build.steps import KEPT, STEPS
from analytics.metrics.catalog import METRICS
from analytics.metrics.metric import Metric
from analytics.metrics.work import WORKED
from analytics.query import Query
from analytics.tables import BUILT, schema_of

ROOT = Path(__file__).parent.parent
SOURCES = sorted([*(ROOT / "analytics").rglob("*.py"), ROOT / "dashboard.py"])
QUERIES = ROOT / "queries"

# From the ground up; any floor may import any floor below it.
FLOORS = (
    ("__init__", "paths", "words", "x12", "statistics", "tables", "demo"),
    ("reference", "leakage", "query", "store"),
    ("importers", "metrics", "build"),
    ("ingest", "facts", "questions", "export"),
    ("bench", "charts"),
    ("figures", "report"),
    ("pages",),
    ("commands",),
    ("__main__",),
)
FLOOR = {name: height for height, names in enumerate(FLOORS) for name in names}
ONLY_THERE = {
    "streamlit": ("analytics/pages/", "dashboard.py", "analytics/commands/serve.py", "analytics/bench/sessions.py"),
    "duckdb": (
        "analytics/query/",
        "analytics/build/",
        "analytics/facts.py",
        "analytics/metrics/",
        "analytics/questions",
    ),
    "plotly": ("analytics/figures",),
}


@cache
def nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def room(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "analytics" and len(parts) > 1 else None


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_module_imports_only_from_floors_below(path: Path) -> None:
    if path.name == "dashboard.py":
        return
    own = path.relative_to(ROOT / "analytics").parts[0].removesuffix(".py")
    above = {
        module
        for module in imports(path)
        if (target := room(module)) in FLOOR and target != own and FLOOR[target] > FLOOR[own]
    }
    assert own in FLOOR, f"{own} stands on no floor"
    assert not above, f"{path.name} reaches up to {sorted(above)}"


@pytest.mark.parametrize("library", ONLY_THERE)
def test_a_library_stays_on_its_floor(library: str) -> None:
    users = {name_of(path) for path in SOURCES if any(module.split(".")[0] == library for module in imports(path))}
    strangers = {user for user in users if not user.startswith(ONLY_THERE[library])}
    assert not strangers


def declared() -> dict[str, Query]:
    found: dict[str, Query] = {}
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        if not re.search(r"\b(Query|Sums)\(", text) or path.name in ("declared.py", "dashboard.py"):
            continue
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        values = vars(__import__(module, fromlist=["*"])).values()
        found |= {value.path: value for value in values if isinstance(value, Query)}
    return found


def test_every_query_file_is_declared_and_every_declared_one_exists() -> None:
    asked = {str(path.relative_to(QUERIES)) for path in (QUERIES / "ask").glob("*.sql")}
    assert asked == set(declared())
    assert {path.stem for path in (QUERIES / "build").glob("*.sql")} == {*STEPS, "macros"}


@pytest.mark.parametrize("path", sorted(QUERIES.rglob("*.sql")), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_query_says_its_grain_and_is_one_select(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if path.stem == "macros":
        return
    assert re.match(r"-- (One row|Sums)", text), "the first line says what a row is"
    (statement,) = duckdb.extract_statements(text)
    assert statement.type == duckdb.StatementType.SELECT


@pytest.fixture(scope="module")
def built() -> dict[str, pl.Schema]:
    claims = f"claim | code | charge | npi\nA | 96372 | 40.00 | {NPI}\n | 99213 | 90.00 |"
    with duckdb.connect() as con:
        make(
            con, stored(claims, "on | claim | code | charge | paid | adj\n02-01 | A | 96372 | 40.00 | 0 | CO-97 40"), {}
        )
        return {name: con.table(name).pl().schema for name in KEPT}


@pytest.mark.parametrize("table", KEPT)
def test_a_built_table_has_exactly_the_columns_of_its_contract(built: dict[str, pl.Schema], table: str) -> None:
    assert built[table] == schema_of(BUILT[table])


def test_every_column_says_what_it_means() -> None:
    silent = [
        f"{name}.{column}"
        for name, table in BUILT.items()
        for column, kind in table.columns().items()
        if not kind.description
    ]
    assert not silent


@pytest.mark.parametrize("metric", (*METRICS, *WORKED), ids=lambda metric: metric.name)
def test_a_metric_gives_the_value_of_its_worked_example(metric: Metric) -> None:
    columns, value = metric.example
    assert pl.DataFrame(columns).select(metric.value).item() == pytest.approx(value, abs=1e-12)
    assert metric.words.endswith(".") and metric.better in ("lower", "higher", "neither")


def calls(path: Path) -> list[ast.Call]:
    return [node for node in nodes(path) if isinstance(node, ast.Call)]


SQL_METHODS = ("sql", "execute", "executemany", "query", "rows", "change")


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_no_sql_is_built_from_values(path: Path) -> None:
    built_texts = [
        ast.unparse(call)
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr in SQL_METHODS and call.args
        if isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]
    allowed = {
        # A step comes from the list of steps, and its text from its own file.
        "analytics/build/full.py": 2,
        "analytics/build/increment.py": 1,
        # A rule comes from the list of rules, and its text from its own file.
        "analytics/build/rules.py": 1,
        # Names of our own tables, and one of two journal modes: words of the program, never data.
        "analytics/store/commit.py": 1,
        "analytics/store/ledger.py": 1,
    }
    assert len(built_texts) <= allowed.get(name_of(path), 0), built_texts


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_no_cached_function_takes_a_frame(path: Path) -> None:
    for node in nodes(path):
        if not isinstance(node, ast.FunctionDef) or not any("cache" in ast.unparse(d) for d in node.decorator_list):
            continue
        for argument in [*node.args.args, *node.args.kwonlyargs]:
            words = ast.unparse(argument.annotation) if argument.annotation else ""
            assert "DataFrame" not in words, f"{node.name}({argument.arg})"


def test_stored_money_is_never_a_float() -> None:
    from analytics.tables import STORED

    for name, table in {**STORED, **BUILT}.items():
        for column, dtype in schema_of(table).items():
            money = re.search(r"amount|paid|charge|allowed|denial|expected$|received$", column)
            if money and dtype in (pl.Float32, pl.Float64):
                raise AssertionError(f"{name}.{column} is {dtype}")


def test_the_lock_file_pins_with_hashes_and_names_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "://" not in lock
    for need in project["dependencies"]:
        name = re.split(r"[<>=]", need)[0]
        assert re.search(rf"^{name}==\S+.*\\\n    --hash=sha256:", lock, re.M), name
