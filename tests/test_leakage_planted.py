"""The rules find what the demo planted, and nothing else: precision and recall of each on worlds of five seeds."""

import pytest
from confusion import Confusion, nothing_confused
from leak_truth import compare

SEEDS = (1, 2, 3, 4, 5)
ENOUGH = 0.99


@pytest.fixture(scope="module")
def confusion(tmp_path_factory: pytest.TempPathFactory) -> Confusion:
    found = nothing_confused()
    for seed in SEEDS:
        compare(tmp_path_factory.mktemp(f"seed{seed}"), seed, found)
    print(found.table())
    return found


def test_every_planted_line_is_in_the_ledger(confusion: Confusion) -> None:
    assert not confusion.only_planted["line"]


def test_the_worlds_plant_most_rules(confusion: Confusion) -> None:
    assert len([rule for rule in confusion.rules() if confusion.both[rule] >= 5]) >= 30


def test_every_rule_is_precise_and_complete(confusion: Confusion) -> None:
    poor = [rule for rule in confusion.rules() if min(confusion.precision(rule), confusion.recall(rule)) < ENOUGH]
    told = [example for example in confusion.examples if example[0] in poor][:40]
    assert not poor, "\n".join([confusion.table(), *map(str, told)])
