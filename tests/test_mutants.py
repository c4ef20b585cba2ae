"""Mutants for the bench: which ones a text gives, and that tests which notice one are told from those that do not."""

import json
from pathlib import Path

import pytest

from analytics.__main__ import main
from analytics.bench.mutants import ROOMS, equal_ones, in_order, mutants, mutants_of
from analytics.bench.survivors import Known, Limits, chosen_tests, survivors

ROOT = Path(__file__).parent.parent


def after(text: str, path: str = "queries/build/x.sql") -> set[str]:
    """The changed lines that a text of one line gives."""
    return {one.after for one in mutants_of(path, text)}


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("where a < 1", {"where a <= 1", "where a < 2"}),
        ("where a >= 30", {"where a > 30", "where a >= 31", "where a >= 29"}),
        ("where a > 0.95", {"where a >= 0.95", "where a > 0.96", "where a > 0.94"}),
        ("where a != b", {"where a = b"}),
        ("having sum(a) = b", {"having sum(a) != b", "having sum(a) >= b"}),
        ("where state = 'paid'", {"where state != 'paid'"}),
        ("where a and b", {"where a or b", "where a", "where b"}),
        ("where a or not b", {"where a and not b", "where a or b", "where a", "where not b"}),
        ("where a between b and c", set()),
        ("where a is null", {"where a is not null"}),
        ("where a is not null", {"where a is null"}),
        ("where a is distinct from b", set()),
        ("where a is distinct from b and c", {"where c", *(f"where a is distinct from b{x}" for x in ("", " or c"))}),
        ("where a in ('x', 'y')", {"where a in ('x')", "where a in ('y')"}),
        ("where a in (b)", set()),
        ("select min(a)", {"select max(a)"}),
        ("select greatest(a, b) - c", {"select least(a, b) - c", "select greatest(a, b) + c"}),
        ("select -a", set()),
        ("select a::decimal(12, 2)", set()),
        ("from a left join b on a.x = b.x", {"from a inner join b on a.x = b.x"}),
        ("from a semi join b using (x)", {"from a anti join b using (x)"}),
        ("join b on a.x = b.x and a.y <= b.y", {"join b on a.x = b.x and a.y < b.y", "join b on a.x = b.x"}),
        ("over (order by a desc, b)", {"over (order by a , b)", "over (order by b)"}),
        ("over (order by a nulls first, b)", {"over (order by a nulls last, b)", "over (order by b)"}),
        ("rows between 1 preceding and current row", set()),
        (
            "case when a then x when b then case when c then y end else z end",
            {"case when b then case when c then y end else z end", "case when a then x else z end"},
        ),
        ("-- where a < 1", set()),
        ("select 'a < 1'", set()),
        ("create or replace macro a(b) as c", set()),
        ("with a as not materialized (b)", set()),
    ],
)  # fmt: skip
def test_the_mutants_of_a_line_of_sql(text: str, wrong: set[str]) -> None:
    """Each threshold by one to either side; no join key, no type, nothing within words."""
    assert after(text) == wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("a = b >= 0.95", {"a = b > 0.95", "a = b >= 0.96", "a = b >= 0.94"}),
        ("a = b and not c", {"a = b or not c", "a = b and c"}),
        ("a = (b > c) & (d == e)", {"a = (b >= c) & (d == e)", "a = (b > c) | (d == e)", "a = (b > c) & (d != e)"}),
        ("a = min(b) + b.max()", {"a = max(b) + b.max()", "a = min(b) - b.max()", "a = min(b) + b.min()"}),
        ("a = b is not None", {"a = b is None"}),
        ("a = ~(b | c)", {"a = (b | c)", "a = ~(b & c)"}),
        ("a = True", {"a = False"}),
        ("a = b(words='x', example=3, strict=True)", set()),
        ("a: b[1] = f'{c + 1}'", set()),
        ("'é'; a = 1", {"'é'; a = 2"}),
    ],
)
def test_the_mutants_of_a_line_of_python(text: str, wrong: set[str]) -> None:
    assert after(text, "analytics/metrics/x.py") == wrong


def test_every_room_gives_mutants_and_each_has_a_name_of_its_own() -> None:
    found = mutants(ROOT)
    assert {room for room in ROOMS if any(one.path.startswith(room) for one in found)} == set(ROOMS)
    assert len({one.key for one in found}) == len(found)
    assert in_order(found, 1)[:50] == in_order(found[::-1], 1)[:50] != in_order(found, 2)[:50]


def test_a_mutant_is_known_again_when_its_line_moves() -> None:
    """And where another line is written like it, by which of them it is."""
    text = "select 1\nfrom a\nwhere b > c\nunion all\nselect 1\n"
    before = {one.key for one in mutants_of("queries/build/x.sql", text)}
    assert {one.key for one in mutants_of("queries/build/group/x.sql", f"-- words\n{text}")} == before
    assert len(before) == 3


def test_what_is_kept_as_equal_is_a_mutant_still_and_says_why() -> None:
    """The list names nothing that is gone."""
    there = {(one.file, one.before, one.after) for one in mutants(ROOT)}
    for kept, reason in equal_ones(ROOT).items():
        assert kept in there, kept
        assert len(reason) > 20, kept


QUERY = "select n from range(10) as t(n)\nwhere n >= 4 and n < 8\n"
TESTS = """
from pathlib import Path
import duckdb

def test_rows():
    rows = duckdb.sql(Path("queries/build/x.sql").read_text(encoding="utf-8")).fetchall()
    assert rows[-1] == (7,)
"""


def test_mutants_that_a_test_notices_and_those_that_it_does_not(tmp_path: Path) -> None:
    """A project of one query, whose test looks at the last row only: nothing notices where its rows begin."""
    root, out = tmp_path / "project", tmp_path / "out"
    for name, text in {
        "queries/build/x.sql": QUERY,
        "tests/test_x.py": TESTS,
        "tests/equal_mutants.csv": "file,before,after,reason\nbuild/x.sql,where n >= 4 and n < 8,"
        "where n >= 3 and n < 8,for the sake of this test\n",
        "pyproject.toml": '[tool.pytest]\nmarkers = ["browser: x", "kill: x"]\n',
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    assert chosen_tests(root) == (["test_x.py"], ["-m", "not browser and not kill"])
    found = mutants_of("queries/build/x.sql", QUERY)
    said: list[str] = []
    whole, *alive = survivors(root, found, out, Limits(5, 60), lambda what, share: said.append(what))
    assert {one.note.partition("  ->  ")[2] for one in alive} == {
        "select n from range(11) as t(n)",
        "select n from range(9) as t(n)",
        "where n > 4 and n < 8",
        "where n >= 5 and n < 8",
        "where n < 8",
    }
    assert whole.note.startswith(f"{len(found)} asked, {len(found) - 1} run in") and "1 kept as equal" in whole.note
    assert (root / "queries/build/x.sql").read_text(encoding="utf-8") == QUERY
    known = Known(out).mutants
    killed = next(line for line in known.values() if line["told"].endswith("n <= 8"))
    assert (killed["result"], killed["by"]) == ("killed", "test_x.py::test_rows")
    said.clear()
    again = survivors(root, found, out, Limits(5, 60), lambda what, share: said.append(what))
    assert (again, said) == ([whole, *alive], []), "nothing is met twice"


def test_without_time_the_command_meets_no_mutant_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing measured is no fault, and nothing is written into the project."""
    assert main(["bench", "--mutants", "--minutes", "0", "--sample", "5", "--out", str(tmp_path), "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)["results"]
    assert (told["ours"], told["ok"]) == (None, None)
    assert told["note"].startswith("5 asked, 0 run in 0 s: 0 killed")
