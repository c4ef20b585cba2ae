"""The README is written from the program: its metric table and its commands are true."""

import re
from pathlib import Path

from analytics.commands.parser import VERBS
from analytics.metrics.catalog import METRICS
from analytics.metrics.evaluate import WAITING_LABELS, WAITING_WORDS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def metric_table() -> str:
    rows = [(metric.name, metric.label, metric.words) for metric in METRICS]
    rows += [(name, WAITING_LABELS[name], words) for name, words in WAITING_WORDS.items()]
    return "| id | name | meaning |\n|---|---|---|\n" + "".join(f"| `{i}` | {n} | {w} |\n" for i, n, w in rows)


def between(mark: str) -> str:
    found = re.search(rf"<!-- {mark} -->\n(.*?)<!-- /{mark} -->", README, re.S)
    assert found
    return found[1]


def test_the_metric_table_is_that_of_the_program() -> None:
    assert between("metrics") == metric_table()


def test_every_command_named_in_the_readme_exists() -> None:
    named = set(re.findall(r"`reimburse (\w+)", README)) | set(re.findall(r"bin/reimburse (\w+)", README))
    assert named <= set(VERBS)


def test_the_set_up_of_the_readme_is_that_of_ci() -> None:
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for step in ("--require-hashes -r requirements.lock", "--no-build-isolation --no-deps -e ."):
        assert step in README and step in ci
