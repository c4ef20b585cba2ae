"""What the rules say of themselves, what they rest on, and the commands that show them."""

import csv
import json
import re
import sqlite3
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from once import copied
from test_command_numbers import reimburse

from analytics.facts import open_facts
from analytics.leakage import BY_ROW, FLAGS, PRECEDENCE, RULES, Rule, header, rule, rules, statements
from analytics.metrics.catalog import BY_NAME
from analytics.metrics.cubes import View
from analytics.metrics.evaluate import WAITING
from analytics.paths import QUERIES
from analytics.questions.leaks import Wanted, work_lines
from analytics.store import Store

STATEMENTS = [f"A{number}" for number in range(1, 30)] + [f"B{number}" for number in range(1, 17)]
SIDES = ("front_desk", "coding", "billing", "documentation", "payer")


def test_every_rule_file_is_in_the_ordered_list_once() -> None:
    assert sorted(RULES) == sorted(path.stem for path in (QUERIES / "leakage").glob("*.sql"))
    assert [one.name for one in rules() if one.kind == "leak"] == list(PRECEDENCE)
    assert [one.name for one in rules() if one.kind != "leak"] == list(FLAGS)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_says_what_a_manager_needs(name: str) -> None:
    one = rule(name)
    assert all((one.title, one.why.endswith("."), one.fix.endswith("."), one.source)) and one.side in SIDES
    if one.kind == "leak":
        assert one.leak_class and one.deadline in ("appeal", "reopening", "refile")
        assert {one.preventable, one.recoverable} <= set("HMLN") and one.judged in ("rule", "code")
    else:
        assert one.kind in ("flag", "possible_overpayment") and not one.leak_class


@pytest.mark.parametrize("name", RULES)
def test_no_first_step_tells_anyone_to_add_a_modifier_or_to_pick_a_code(name: str) -> None:
    said = rule(name).step.lower()
    assert not re.search(r"\b(append|add|attach|use|change to|bill with|put|pick|choose|select)\b", said)
    assert not re.search(r"\b(modifier )?(25|59|76|jz|jw|x[esup])\b|\b9\d{4}\b", said)
    if re.search(r"\bcorrect\b(?! the charge)", said):
        assert re.search(r"only (if|what)|record|is corrected", said)


def test_a_misspelt_header_names_itself() -> None:
    with pytest.raises(TypeError, match="tittle"):
        Rule("x", **header("-- One row per line.\n-- tittle: a\nselect 1"))


def test_every_statement_of_the_trade_has_a_rule_a_flag_a_metric_or_a_reason() -> None:
    """The seed table is complete: 45 statements, none twice, and everything it names exists."""
    rows = statements().to_dicts()
    assert [row["id"] for row in rows] == STATEMENTS
    for row in rows:
        assert row["rules"] or row["flags"] or row["metrics"] or row["not_visible"], row
        assert set(row["metrics"].split()) <= {*BY_NAME, *WAITING}
    rested_on = {statement for one in rules() for statement in one.statements}
    assert rested_on <= set(STATEMENTS)


def test_what_only_the_chart_shows_is_not_faked() -> None:
    """A15 has no rule, flag or metric; A13 only a proxy."""
    by_id = {row["id"]: row for row in statements().to_dicts()}
    assert not any(by_id["A15"][name] for name in ("rules", "flags", "metrics", "proxy"))
    assert by_id["A15"]["not_visible"] and by_id["A13"]["proxy"]


def test_a_rule_resting_on_memory_is_marked_unverified() -> None:
    for one in rules():
        if one.kind != "leak" and "memory" in one.source:
            assert one.unverified in ("yes", BY_ROW), one.name


# The commands


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("leaks") / "store"
    done = reimburse(store, "demo", "--months", "4", "--encounters", "300", "--no-serve", "--json")
    assert done.returncode == 0, done.stderr
    return store


def leaks(store: Path, *words: str) -> dict[str, object]:
    done = reimburse(store, "leaks", *words, "--json")
    assert done.returncode == 0, done.stderr
    document: dict[str, object] = json.loads(done.stdout)
    return document


SIDES_OF = {"expected_cents", "received_cents", "overpaid_cents", "open", "not_valued"}
CLASS = {*("leak_class", "rule", "role", "count", "amount_cents", "preventable", "recoverable", "why", "fix")}


def test_leaks_have_the_shape_of_the_contract(demo: Path) -> None:
    document = leaks(demo, "--by", "payer")
    assert set(document) >= {"snapshot", "as_of", "classes", "groups", *SIDES_OF}
    for group in document["groups"]:  # type: ignore[attr-defined]
        assert set(group) >= {"key", "classes", *SIDES_OF} and set(group["key"]) == {"payer_id", "payer_name"}
        assert set(group["open"]) == {"count", "charge_cents"} == set(group["not_valued"])
        assert all(set(one) >= CLASS for one in group["classes"])
        for name in ("workable", "late"):
            parts = [one[name] for one in group["classes"]]
            assert group[name] == {key: sum(part[key] for part in parts) for key in ("count", "amount_cents")}
        assert set(group["recovered_after_work"]) == {"count", "amount_cents"} and "worked_share" in group
        assert group["expected_cents"] - group["received_cents"] + group["overpaid_cents"] == sum(
            one["amount_cents"] for one in group["classes"]
        )


@pytest.mark.parametrize("words", [(), ("--payer-class", "medicare"), ("--from", "2026-09", "--basis", "answer")])
def test_leaks_are_the_sum_of_the_exported_leaks(demo: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    document = leaks(demo, *words)
    out = tmp_path / "leak.csv"
    assert reimburse(demo, "export", "leak", "--out", str(out), *words).returncode == 0
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sum(Decimal(row["amount"]) for row in rows) * 100 == document["leak_cents"]
    assert sum(one["count"] for one in document["classes"]) == len(rows)  # type: ignore[attr-defined]


def test_a_filter_that_matches_nothing_gives_no_group(demo: Path) -> None:
    document = leaks(demo, "--payer", "nobody")
    assert document["groups"] == [] and document["classes"] == [] and document["expected_cents"] == 0


def test_one_rule_may_be_asked_for(demo: Path) -> None:
    document = leaks(demo, "--rule", "em_lost_to_pair,no_drug_line")
    assert {one["rule"] for one in document["classes"]} <= {"em_lost_to_pair"}  # type: ignore[attr-defined]
    assert {one["rule"] for one in document["flags"]} <= {"no_drug_line"}  # type: ignore[attr-defined]


@pytest.mark.parametrize("table", ["leak", "flag", "ledger", "work_item", "line"])
def test_a_shareable_ledger_names_nobody(demo: Path, tmp_path: Path, table: str) -> None:
    out = tmp_path / f"{table}.csv"
    assert reimburse(demo, "export", table, "--shareable", "--out", str(out)).returncode == 0
    head = out.read_text(encoding="utf-8").splitlines()[0]
    assert not re.search(r"claim_id|line_id|encounter_id|patient_key", head)


def test_the_statements_are_shown(demo: Path) -> None:
    done = reimburse(demo, "leaks", "--statements")
    assert done.returncode == 0 and len(done.stdout.splitlines()) == len(STATEMENTS)


def marked(store: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(next(store.glob("*.sqlite*"))) as db:
        return db.execute("select line_id, kind, amount, owner, note from mark").fetchall()


def mark_a_leak(store: Path, folder: Path, *words: str) -> tuple[str, subprocess.CompletedProcess[str]]:
    """Marks an injection that stands for itself: one that hangs on its drug's line is marked together with it."""
    out = folder / "work.csv"
    reimburse(store, "export", "work_item", "--out", str(out))
    with out.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["line_id"] and row["role"] == "injection"]
    line_id = next(row["line_id"] for row in rows if int(row["lines"]) == 1)
    return line_id, reimburse(store, "mark", line_id, *words)


def test_a_mark_is_kept_with_its_note_which_no_export_holds(demo: Path, tmp_path: Path) -> None:
    """36: kind, owner, amount and note stay in the store; the next build knows the line as written off."""
    words = ("written_off", "--note", "ZQNOTE said so", "--owner", "ann", "--amount", "13.91")
    line_id, done = mark_a_leak(demo, tmp_path, *words)
    assert done.returncode == 0 and "next build" in done.stdout
    assert marked(demo) == [(line_id, "written_off", 1391, "ann", "ZQNOTE said so")]
    assert reimburse(demo, "build").returncode == 0
    texts = []
    for table in ("line", "leak", "flag", "ledger", "work_item"):
        out = tmp_path / f"{table}.csv"
        reimburse(demo, "export", table, "--out", str(out))
        texts.append(out.read_text(encoding="utf-8"))
    assert "ZQNOTE" not in "".join(texts)
    with (tmp_path / "line.csv").open(encoding="utf-8", newline="") as file:
        assert [row["line_id"] for row in csv.DictReader(file) if row["written_off"] == "true"] == [line_id]


def test_an_administration_never_billed_is_marked_by_its_encounter(demo: Path, tmp_path: Path) -> None:
    """The row has no line; closed by its encounter it leaves the work, and the ledger stays as it is."""
    store = tmp_path / "store"
    copied(demo, store)
    out = tmp_path / "leak.csv"
    reimburse(store, "export", "leak", "--out", str(out))
    with out.open(encoding="utf-8", newline="") as file:
        encounter = next(row["encounter_id"] for row in csv.DictReader(file) if not row["line_id"])
    before = work(store)
    assert reimburse(store, "mark", encounter, "closed").returncode == 0
    after = work(store)
    assert encounter in set(before["work_id"]) - set(after["work_id"]) and len(before) - len(after) == 1
    found = work(store, marked=True).filter(work_id=encounter)
    assert found.select("rule", "state").rows() == [("administration_not_billed", "closed")]
    assert reimburse(store, "mark", encounter[:-1], "closed").returncode == 2


def work(store: Path, *, marked: bool = False) -> pl.DataFrame:
    facts = open_facts(Store.open(store))
    wanted = Wanted(marked=marked)
    return work_lines(facts.cursor(), View(), facts.as_of or date.min, wanted, work_cost_cents=0, most=1_000_000)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("leaks", "--rule", "moon"), "choose from"),
        (("leaks", "--work-cost", "many"), "not an amount"),
        (("leaks", "--by", "moon"), "choose from"),
        (("mark", "nobody", "worked"), "no such line"),
        (("mark", "nobody", "burnt"), "invalid choice"),
        (("mark", "nobody", "worked", "--amount", "1.001"), "not an amount"),
    ],
)
def test_bad_use_is_one_line_and_exit_code_2(demo: Path, words: tuple[str, ...], says: str) -> None:
    done = reimburse(demo, *words)
    assert done.returncode == 2 and says in done.stderr.splitlines()[-1] and "Traceback" not in done.stderr
